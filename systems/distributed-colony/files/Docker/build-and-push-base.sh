#!/usr/bin/env bash
# Builds the base image and pushes it to ECR. Slow: it compiles every dependency. README.md says when to run it.
set -euo pipefail

AWS_REGION=${AWS_REGION:-eu-west-1}
ECR_BASE_REPOSITORY=${ECR_BASE_REPOSITORY:-distributed-colony-base}
BASE_IMAGE_TAG=${BASE_IMAGE_TAG:-latest}

unset CDPATH
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
context=$(cd -- "$here/.." && pwd)
# shellcheck source-path=SCRIPTDIR source=ecr.sh
. "$here/ecr.sh"
stop_on_interrupt

check_aws "$AWS_REGION"
check_docker

local_image="distributed-colony-base:$BASE_IMAGE_TAG"
uri="$REGISTRY/$ECR_BASE_REPOSITORY:$BASE_IMAGE_TAG"
info "Account $ACCOUNT_ID, region $AWS_REGION"

ensure_repository "$AWS_REGION" "$ECR_BASE_REPOSITORY" "$here/lifecycle-policy.base.json"
log_in "$AWS_REGION"

info "Building $local_image (5 to 15 minutes)"
started=$SECONDS
docker buildx build --builder "$BUILDER" --platform linux/amd64 --load \
  --file "$here/Dockerfile.base" --tag "$local_image" "$context" ||
  fail 'Building the base image failed'
built=$SECONDS

info "Pushing $uri"
docker tag "$local_image" "$uri"
docker push "$uri" || fail "Pushing $uri failed"

info "Built in $((built - started)) s, pushed in $((SECONDS - built)) s"
info "Base image is available locally as $local_image and in ECR as:"
info "  $uri"

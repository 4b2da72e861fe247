#!/usr/bin/env bash
# Builds the colony image on the local base image and pushes it to ECR. Fast: it compiles our own crates alone.
set -euo pipefail

AWS_REGION=${AWS_REGION:-eu-west-1}
ECR_REPOSITORY=${ECR_REPOSITORY:-distributed-colony}
IMAGE_TAG=${IMAGE_TAG:-latest}
BASE_IMAGE_TAG=${BASE_IMAGE_TAG:-latest}
BUILD_VERSION=${BUILD_VERSION:-$(date -u +%Y%m%d-%H%M%S)}

unset CDPATH
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
context=$(cd -- "$here/.." && pwd)
# shellcheck source-path=SCRIPTDIR source=ecr.sh
. "$here/ecr.sh"
stop_on_interrupt

check_aws "$AWS_REGION"
check_docker

# Never pulled, and checked before anything is created.
base_image="distributed-colony-base:$BASE_IMAGE_TAG"
docker image inspect "$base_image" > /dev/null 2>&1 ||
  fail "Base image '$base_image' not found locally!" \
    'Please build the base image first:' \
    '  ./build-and-push-base.sh'

uri="$REGISTRY/$ECR_REPOSITORY:$IMAGE_TAG"
info "Account $ACCOUNT_ID, region $AWS_REGION, build version $BUILD_VERSION"

ensure_repository "$AWS_REGION" "$ECR_REPOSITORY" "$here/lifecycle-policy.json"
log_in "$AWS_REGION"

info "Building $uri"
started=$SECONDS
docker buildx build --builder "$BUILDER" --platform linux/amd64 --load --pull=false \
  --build-arg "BASE_IMAGE=$base_image" --build-arg "BUILD_VERSION=$BUILD_VERSION" \
  --file "$here/Dockerfile" --tag "$uri" "$context" ||
  fail 'Building the colony image failed'
built=$SECONDS

info "Pushing $uri"
docker push "$uri" || fail "Pushing $uri failed"

info "Built in $((built - started)) s, pushed in $((SECONDS - built)) s"
info "Colony image is available in ECR as:"
info "  $uri"
info 'Remember to deploy the CDK stack, so that it runs.'

# shellcheck shell=bash
# What both build scripts do around the build: messages, checks, the registry. Sourced, not run.

# A colour only where a person reads it.
paint() { # <file descriptor> <colour> <label> <text…>
  local descriptor=$1 colour=$2 label=$3
  shift 3
  if [ -t "$descriptor" ] && [ -z "${NO_COLOR:-}" ]; then
    printf '\033[%sm[%s]\033[0m %s\n' "$colour" "$label" "$*" >&"$descriptor"
  else
    printf '[%s] %s\n' "$label" "$*" >&"$descriptor"
  fi
}
info() { paint 1 '0;32' INFO "$@"; }
warning() { paint 2 '1;33' WARNING "$@"; }

# fail <error> [<line on what to do>…]: on standard error, so that the lines stay together.
fail() {
  paint 2 '0;31' ERROR "$1"
  shift
  local line
  for line in "$@"; do paint 2 '0;32' INFO "$line"; done
  exit 1
}

stop_on_interrupt() {
  trap 'warning "Interrupted: nothing more is built or pushed."; exit 130' INT
  trap 'warning "Terminated: nothing more is built or pushed."; exit 143' TERM
}

# Sets ACCOUNT_ID and REGISTRY.
check_aws() { # <region>
  command -v aws > /dev/null || fail 'AWS CLI is not installed' \
    'See https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html'
  ACCOUNT_ID=$(aws sts get-caller-identity --query Account --output text --region "$1" 2> /dev/null) ||
    fail 'AWS CLI is not configured or credentials are invalid' 'Please run: aws configure'
  REGISTRY="$ACCOUNT_ID.dkr.ecr.$1.amazonaws.com"
}

# Sets BUILDER to the builder that belongs to the Docker daemon. A docker-container builder does not see the daemon's
# images: it would look for the base image on Docker Hub, where anybody may have pushed one by that name.
check_docker() {
  docker buildx version > /dev/null 2>&1 || fail 'Docker buildx is not available' \
    'See https://docs.docker.com/build/install-buildx/'
  docker version > /dev/null 2>&1 || fail 'The Docker daemon does not answer' 'Please start Docker.'
  # shellcheck disable=SC2034 # the scripts that source this file use it
  BUILDER=$(docker context show)
}

# Pulumi owns the repositories; this makes one only where there is none, with the same settings.
ensure_repository() { # <region> <name> <lifecycle policy file>
  local answer
  if answer=$(aws ecr describe-repositories --region "$1" --repository-names "$2" 2>&1); then
    return
  fi
  case "$answer" in
    *RepositoryNotFoundException*) ;;
    *) fail "ECR repository '$2' cannot be read: $answer" ;;
  esac
  info "Creating ECR repository: $2"
  aws ecr create-repository --region "$1" --repository-name "$2" --image-tag-mutability MUTABLE \
    --image-scanning-configuration scanOnPush=true --encryption-configuration encryptionType=AES256 > /dev/null ||
    fail "ECR repository '$2' cannot be created"
  aws ecr put-lifecycle-policy --region "$1" --repository-name "$2" --lifecycle-policy-text "file://$3" > /dev/null ||
    fail "ECR repository '$2' was created, but has no lifecycle policy" \
      "Please run: aws ecr put-lifecycle-policy --region $1 --repository-name $2 --lifecycle-policy-text 'file://$3'"
}

log_in() { # <region>
  info "Logging in to $REGISTRY"
  aws ecr get-login-password --region "$1" | docker login --username AWS --password-stdin "$REGISTRY" > /dev/null ||
    fail "Docker cannot log in to $REGISTRY"
}

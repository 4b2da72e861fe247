#!/usr/bin/env bash
# Builds one of CV's images: prod, dev or minimal. On request it is scanned, then pushed.
set -euo pipefail

unset CDPATH
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source-path=SCRIPTDIR source=messages.sh
. "$here/messages.sh"
stop_on_interrupt 'nothing more is built or pushed.'

usage() {
  cat << 'TEXT'
Usage:
./scripts/build-docker.sh [OPTIONS]

Options:
  -t, --type TYPE       Build type: prod, dev, minimal (default: prod)
  -v, --version VERSION Build version (default: 0.1.0)
  -p, --push            Push the image to the registry
  --no-cache            Disable Docker build cache
  --platform PLATFORM   Build for specific platform (default: linux/amd64)
  --network-test        Run network test before building
  --offline             Use vendored dependencies (offline build)
  --registry REGISTRY   Docker registry to push to
  --no-buildkit         Disable BuildKit
  --scan                Run security scan after build
  -h, --help            Show this help message

Examples:
# Build production image
./scripts/build-docker.sh --type prod --version 1.0.0

# Build minimal image and push to registry
./scripts/build-docker.sh --type minimal --push --registry ghcr.io/username

# Build development image with no cache
./scripts/build-docker.sh --type dev --no-cache

# Build for ARM64 platform
./scripts/build-docker.sh --platform linux/arm64

# Run network test before building and use offline mode
./scripts/build-docker.sh --network-test --offline
TEXT
}

# Where optimize-build.sh was told to put the crates, if not in ./vendor.
vendor_dir=${VENDOR_DIR:-./vendor}

type=prod
version=0.1.0
platform=linux/amd64
registry=
push=false
cache=true
network_test=false
offline=false
buildkit=true
scan=false
while [ $# -gt 0 ]; do
  case "$1" in
    -t | --type) has_value "$@" && type=$2 && shift ;;
    -v | --version) has_value "$@" && version=$2 && shift ;;
    --platform) has_value "$@" && platform=$2 && shift ;;
    --registry) has_value "$@" && registry=$2 && shift ;;
    -p | --push) push=true ;;
    --no-cache) cache=false ;;
    --network-test) network_test=true ;;
    --offline) offline=true ;;
    --no-buildkit) buildkit=false ;;
    --scan) scan=true ;;
    -h | --help) usage && exit ;;
    --*=*) set -- "${1%%=*}" "${1#*=}" "${@:2}" && continue ;;
    -*) misuse "Unknown option '$1'" ;;
    *) misuse "Unexpected argument '$1'" ;;
  esac
  shift
done

case "$type" in
  prod) name=cv ;;
  dev | minimal) name=cv-$type ;;
  *) misuse "Unknown build type '$type': expected prod, dev or minimal" ;;
esac
[[ $version =~ ^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$ ]] ||
  misuse "Version '$version' cannot be an image's tag: expected letters, digits, '.', '_' and '-'"
case "$platform" in
  linux/*[!a-z0-9/]* | linux/) misuse "Unknown platform '$platform': expected one such as linux/amd64" ;;
  linux/*) ;;
  *-*-*)
    misuse "'$platform' is a Rust target triple; --platform takes Docker's name for a platform here" \
      'Say linux/amd64 for x86_64-…, linux/arm64 for aarch64-….' \
      'Triples are for optimize-build.sh: the Dockerfile chooses the one of its platform itself.'
    ;;
  *) misuse "Unknown platform '$platform': expected one such as linux/amd64" ;;
esac
# The name of a repository is in lower case; a GitHub account's need not be.
registry=$(printf '%s' "${registry%/}" | tr '[:upper:]' '[:lower:]')
[[ $registry =~ ^(([a-z0-9-]+[.:][a-z0-9.:-]+|localhost)(/[a-z0-9._-]+)*)?$ ]] ||
  misuse "'$registry' is no registry: expected a host and a path, such as ghcr.io/username or docker.io/username"
[ "$push" = false ] || [ -n "$registry" ] ||
  misuse '--push needs --registry: without it, the image would go to Docker Hub under a name that is not yours' \
    'For example: --push --registry ghcr.io/username'

cd -- "$here/.."
dockerfile=docker/Dockerfile.$type
[ -f "$dockerfile" ] && [ -f Cargo.toml ] ||
  fail "$PWD holds no $dockerfile with a Cargo.toml beside docker/" \
    'This script belongs in the folder scripts/ of the CV repository.'
needs_buildkit=$(grep -nE '^[^#]*(--mount=|<<)' "$dockerfile" | head -n 1) || true
if [ "$buildkit" = false ]; then
  [ -z "$needs_buildkit" ] ||
    misuse "--no-buildkit: $dockerfile needs BuildKit, line ${needs_buildkit%%:*}: ${needs_buildkit#*:}" 'Leave it out.'
  [ "$offline" = false ] || misuse '--offline needs BuildKit: leave out --no-buildkit'
fi
[ "$offline" = false ] || [ -f "$vendor_dir/config.toml" ] ||
  fail "--offline takes the crates from $vendor_dir, which holds none: it has no config.toml" \
    'Where there is a network, run: ./scripts/optimize-build.sh vendor'

check_docker
if [ "$buildkit" = true ]; then
  docker buildx version > /dev/null 2>&1 || fail 'Docker buildx is not available' \
    'See https://docs.docker.com/build/install-buildx/'
fi

# Trivy of this machine, or else its image, which reads the image to scan from a file: no container is given the daemon.
# The version is said: some releases of Trivy were malicious (CVE-2026-33634).
trivy_image=${TRIVY_IMAGE:-aquasec/trivy:0.70.0}
if [ "$scan" = true ] && ! command -v trivy > /dev/null; then
  docker image inspect "$trivy_image" > /dev/null 2>&1 || docker pull --quiet "$trivy_image" ||
    fail "--scan needs Trivy: it is not installed, and its image $trivy_image cannot be pulled. Nothing was built." \
      'Install it: https://trivy.dev/docs/latest/getting-started/installation/' \
      'or name an image that can be pulled: TRIVY_IMAGE=<registry>/aquasec/trivy:0.70.0'
fi
archive=
trap 'rm -f -- "$archive"' EXIT

trivy_on_image() { # <option>…
  if command -v trivy > /dev/null; then
    trivy image "$@" "$image"
  else
    docker run --rm --volume "$archive:/image.tar:ro" --volume cv-trivy:/root/.cache/trivy "$trivy_image" \
      image "$@" --input /image.tar
  fi
}

# Shows what is high or critical; what is critical and has a fix ends the script.
scan_image() {
  local status=0
  if ! command -v trivy > /dev/null; then
    archive=$(mktemp)
    docker save --output "$archive" "$image"
  fi
  trivy_on_image --severity HIGH,CRITICAL || fail 'Trivy failed: its message is above. Nothing was pushed.'
  trivy_on_image --quiet --severity CRITICAL --ignore-unfixed --exit-code 3 || status=$?
  [ "$status" -ne 3 ] || fail "$image has critical vulnerabilities, for which there are fixes. Nothing was pushed." \
    'Renew the base images (the ARGs of the Dockerfile) and the crates (cargo update).'
  [ "$status" -eq 0 ] || fail 'Trivy failed: its message is above. Nothing was pushed.'
}

if [ "$network_test" = true ] && ! "$here/network-test.sh"; then
  [ "$offline" = true ] ||
    fail 'The network test failed: the build would not get its base images or its crates. Nothing was built.' \
      'Each [FAIL] above says what to do.' \
      'With vendored crates, and base images that are here already, --offline builds.'
  warning 'The network test failed. An offline build needs the network only for base images that are not here yet.'
fi

image=$name:$version
build=(docker buildx build --load)
[ "$buildkit" = true ] || build=(env DOCKER_BUILDKIT=0 docker build)
build+=(--platform "$platform" --file "$dockerfile" --build-arg "VERSION=$version")
# What else a Dockerfile has for an ARG, from the environment: other base images, a mirror of crates.io.
for argument in RUST_ALPINE_IMAGE RUST_DEBIAN_IMAGE ALPINE_IMAGE DISTROLESS_IMAGE CARGO_MIRROR RETRY_DELAY; do
  [ -z "${!argument:-}" ] || build+=(--build-arg "$argument=${!argument}")
done
build+=(--label "org.opencontainers.image.title=$name" --tag "$name:$version" --tag "$name:latest")
if [ -n "$registry" ]; then
  image=$registry/$image
  build+=(--tag "$image")
fi
[ "$cache" = true ] || build+=(--no-cache)
if [ "$offline" = true ]; then
  # The daemon's own builder: no other sees base images that were pulled or loaded before.
  build+=(--builder "$(docker context show)" --build-context "vendor=$vendor_dir" --build-arg OFFLINE=1)
fi
if [ "$buildkit" = true ] && [ -n "${GITHUB_TOKEN:-}" ]; then
  # For private dependencies: the step that fetches them sees it, and nothing keeps it.
  build+=(--secret 'id=github_token,env=GITHUB_TOKEN')
fi

# BuildKit asks a registry once. So what the Dockerfile builds on, and is not here, is fetched before, in three attempts.
pull_bases() {
  local argument default base
  while read -r argument default; do
    base=${!argument:-$default}
    docker image inspect "$base" > /dev/null 2>&1 ||
      docker/retry.sh "Pulling $base" docker pull --quiet --platform "$platform" "$base" < /dev/null ||
      fail "$base cannot be pulled, and Dockerfile.$type builds on it ($argument). Nothing was built." \
        './scripts/network-test.sh tells why.'
  done < <(sed -n 's/^ARG \([A-Z_]*_IMAGE\)=\(.*\)$/\1 \2/p' "$dockerfile")
}
[ "$offline" = true ] || pull_bases

info "Building $image ($type, $platform)"
started=$SECONDS
"${build[@]}" . || fail "Building $image failed. Nothing was pushed." \
  'Could something not be downloaded? ./scripts/network-test.sh tells why.' \
  "'exec format error'? For $platform here: docker run --privileged --rm tonistiigi/binfmt --install all" \
  'Does it build with --no-cache? Then clean up: ./scripts/optimize-build.sh clean'
info "Built in $((SECONDS - started)) s: $(docker image ls --format '{{.Size}}' "$image")"

if [ "$scan" = true ]; then
  info "Scanning $image"
  started=$SECONDS
  scan_image
  info "Scanned in $((SECONDS - started)) s: nothing critical that has a fix"
fi

if [ "$push" = true ]; then
  info "Pushing $image"
  started=$SECONDS
  docker push "$image" || fail "Pushing $image failed" "Are you logged in? docker login ${registry%%/*}"
  info "Pushed in $((SECONDS - started)) s"
fi
info "Image: $image"

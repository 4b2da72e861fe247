#!/usr/bin/env bash
# What makes CV's builds fast or independent of the network, and what cleans up after them.
set -euo pipefail

unset CDPATH
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source-path=SCRIPTDIR source=messages.sh
. "$here/messages.sh"
stop_on_interrupt 'nothing half-made is left.'

usage() {
  cat << 'TEXT'
Usage:
./scripts/optimize-build.sh [ACTION] [OPTIONS]

Actions:
  vendor       Vendor dependencies for offline builds
  cache        Set up dependency caching
  clean        Clean up build artifacts
  benchmark    Benchmark build performance

Options:
  --vendor-dir DIR      Directory for vendored dependencies (default: ./vendor)
  --cache-dir DIR       Directory for cached dependencies (default: ./.cargo-cache)
  --platform PLATFORM   Target platform (default: x86_64-unknown-linux-musl)
  --clean-level LEVEL   Clean level: normal, deep, all (default: normal)
  --iterations N        Number of benchmark iterations (default: 3)
  -h, --help            Show this help message

Examples:
# Vendor dependencies for offline builds
./scripts/optimize-build.sh vendor

# Set up dependency caching
./scripts/optimize-build.sh cache

# Clean build artifacts (deep clean)
./scripts/optimize-build.sh clean --clean-level deep

# Benchmark build performance with 5 iterations
./scripts/optimize-build.sh benchmark --iterations 5
TEXT
}

action=
vendor_dir=./vendor
cache_dir=./.cargo-cache
target=x86_64-unknown-linux-musl
level=normal
iterations=3
while [ $# -gt 0 ]; do
  case "$1" in
    --vendor-dir) has_value "$@" && vendor_dir=$2 && shift ;;
    --cache-dir) has_value "$@" && cache_dir=$2 && shift ;;
    --platform) has_value "$@" && target=$2 && shift ;;
    --clean-level) has_value "$@" && level=$2 && shift ;;
    --iterations) has_value "$@" && iterations=$2 && shift ;;
    -h | --help) usage && exit ;;
    --*=*) set -- "${1%%=*}" "${1#*=}" "${@:2}" && continue ;;
    -*) misuse "Unknown option '$1'" ;;
    *)
      [ -z "$action" ] || misuse "Unexpected argument '$1' after $action"
      action=$1
      ;;
  esac
  shift
done

case "$action" in
  vendor | cache | clean | benchmark) ;;
  '') misuse 'No action: expected vendor, cache, clean or benchmark' ;;
  *) misuse "Unknown action '$action': expected vendor, cache, clean or benchmark" ;;
esac
case "$target" in
  linux/* | windows/* | darwin/*)
    misuse "'$target' is Docker's name for a platform; --platform takes a Rust target triple here" \
      'Say x86_64-unknown-linux-musl for linux/amd64, aarch64-unknown-linux-musl for linux/arm64.' \
      "Docker's names are for build-docker.sh."
    ;;
esac
[[ $target =~ ^[a-z0-9_.]+(-[a-z0-9_.]+){2,3}$ ]] ||
  misuse "'$target' is no Rust target triple: expected one such as x86_64-unknown-linux-musl"
case "$level" in
  normal | deep | all) ;;
  *) misuse "Unknown clean level '$level': expected normal, deep or all" ;;
esac
[[ $iterations =~ ^[1-9][0-9]{0,3}$ ]] || misuse "'$iterations' iterations: expected a number from 1 on"
vendor_dir=${vendor_dir%/}
cache_dir=${cache_dir%/}

# A folder that is named by a relative path is below this one.
cd -- "$here/.."
[ -f docker/Dockerfile.prod ] && [ -f Cargo.toml ] ||
  fail "$PWD holds no docker/Dockerfile.prod with a Cargo.toml beside docker/" \
    'This script belongs in the folder scripts/ of the CV repository.'

# What is under way, removed however the script ends.
scratch=
trap '[ -z "$scratch" ] || rm -rf -- "$scratch"' EXIT

# What compose calls the volumes of docker/docker-compose.dev.yml.
registry_volume=${CARGO_CACHE_VOLUME:-cv-cargo-registry}

is_empty() { # <folder>
  [ -z "$(ls -A -- "$1" 2> /dev/null)" ]
}

# Whether cargo vendor made all that a folder holds: only then is it replaced or removed.
is_vendored() { # <folder>
  local entry
  while IFS= read -r entry; do
    [ "${entry##*/}" = config.toml ] || [ -f "$entry/.cargo-checksum.json" ] || return 1
  done < <(find "$1/" -mindepth 1 -maxdepth 1)
}

is_cache() { # <folder>
  [ -f "$1/CACHEDIR.TAG" ]
}

need_cargo() {
  command -v cargo > /dev/null || fail 'Cargo is not installed' 'See https://rustup.rs'
}

# The crates of Cargo.lock and the configuration that makes cargo use them. A folder that is there stays in use until
# the new one is complete.
vendor() {
  need_cargo
  is_empty "$vendor_dir" || is_vendored "$vendor_dir" ||
    fail "$vendor_dir holds other things than vendored crates, which would be lost" 'Choose another --vendor-dir.'
  local manifest=$PWD/Cargo.toml name=${vendor_dir##*/}
  mkdir -p -- "$(dirname -- "$vendor_dir")"
  scratch=$(mktemp -d "$(dirname -- "$vendor_dir")/.vendor.XXXXXX")
  info "Vendoring the crates of Cargo.lock into $vendor_dir"
  (cd -- "$scratch" && cargo vendor --locked --manifest-path "$manifest" -- "$name" > config.toml) ||
    fail "cargo vendor failed: $vendor_dir is as it was" \
      'Is Cargo.lock older than Cargo.toml? cargo check renews it.' \
      'Is crates.io reached? ./scripts/network-test.sh tells.'
  mv -- "$scratch/config.toml" "$scratch/$name/config.toml"
  # Without the network: are all crates there that this target needs?
  cargo metadata --locked --offline --format-version 1 --filter-platform "$target" \
    --config "$scratch/$name/config.toml" > /dev/null ||
    fail "The vendored crates do not suffice for $target: $vendor_dir is as it was"
  rm -rf -- "$vendor_dir"
  mv -- "$scratch/$name" "$vendor_dir"
  local crates=("$vendor_dir"/*/)
  info "Vendored ${#crates[@]} crates, $(size_of "$vendor_dir")"
  local setting=
  [ "$vendor_dir" = ./vendor ] || setting="VENDOR_DIR=$(printf %q "$vendor_dir") "
  info "Images:    ${setting}./scripts/build-docker.sh --offline"
  info "This host: cargo build --offline --config $(printf %q "$vendor_dir/config.toml")"
}

# C11: compose uses a volume, cargo on the host a folder.
cache() {
  check_docker
  is_empty "$cache_dir" || is_cache "$cache_dir" ||
    fail "$cache_dir holds other things than a cache, among which nothing is put" 'Choose another --cache-dir.'
  # With the labels that compose would give it: it takes the volume for its own.
  docker volume create --label com.docker.compose.project=cv-dev --label com.docker.compose.volume=cargo-registry \
    "$registry_volume" > /dev/null
  info "The development containers keep downloaded crates in the volume $registry_volume"
  mkdir -p -- "$cache_dir"
  # Backups and git leave the folder alone.
  echo 'Signature: 8a477f597d28d172789f06886806bc55' > "$cache_dir/CACHEDIR.TAG"
  echo '*' > "$cache_dir/.gitignore"
  local cargo_home
  cargo_home=$(cd -- "$cache_dir" && pwd)
  if command -v cargo > /dev/null; then
    info "Downloading the crates of Cargo.lock for $target into $cache_dir"
    CARGO_HOME=$cargo_home cargo fetch --locked --target "$target" ||
      fail "$cache_dir is there, but not all crates are in it: cargo fetch failed" \
        'Is crates.io reached? ./scripts/network-test.sh tells.'
  else
    warning "Cargo is not installed: $cache_dir is empty until a build on this host fills it"
  fi
  info "Builds on this host: CARGO_HOME=$(printf %q "$cargo_home") cargo build"
}

size_of() { # <path>
  du -sh -- "$1" | cut -f 1
}

remove_folder() { # <folder> <command that tells whether it is ours>
  if is_empty "$1"; then
    return
  elif "$2" "$1"; then
    info "Removing $1 ($(size_of "$1"))"
    rm -rf -- "$1"
  else
    warning "$1 stays: it holds what neither cargo nor this script made"
  fi
}

# The containers, stopped ones too, of the images and volumes that are to go.
users_of() { # <filter>…
  local filter
  for filter in "$@"; do docker ps --all --format '{{.Names}}' --filter "$filter"; done | sort -u | tr '\n' ' '
}

# The labels of images that build-docker.sh and compose have built. By its name alone, an image could be another
# project's.
image_labels="org.opencontainers.image.title=cv org.opencontainers.image.title=cv-dev
  org.opencontainers.image.title=cv-minimal com.docker.compose.project=cv com.docker.compose.project=cv-dev"

# normal: what was compiled. deep: and what was downloaded. all: and the images and the vendored crates. Never the data
# of the application (cv-data).
clean() {
  check_docker
  local image label volume users volumes=cv-target images='' filters=()
  [ "$level" = normal ] || volumes+=" $registry_volume cv-trivy"
  for label in $image_labels; do
    [ "$level" != all ] || images+=" $(docker image ls --quiet --filter "label=$label")"
  done
  for volume in $volumes; do filters+=("volume=$volume"); done
  for image in $images; do filters+=("ancestor=$image"); done
  users=$(users_of "${filters[@]}")
  [ -z "$users" ] || fail "Nothing was removed: containers use it: $users" \
    'End them first: docker compose -f docker/docker-compose.dev.yml down, the same with prod,' \
    'or docker rm --force <container>'

  remove_folder target is_cache
  if [ "$level" != normal ]; then remove_folder "$cache_dir" is_cache; fi
  if [ "$level" = all ]; then remove_folder "$vendor_dir" is_vendored; fi
  for volume in $volumes; do
    docker volume inspect "$volume" > /dev/null 2>&1 || continue
    info "Removing the volume $volume"
    docker volume rm "$volume" > /dev/null
  done
  info 'Removing images that newer builds have replaced'
  for label in $image_labels; do docker image prune --force --filter "label=$label" > /dev/null; done
  for image in $images; do
    # The prune before has taken those without a tag, and an image with two tags is listed twice.
    docker image inspect "$image" > /dev/null 2>&1 || continue
    info "Removing the image $(docker image inspect --format '{{join .RepoTags ", "}}' "$image")"
    docker image rm --force "$image" > /dev/null
  done
  info 'The cache of build steps is shared with other projects and stays: docker builder prune empties it.'
}

# A copy of the sources is built, so that a line can change in it; the image is removed with the copy.
benchmark() {
  local platform run seconds clean=() changed=()
  case "$target" in
    x86_64-*) platform=linux/amd64 ;;
    aarch64-*) platform=linux/arm64 ;;
    *) misuse "No image is built for $target: expected x86_64-… or aarch64-…" ;;
  esac
  check_docker
  scratch=$(mktemp -d)
  image=cv-benchmark:$$
  trap 'rm -rf -- "$scratch"; docker image rm --force "$image" > /dev/null 2>&1 || true' EXIT
  mkdir -- "$scratch/cv"
  tar --exclude=./.git --exclude=./target --exclude=./vendor --exclude=./.cargo-cache -cf - . |
    tar -xf - -C "$scratch/cv"
  info "Building docker/Dockerfile.prod for $platform, twice in each of $iterations iterations"
  for ((run = 1; run <= iterations; run++)); do
    build_copy "$platform" --no-cache
    clean+=("$seconds")
    printf '\n// Iteration %s of a benchmark, %s\n' "$run" "$(date +%s)" >> "$scratch/cv/src/main.rs"
    build_copy "$platform"
    changed+=("$seconds")
    info "Iteration $run: clean ${clean[run - 1]} s, after a change of one line ${changed[run - 1]} s"
  done
  info "Median: clean $(median "${clean[@]}") s, after a change of one line $(median "${changed[@]}") s"
}

# Sets seconds.
build_copy() { # <platform> [<option>…]
  local started=$SECONDS
  docker buildx build --load --progress plain --platform "$@" --file "$scratch/cv/docker/Dockerfile.prod" \
    --tag "$image" "$scratch/cv" > "$scratch/log" 2>&1 || {
    cat -- "$scratch/log" >&2
    fail 'The build failed: its messages are above'
  }
  seconds=$((SECONDS - started))
  # Else the next one would leave it without a name.
  docker image rm --force "$image" > /dev/null
}

median() { # <number>…
  printf '%s\n' "$@" | sort -n | awk '{ n[NR] = $1 } END { print (n[int((NR + 1) / 2)] + n[int(NR / 2) + 1]) / 2 }'
}

"$action"

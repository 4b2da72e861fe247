#!/usr/bin/env bash
# What the dev container runs: builds and starts the program, and again whenever a mounted file changes.
#
#   WATCH_POLL=1   looks at the files again and again, where a mount does not tell of changes (network drives)
set -euo pipefail
cd /app

fail() { # <error> <line on what to do>
  printf 'startup-dev: %s\n  %s\n' "$1" "$2" >&2
  exit 1
}

# Docker makes a folder where a file to be mounted is missing, so a file has to be one.
for file in Cargo.toml Cargo.lock; do
  [ -f "$file" ] || fail "/app/$file is not mounted, or is no file" \
    'In the root of the repository: docker compose -f docker/docker-compose.dev.yml up'
done
for folder in src static templates; do
  [ -d "$folder" ] || fail "/app/$folder is not mounted" \
    'In the root of the repository: docker compose -f docker/docker-compose.dev.yml up'
done
for folder in "$CARGO_HOME/registry" target; do
  [ -w "$folder" ] || fail "uid $(id -u) cannot write to $folder: its volume was not filled from this image" \
    'docker compose -f docker/docker-compose.dev.yml down --volumes, then up again'
done

# What the image has compiled, for a volume that is new.
[ -d target/debug ] || tar --extract --file /usr/local/share/cv/target.tar.xz

options=()
[ "${WATCH_POLL:-0}" = 0 ] || options+=(--poll)

echo "startup-dev: $(rustc --version), $(cargo watch --version); the program is to listen on port $PORT"
# Changes that come within 0.1 s are one change.
cargo watch --quiet --delay 0.1 "${options[@]}" \
  --watch src --watch static --watch templates --watch Cargo.toml --watch Cargo.lock --exec run &
watch=$!
# cargo-watch stops the program and then itself by the same signal, which does nothing to a container's first process. So
# this script stays the first.
trap 'kill "$watch"; wait "$watch"' TERM INT
wait "$watch"

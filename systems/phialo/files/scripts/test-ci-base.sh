#!/usr/bin/env bash
# Checks every tool of the CI base image by using it as a job does: as the image's own user, and without a network.
# Says of each whether it works, and ends with 1 if one does not.
#
#   scripts/test-ci-base.sh phialo-ci-base:latest
#
# shellcheck disable=SC2016 # what stands in single quotes is for the shell in the container
set -euo pipefail

fail() { # <error> [<what to do>]
  echo "[ERROR] $1" >&2
  if [ -n "${2:-}" ]; then echo "[INFO] $2" >&2; fi
  exit 2
}

image=${1:-}
if [ $# -ne 1 ] || [ -z "$image" ]; then
  fail "Expected one argument, the image to check; found $#." "For instance: $0 phialo-ci-base:latest"
fi
command -v docker > /dev/null || fail 'Docker is not installed.' 'See https://docs.docker.com/get-started/get-docker/'
docker version > /dev/null 2>&1 || fail 'The Docker daemon does not answer.' 'Please start Docker.'
docker image inspect "$image" > /dev/null 2>&1 ||
  fail "There is no local image '$image'." "Please build it: docker build -f Dockerfile.base -t '$image' ."

container=
trap 'if [ -n "$container" ]; then docker rm --force "$container" > /dev/null 2>&1; fi' EXIT
trap 'echo "[WARNING] Interrupted: not everything was checked." >&2; exit 130' INT
trap 'echo "[WARNING] Terminated: not everything was checked." >&2; exit 143' TERM
# Without the last variable, a corepack that lacks pnpm would report at length how no registry answers.
container=$(docker run --detach --rm --network none --env COREPACK_ENABLE_NETWORK=0 --entrypoint sleep "$image" 600) ||
  fail "The image '$image' does not start: see Docker's own message above."

checks=0
failures=()
# Shows the last line that the commands print beside the tool's name; all of them if they fail.
check() { # <tool> <commands for sh, run in an empty folder>
  local output
  checks=$((checks + 1))
  if output=$(docker exec "$container" sh -euc "cd \"\$(mktemp -d)\"; $2" 2>&1); then
    echo "[OK] $1: ${output##*$'\n'}"
  else
    echo "[FAIL] $1: ${output:-no message}"
    failures+=("$1")
  fi
}

check user '
  user="$(id -un) $(id -u):$(id -g)"
  [ "$user" = "nodejs 1001:1001" ] || { echo "expected nodejs 1001:1001, found $user"; exit 1; }
  touch "$HOME/check" "/workspace/check"
  echo "$user"'

check settings '
  for setting in CI=true FORCE_COLOR=1 DO_NOT_TRACK=1 ASTRO_TELEMETRY_DISABLED=1 NEXT_TELEMETRY_DISABLED=1 \
    TURBO_TELEMETRY_DISABLED=1 COREPACK_ENABLE_DOWNLOAD_PROMPT=0; do
    env | grep -qxF "$setting" || { echo "$setting is not set"; exit 1; }
  done
  echo "for CI, no telemetry, colours"'

check git '
  git init --quiet
  git -c user.name=check -c user.email=check@example.invalid commit --quiet --allow-empty --message check
  git --version'

check bash '
  bash -c "words=(one two); [[ \${#words[@]} == 2 ]]"
  bash --version | head -n 1'

check curl '
  echo text > file
  [ "$(curl --silent --show-error "file://$PWD/file")" = text ]
  curl --version | grep -qw https || { echo "it cannot do https"; exit 1; }
  curl --version | head -n 1 | cut -d " " -f 1-2'

check nc '
  command -v nc || { echo "nc: not found"; exit 1; }
  nc -l 127.0.0.1 4242 > received 2>&1 &
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    if echo text | nc -N 127.0.0.1 4242; then break; fi
    sleep 0.2
  done
  [ "$(cat received)" = text ]
  echo "text sent and received"'

check python3 '
  python3 -c "import json, subprocess, sysconfig"
  python3 --version'

check make '
  printf "answer:\n\t@echo 42\n" > Makefile
  [ "$(make answer)" = 42 ]
  make --version | head -n 1'

check g++ '
  printf "#include <iostream>\nint main() { std::cout << 42; }\n" > answer.cc
  g++ -o answer answer.cc
  [ "$(./answer)" = 42 ]
  g++ --version | head -n 1'

check gcompat '
  ls /lib/ld-linux-* /lib64/ld-linux-* 2> /dev/null | grep . ||
    { echo "there is no loader for programs that are linked with glibc"; exit 1; }'

check node '
  [ "$(node -e "process.stdout.write(String(6 * 7))")" = 42 ]
  node --version'

check "native modules" '
  printf "#include <node_api.h>\nNAPI_MODULE_INIT() { napi_create_int32(env, 42, &exports); return exports; }\n" > answer.cc
  g++ -shared -fPIC -I "$npm_config_nodedir/include/node" -o answer.node answer.cc
  [ "$(node -e "process.stdout.write(String(require(\"./answer.node\")))")" = 42 ]
  echo "compiled and loaded"'

check npm '
  echo "{ \"name\": \"check\", \"version\": \"1.0.0\" }" > package.json
  [ "$(npm pack --silent)" = check-1.0.0.tgz ]
  npm --version'

check corepack '
  corepack pnpm --version > /dev/null
  corepack --version'

check pnpm '
  echo "{ \"dependencies\": { \"there\": \"link:there\" } }" > package.json
  mkdir there
  echo "{ \"name\": \"there\", \"version\": \"1.0.0\" }" > there/package.json
  pnpm install --offline
  [ -f node_modules/there/package.json ]
  pnpm --version'

check "pnpm store" '
  store=$(pnpm store path)
  case $store in
    /pnpm-store/*) ;;
    *) echo "expected it in /pnpm-store, it is $store"; exit 1 ;;
  esac
  mkdir -p "$store"
  touch "$store/check"
  echo "$store is writable"'

# The last day on which each release line of Node gets fixes (github.com/nodejs/release).
node=$(docker exec "$container" node -e 'process.stdout.write(process.versions.node)' 2> /dev/null) || node=
case ${node%%.*} in
  18) end=2025-04-30 ;;
  20) end=2026-04-30 ;;
  22) end=2027-04-30 ;;
  24) end=2028-04-30 ;;
  *) end=9999-12-31 ;;
esac
if [[ $(date -u +%Y-%m-%d) > $end ]]; then
  warning="Node $node has had no security fixes since $end. Build the image on a newer one: --build-arg NODE_IMAGE=node:24-alpine"
  echo "[WARNING] $warning"
  # Shown on the page of the run.
  if [ "${GITHUB_ACTIONS:-}" = true ]; then echo "::warning title=End of life::$warning"; fi
fi

if [ ${#failures[@]} -gt 0 ]; then
  list=$(printf ', %s' "${failures[@]}")
  echo "[ERROR] ${#failures[@]} of $checks checks of $image failed: ${list#, }" >&2
  exit 1
fi
echo "[INFO] All $checks checks of $image passed."

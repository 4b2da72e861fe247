#!/usr/bin/env bash
# Notes what docker is asked, and does nothing else. Environment: DOCKER_CALLS, the file for the notes, one line a call;
# DOCKER_REFUSES, a regular expression: such a call fails; DOCKER_HANGS: such a call lasts until it is ended;
# DOCKER_ANSWERS: lines of `<call, as a pattern> -> <what it prints>`.
set -eu
call="$*"
[ -z "${DOCKER_BUILDKIT:-}" ] || call="DOCKER_BUILDKIT=$DOCKER_BUILDKIT $call"
printf '%s\n' "$call" >> "$DOCKER_CALLS"
if [[ -n ${DOCKER_HANGS:-} && $call =~ $DOCKER_HANGS ]]; then
  echo hanging
  exec sleep 60
fi
if [[ -n ${DOCKER_REFUSES:-} && $call =~ $DOCKER_REFUSES ]]; then
  echo "docker refuses: $1" >&2
  exit "${DOCKER_STATUS:-1}"
fi
while read -r line; do
  # shellcheck disable=SC2053 # it is a pattern
  if [[ -n $line && $call = ${line%% -> *} ]]; then printf '%b\n' "${line#* -> }"; fi
done <<< "${DOCKER_ANSWERS:-}"

#!/usr/bin/env bash
# Plays docker and other programs: notes in CALLS what it is asked, one line a call. ANSWERS has lines of `<call, as a
# pattern> -> <what it prints>`. A call that the regular expression REFUSES matches ends with STATUS (1); one that HANGS
# matches ends all with SIGNAL, as a terminal does it, or lasts until it is ended.
set -eu
call="${0##*/} $*"
for variable in DOCKER_BUILDKIT CARGO_HOME; do
  [ -z "${!variable:-}" ] || call="$variable=${!variable} $call"
done
printf '%s\n' "$call" >> "$CALLS"
if [[ $call = cargo\ vendor* ]]; then
  mkdir -p "${*: -1}/itoa"
  echo '{}' > "${*: -1}/itoa/.cargo-checksum.json"
fi
if [[ -n ${HANGS:-} && $call =~ $HANGS ]]; then
  # Of this run alone: it has a process group of its own.
  [ -z "${SIGNAL:-}" ] || kill -s "$SIGNAL" 0
  exec sleep 60
fi
if [[ -n ${REFUSES:-} && $call =~ $REFUSES ]]; then
  echo "${0##*/} refuses: $1" >&2
  exit "${STATUS:-1}"
fi
while read -r line; do
  # shellcheck disable=SC2053 # it is a pattern
  if [[ -n $line && $call = ${line%% -> *} ]]; then printf '%b\n' "${line#* -> }"; fi
done <<< "${ANSWERS:-}"

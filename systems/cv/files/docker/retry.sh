#!/bin/sh
# retry.sh <what is done> <command> [<argument>…]: up to three attempts, RETRY_DELAY seconds apart (15 if not set).
# For what needs the network. Ends as the command does: with 0 at its first success, else as its third attempt.
set -eu
doing=$1
shift
for i in 1 2 3; do
  echo "Attempt $i: $doing..."
  if "$@"; then
    exit 0
  else
    status=$?
  fi
  if [ "$i" -lt 3 ]; then
    echo "Attempt $i failed, retrying..."
    sleep "${RETRY_DELAY:-15}"
  fi
done
echo "Attempt $i failed, giving up. The reason stands above." >&2
exit "$status"

#!/usr/bin/env bash
# A fake cargo: `vendor` makes a crate and prints a configuration; the rest does nothing. CARGO_CALLS is the file
# for its notes; a call that CARGO_REFUSES matches fails, one that CARGO_HANGS matches lasts until it is ended.
set -eu
printf '%s%s\n' "${CARGO_HOME:+CARGO_HOME=$CARGO_HOME }" "$*" >> "$CARGO_CALLS"
if [ "$1" = vendor ]; then
  folder=${*: -1}
  mkdir -p "$folder/itoa"
  echo '{}' > "$folder/itoa/.cargo-checksum.json"
  printf '[source.vendored-sources]\ndirectory = "%s"\n' "$folder"
fi
if [[ -n ${CARGO_HANGS:-} && $* =~ $CARGO_HANGS ]]; then
  echo hanging >&2
  exec sleep 60
fi
if [[ -n ${CARGO_REFUSES:-} && $* =~ $CARGO_REFUSES ]]; then
  echo "cargo refuses: $1" >&2
  exit 101
fi

#!/bin/sh
# Writes $CARGO_HOME/config.toml: how Cargo uses the network, and where crates come from. In an image of Rust ~/.cargo is
# not read, and net.connect-timeout is no key.
#
#   OFFLINE=1           the vendored crates in /app/vendor, and no network
#   CARGO_MIRROR=<url>  the index of a registry in place of crates.io's, such as sparse+https://mirror.example/index/
set -eu
vendor=/app/vendor offline=false
case ${OFFLINE:-} in
  '' | 0) ;;
  1)
    offline=true
    if [ ! -f "$vendor/config.toml" ]; then
      echo 'OFFLINE=1, but there are no vendored crates with their config.toml. Make them, and hand them to the build:' >&2
      echo '  ./scripts/optimize-build.sh vendor' >&2
      echo '  docker build --build-arg OFFLINE=1 --build-context vendor=./vendor ...' >&2
      exit 1
    fi
    ;;
  *)
    echo "OFFLINE is 1 or not set; it is '$OFFLINE'." >&2
    exit 1
    ;;
esac

cat > "$CARGO_HOME/config.toml" <<TOML
[net]
retry = 3
git-fetch-with-cli = true
offline = $offline

[http]
timeout = 30

TOML
if [ "$offline" = true ]; then
  # As `cargo vendor` prints it, for the folder where it was then.
  sed "s|^directory = .*|directory = \"$vendor\"|" "$vendor/config.toml" >> "$CARGO_HOME/config.toml"
elif [ -n "${CARGO_MIRROR:-}" ]; then
  cat >> "$CARGO_HOME/config.toml" <<TOML
[source.crates-io]
replace-with = "mirror"

[source.mirror]
registry = "$CARGO_MIRROR"
TOML
fi

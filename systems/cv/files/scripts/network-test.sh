#!/usr/bin/env bash
# Looks at everything between this machine and what CV's builds download, and says what to do about each fault.
# Ends with 0 if the builds get what they need; a warning is no failure.
set -euo pipefail

unset CDPATH
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
root=$(cd -- "$here/.." && pwd)
# shellcheck source-path=SCRIPTDIR source=messages.sh
. "$here/messages.sh"
stop_on_interrupt 'the test is not complete.'

# What is looked at: lists in words, for a mirror to be named instead. Needed ones are those that builds download from.
NEEDED_HOSTS=${NEEDED_HOSTS-index.crates.io static.crates.io registry-1.docker.io auth.docker.io gcr.io}
OTHER_HOSTS=${OTHER_HOSTS-crates.io github.com api.github.com}
HTTP_URLS=${HTTP_URLS-https://crates.io https://github.com https://api.github.com}
DOCKER_REGISTRIES=${DOCKER_REGISTRIES-https://registry-1.docker.io https://gcr.io}
CARGO_INDEX=${CARGO_INDEX-https://index.crates.io}
# Seconds that one probe may take.
PROBE_TIMEOUT=${PROBE_TIMEOUT-5}
RESOLV_CONF=${RESOLV_CONF-/etc/resolv.conf}

usage() {
  cat << 'TEXT'
Usage:
./scripts/network-test.sh

The script tests:
- DNS resolution for critical domains
- HTTP connectivity to important URLs
- Docker registry connectivity
- Cargo registry connectivity
- Network latency
- IPv6 connectivity
- Proxy settings
- Docker network configuration
- Cargo configuration
TEXT
}

case "${1-}" in
  '') ;;
  -h | --help) usage && exit ;;
  *) misuse "Unexpected argument '$1'" ;;
esac
command -v curl > /dev/null || fail 'The network test needs curl, which is not installed' 'Install the package curl.'

passed=0 warnings=0 failures=0
section() { printf '\n%s\n' "$1"; }
ok() { # <finding>
  passed=$((passed + 1))
  paint 1 '0;32' ' OK ' "$1"
}
warn() { # <finding> <line on what to do>…
  warnings=$((warnings + 1))
  paint 1 '1;33' WARN "$1"
  printf '       %s\n' "${@:2}"
}
bad() { # <finding> <line on what to do>…
  failures=$((failures + 1))
  paint 1 '0;31' FAIL "$1"
  printf '       %s\n' "${@:2}"
}

limited() { # <command…>
  if command -v timeout > /dev/null; then
    timeout --foreground "$PROBE_TIMEOUT" "$@"
  else
    perl -e 'alarm shift; exec @ARGV' "$PROBE_TIMEOUT" "$@"
  fi
}

# get <URL> [<option of curl>…]: the body. On failure, what curl says of it.
get() {
  curl --silent --show-error --location --max-time "$PROBE_TIMEOUT" "${@:2}" "$1" 2>&1
}

# status <URL> [<option of curl>…]: the status of an answer and the seconds it took, or what curl says.
status() {
  local answer status=0
  answer=$(get "$1" --output /dev/null --write-out '%{http_code} %{time_total}' "${@:2}") || status=$?
  # curl writes out zeros after its message.
  echo "${answer%%$'\n'*}"
  return "$status"
}

# How to fix a failure of curl.
fix() { # <exit status of curl>
  case "$1" in
    5 | 6) echo 'The name is not known: see DNS above.' ;;
    7) echo 'Nothing answers there. A firewall? If there is a proxy, set HTTPS_PROXY and HTTP_PROXY.' ;;
    28) echo "No answer within $PROBE_TIMEOUT s. A firewall? If there is a proxy, set HTTPS_PROXY and HTTP_PROXY." ;;
    35 | 60) echo 'The certificate is not trusted. A proxy that opens TLS? Trust it here and in the base images.' ;;
    *) echo 'Set HTTPS_PROXY if there is a proxy, and look at its log.' ;;
  esac
}

proxies=
for variable in http_proxy https_proxy all_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY; do
  [ -z "${!variable:-}" ] || proxies+=" $variable"
done

section 'DNS resolution'
address_of() { # <host>
  if command -v getent > /dev/null; then limited getent hosts "$1"; else limited nslookup "$1"; fi
}
dns_cure=(
  'Check the servers in /etc/resolv.conf, or put the name into /etc/hosts.'
  'For Docker: "dns": ["1.1.1.1", "8.8.8.8", "9.9.9.9"] in /etc/docker/daemon.json.'
)
for host in $NEEDED_HOSTS $OTHER_HOSTS; do
  if address=$(address_of "$host" 2> /dev/null); then
    ok "$host is ${address%%[[:space:]]*}"
  elif [ -n "$proxies" ]; then
    warn "$host is not known here" 'The proxy may know it: see below whether it answers.'
  elif [[ " $NEEDED_HOSTS " = *" $host "* ]]; then
    bad "Could not resolve host: $host" "${dns_cure[@]}"
  else
    warn "Could not resolve host: $host" "${dns_cure[@]}"
  fi
done

times=()
section 'HTTP connectivity'
for url in $HTTP_URLS; do
  if answer=$(status "$url"); then
    ok "$url answers ${answer% *}"
  else
    # No build of crates from crates.io needs these.
    warn "$url: $answer" "$(fix $?)"
  fi
done

section 'Docker registry'
for registry in $DOCKER_REGISTRIES; do
  if answer=$(status "$registry/v2/"); then
    case "${answer% *}" in
      200 | 401)
        ok "$registry answers ${answer% *}"
        times+=("$registry ${answer#* }")
        ;;
      429) bad "$registry answers 429" 'Too many requests: log in (docker login), or use a mirror.' ;;
      *)
        bad "$registry answers ${answer% *} instead of 200 or 401" 'Is a proxy or a login page in between?' \
          'Use a mirror ("registry-mirrors" in /etc/docker/daemon.json), or base images that were pulled before.'
        ;;
    esac
  else
    bad "$registry: $answer" "$(fix $?)"
  fi
done

section 'Cargo registry'
no_crates='Or vendor where there is a network (./scripts/optimize-build.sh vendor), and build with --offline.'
if answer=$(get "$CARGO_INDEX/config.json" --fail); then
  downloads=$(sed -n 's/.*"dl": *"\([^"]*\)".*/\1/p' <<< "$answer")
  if [ -z "$downloads" ]; then
    bad "$CARGO_INDEX/config.json names no address for downloads" \
      'Is a proxy or a login page in between?' "$no_crates"
  else
    ok "$CARGO_INDEX answers"
    # A small crate, as cargo asks for it.
    crate=$downloads/itoa/1.0.0/download
    if answer=$(status "$crate" --fail); then
      ok "$crate is downloaded"
      times+=("$downloads ${answer#* }")
    else
      bad "$crate: $answer" "$(fix $?)" "$no_crates"
    fi
  fi
else
  bad "$CARGO_INDEX: $answer" "$(fix $?)" "$no_crates"
fi

section 'Network latency'
[ ${#times[@]} -gt 0 ] || warn 'Nothing needed answers, so no time was taken' 'See above.'
for entry in ${times[@]+"${times[@]}"}; do
  seconds=${entry##* }
  if [ "${seconds%%[.,]*}" -lt 1 ]; then
    ok "${entry% *} answers in $seconds s"
  else
    warn "${entry% *} answers in $seconds s" \
      'Builds are slow, and may time out: raise CARGO_HTTP_TIMEOUT (30 s), or use a mirror nearby.'
  fi
done

section 'IPv6'
if answer=$(status "$CARGO_INDEX/config.json" --ipv6); then
  ok "$CARGO_INDEX answers over IPv6"
else
  warn "$CARGO_INDEX does not answer over IPv6: $answer" \
    'Builds use IPv4. That the compose networks have IPv6 does no harm.'
fi

section 'Proxy'
[ -n "$proxies" ] || ok 'No proxy is set'
for variable in $proxies; do
  value=${!variable}
  # Never with the name and the password.
  shown=${value##*@}
  case "$shown" in
    *localhost* | *127.0.0.1*)
      warn "$variable is $shown" 'In a build, that address is the container itself: say the address of this machine.'
      ;;
    *) ok "$variable is $shown" ;;
  esac
done
docker_config=${DOCKER_CONFIG:-${HOME:-}/.docker}/config.json
if [ -n "$proxies" ] && ! grep -qs '"proxies"' "$docker_config"; then
  warn "Builds do not see the proxy: $docker_config has no \"proxies\"" 'See https://docs.docker.com/engine/cli/proxy/'
fi

section 'Docker network'
if ! command -v docker > /dev/null; then
  bad 'Docker is not installed' 'See https://docs.docker.com/get-started/get-docker/'
elif ! version=$(limited docker version --format '{{.Server.Version}}' 2> /dev/null); then
  bad 'The Docker daemon does not answer' 'Please start Docker.'
else
  ok "The Docker daemon $version answers"
  subnets='{{range .IPAM.Config}}{{.Subnet}} {{end}}'
  if bridge=$(limited docker network inspect bridge --format "$subnets" 2> /dev/null); then
    ok "Containers have the network bridge: ${bridge% }"
  else
    bad 'There is no network bridge, so a build downloads nothing' \
      'Take "bridge": "none" out of /etc/docker/daemon.json and restart Docker.'
  fi
  servers=$(sed -n 's/^nameserver[[:space:]]*//p' "$RESOLV_CONF" 2> /dev/null) || true
  # Docker knows systemd's stub, 127.0.0.53, and asks the servers behind it.
  if [ -n "$servers" ] && ! grep -qvE '^(127\.|::1)' <<< "$servers" && ! grep -q '^127\.0\.0\.53' <<< "$servers"; then
    warn "The only DNS server is this machine ($servers), which containers do not reach: Docker asks 8.8.8.8" \
      "${dns_cure[@]}"
  else
    ok 'Containers have DNS servers to ask'
  fi
fi

section 'Cargo configuration'
found=false
for file in "${CARGO_HOME:-${HOME:-}/.cargo}/config.toml" "$root/.cargo/config.toml"; do
  [ -f "$file" ] || continue
  found=true
  if grep -q '^[[:space:]]*connect-timeout' "$file"; then
    warn "$file: connect-timeout is no key of Cargo's" 'Cargo ignores it. Say instead: [http] timeout = 30'
  elif grep -q '^[[:space:]]*offline[[:space:]]*=[[:space:]]*true' "$file"; then
    warn "$file: cargo is offline" 'Take out offline = true, unless everything is vendored.'
  else
    ok "$file$(sed -n 's/^[[:space:]]*replace-with[[:space:]]*=/ takes crates from/p' "$file" | head -n 1)"
  fi
done
[ "$found" = true ] || ok 'None: Cargo tries three times more, and waits 30 s'

printf '\n%s passed, %s warnings, %s failed\n' "$passed" "$warnings" "$failures"
[ "$failures" -eq 0 ] || fail 'Builds do not get what they need from the network.' 'What to do is under each [FAIL].'

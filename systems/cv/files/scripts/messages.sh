# shellcheck shell=bash
# What the scripts of this folder say, and how they end: 0 done, 1 failed, 2 wrong command line. Sourced, not run.

# A colour only where a person reads it.
paint() { # <file descriptor> <colour> <label> <text…>
  local descriptor=$1 colour=$2 label=$3
  shift 3
  if [ -t "$descriptor" ] && [ -z "${NO_COLOR:-}" ]; then
    printf '\033[%sm[%s]\033[0m %s\n' "$colour" "$label" "$*" >&"$descriptor"
  else
    printf '[%s] %s\n' "$label" "$*" >&"$descriptor"
  fi
}
info() { paint 1 '0;32' INFO "$@"; }
warning() { paint 2 '1;33' WARNING "$@"; }

# fail <error> [<line on what to do>…]: on standard error, so that the lines stay together.
fail() {
  paint 2 '0;31' ERROR "$1"
  shift
  local line
  for line in "$@"; do paint 2 '0;32' INFO "$line"; done
  exit 1
}

# The same for a command line that cannot be meant.
misuse() {
  (fail "$@" "All options: ${0##*/} --help") || exit 2
}

# has_value <option> [<argument>…]: the arguments from the option on, as they stand.
has_value() {
  if [ $# -lt 2 ] || [ -z "$2" ] || [ "${2#-}" != "$2" ]; then
    misuse "Option $1 needs a value"
  fi
}

stop_on_interrupt() { # <what the interruption means>
  # shellcheck disable=SC2064 # the text is the same at any time
  trap "warning 'Interrupted: $1'; exit 130" INT
  # shellcheck disable=SC2064
  trap "warning 'Terminated: $1'; exit 143" TERM
}

check_docker() {
  command -v docker > /dev/null ||
    fail 'Docker is not installed' 'See https://docs.docker.com/get-started/get-docker/'
  docker version > /dev/null 2>&1 || fail 'The Docker daemon does not answer' 'Please start Docker.'
}

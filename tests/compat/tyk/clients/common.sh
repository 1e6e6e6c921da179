# shellcheck shell=bash
# What all clients end with; sourced. SERVER and SECRET come from the test.
set -euo pipefail
: "${SERVER:?}" "${SECRET:?}"

fail() {
  printf '%s: %s\n' "$(basename "$0")" "$*" >&2
  exit 1
}

# The answer must say OK, and be one line.
must_be_ok() { # what answer
  case $2 in '{"Status":"OK",'*) ;; *) fail "$1: $2" ;; esac
}

# Uses the key as an application would, and says whose it is.
use_key() { # key email
  local me
  me=$(curl --silent --header "authorization: $1" "$SERVER/api/users/me")
  [ "$(jq -r .email_address <<<"$me")" = "$2" ] || fail "the key is not that of $2: $me"
  [ "$(jq -r .active <<<"$me")" = true ] || fail "$2 is not active: $me"
  echo "ready: $2"
}

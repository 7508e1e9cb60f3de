#!/usr/bin/env bash
# Runs grantscope against third-party software: the certified provider and client of the npm registry, AWS's own libraries,
# Chromium, curl, a Secret Service. Installs what is missing (Debian, as root); the last line is "N passed, N failed".
# Arguments are check files to run instead of all of them: tests/interop/run.sh tests/interop/checks/curl.mjs
set -euo pipefail
cd "$(dirname "$0")/../.."

missing=()
need() { command -v "$1" >/dev/null || missing+=("$2"); }
need node nodejs
need npm npm
need curl curl
need chromium chromium
need dbus-run-session dbus
need gnome-keyring-daemon gnome-keyring
need secret-tool libsecret-tools
if [ ${#missing[@]} -gt 0 ]; then
  echo "installing ${missing[*]}"
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

cargo build --quiet
export GRANTSCOPE="${CARGO_TARGET_DIR:-$PWD/target}/debug/grantscope"
cd tests/interop
# The lock file identifies the installation: if it has not changed, nothing is installed again.
if ! cmp -s package-lock.json node_modules/.installed-lock.json; then
  # `npm ci` refuses the lock file where the registry lacks an optional package of another system.
  npm ci --silent || npm install --no-save --silent
  cp package-lock.json node_modules/.installed-lock.json
fi

[ $# -gt 0 ] || set -- checks/*.mjs
exec node run.mjs "${@/#tests\/interop\//}" </dev/null

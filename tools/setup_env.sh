#!/usr/bin/env bash
# Builds .venv from a lock file: setup_env.sh requirements.lock|requirements-dev.lock. Does nothing where it is up to date.
set -euo pipefail
lock=$1
cd "$(dirname "$0")/.."
say() { printf '%s\n' "$*" >&2; }

python=""
for candidate in "${PYTHON:-}" python3.13 python3.12 python3.11 python3; do
  if [ -n "$candidate" ] && command -v "$candidate" >/dev/null &&
    "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; then
    python=$candidate
    break
  fi
done
if [ -z "$python" ]; then
  say "Khaldun needs Python 3.11, 3.12 or 3.13. Install one (Debian: apt-get install python3) or set PYTHON=/path/to/python3."
  exit 1
fi

stamp=$(cat "$lock" pyproject.toml tools/setup_env.sh | sha256sum | cut -c1-16)-$("$python" -V | tr -d ' ')
have=$(cat .venv/khaldun.stamp 2>/dev/null || true)
if [ "$have" = "$stamp $lock" ] || [ "${have#"$stamp"}" = " $lock" ]; then exit 0; fi
# A development environment also serves where only the runtime one is asked for.
dev=$(cat requirements-dev.lock pyproject.toml tools/setup_env.sh | sha256sum | cut -c1-16)-$("$python" -V | tr -d ' ')
if [ "$lock" = requirements.lock ] && [ "$have" = "$dev requirements-dev.lock" ]; then exit 0; fi

if ! "$python" -c 'import ensurepip' 2>/dev/null; then
  version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
  say "Python $version lacks the venv module's installer; installing Debian's package python$version-venv"
  as_root=""
  [ "$(id -u)" = 0 ] || as_root=$(command -v sudo || true)
  if [ "$(id -u)" != 0 ] && [ -z "$as_root" ]; then
    say "Please install it as root: apt-get install python$version-venv"
    exit 1
  fi
  $as_root apt-get update -qq >&2
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "python$version-venv" >&2
fi

say "building .venv from $lock"
[ -x .venv/bin/python ] && [ -n "$have" ] || { rm -rf .venv && "$python" -m venv .venv; }
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock" 2> >(grep -vE 'is ignored: it is neither|does not provide the extra' >&2)
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps -e . 2> >(grep -vE 'is ignored: it is neither|does not provide the extra' >&2)
printf '%s %s\n' "$stamp" "$lock" > .venv/khaldun.stamp

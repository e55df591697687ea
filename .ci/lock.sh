#!/usr/bin/env bash
# requirements.lock from pyproject.toml and constraints.txt: every direct and indirect version, for Python 3.11 to 3.13.
#   .ci/lock.sh          writes it anew, with the newest versions of today (make lock)
#   .ci/lock.sh check    is it what pyproject.toml asks for, resolved on the date that it states? (make check, CI)
set -euo pipefail
cd "$(dirname "$0")/.."
lock=requirements.lock
uv=${UV:-.venv/bin/uv}
resolve() { # DATE INTO
  "$uv" pip compile pyproject.toml --universal --python-version 3.11 --all-extras --constraint constraints.txt \
    --exclude-newer "$1" --no-header --no-annotate --quiet --output-file "$2"
}
case "${1:-write}" in
  write)
    date=$(date -u +%F)
    : >"$lock.tmp"
    resolve "$date" "$lock.tmp"
    { echo "# locked: $date"; echo "# Made by \`make lock\`; pip takes it as a constraints file. Change pyproject.toml, then make it anew."; cat "$lock.tmp"; } >"$lock"
    rm "$lock.tmp"
    ;;
  check)
    date=$(sed -n 's/^# locked: \(20[0-9][0-9]-[01][0-9]-[0-3][0-9]\)$/\1/p' "$lock")
    [ -n "$date" ] || { echo "$lock: line 1 does not state the day it was made; run: make lock" >&2; exit 1; }
    [[ "$date" > "$(date -u +%F)" ]] && { echo "$lock: made on $date, which is yet to come; run: make lock" >&2; exit 1; }
    kept=$(mktemp)
    trap 'rm -f "$kept"' EXIT
    grep -v '^#' "$lock" >"$kept" # uv keeps the versions that stand in the file it writes, as long as they satisfy all
    resolve "$(date -u +%F)" "$kept"
    diff <(grep -v '^#' "$lock") <(grep -v '^#' "$kept") || { echo "$lock: not what pyproject.toml and constraints.txt ask for; run: make lock" >&2; exit 1; }
    age=$(( ($(date -u +%s) - $(date -u -d "$date" +%s)) / 86400 ))
    echo "$lock: $(grep -c == "$lock") versions, resolved on $date, $age days ago"
    [ "$age" -le 180 ] || echo "$lock: older than half a year: make lock brings what has been mended since"
    ;;
  *) echo "usage: .ci/lock.sh [write|check]" >&2; exit 2 ;;
esac

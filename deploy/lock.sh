#!/bin/sh
# Writes the lock files from pyproject.toml. Usage: deploy/lock.sh [--upgrade]
# Each holds for every platform and every Python that the project supports, and names no registry.
set -eu
unset CDPATH
cd -- "$(dirname -- "$0")/.."
venv=${VENV:-.venv}

lock() {
  target=$1
  shift
  "$venv/bin/uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes \
    --no-header "$@" --output-file "$target" >/dev/null
  { echo '# Made by "make lock" from pyproject.toml. Not edited by hand.'; cat "$target"; } >"$target.new"
  mv "$target.new" "$target"
}

"$venv/bin/python" -c '
import pathlib, tomllib
print(*tomllib.loads(pathlib.Path("pyproject.toml").read_text("utf-8"))["build-system"]["requires"], sep="\n")
' | lock requirements/build.txt - "$@"
lock requirements/run.txt pyproject.toml --all-extras "$@"
lock requirements/dev.txt pyproject.toml --all-extras --group dev --constraints requirements/run.txt "$@"

#!/bin/sh
# Makes the virtual environment, or brings it up to date. Does nothing when nothing changed.
# Usage: deploy/setup.sh run|dev     VENV=.venv names the folder, PYTHON=... the interpreter.
set -eu
exec </dev/null
unset CDPATH PYTHONHOME PYTHONPATH
cd -- "$(dirname -- "$0")/.."
kind=${1:-run}
venv=${VENV:-.venv}
stamp=$venv/.milepost

say() { echo "milepost: $*" >&2; }

# One line that stays the same while nothing changed: the locks, what is installed by the project's
# own metadata, this script, the folder (a copied environment points at where it was copied from) and
# the interpreter. Nothing is printed when the environment's interpreter does not start.
state() {
  "$venv/bin/python" - "$PWD" 2>/dev/null <<'PY' || true
import hashlib, pathlib, sys, tomllib
project = tomllib.loads(pathlib.Path("pyproject.toml").read_text("utf-8"))
parts = project["build-system"], project["project"], project["tool"]["setuptools"], sys.argv[1]
digest = hashlib.sha256(repr(parts).encode())
for path in [pathlib.Path("deploy/setup.sh"), *sorted(pathlib.Path("requirements").glob("*.txt"))]:
    digest.update(path.read_bytes())
print("%d.%d" % sys.version_info[:2], digest.hexdigest())
PY
}

asked_version() {
  [ -z "${PYTHON:-}" ] || "$PYTHON" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null || true
}

# True when the environment is whole and up to date with the given set of packages.
holds() {
  [ -f "$stamp" ] || return 1
  now=$(state)
  [ -n "$now" ] && [ "$(cat "$stamp")" = "$1 $now" ] || return 1
  [ -z "${PYTHON:-}" ] || [ "$(asked_version)" = "${now%% *}" ]
}

# The developers' set includes the run-time set.
if holds dev || holds "$kind"; then exit 0; fi

python=$(sh deploy/python.sh)

# Two calls at once take turns; the second then finds everything done. The lock hangs on the open
# file, so it falls with this process, however that ends.
mkdir -p -- "$(dirname -- "$venv")"
exec 9>"$(dirname -- "$venv")/.setup.lock"
"$python" -c 'import fcntl; fcntl.flock(9, fcntl.LOCK_EX)'
if holds dev || holds "$kind"; then exit 0; fi

say "setting up $venv with $("$python" -V) ($kind packages); the first time takes about a minute"

# From nothing, unless only the developers' packages are to be added: what an interrupted or an older
# installation left behind would otherwise stay.
if ! holds run; then
  if [ -e "$venv" ] && [ ! -f "$venv/pyvenv.cfg" ] && [ ! -f "$stamp" ]; then
    say "$venv is no virtual environment. Move it away, or name another folder: VENV=..."
    exit 1
  fi
  rm -rf -- "$venv"
  mkdir -p -- "$venv"
  echo making >"$stamp"
  "$python" -m venv "$venv" >&2
fi
echo making >"$stamp"

# Twice quiet: only errors are worth a line.
pip() { "$venv/bin/python" -m pip -q -q --disable-pip-version-check --no-input "$@" >&2; }
pip install --require-hashes -r requirements/build.txt -r "requirements/$kind.txt"
pip install --no-build-isolation --no-deps -e .
echo "$kind $(state)" >"$stamp"
say "ready"

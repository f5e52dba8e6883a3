#!/bin/sh
# Runs the code of those questions whose proof needs a library of their field. The libraries stay
# out of the locks, for they are large: they live in a folder of their own, .venv-content.
# Usage: deploy/content-check.sh     PYTHON=... names the interpreter, CONTENT_VENV=... the folder.
# Ends with 1 when a proof does not hold, with 75 when the others do and a library that some need
# cannot be installed here.
set -eu
exec </dev/null
unset CDPATH PYTHONHOME PYTHONPATH
cd -- "$(dirname -- "$0")/.."
venv=${VENV:-.venv}
content=${CONTENT_VENV:-.venv-content}
libraries="numpy==2.4.6 scikit-learn==1.9.1 torch==2.13.0"

sh deploy/setup.sh dev
python=$(sh deploy/python.sh)
wanted=$("$python" -V)
if [ "$(cat "$content/.milepost" 2>/dev/null)" != "$wanted" ]; then
  if [ -e "$content" ] && [ ! -f "$content/pyvenv.cfg" ]; then
    echo "milepost: $content is no virtual environment. Name another folder: CONTENT_VENV=..." >&2
    exit 1
  fi
  echo "milepost: installing $libraries into $content; it takes some minutes and a few GB" >&2
  rm -rf -- "$content"
  "$python" -m venv "$content"
  echo "$wanted" >"$content/.milepost"
fi
for library in $libraries; do
  if ! "$content/bin/python" -m pip -q --disable-pip-version-check --no-input install --only-binary :all: "$library" >&2; then
    echo "milepost: $library cannot be installed here" >&2
  fi
done
# shellcheck disable=SC2086 (each word is a library of its own)
exec "$venv/bin/python" -m tests.content.proofs "$content/bin/python" $libraries

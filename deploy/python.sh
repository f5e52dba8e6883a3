#!/bin/sh
# Prints the path of the newest Python that works, of the versions asked for (newest first).
# Usage: deploy/python.sh [3.13 3.12 3.11]     PYTHON=... names the only candidate.
set -u
[ $# -gt 0 ] || set -- 3.13 3.12 3.11
wanted=" $* "
hints=

probe='
import sys
print("%d.%d" % sys.version_info[:2])
try:
    import ssl, sqlite3
except ImportError as fault:
    print("without the module " + str(fault.name))
    sys.exit()
try:
    import venv, ensurepip
except ImportError:
    print("without venv or ensurepip; on Debian and Ubuntu: apt-get install python%d.%d-venv" % sys.version_info[:2])
    sys.exit()
print("works")
print(getattr(sys, "_base_executable", sys.executable))
'

# Each candidate is run, because a version manager leaves a command on the path for every Python it
# ever installed, also for those that it then refuses to start. An interpreter inside a virtual
# environment gives the one it was made from, as that environment may be about to be replaced.
try() {
  found=$(command -v "$1" 2>/dev/null) || return 1
  answer=$("$found" -c "$probe" </dev/null 2>/dev/null) || return 1
  version=$(printf '%s\n' "$answer" | sed -n 1p)
  state=$(printf '%s\n' "$answer" | sed -n 2p)
  case "$wanted" in *" $version "*) ;; *) return 1 ;; esac
  if [ "$state" != works ]; then
    hints="$hints
  Python $version ($found) is $state"
    return 1
  fi
  printf '%s\n' "$answer" | sed -n 3p
  exit 0
}

if [ -n "${PYTHON:-}" ]; then
  try "$PYTHON"
  echo "PYTHON=$PYTHON does not start, or is none of the versions $*.$hints" >&2
  exit 1
fi
for version_wanted in "$@"; do
  try "python$version_wanted"
done
try python3
try python
manager=${PYENV_ROOT:-$(pyenv root </dev/null 2>/dev/null || echo "${HOME:-}/.pyenv")}
for version_wanted in "$@"; do
  for candidate in "$manager/versions/$version_wanted".*/bin/python; do
    try "$candidate"
  done
done
echo "Milepost needs Python $(echo "$*" | sed 's/ / or /g'). None was found that works.$hints" >&2
echo "Install one (on Debian and Ubuntu: apt-get install python3 python3-venv), or name one: make PYTHON=/path/to/python3.12 …" >&2
exit 1

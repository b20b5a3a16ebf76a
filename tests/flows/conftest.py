"""One analysed copy of the worked example, shared by the tests of this folder."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

# Python runs this at the start of the command and of its server: any address but this machine's
# own is written down and refused.
_WATCHMAN = """
import os, socket
def _watched(kind):
    real = getattr(socket.socket, kind)
    def connect(self, address, *rest):
        if isinstance(address, tuple) and address[0] not in ("127.0.0.1", "::1", "localhost"):
            with open(os.environ["WATCHMAN"], "a") as log:
                log.write(f"{address}\\n")
            raise OSError("refused by the test")
        return real(self, address, *rest)
    return connect
for kind in ("connect", "connect_ex", "bind"):
    setattr(socket.socket, kind, _watched(kind))
"""


@dataclass(frozen=True)
class Analysed:
    """A data folder with one finished run, and what was seen while it ran."""

    folder: Path
    run: Path
    output: str
    home: Path
    working_folder: Path
    contacted: str


def copy_example(example: Path, folder: Path) -> Path:
    ignore = shutil.ignore_patterns("runs", "cache", ".prefect")
    shutil.copytree(example, folder, ignore=ignore)
    return folder


def several(*arguments: str, cwd: Path, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from pipeline.cli import main; main()", *arguments],
        cwd=cwd, env=env, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip


@pytest.fixture(scope="session")
def analysed(tmp_path_factory: pytest.TempPathFactory, example: Path) -> Analysed:
    """The example analysed through the command line, in an environment that would mislead it."""
    root = tmp_path_factory.mktemp("analysed")
    folder = copy_example(example, root / "data")
    home, elsewhere, watch = root / "home", root / "elsewhere", root / "watch"
    for made in (home, elsewhere, watch):
        made.mkdir()
    (watch / "sitecustomize.py").write_text(_WATCHMAN)
    (elsewhere / ".env").write_text(
        "PREFECT_API_URL=https://api.prefect.cloud/api/accounts/from-dotenv\n"
        f"PREFECT_API_DATABASE_CONNECTION_URL=sqlite+aiosqlite:///{home}/dotenv.db\n"
    )
    (elsewhere / "prefect.toml").write_text('[results]\nlocal_storage_path = "stray"\n')
    env = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    env |= {
        "HOME": str(home),
        "USERPROFILE": str(home),
        "PYTHONPATH": os.pathsep.join([str(watch), *filter(None, sys.path)]),
        "WATCHMAN": str(watch / "contacted.txt"),
        "PREFECT_API_URL": "https://api.prefect.cloud/api/accounts/someone",
        "PREFECT_API_KEY": "pnu_someone",
        "PREFECT_PROFILE": "someones-cloud",
        "HTTPS_PROXY": "http://proxy.invalid:8080",
        "HTTP_PROXY": "http://proxy.invalid:8080",
    }
    before = sorted(path.name for path in elsewhere.iterdir())
    done = several("run", str(folder / "consultation.toml"), cwd=elsewhere, env=env)
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in elsewhere.iterdir()) == before
    (run,) = (folder / "runs").iterdir()
    log = watch / "contacted.txt"
    contacted = log.read_text() if log.exists() else ""
    return Analysed(folder, run, done.stdout, home, elsewhere, contacted)

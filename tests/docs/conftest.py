"""The pages that are checked, and a run of the example for those that show how to use one."""

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
_FENCE = re.compile(
    r"^(?P<fence>```+|~~~+)(?P<language>\w*)\n(?P<body>.*?)^(?P=fence)$", re.M | re.S
)
_INDENTED = re.compile(r"(?:^(?: {4}|\t).*\n?)+", re.M)


@dataclass(frozen=True)
class Page:
    """One page of documentation.

    ``blocks`` are its fenced and indented blocks with the language, if any; ``spoken`` is the
    rest, and ``code`` every line of code in either.
    """

    path: Path
    blocks: tuple[tuple[str, str], ...]
    spoken: str

    @property
    def code(self) -> list[str]:
        inline = re.findall(r"`([^`\n]+)`", self.spoken)
        return inline + [line.strip() for _, body in self.blocks for line in body.splitlines()]

    def in_language(self, language: str) -> list[str]:
        return [body for name, body in self.blocks if name == language]


def read(path: Path) -> Page:
    text = path.read_text(encoding="utf-8")
    blocks = [(match["language"], match["body"]) for match in _FENCE.finditer(text)]
    rest = _FENCE.sub("", text)
    blocks += [("", match.group()) for match in _INDENTED.finditer(rest)]
    return Page(path, tuple(blocks), _INDENTED.sub("", rest))


PATHS = sorted(
    [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "data").glob("*.md"),
     *(ROOT / "data" / "examples").glob("*/README.md"), *(ROOT / "models").rglob("*.md")]
)  # fmt: skip


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "page" in metafunc.fixturenames:
        ids = [path.relative_to(ROOT).as_posix() for path in PATHS]
        metafunc.parametrize("page", [read(path) for path in PATHS], ids=ids)


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def pages() -> dict[str, Page]:
    """Every page by its path in the checkout."""
    return {path.relative_to(ROOT).as_posix(): read(path) for path in PATHS}


@pytest.fixture(scope="session")
def beside_a_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder laid out as the checkout after ``make demo``: ``build/demo``, ``data/examples``."""
    folder = tmp_path_factory.mktemp("checkout")
    (folder / "data").symlink_to(ROOT / "data", target_is_directory=True)
    command = "from pipeline.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", command, "demo", "--folder", str(folder / "build" / "demo")],
        cwd=ROOT, capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return folder

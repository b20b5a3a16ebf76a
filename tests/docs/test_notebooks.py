"""Notebooks: committed without output, no long functions, and they run."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def cells(path: Path) -> list[dict]:
    found = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [cell | {"source": "".join(cell["source"])} for cell in found]


def test_there_is_one() -> None:
    assert NOTEBOOKS


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.name)
def test_no_output_is_committed(path: Path) -> None:
    code = [cell for cell in cells(path) if cell["cell_type"] == "code"]
    assert code
    assert not any(cell["outputs"] or cell["execution_count"] for cell in code)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.name)
def test_only_public_functions_and_no_long_ones(path: Path) -> None:
    assert re.match(r"\d\d-", path.name)
    source = "\n".join(cell["source"] for cell in cells(path) if cell["cell_type"] == "code")
    modules = re.findall(r"^\s*(?:from|import) ((?:pipeline|flows)[\w.]*)", source, re.M)
    assert modules
    assert not any(part.startswith("_") for name in modules for part in name.split("."))
    for body in re.findall(r"^def .*\n((?:[ \t].*\n|\n)*)", source + "\n", re.M):
        assert len(body.splitlines()) <= 10


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.name)
def test_it_runs(path: Path, beside_a_run: Path) -> None:
    folder = beside_a_run / "notebooks"
    folder.mkdir(exist_ok=True)
    shutil.copy(path, folder)
    command = [sys.executable, "-m", "pytest", "--nbmake", "--nbmake-timeout=60", path.name]
    done = subprocess.run(
        [*command, "-q", "-p", "no:cacheprovider", "--rootdir", str(folder)],
        cwd=folder, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-3000:]
    assert "1 passed" in done.stdout

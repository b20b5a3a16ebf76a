"""The lock: versions only, nothing heavy, nothing that the project declares left out."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = ("requirements.lock", "requirements-dev.lock")


def names(lock: str) -> set[str]:
    lines = (ROOT / lock).read_text(encoding="utf-8").splitlines()
    return {re.split(r"[=\[ ;]", line)[0].lower().replace("_", "-") for line in lines if line}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_line_pins_a_version_and_names_no_address(lock: str) -> None:
    for line in (ROOT / lock).read_text(encoding="utf-8").splitlines():
        assert re.fullmatch(r"[A-Za-z0-9._-]+==[\w.+!-]+( ; .+)?", line), line
        assert "://" not in line


@pytest.mark.parametrize("lock", LOCKS)
def test_nothing_heavy_is_locked(lock: str) -> None:
    heavy = {"torch", "umap-learn", "hdbscan", "numba", "llvmlite", "sentence-transformers"}
    assert not names(lock) & heavy


def test_the_lock_holds_what_the_project_declares() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {re.split(r"[<>=]", d)[0].lower() for d in project["dependencies"]}
    assert declared <= names("requirements.lock")


def test_the_lock_carries_environment_markers() -> None:
    assert "sys_platform == 'win32'" in (ROOT / "requirements.lock").read_text(encoding="utf-8")

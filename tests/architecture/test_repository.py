"""What may lie in the repository: small, no data but what was written for it, no addresses."""

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def tracked() -> list[Path]:
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def test_only_three_folders_of_data_are_committed(tracked: list[Path]) -> None:
    inside = [p.relative_to(ROOT).parts for p in tracked if p.relative_to(ROOT).parts[0] == "data"]
    assert {parts[1] for parts in inside} <= {
        "frameworks",
        "corpus",
        "labels",
        "examples",
        "README.md",
    }


def test_the_repository_is_small(tracked: list[Path]) -> None:
    assert sum(p.stat().st_size for p in tracked) < 200 * 2**20
    models = sum(p.stat().st_size for p in tracked if p.is_relative_to(ROOT / "models"))
    assert models < 120 * 2**20


def test_no_file_names_a_package_index(tracked: list[Path]) -> None:
    words = ["index" + "-url", "extra-" + "index", "files.python" + "hosted"]
    for path in tracked:
        if (
            path.suffix in (".py", ".toml", ".lock", ".md", ".yaml", ".cfg", "")
            and path.stat().st_size < 10**6
        ):
            text = path.read_text(encoding="utf-8", errors="ignore")
            assert not any(word in text for word in words), path.name

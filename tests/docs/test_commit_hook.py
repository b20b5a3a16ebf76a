"""The commit hook refuses responses, wherever they were saved, and nothing else."""

import re
import subprocess
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
HOOKS = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
(NO_DATA,) = (h for repo in HOOKS["repos"] for h in repo["hooks"] if h["id"] == "no-data")


def refused(path: str) -> bool:
    return re.search(NO_DATA["files"], path) is not None


@pytest.mark.parametrize(
    "path",
    [
        "data/our-plan/responses.csv", "data/notes.txt", "responses.xlsx", "docs/export.csv",
        "data/examples/leicestershire-2017/runs/4f1c/tables/comments.parquet",
        "data/examples/leicestershire-2017/.prefect/prefect.db", "decisions.csv",
    ],
)  # fmt: skip
def test_data_is_refused(path: str) -> None:
    assert refused(path)


def test_what_is_committed_passes() -> None:
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout")
    names = [name for name in listed.split("\0") if name]
    assert len(names) > 100
    assert [name for name in names if refused(name)] == []


def test_hooks_need_no_network() -> None:
    assert {repo["repo"] for repo in HOOKS["repos"]} == {"local"}
    assert {hook["language"] for repo in HOOKS["repos"] for hook in repo["hooks"]} <= {
        "system", "fail",
    }  # fmt: skip

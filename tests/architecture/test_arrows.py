"""Imports go one way: cli -> flows -> stages -> core; stages never import each other."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STAGES = ("ingest", "clean", "tag", "cluster", "review", "summarise", "report", "evaluate")
FILES = sorted([*(ROOT / "pipeline").rglob("*.py"), *(ROOT / "flows").rglob("*.py")])


def imported(path: Path) -> set[str]:
    """Every module a file imports, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: relative import"
            module = node.module or ""
            found.add(module)
            found.update(f"{module}.{alias.name}" for alias in node.names)
    return found


def part_of(path: Path) -> str:
    """The room of the house a file is in: a stage, train, cli, flows or core."""
    parts = path.relative_to(ROOT).parts
    if parts[0] == "flows":
        return "flows"
    return parts[1] if parts[1] in (*STAGES, "cli", "train") else "core"


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_follow_the_arrows(path: Path) -> None:
    here = part_of(path)
    names = imported(path)
    if here != "flows" and here != "cli":
        assert not any(n.split(".")[0] == "flows" for n in names), "only the CLI may import flows"
    if here != "flows":
        assert not any(n.split(".")[0] == "prefect" for n in names), "Prefect outside flows"
    rooms = {n.split(".")[1] for n in names if n.startswith("pipeline.")}
    rooms &= {*STAGES, "cli", "train"}
    allowed = {
        "flows": {*STAGES, "train"},
        "cli": {*STAGES, "cli", "train"},
        "train": {*STAGES, "train"},
        "core": set(),
    }.get(here, {here})
    assert rooms <= allowed, f"{here} imports {sorted(rooms - allowed)}"


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_files_are_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300


def test_no_drawer_for_odds_and_ends() -> None:
    banned = {"utils", "helpers", "common", "manager", "misc"}
    assert not [p for p in FILES if p.stem.strip("_") in banned]


def loaded_at_import(path: Path) -> set[str]:
    """The packages that importing a file loads: not those its functions import."""
    body = ast.parse(path.read_text(encoding="utf-8")).body
    plain = [node for node in body if isinstance(node, ast.Import)]
    parts = [node for node in body if isinstance(node, ast.ImportFrom)]
    names = [alias.name for node in plain for alias in node.names]
    return {name.split(".")[0] for name in [*names, *(node.module or "" for node in parts)]}


def test_no_training_library_is_imported() -> None:
    """Training may use them, inside the functions that train: a run never meets them."""
    heavy = {"torch", "umap", "hdbscan", "numba", "sentence_transformers", "transformers"}
    for path in FILES:
        found = (
            loaded_at_import(path)
            if part_of(path) == "train"
            else {name.split(".")[0] for name in imported(path)}
        )
        assert not found & heavy, path.name

"""The generated references are those that the code gives today."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
PAGES = ("tables.md", "cli.md", "settings.md", "words.md")


@pytest.fixture(scope="module")
def generate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", PAGES)
def test_a_reference_is_current(generate: ModuleType, name: str) -> None:
    written = (ROOT / "docs" / "reference" / name).read_text(encoding="utf-8")
    assert written == generate.PAGES[name](), "out of date: run `make docs`"


def test_every_reference_is_tested(generate: ModuleType) -> None:
    assert set(generate.PAGES) == set(PAGES)
    assert {path.name for path in (ROOT / "docs" / "reference").iterdir()} == set(PAGES)


def test_references_name_everything(generate: ModuleType) -> None:
    from pipeline.cli import COMMANDS
    from pipeline.tables import TABLES

    assert all(f"## several {name}\n" in generate.cli() for name in COMMANDS)
    dictionary = generate.tables()
    for table in TABLES.values():
        assert f"## {table.name}\n" in dictionary
        assert all(f"| `{column}` |" in dictionary for column in table.columns)

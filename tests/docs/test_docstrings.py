"""Everything public says what it is, and examples in docstrings run."""

import ast
import doctest
import importlib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILES = sorted([*(ROOT / "pipeline").rglob("*.py"), *(ROOT / "flows").rglob("*.py")])
FILES = [path for path in FILES if "_shipped" not in path.parts]
PUBLIC = [
    path
    for path in FILES
    if not any(part.startswith("_") and part != "__init__.py" for part in path.parts[-2:])
]
WITH_EXAMPLES = [path for path in FILES if ">>>" in path.read_text(encoding="utf-8")]


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def unexplained(tree: ast.Module) -> list[str]:
    """Names of public functions, classes and methods without a docstring."""
    found = []
    for node in tree.body:
        inner = node.body if isinstance(node, ast.ClassDef) and public(node) else []
        for item in (node, *inner):
            if isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                is_overload = any("overload" in ast.unparse(d) for d in item.decorator_list)
                if public(item) and not is_overload and not ast.get_docstring(item):
                    found.append(item.name)
    return found


def public(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> bool:
    return not node.name.startswith("_")


@pytest.mark.parametrize("path", PUBLIC, ids=name_of)
def test_everything_public_has_a_docstring(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree), "the module"
    assert unexplained(tree) == []


@pytest.mark.parametrize("path", WITH_EXAMPLES, ids=name_of)
def test_examples_run(path: Path) -> None:
    module = importlib.import_module(name_of(path))
    found = doctest.DocTestFinder().find(module)
    assert any(test.examples for test in found), "examples that doctest does not find"
    runner = doctest.DocTestRunner()
    for test in found:
        assert runner.run(test).failed == 0, test.name


def test_stages_explain_arguments_and_result() -> None:
    stages = {
        "ingest": "ingest", "clean": "clean", "tag": "tag", "cluster": "cluster",
        "review": "review", "summarise": "summarise", "report": "report", "evaluate": "evaluate",
    }  # fmt: skip
    for package, function in stages.items():
        text = getattr(importlib.import_module(f"pipeline.{package}"), function).__doc__
        assert "Parameters\n" in text, package
        assert "Returns\n" in text, package

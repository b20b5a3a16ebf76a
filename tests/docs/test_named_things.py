"""What the pages name exists: files, links, commands, options, make targets, settings."""

import re
import shlex
import tomllib
from pathlib import Path
from typing import Any

import pytest
import typer.main

from pipeline.cli import build
from pipeline.consultation import Consultation

ROOT = Path(__file__).parents[2]
TOP = {path.name for path in ROOT.iterdir()} - {"build", "dist", "runs"}
# A path inside a run or a data folder, and folders that commands of the same page make.
MADE = ("report/", "publish/", "tables", "runs", "cache", "build/", "docs/images")
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.+)$", re.M)
_FILE = re.compile(r"[A-Z]+\.md|requirements[\w-]*\.lock|[\w-]+\.(?:md|yaml)")


def anchor(heading: str) -> str:
    """The anchor GitHub gives a heading."""
    words = re.sub(r"[^\w\- ]", "", heading.strip().lower())
    return words.replace(" ", "-")


def commands() -> dict[str, Any]:
    group: Any = typer.main.get_command(build())
    return dict(group.commands)


def test_links_lead_somewhere(page: Any) -> None:
    for target in _LINK.findall(page.spoken):
        if re.match(r"[a-z]+://", target):
            continue
        path, _, part = target.partition("#")
        there = (page.path.parent / path).resolve() if path else page.path
        assert there.exists(), f"{page.path.name} links to {target}"
        if part and there.suffix == ".md":
            headings = map(anchor, _HEADING.findall(there.read_text(encoding="utf-8")))
            assert part in set(headings), f"{page.path.name} links to {target}"


def named_paths(code: list[str]) -> list[str]:
    """Words of code that name a file or folder of the checkout."""
    found = []
    for line in code:
        for word in re.split(r"[\s\"'(),;=]+", line.replace("\\", "/")):
            word = word.removeprefix("./").rstrip(".:")
            if any(sign in word for sign in "*<>{}$") or word.startswith((".venv", "../shared")):
                continue
            first, slash, _ = word.partition("/")
            if (slash and first in TOP) or word in TOP or _FILE.fullmatch(word):
                found.append(word)
    return found


def test_paths_exist(page: Any) -> None:
    for name in named_paths(page.code):
        places = (ROOT / name, page.path.parent / name)
        known = any(place.exists() for place in places) or name.startswith(MADE)
        assert known, f"{page.path.name} names {name}"


def called(code: list[str]) -> list[list[str]]:
    """Calls of the command line: the words after ``several``."""
    found = []
    for line in code:
        match = re.search(r"(?:^|[\\/ ])several (?!\d|respondents)([a-z][^#|`]*)", line)
        if match:
            found.append(shlex.split(match[1].replace("\\", "/"), posix=True))
    return found


def test_commands_and_options_exist(page: Any) -> None:
    known = commands()
    for words in called(page.code):
        assert words[0] in known, f"{page.path.name} names `several {words[0]}`"
        command = known[words[0]]
        if hasattr(command, "commands") and len(words) > 1:
            assert words[1] in command.commands, f"{page.path.name}: several {words[:2]}"
            command = command.commands[words[1]]
        options = {name for one in command.params for name in one.opts} | {"--help"}
        named = {word.partition("=")[0] for word in words[1:] if word.startswith("-")}
        assert named <= options, f"{page.path.name}: several {words[0]} has no {named - options}"


def test_make_targets_exist(page: Any) -> None:
    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(), re.M))
    for line in page.code:
        for target in re.findall(r"(?:^|\s)make ([a-z]+)\b", line):
            assert target in targets, f"{page.path.name} names `make {target}`"


def test_the_documentation_names_commands_at_all(pages: dict[str, Any]) -> None:
    """Guard for the tests above: they would pass on pages they cannot read."""
    known = {words[0] for words in called(pages["README.md"].code)}
    assert {"init", "check", "run", "publish", "themes", "report", "demo"} <= known
    assert "requirements.lock" in named_paths(pages["README.md"].code)
    assert "pipeline/cluster/_tree.py" in named_paths(pages["docs/decisions/0003-themes.md"].code)


def test_every_command_is_documented_for_its_reader(pages: dict[str, Any]) -> None:
    guides = [
        pages["README.md"],
        *(p for n, p in pages.items() if re.match(r"docs/[a-z-]+\.md", n)),
    ]
    named = {words[0] for page in guides for words in called(page.code)}
    assert named >= set(commands())


def test_settings_shown_are_settings(page: Any) -> None:
    """Every fragment of consultation.toml is accepted as part of one."""
    whole = {
        "title": "t", "body": "b", "sources": [{"file": "f.csv"}],
        "questions": [{"id": "Q0", "text": "Why?", "column": "Why?"}],
    }  # fmt: skip
    for fragment in page.in_language("toml"):
        Consultation.model_validate(whole | tomllib.loads(fragment))


def test_every_setting_is_explained_to_analysts(pages: dict[str, Any]) -> None:
    from pipeline.consultation import ClosedPart, Columns, OpenPart, Question, Settings, Source

    said = "\n".join([pages["docs/analyst.md"].spoken, *pages["docs/analyst.md"].code])
    for model in (Consultation, Source, Columns, Question, ClosedPart, OpenPart, Settings):
        for key, field in model.model_fields.items():
            assert field.exclude or re.search(rf"\b{key}\b", said), f"{model.__name__}.{key}"


def test_windows_commands_name_what_exists(pages: dict[str, Any]) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = [line for line in pages["README.md"].code if ".venv\\Scripts\\" in line]
    assert len(lines) >= 4
    for line in lines:
        program, *words = line.replace("\\", "/").removeprefix(".venv/Scripts/").split()
        assert program in {"python", "activate", *project["scripts"]}
        if "-r" in words:
            assert (ROOT / words[words.index("-r") + 1]).is_file()
        for wheel in (word for word in words if word.endswith(".whl")):
            assert wheel == f"{project['name']}-{project['version']}-py3-none-any.whl"


def test_what_pip_check_says_is_what_is_missing(pages: dict[str, Any]) -> None:
    """The README prints the complaints of ``pip check`` word for word."""
    from importlib.metadata import requires, version

    from packaging.requirements import Requirement

    locked = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    needed = [Requirement(line) for line in requires("bertopic") or []]
    missing = sorted(
        one.name
        for one in needed
        if (one.marker is None or one.marker.evaluate({"extra": ""}))
        and not re.search(rf"^{re.escape(one.name.lower())}==", locked, re.M)
    )
    lines = [
        f"bertopic {version('bertopic')} requires {name}, which is not installed."
        for name in missing
    ]
    assert [line for line in pages["README.md"].code if "requires" in line] == lines


def test_the_picture_is_small(root: Path) -> None:
    assert (root / "docs" / "images" / "report.png").stat().st_size < 300_000


@pytest.mark.parametrize("number", range(1, 5))
def test_decision_records_are_numbered_and_short(root: Path, number: int) -> None:
    (path,) = (root / "docs" / "decisions").glob(f"{number:04d}-*.md")
    text = path.read_text(encoding="utf-8")
    assert text.startswith(f"# {number:04d} ")
    assert len(text.splitlines()) <= 60

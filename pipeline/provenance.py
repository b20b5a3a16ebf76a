"""What a result depends on: digests of code, models, inputs and settings; the run's manifest."""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pipeline.consultation import Consultation
from pipeline.framework import Framework
from pipeline.resources import shipped
from pipeline.store import TableRef, digest_of

LIBRARIES = (
    "pandas",
    "scikit-learn",
    "bertopic",
    "spacy",
    "onnxruntime",
    "scikit-network",
    "prefect",
)


@cache
def code_digest() -> str:
    """Return the digest of every Python file of ``pipeline`` (line endings aside)."""
    root = Path(__file__).parent
    parts = []
    shelves = root / "_shipped"  # a wheel keeps models here, with their recipes
    for path in sorted(p for p in root.rglob("*.py") if not p.is_relative_to(shelves)):
        text = path.read_text(encoding="utf-8")
        parts.append(f"{path.relative_to(root).as_posix()}\0{text}")
    return digest_of("\0".join(parts))


@cache
def model_digests() -> dict[str, str]:
    """Return, for each shipped model, the digest of its files."""
    found = {}
    for folder in sorted(path for path in shipped("models").iterdir() if path.is_dir()):
        files = sorted(
            path
            for path in folder.rglob("*")
            if path.is_file() and path.suffix not in (".py", ".pyc", ".md", ".cfg")
        )
        content = "\0".join(
            f"{p.relative_to(folder).as_posix()}\0{digest_of(p.read_bytes())}" for p in files
        )
        found[folder.name] = digest_of(content)
    return found


def input_digests(consultation: Consultation) -> dict[str, str]:
    """Return the digest of each source file, and of the framework and decisions if any."""
    names = [source.file for source in consultation.sources]
    if consultation.framework and (consultation.root / consultation.framework).is_file():
        names.append(consultation.framework)
    found = {name: digest_of((consultation.root / name).read_bytes()) for name in names}
    decisions = consultation.folder / "decisions.csv"
    if decisions.is_file():
        found["decisions.csv"] = digest_of(decisions.read_bytes())
    return found


def settings_digest(value: Any) -> str:
    """Return the digest of anything that JSON can hold, key order aside.

    Examples
    --------
    >>> settings_digest({"a": 1, "b": 2}) == settings_digest({"b": 2, "a": 1})
    True
    """
    return digest_of(json.dumps(value, sort_keys=True, ensure_ascii=False, default=str))


def run_id_of(consultation: Consultation, framework: Framework | None, embedder: str) -> str:
    """Return the run's id: same inputs, config, framework, code and models, same id."""
    return settings_digest(
        {
            "consultation": consultation.model_dump(mode="json"),
            "framework": framework and framework.model_dump(mode="json"),
            "inputs": input_digests(consultation),
            "code": code_digest(),
            "models": model_digests(),
            "embedder": embedder,
        }
    )[:10]


def manifest(
    consultation: Consultation,
    framework: Framework | None,
    refs: Sequence[TableRef],
    timings: Mapping[str, float],
    *,
    embedder: str = "shipped embedder",
) -> dict[str, Any]:
    """Return the manifest of a run: everything needed to say where a number came from.

    Parameters
    ----------
    consultation : Consultation
    framework : Framework or None
        Kept whole, so that a report of the run never depends on the file it came from.
    refs : sequence of TableRef
        The run's tables.
    timings : mapping of str to float
        Seconds by stage; 0 where the result was found in the cache.
    embedder : str, default "shipped embedder"
        The embedding model that served the run, and its digest if it is the consultation's own.
    """
    return {
        "run_id": run_id_of(consultation, framework, embedder),
        "title": consultation.title,
        "several": version("several"),
        "code": code_digest(),
        "models": model_digests(),
        "embedder": embedder,
        "inputs": input_digests(consultation),
        "config": consultation.model_dump(mode="json"),
        "framework": framework and framework.model_dump(mode="json"),
        "seed": consultation.settings.seed,
        "libraries": {name: version(name) for name in LIBRARIES},
        "python": platform.python_version(),
        "tables": {ref.name: {"digest": ref.digest, "n_rows": ref.n_rows} for ref in refs},
        "timings": {stage: round(seconds, 3) for stage, seconds in timings.items()},
    }

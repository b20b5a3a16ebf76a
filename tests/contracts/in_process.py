"""The stages called one after the other, without Prefect, on the worked example or another folder.

``flows.composition`` is the one place that composes the stages for users; this stands beside it
so that laws can be tested on tables in memory. ``test_stages.py`` holds it to the flow's order.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd

from pipeline.clean import clean
from pipeline.cluster import cluster
from pipeline.consultation import Consultation, load_consultation
from pipeline.embeddings import embed, load_embedder
from pipeline.framework import Framework, load_framework
from pipeline.ingest import ingest
from pipeline.language import load_language
from pipeline.provenance import manifest
from pipeline.resources import shipped
from pipeline.review import read_decisions, review
from pipeline.store import Run, open_run, save
from pipeline.summarise import NEEDS, summarise
from pipeline.tables import empty
from pipeline.tag import tag

Tables = dict[str, pd.DataFrame]
GATHERED = ("issues", "metrics")


@dataclass(frozen=True)
class Stage:
    """A stage: the tables it is given, those it makes, and how it is called."""

    reads: tuple[str, ...]
    makes: tuple[str, ...]
    call: Callable[[Mapping[str, pd.DataFrame], Consultation], Tables]


def framework_of(consultation: Consultation) -> Framework | None:
    name = consultation.framework
    return load_framework(name, consultation.root) if name else None


def _cluster(tables: Mapping[str, pd.DataFrame], consultation: Consultation) -> Tables:
    names = ("segments", "comments", "questions", "acts", "vectors")
    return cluster(
        **{name: tables[name] for name in names}, nlp=load_language(), embedder=load_embedder(),
        granularity=consultation.settings.granularity, seed=consultation.settings.seed,
    )  # fmt: skip


def _tag(tables: Mapping[str, pd.DataFrame], consultation: Consultation) -> Tables:
    names = ("segments", "comments", "questions", "vectors")
    return tag(
        **{name: tables[name] for name in names}, framework=framework_of(consultation),
        nlp=load_language(), embedder=load_embedder(),
    )  # fmt: skip


def _review(tables: Mapping[str, pd.DataFrame], consultation: Consultation) -> Tables:
    names = ("themes", "assignments", "segments", "comments", "decisions")
    return review(**{name: tables[name] for name in names})


STAGES: dict[str, Stage] = {
    "ingest": Stage(
        (), ("questions", "respondents", "attributes", "answers", "responses", "issues"),
        lambda _, consultation: ingest(consultation),
    ),
    "clean": Stage(
        ("responses", "questions"), ("comments", "segments", "exclusions", "issues"),
        lambda t, _: clean(t["responses"], t["questions"], nlp=load_language()),
    ),
    "embed": Stage(
        ("segments",), ("vectors",), lambda t, _: embed(t["segments"], load_embedder())
    ),
    "tag": Stage(("segments", "comments", "questions", "vectors"), ("tags", "acts"), _tag),
    "cluster": Stage(
        ("segments", "comments", "questions", "acts", "vectors"),
        ("themes", "assignments", "metrics"), _cluster,
    ),
    "review": Stage(
        ("themes", "assignments", "segments", "comments", "decisions"),
        ("themes", "assignments", "issues"), _review,
    ),
    "summarise": Stage(
        tuple(NEEDS), ("statements", "statement_themes", "supporters", "evidence", "breakdown"),
        lambda t, consultation: summarise(
            {name: t[name] for name in NEEDS}, consultation=consultation, nlp=load_language(),
            embedder=load_embedder(), framework=framework_of(consultation),
        ),
    ),
}  # fmt: skip


def tables_before(name: str, tables: Tables) -> Tables:
    """What a stage is given, of the tables of a whole run."""
    return {table: tables[table] for table in STAGES[name].reads}


def run_stages(consultation: Consultation) -> Tables:
    """Run every stage; what several of them add to one table is put together."""
    tables: Tables = {"decisions": read_decisions(consultation.folder / "decisions.csv")}
    gathered: dict[str, list[pd.DataFrame]] = {name: [] for name in GATHERED}
    for stage in STAGES.values():
        made = stage.call(tables, consultation)
        for name in GATHERED:
            gathered[name] += [made[name]] if name in made else []
        tables |= made
    for name, frames in gathered.items():
        filled = [frame for frame in frames if len(frame)]
        tables[name] = pd.concat(filled, ignore_index=True) if filled else empty(name)
    return tables


def write_run(tables: Tables, consultation: Consultation, folder: Path) -> Run:
    """Write a run of tables, for what reads a run: reports and evaluation."""
    refs = save(folder / "tables", tables)
    for ref in refs:
        Path(ref.path).rename(folder / "tables" / f"{ref.name}.parquet")
    described = manifest(consultation, framework_of(consultation), refs, {})
    text = json.dumps(described, indent=2, ensure_ascii=False, default=str)
    (folder / "manifest.json").write_text(text, encoding="utf-8")
    return open_run(folder)


def copy_example(folder: Path) -> Consultation:
    """Copy the worked example, so that nothing is written beside the original."""
    ignore = shutil.ignore_patterns("runs", "cache", "decisions.csv")
    shutil.copytree(shipped("examples", "leicestershire-2017"), folder, ignore=ignore)
    return load_consultation(folder)


@dataclass(frozen=True)
class Worked:
    """The worked example, run once for a session of tests. Do not change its tables."""

    consultation: Consultation
    tables: Tables
    run: Run
    gold: Path
    folder: tempfile.TemporaryDirectory[str]  # kept, so that it is removed when Python ends


@cache
def worked_example() -> Worked:
    """Run the worked example, once however many tests ask."""
    keep = tempfile.TemporaryDirectory(prefix="several-tests-")
    folder = Path(keep.name)
    consultation = copy_example(folder / "data")
    tables = run_stages(consultation)
    run = write_run(tables, consultation, folder / "run")
    return Worked(consultation, tables, run, folder / "data", keep)

"""The two Prefect flows, and the one place that composes the stages.

``flows.analyse`` and ``flows.publish`` are the doors to them; ``prefect.yaml`` deploys them.
"""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
from prefect import flow

from flows.bench import Bench, Done, nameless
from flows.folders import built_whole
from flows.tasks import (
    clean_task,
    cluster_task,
    embed_task,
    ingest_task,
    report_task,
    review_task,
    summarise_task,
    tag_task,
)
from pipeline.consultation import load_consultation
from pipeline.provenance import manifest
from pipeline.store import Run, TableRef, load, open_run, save, write_atomically

STAGES = (
    ingest_task, clean_task, embed_task, tag_task, cluster_task, review_task, summarise_task,
)  # fmt: skip
_GATHERED = ("issues", "metrics")  # tables that several stages add rows to
_MADE = frozenset({"tables", "report", "consultation.toml", "manifest.json"})


@flow(name="analyse", persist_result=False, validate_parameters=False)
def analyse_flow(path: str, refresh: bool = False) -> str:
    """Analyse a consultation, from its files to a draft report; return the run's folder."""
    return nameless("analyse", lambda: str(_analyse(Path(path), refresh=refresh)))


@flow(name="publish", persist_result=False, validate_parameters=False)
def publish_flow(run_path: str) -> list[str]:
    """Write the reports of a run that may be published; return their paths."""
    return nameless("publish", lambda: [str(path) for path in _publish(Path(run_path))])


def _analyse(path: Path, *, refresh: bool) -> Path:
    consultation = load_consultation(path)
    bench = Bench(consultation, refresh=refresh)
    known: dict[str, TableRef] = {}
    done: list[Done] = []
    for stage in STAGES:
        done.append(stage(bench, known))
        known |= {ref.name: ref for ref in done[-1].refs}
    known |= {ref.name: ref for ref in _gather(bench, done)}
    timings = {one.stage: one.seconds for one in done}
    file = path / "consultation.toml" if path.is_dir() else path
    return _write_run(bench, file, list(known.values()), timings)


def _gather(bench: Bench, done: Sequence[Done]) -> list[TableRef]:
    """Put the rows that several stages added to one table together."""
    parts = {
        name: [load(ref) for one in done for ref in one.refs if ref.name == name]
        for name in _GATHERED
    }
    whole = {name: pd.concat(frames) for name, frames in parts.items() if frames}
    return save(bench.cache.tables, whole)


def _write_run(
    bench: Bench, file: Path, refs: Sequence[TableRef], timings: dict[str, float]
) -> Path:
    """Write the folder of a run: whole, or not at all."""
    consultation, framework = bench.consultation, bench.framework
    embedder = bench.embedder_identity({ref.name: ref for ref in refs})
    described = manifest(consultation, framework, refs, timings, embedder=embedder)
    target = consultation.folder / "runs" / str(described["run_id"])
    with built_whole(target, workshop=consultation.folder / "cache", makes=_MADE) as folder:
        (folder / "tables").mkdir()
        for ref in refs:
            shutil.copyfile(ref.path, folder / "tables" / f"{ref.name}.parquet")
        shutil.copyfile(file, folder / "consultation.toml")
        started = time.perf_counter()
        report_task(Run(folder, described), profile="internal", folder=folder / "report")
        seconds = time.perf_counter() - started
        timings = {**timings, "report": seconds}
        complete = manifest(consultation, framework, refs, timings, embedder=embedder)
        text = json.dumps(complete, indent=2, ensure_ascii=False)
        write_atomically(folder / "manifest.json", text.encode())
    return target


def _publish(run_path: Path) -> list[Path]:
    run = open_run(run_path)
    target = run.path / "publish"
    with built_whole(target, workshop=run.path) as folder:
        paths = report_task(run, profile="publish", folder=folder)
    return [target / path.relative_to(folder) for path in paths]

"""One thin Prefect task for each stage: which tables and settings it takes, and nothing else.

Tasks pass references to tables, never tables, and Prefect keeps neither results nor keys
(``flows.caching`` does).
"""

from __future__ import annotations

from pathlib import Path

from prefect import task
from prefect.cache_policies import NO_CACHE

from flows.bench import Bench, Done, Refs, announced, nameless
from flows.caching import file_digest
from pipeline.clean import clean
from pipeline.cluster import cluster
from pipeline.consultation import Settings
from pipeline.embeddings import embed
from pipeline.ingest import ingest
from pipeline.report import report
from pipeline.review import read_decisions, review
from pipeline.store import Frames, Run
from pipeline.summarise import NEEDS, summarise
from pipeline.tag import tag


@task(name="ingest", cache_policy=NO_CACHE, persist_result=False)
def ingest_task(bench: Bench, known: Refs) -> Done:
    """Read the sources."""
    whole = bench.consultation
    # What reading does not depend on is put back to its default, so that it cannot.
    reading = whole.model_copy(
        update={
            "settings": Settings(repeated_respondent=whole.settings.repeated_respondent),
            "framework": None,
            "quotation_basis": None,
        }
    )
    settings = reading.model_dump(mode="json", exclude={"data_dir"}) | {
        "files": [file_digest(whole.root / source.file) for source in whole.sources]
    }
    return bench.stage("ingest", known, (), settings, lambda _: ingest(reading))


@task(name="clean", cache_policy=NO_CACHE, persist_result=False)
def clean_task(bench: Bench, known: Refs) -> Done:
    """Clean, redact and segment the comments."""
    model = bench.model_identity(bench.consultation.settings.spacy_model)

    def work(tables: Frames) -> Frames:
        return clean(tables["responses"], tables["questions"], nlp=bench.nlp)

    return bench.stage("clean", known, ("responses", "questions"), {"spacy": model}, work)


@task(name="embed", cache_policy=NO_CACHE, persist_result=False)
def embed_task(bench: Bench, known: Refs) -> Done:
    """Make the vectors of the segments."""
    model = bench.embedder_identity(known)

    def work(tables: Frames) -> Frames:
        return embed(tables["segments"], bench.embedder(known))

    return bench.stage("embed", known, ("segments",), {"embedder": model}, work)


@task(name="tag", cache_policy=NO_CACHE, persist_result=False)
def tag_task(bench: Bench, known: Refs) -> Done:
    """Tag segments to the framework and to what they do."""
    chosen = bench.consultation.settings
    settings = {
        "framework": nameless("tag", lambda: bench.framework and bench.framework.model_dump()),
        "spacy": bench.model_identity(chosen.spacy_model),
        "embedder": bench.embedder_identity(known),
    }

    def work(tables: Frames) -> Frames:
        return tag(
            tables["segments"], tables["comments"], tables["questions"], tables["vectors"],
            bench.framework, nlp=bench.nlp, embedder=bench.embedder(known),
        )  # fmt: skip

    reads = ("segments", "comments", "questions", "vectors")
    return bench.stage("tag", known, reads, settings, work)


@task(name="cluster", cache_policy=NO_CACHE, persist_result=False)
def cluster_task(bench: Bench, known: Refs) -> Done:
    """Find themes."""
    chosen = bench.consultation.settings
    settings = {
        "granularity": chosen.granularity,
        "seed": chosen.seed,
        "spacy": bench.model_identity(chosen.spacy_model),
        "embedder": bench.embedder_identity(known),
    }

    def work(tables: Frames) -> Frames:
        return cluster(
            tables["segments"], tables["comments"], tables["questions"], tables["acts"],
            tables["vectors"], nlp=bench.nlp, embedder=bench.embedder(known),
            granularity=chosen.granularity, seed=chosen.seed,
        )  # fmt: skip

    reads = ("segments", "comments", "questions", "acts", "vectors")
    return bench.stage("cluster", known, reads, settings, work)


@task(name="review", cache_policy=NO_CACHE, persist_result=False)
def review_task(bench: Bench, known: Refs) -> Done:
    """Replay what people decided."""
    log = bench.consultation.folder / "decisions.csv"

    def work(tables: Frames) -> Frames:
        decisions = read_decisions(log)
        return {"decisions": decisions} | review(
            tables["themes"], tables["assignments"], tables["segments"], tables["comments"],
            decisions,
        )  # fmt: skip

    reads = ("themes", "assignments", "segments", "comments")
    return bench.stage("review", known, reads, {"decisions": file_digest(log)}, work)


@task(name="summarise", cache_policy=NO_CACHE, persist_result=False)
def summarise_task(bench: Bench, known: Refs) -> Done:
    """Write the statements and the breakdown."""
    whole = bench.consultation
    settings = whole.model_dump(mode="json", exclude={"data_dir", "sources", "columns"}) | {
        "framework_read": bench.framework and bench.framework.model_dump(),
        "spacy": bench.model_identity(whole.settings.spacy_model),
        "embedder": bench.embedder_identity(known),
    }

    def work(tables: Frames) -> Frames:
        return summarise(
            tables, consultation=whole, nlp=bench.nlp, embedder=bench.embedder(known),
            framework=bench.framework,
        )  # fmt: skip

    return bench.stage("summarise", known, NEEDS, settings, work)


@task(name="report", cache_policy=NO_CACHE, persist_result=False)
def report_task(run: Run, *, profile: str, folder: Path) -> tuple[Path, ...]:
    """Write the reports of a run."""

    def work() -> tuple[Path, ...]:
        return tuple(report(run, profile=profile, folder=folder))

    with announced("report"):
        return nameless("report", work)

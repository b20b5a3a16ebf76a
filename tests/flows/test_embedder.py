"""The embedding model of a run: chosen, in the keys of the stages, with vectors kept."""

import shutil
from pathlib import Path

import pandas as pd
import pytest

from flows.bench import Bench, StageFailed
from pipeline.consultation import Consultation, Settings, Source
from pipeline.errors import RunError
from pipeline.resources import shipped
from pipeline.store import TableRef

TEXTS = [f"The bus on road {n} is late" for n in range(40)]


@pytest.fixture
def known(tmp_path: Path) -> dict[str, TableRef]:
    ids = [f"R{n:02d}:Q1.01" for n in range(40)]
    comments = [name[:-3] for name in ids]
    table = pd.DataFrame(
        {"segment_id": ids, "comment_id": comments, "start": 0, "end": 9, "text": TEXTS}
    )
    path = tmp_path / "segments.parquet"
    table.to_parquet(path)
    return {"segments": TableRef("segments", str(path), "digest", len(table))}


def bench_at(root: Path, *, model: str = "auto", refresh: bool = False) -> Bench:
    consultation = Consultation(
        root=root, title="t", body="b", sources=(Source(file="f.csv"),),
        settings=Settings(embedding_model=model),
    )  # fmt: skip
    return Bench(consultation, refresh=refresh)


def test_the_choice_is_part_of_every_key_it_reaches(tmp_path, known):
    def identity(model: str) -> str:
        return bench_at(tmp_path, model=model).embedder_identity(known)

    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "config.json").write_text('{"kind": "onnx"}', encoding="utf-8")
    first = identity("mine")
    (mine / "config.json").write_text('{"kind": "static"}', encoding="utf-8")
    assert identity("auto") == identity("embedder") == "shipped embedder"
    assert len({identity("auto"), first, identity("mine")}) == 3


def test_auto_goes_by_distinct_segments(tmp_path, known, monkeypatch):
    asked = []
    monkeypatch.setattr(
        "flows.bench.choose_model",
        lambda setting, n_texts, *, root: asked.append(n_texts) or shipped("models", "embedder"),
    )
    frame = pd.read_parquet(known["segments"].path)
    frame.loc[5:9, "text"] = frame.loc[4, "text"]
    frame.to_parquet(known["segments"].path)
    bench = bench_at(tmp_path)
    bench.embedder_identity(known)
    bench.embedder(known)
    assert asked == [35, 35]


def test_a_model_that_is_nowhere_stops_the_run_in_plain_words(tmp_path, known):
    with pytest.raises(StageFailed) as caught:
        bench_at(tmp_path, model="embeder").embedder_identity(known)
    assert isinstance(caught.value.original, RunError)
    assert 'Did you mean "embedder"' in str(caught.value.original)


def test_vectors_are_kept_in_the_data_folder_but_not_on_refresh(tmp_path, known):
    bench_at(tmp_path, refresh=True).embedder(known).encode(TEXTS)
    assert not (tmp_path / "cache").exists()
    first = bench_at(tmp_path).embedder(known).encode(TEXTS)
    (kept,) = (tmp_path / "cache" / "vectors").iterdir()
    assert kept.suffix == ".npz"
    assert (bench_at(tmp_path).embedder(known).encode(TEXTS) == first).all()
    shutil.rmtree(tmp_path / "cache")
    assert (bench_at(tmp_path).embedder(known).encode(TEXTS) == first).all()

"""The loader of the corpus: labels come from the points, spans point into the texts."""

import shutil
from pathlib import Path

import pytest

from pipeline.errors import RunError
from pipeline.train.corpus import load_corpus


def test_each_utterance_has_the_labels_of_its_point() -> None:
    corpus = load_corpus()
    point = corpus.points.iloc[7]
    own = corpus.utterances[corpus.utterances["point_id"] == point["point_id"]]

    assert len(own) >= 14
    assert set(own["act"]) == {point["act"]}
    assert set(own["subject_id"]) == {point["subject_id"]}
    assert not corpus.utterances.isna().any().any()


def test_unseen_says_what_training_never_saw() -> None:
    corpus = load_corpus()
    utterances = corpus.utterances
    train = set(utterances.loc[utterances["split"] == "train", "subject_id"])

    assert set(utterances.loc[utterances["split"] == "train", "unseen"]) == {"none"}
    assert train.isdisjoint(utterances.loc[utterances["unseen"] == "subject", "subject_id"])
    assert train >= set(utterances.loc[utterances["unseen"] == "point", "subject_id"])


def test_spans_are_words_of_their_comment() -> None:
    corpus = load_corpus()
    spans = corpus.spans.merge(corpus.comments, on="comment_id", validate="m:1")
    inside = [t[s:e] for t, s, e in zip(spans["text"], spans["start"], spans["end"], strict=True)]

    assert all(piece and piece == piece.strip() for piece in inside)


def test_a_missing_file_says_which_and_where_it_would_be(tmp_path: Path) -> None:
    source = Path(__file__).parents[3] / "data" / "corpus"
    for name in ("subjects.csv", "points.csv", "utterances.csv", "general.csv"):
        shutil.copy(source / name, tmp_path)

    with pytest.raises(RunError, match=r"comments\.jsonl, second_labels\.csv, wordings\.jsonl not"):
        load_corpus(tmp_path)

"""The labels name comments and codes that exist, and the agreement is the one the card states."""

from pathlib import Path

import pytest

from pipeline.resources import shipped
from pipeline.subjects import load_subjects
from pipeline.train.corpus import read_csv
from pipeline.train.labels import f1, labelled_comments, load_tags
from pipeline.train.mapping import labelled_framework


def test_codes_exist_and_a_priority_brings_its_outcome() -> None:
    for name, own in load_tags().groupby("framework"):
        framework = labelled_framework(str(name))
        for outcomes, priorities in zip(own["outcome_ids"], own["priority_ids"], strict=True):
            assert outcomes | priorities <= set(framework.labels())
            assert {framework.outcome_of(code) for code in priorities} <= outcomes


def test_a_comment_is_labelled_once_for_each_framework() -> None:
    tags = load_tags()

    assert not tags.duplicated(["source", "source_id", "framework"]).any()
    assert tags.groupby("framework").size().tolist() == [342, 342]


def test_the_card_states_the_agreement() -> None:
    tags = load_tags()
    card = (shipped("labels") / "README.md").read_text(encoding="utf-8")
    for _, own in tags.groupby("framework"):
        said = []
        for level in ("outcomes", "priorities"):
            pairs = zip(own[f"{level}_first"], own[f"{level}_second"], strict=True)
            scores = [f1(one, other) for one, other in pairs]
            said.append(f"{sum(scores) / len(scores):.3f}")
        assert ", ".join(said) in card


def test_mapping_names_subjects_and_labels_that_exist() -> None:
    mapping = read_csv(shipped("labels") / "mapping.csv")
    subjects = {subject.subject_id for subject in load_subjects() if subject.parent_id}

    assert set(mapping["subject_id"]) <= subjects
    for name, own in mapping.groupby("framework"):
        assert set(own["label_id"]) <= set(labelled_framework(str(name)).labels())


@pytest.mark.needs_shared
def test_every_labelled_comment_has_its_text(shared: Path) -> None:
    comments = labelled_comments(shared)

    assert len(comments) == 342
    assert comments["text"].str.len().min() >= 15
    assert comments["group"].nunique() == 17

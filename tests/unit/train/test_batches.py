"""Batches hold what they should: points apart, near misses together, no text kept for testing."""

import random
from pathlib import Path

import pytest

from pipeline.train.batches import Arguments, Wording
from pipeline.train.corpus import load_corpus


@pytest.fixture(scope="module")
def wording() -> Wording:
    return Wording(load_corpus())


def test_nothing_kept_for_testing_is_in_it(wording: Wording) -> None:
    corpus = load_corpus()
    kept = set(corpus.utterances.loc[corpus.utterances["split"] != "train", "text"])
    kept |= set(corpus.points.loc[corpus.points["split"] != "train", "text"])

    assert kept.isdisjoint(text for texts in wording.texts.values() for text in texts)


def test_hard_batches_bring_near_misses_together(wording: Wording) -> None:
    point_of = {text: point for point, texts in wording.texts.items() for text in texts}
    batch = next(wording.hard(random.Random(1)))
    points = [point_of[text] for text in batch.texts]

    assert len(set(points)) == 24
    assert len({point.split(".")[0] for point in points}) <= 8
    assert len(set(zip(points, batch.labels, strict=True))) == 24  # one label a point


def test_a_pass_uses_nearly_every_text_once(wording: Wording) -> None:
    total = sum(len(texts) for texts in wording.texts.values())
    for kind in (wording.hard, wording.wide):
        texts = [text for batch in kind(random.Random(1)) for text in batch.texts]

        assert len(texts) - len(set(texts)) < 5  # a line of a point may be an utterance too
        assert len(texts) > 0.75 * total


def test_the_same_seed_draws_the_same(wording: Wording) -> None:
    first, again = (next(wording.wide(random.Random(7))) for _ in range(2))

    assert first == again


def test_undecided_pairs_teach_nothing(tmp_path: Path) -> None:
    (tmp_path / "argkp_arguments.csv").write_text(
        "id,text,topic,stance,split\na1,one,T,1,train\na2,two,T,1,train\n"
    )
    (tmp_path / "argkp_key_points.csv").write_text(
        "id,text,topic,stance,split\nk1,first,T,1,train\nk2,second,T,1,train\n"
    )
    (tmp_path / "argkp_pairs.csv").write_text(
        "arg_id,key_point_id,label,split\na1,k1,1,train\na2,k2,1,train\na2,k1,0,train\n"
    )
    batch = next(Arguments(tmp_path).batches(random.Random(1), 1))
    keys = batch.texts[-batch.n_keys :]
    rows = dict(zip(batch.texts, batch.others, strict=False))

    assert {batch.texts[i]: keys[label] for i, label in enumerate(batch.labels)} == {
        "one": "first", "two": "second",
    }  # fmt: skip
    assert rows["two"][keys.index("first")] is True  # people said it does not make it
    assert rows["one"][keys.index("second")] is False  # nobody judged the pair

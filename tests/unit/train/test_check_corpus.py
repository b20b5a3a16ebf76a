"""The corpus's own checks find what they are for; and the committed corpus passes them."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from pipeline.train.check_corpus import check, runs, shares_of_templates, skeletons, texts_under
from pipeline.train.corpus import Corpus, load_corpus


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return load_corpus()


def with_text(corpus: Corpus, number: int, text: str) -> Corpus:
    utterances = corpus.utterances.copy()
    utterances.loc[number, "text"] = text
    return replace(corpus, utterances=utterances)


def test_the_committed_corpus_has_nothing_wrong(corpus: Corpus) -> None:
    assert check(corpus) == []


@pytest.mark.needs_shared
@pytest.mark.slow
def test_the_committed_corpus_shares_no_run_with_the_development_data(
    corpus: Corpus, shared: Path
) -> None:
    assert check(corpus, texts_under(shared)) == []


def test_a_copied_run_of_eight_words_is_found(corpus: Corpus) -> None:
    long = corpus.utterances["text"].map(lambda text: len(list(runs(text)))).idxmax()
    copied = next(runs(corpus.utterances.loc[long, "text"]))
    other = 0 if long else 1

    problems = check(with_text(corpus, other, copied + " or so they say"))

    ids = corpus.utterances.loc[[long, other], "utterance_id"]
    assert any(all(i in problem for i in ids) and "in a row" in problem for problem in problems)


def test_a_run_from_elsewhere_is_found(corpus: Corpus) -> None:
    text = "nobody at all has yet mended the clock above the old corn exchange"

    problems = check(with_text(corpus, 0, text), [f"He wrote that {text}, again."])

    assert any("a text elsewhere" in problem for problem in problems)


def test_near_duplicates_are_found(corpus: Corpus) -> None:
    first = "The clock above the corn exchange has stopped"
    doubled = with_text(with_text(corpus, 0, first + " again"), 1, first + " agian")

    assert any("near duplicates" in problem for problem in check(doubled))


def test_texts_with_slots_are_found(corpus: Corpus) -> None:
    utterances = corpus.utterances.copy()
    filled = [f"I think that the {n} should be made better for us" for n in range(300)]
    utterances.loc[:299, "text"] = filled

    opening, frame = shares_of_templates(replace(corpus, utterances=utterances))

    assert opening > 0.02
    assert frame > 0.02
    assert {"i think that the", "i _ that the _ should be made _ for us"} <= set(
        skeletons(filled[0])
    )


def test_a_point_in_training_of_a_subject_kept_apart_is_found(corpus: Corpus) -> None:
    kept = corpus.subjects.loc[corpus.subjects["split"] == "test", "subject_id"].iloc[0]
    points = corpus.points.copy()
    points.loc[points["subject_id"] == kept, "split"] = "train"

    assert any("its subject is test" in p for p in check(replace(corpus, points=points)))


def test_spans_that_overlap_are_found(corpus: Corpus) -> None:
    spans = corpus.spans.copy()
    spans.loc[1, "start"] = spans.loc[0, "start"]

    assert any("overlaps" in problem for problem in check(replace(corpus, spans=spans)))


def test_an_opposite_that_does_not_answer_is_found(corpus: Corpus) -> None:
    points = corpus.points.copy()
    first = points.index[points["opposite"] != ""][0]
    points.loc[first, "opposite"] = points["point_id"].iloc[-1]

    assert any("does not name it back" in p for p in check(replace(corpus, points=points)))


def test_a_lost_layer_is_found(corpus: Corpus) -> None:
    empty = corpus.general.iloc[:0]

    assert any(p.startswith("general: 0") for p in check(replace(corpus, general=empty)))


def test_lines_are_read_from_every_kind_of_file(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,text\n1,one two\n", encoding="utf-8")
    (tmp_path / "b.conllu").write_text("# text = three\n# text = four\n", encoding="utf-8")
    (tmp_path / "c.bin").write_bytes(b"\x00")

    assert len(list(texts_under(tmp_path))) == 3
    assert pd.Series(list(texts_under(tmp_path))).str.contains("three").sum() == 1

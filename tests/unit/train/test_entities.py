"""Names in CoNLL and in marked texts, and the variants that training makes of them."""

import json
import random
from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc
from spacy.training import Example

from pipeline.resources import shipped
from pipeline.train.augment import variants
from pipeline.train.entities import LABELS, blocks, pools_of, read_conll, read_marked


@pytest.fixture
def marked(tmp_path: Path) -> list[Doc]:
    path = tmp_path / "names.txt"
    path.write_text(
        "Cllr [PER J. Hughes] wrote to [ORG Harborough District Council].\n\n"
        "thanks to [PER sandra] at [LOC oadby] library\n",
        encoding="utf-8",
    )
    return read_marked(path, spacy.blank("en"))


def test_marks_become_entities_and_leave_the_text(marked: list[Doc]) -> None:
    assert marked[0].text == "Cllr J. Hughes wrote to Harborough District Council."
    assert [(e.text, e.label_) for e in marked[0].ents] == [
        ("J. Hughes", "PER"),
        ("Harborough District Council", "ORG"),
    ]
    assert [e.text for e in marked[1].ents] == ["sandra", "oadby"]


def test_conll_names_end_where_another_begins(tmp_path: Path) -> None:
    path = tmp_path / "some.conll"
    path.write_text(
        "Ann\tB-PER\nOther\tI-PER\nBob\tB-PER\nin\tO\nLeeds\tB-LOC\n\nthe\tO\nX\tB-MISC\n", "utf-8"
    )
    first, second = read_conll(path, spacy.blank("en").vocab)

    assert [(e.text, e.label_) for e in first.ents] == [
        ("Ann Other", "PER"), ("Bob", "PER"), ("Leeds", "LOC"),
    ]  # fmt: skip
    assert second.ents == ()


def test_our_own_texts_with_names_are_marked_whole() -> None:
    docs = read_marked(shipped("corpus", "names.txt"), spacy.blank("en"))

    assert len(docs) >= 800
    assert not [doc for doc in docs if "[" in doc.text and any(m in doc.text for m in LABELS)]
    assert 0.25 < sum(any(e.label_ == "PER" for e in doc.ents) for doc in docs) / len(docs) < 0.45


def test_blocks_are_held_back_whole() -> None:
    docs = list(range(300))
    kept, held = blocks(docs, size=40, held=3)

    assert sorted(kept + held) == docs
    assert held[:40] == list(range(80, 120))


def test_pools_leave_out_handles_and_long_names(marked: list[Doc]) -> None:
    doc = Doc(marked[0].vocab, words=["@annother", "spoke"])
    doc.ents = [spacy.tokens.Span(doc, 0, 1, label="PER")]

    assert pools_of([*marked, doc]) == {
        "PER": {"1": [["sandra"]], "2": [["J.", "Hughes"]]},
        "ORG": {"3": [["Harborough", "District", "Council"]]},
        "LOC": {"1": [["oadby"]]},
    }


def made(example: Example, folder: Path, **shares: float) -> list[Example]:
    (folder / "pools.json").write_text(json.dumps({"PER": {"1": [["Nkechi"]]}}), "utf-8")
    shares = {"lower": 0.0, "upper": 0.0, "unstop": 0.0, "rename": 0.0} | shares
    augment = variants(**shares, pools=str(folder / "pools.json"))
    random.seed(1)
    return list(augment(spacy.blank("en"), example))[1:]


def test_variants_keep_the_annotation_there_is_and_invent_none(
    marked: list[Doc], tmp_path: Path
) -> None:
    example = Example(spacy.blank("en").make_doc(marked[1].text), marked[1])
    (upper,) = made(example, tmp_path, upper=1.0)

    assert upper.reference.text == marked[1].text.upper()
    assert [e.label_ for e in upper.reference.ents] == ["PER", "LOC"]
    for column in ("TAG", "POS", "MORPH", "LEMMA", "DEP", "SENT_START"):
        assert not upper.reference.has_annotation(column), column


def test_another_name_is_put_in_the_case_of_the_old_one(marked: list[Doc], tmp_path: Path) -> None:
    example = Example(spacy.blank("en").make_doc(marked[1].text), marked[1])
    (other,) = made(example, tmp_path, rename=1.0)

    assert other.reference.text == "thanks to nkechi at oadby library"


def test_stops_are_left_out_with_their_columns(tmp_path: Path) -> None:
    nlp = spacy.blank("en")
    words = ["We", "agree", ".", "It", "works", "."]
    gold = Doc(
        nlp.vocab, words=words, heads=[1, 1, 1, 4, 4, 4],
        deps=["nsubj", "ROOT", "punct", "nsubj", "ROOT", "punct"],
        tags=["PRP", "VBP", ".", "PRP", "VBZ", "."],
    )  # fmt: skip
    random.seed(3)
    (short,) = made(Example(nlp.make_doc(gold.text), gold), tmp_path, unstop=1.0)

    assert len(short.reference) < 6
    assert [t.dep_ for t in short.reference if t.dep_ == "ROOT"] == ["ROOT", "ROOT"]
    assert short.reference[0].head.text == "agree"
    assert [t.text for t in short.reference if t.tag_ == "VBZ"] == ["works"]

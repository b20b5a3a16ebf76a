"""The spaCy pipeline, sentences and noun phrases."""

import shutil

import pytest
import spacy

from pipeline.errors import RunError
from pipeline.language import (
    _check_shipped,
    enclosed,
    is_clause,
    load_language,
    noun_phrases,
    sentences,
)
from pipeline.resources import shipped


@pytest.fixture(scope="module")
def nlp():
    return load_language()


def test_the_shipped_pipeline_is_loaded_once(nlp):
    assert nlp is load_language() is load_language(None)
    assert {"tagger", "parser", "trainable_lemmatizer"} <= set(nlp.pipe_names)


def test_a_missing_pipeline_gives_a_way_out():
    with pytest.raises(RunError, match='remove "spacy_model"'):
        load_language("en_no_such_pipeline")


def test_a_damaged_file_of_the_shipped_pipeline_is_named(tmp_path, monkeypatch):
    folder = tmp_path / "en_consultation"
    shutil.copytree(shipped("models", "en_consultation"), folder)
    monkeypatch.setattr("pipeline.language.shipped", lambda _shelf, name: tmp_path / name)
    _check_shipped.cache_clear()
    load_language()
    (folder / "pipeline" / "parser" / "model").write_bytes(b"cut short")
    _check_shipped.cache_clear()
    with pytest.raises(RunError, match=r"parser.model.* is not the one"):
        load_language()


def test_a_pipeline_without_a_parser_is_refused(tmp_path):
    spacy.blank("en").to_disk(tmp_path)
    with pytest.raises(RunError, match="no tagger and no parser"):
        load_language(str(tmp_path))


def test_a_folder_can_be_named(nlp, tmp_path):
    nlp.to_disk(tmp_path)
    text = "We need more buses."
    heads = [token.head.i for token in load_language(str(tmp_path))(text)]
    assert heads == [token.head.i for token in nlp(text)]


SENTENCES = {
    "abbreviations": ["Mr. Smith of No. 5 and Dr. Jones agree, e.g. on buses.", "We do not."],
    "quotation": ['He said "Stop it. Now." and left.', "We agree (they all did. Really.) here."],
    "lower case": ["no buses run here.", "please see e.g. Oadby.", "it is awful"],
    "pause": ["I wondered... is this all?", "It seems so."],
    "marks": ["Great idea!!!", "Who pays for it?", "Nobody knows"],
    "initial": ["We met J. Smith at 5 p.m. on Monday.", "He agreed."],
    "reference": ["See para. 4 and p. 12 of the plan.", "It is clear."],
}


@pytest.mark.parametrize("expected", SENTENCES.values(), ids=list(SENTENCES))
def test_sentences(nlp, expected):
    assert [s.text for s in sentences(nlp(" ".join(expected)))] == expected


def test_a_stop_without_a_space_ends_a_sentence(nlp):
    assert [s.text for s in sentences(nlp("We agree with it.We do."))] == [
        "We agree with it.",
        "We do.",
    ]


def test_sentences_leave_no_gap(nlp):
    doc = nlp("1. More buses. 2. Fewer cars etc. We wait (still) for U.K. rail. thanks")
    found = sentences(doc)
    assert [token.i for sentence in found for token in sentence] == list(range(len(doc)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a (b (c) d) e", [(2, 11)]),
        ("(all of it)", []),
        ("“all (of) it”.", [(5, 9)]),
        ("don’t ‘it’s so’ won’t", [(6, 15)]),
        ('a 6" pipe and a 4" pipe', []),
        ("an open ( bracket", []),
    ],
    ids=["nested", "whole", "within whole", "apostrophes", "inches", "open"],
)
def test_enclosed(text, expected):
    assert enclosed(text) == expected


def test_a_clause_has_a_subject_and_a_finite_verb(nlp):
    doc = nlp("The council did not listen to us.")
    assert [token.text for token in doc if is_clause(token)] == ["listen"]
    assert not any(is_clause(token) for token in nlp("More buses, please."))


PHRASES = {
    "Leicestershire County Council's strategic plan is too long.": [
        "Leicestershire County Council's strategic plan",
    ],
    "She and they asked for the removal of the old bus shelters on London Road.": [
        "the removal", "the old bus shelters", "London Road",
    ],
    "We want better health and care services and a new library.": [
        "better health and care services", "a new library",
    ],
    "Improve cycling infrastructure, public transport links and town centre parking.": [
        "cycling infrastructure", "public transport links", "town centre parking",
    ],
    "The cost of living is too high and our young people cannot find a job.": [
        "The cost", "living", "our young people", "a job",
    ],
    "It helps us.": [],
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), PHRASES.items(), ids=range(len(PHRASES)))
def test_noun_phrases(nlp, text, expected):
    assert [phrase.text for phrase in noun_phrases(nlp(text))] == expected


def test_noun_phrases_with_of(nlp):
    doc = nlp("The lack of public transport isolates the people of Leicester.")
    assert [phrase.text for phrase in noun_phrases(doc, with_of=True)] == [
        "The lack of public transport",
        "the people of Leicester",
    ]


def test_noun_phrases_stay_within_their_span(nlp):
    doc = nlp("The old library is closed. The new library is open.")
    second = sentences(doc)[1]
    assert [phrase.text for phrase in noun_phrases(second)] == ["The new library"]
    assert noun_phrases(doc[0:0]) == []

"""Which words carry meaning, which keep their capitals, what could name a theme."""

import pytest
from spacy.language import Language

from pipeline.language import load_language
from pipeline.wording import content_lemmas, makes_a_point, mid_sentence, nameable, names_in


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load_language()


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        ("The buses are always late.", {"bus", "late"}, {"the", "be", "buses"}),
        (
            "We need more affordable homes in Melton.",
            {"affordable", "home", "melton"},
            {"we", "in"},
        ),
        ("Prevention matters!", {"prevention"}, {"!"}),
        ("It is what it is.", set(), {"it", "be"}),
        ("£66m of cuts by 2019", {"cut"}, {"of", "by", "66", "2019", "£"}),
    ],
    ids=["plural", "name", "punctuation", "only stop words", "figures"],
)
def test_content_lemmas(nlp: Language, text: str, inside: set, outside: set) -> None:
    found = content_lemmas(nlp(text))
    assert inside <= found
    assert not outside & found
    assert all(lemma == lemma.lower() for lemma in found)


def test_content_lemmas_of_a_span_are_part_of_those_of_the_text(nlp: Language) -> None:
    doc = nlp("Rural roads need repair and town parks need trees.")
    assert content_lemmas(doc[:4]) | content_lemmas(doc[4:]) == content_lemmas(doc)


def test_names_are_written_with_a_capital_where_no_sentence_starts(nlp: Language) -> None:
    docs = list(nlp.pipe([
        "The bus from Melton is late.", "Rural roads near Melton are bad.", "In Oadby it is fine.",
        "Homes: Good ones.", "the council and the Council", "council tax",
    ]))  # fmt: skip
    names = names_in(docs)
    assert {"Melton", "Oadby"} <= names
    assert not {"The", "Rural", "Homes", "Good", "Council"} & names


def test_names_of_nothing(nlp: Language) -> None:
    assert names_in([]) == frozenset()
    assert names_in([nlp("")]) == frozenset()


@pytest.mark.parametrize(
    ("text", "word", "written"),
    [
        ("Homes are dear.", 0, "homes"),
        ("NHS waits are long.", 0, "NHS"),
        ("McDonald spoke.", 0, "McDonald"),
        ("Perhaps I am wrong.", 1, "I"),
        ("Melton needs buses.", 0, "Melton"),
        ("The roads in Oadby are bad.", 3, "Oadby"),
        ("The roads in Oadby are bad.", 1, "roads"),
    ],
    ids=["start", "abbreviation", "capital inside", "I", "known name", "name", "plain"],
)
def test_mid_sentence(nlp: Language, text: str, word: int, written: str) -> None:
    assert mid_sentence(nlp(text)[word], frozenset({"Melton"})) == written


ASKED = frozenset({"plan", "draft", "vision", "council"})


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("I agree.", False),
        ("Yes, I strongly support the draft plan.", False),
        ("Broadly happy with the vision overall", False),
        ("No comment", False),
        ("👍", False),
        ("", False),
        ("The vision forgets carers.", True),
        ("I agree, but the roads are bad.", True),
        ("Potholes!", True),
        ("More buses please", True),
        ("The council ignores us.", True),
    ],
)
def test_makes_a_point(nlp: Language, text: str, says: bool) -> None:
    assert makes_a_point(nlp(text), ASKED) is says


@pytest.mark.parametrize(
    "text",
    ["The plan is far too long.", "The plan does not go far enough.", "Too long",
     "The draft plan says nothing.", "The council cannot do this alone."],
)  # fmt: skip
def test_criticism_in_small_words_makes_a_point(nlp: Language, text: str) -> None:
    assert makes_a_point(nlp(text), ASKED)


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("The county needs a variety of homes.", {"The county", "a variety of homes"}),
        ("We welcome working in partnership.", {"working in partnership"}),
        ("They support market towns and the rural economy.", {"market towns", "the rural economy"}),
    ],
    ids=["of", "gerund", "coordination"],
)
def test_nameable(nlp: Language, text: str, phrases: set[str]) -> None:
    assert phrases <= {span.text for span in nameable(nlp(text))}


def test_a_participle_is_no_name(nlp: Language) -> None:
    found = {span.text for span in nameable(nlp("The council is closing the tip."))}
    assert not any(text.startswith("closing") for text in found)
    assert {"The council", "the tip"} <= found


def test_nameable_spans_come_in_order_and_once(nlp: Language) -> None:
    doc = nlp("The lack of buses in the north of the county isolates older people living alone.")
    places = [(span.start, span.end) for span in nameable(doc)]
    assert places == sorted(set(places))

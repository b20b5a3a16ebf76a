"""Cutting comments into points."""

import pandas as pd
import pytest

from pipeline.clean._segments import cut_comments
from pipeline.clean._text import clean_text
from pipeline.language import load_language


@pytest.fixture(scope="module")
def pieces():
    nlp = load_language()

    def cut(text):
        return [text[start:end] for start, end in cut_comments([text], nlp=nlp)[text]]

    return cut


CUT = {
    "sentences": ["We need more buses.", "Why was the library closed?", "It was loved!"],
    "short": ["Agree.", "Strongly agree.", "A balanced set."],
    "but with subject": [
        "The priorities are sensible", "but they say nothing about rural transport.",
    ],
    "but without subject": [
        "The outcome was warmly welcomed", "but needs more detail on rural transport.",
    ],
    "and with subject": [
        "I support the vision for the county", "and the council should work with parish councils.",
    ],
    "semicolon": ["It is a good plan for us", "also, there should be more trees."],
    "comma splice": ["There are too many cars", "people drive much too fast here."],
}  # fmt: skip
WHOLE = [
    "The council should work with Mr. Smith of No. 5 High Street, e.g. on the bus shelters.",
    "We agree (they all did. Really.) with the plan.",
    "The sign says “Stop this. Now. Please listen.” in red.",
    "Trains; buses; trams.",
    "Parks and libraries and buses are good and useful.",
    "When we asked the council about this, it said that nothing could be done.",
    "My point is this: the county needs a new hospital.",
    "Please ring [phone] or write to [email] about the [postcode] bus stop.",
    "I think that the plan is good and that it will work well for us.",
]


def joined(parts):
    """Write the parts as one comment, with what would stand between them."""
    text = parts[0]
    for part in parts[1:]:
        link = " " if text[-1] in ".!?" else ", " if not part.startswith("also") else "; "
        text += link + part
    return text


@pytest.mark.parametrize("parts", CUT.values(), ids=list(CUT))
def test_points_are_parted(pieces, parts):
    assert pieces(joined(parts)) == parts


@pytest.mark.parametrize("text", WHOLE, ids=range(len(WHOLE)))
def test_one_point_stays_whole(pieces, text):
    assert pieces(text) == [text]


def test_lines_bullets_and_numbers_part_items(pieces):
    assert pieces("We want:\n- more buses\n• fewer cars") == ["We want", "more buses", "fewer cars"]
    numbered = "1. Keep all the libraries open 2. Bring back the old bus route"
    assert pieces(numbered) == ["1. Keep all the libraries open", "2. Bring back the old bus route"]
    assert len(pieces("In 2017 we had (1) nothing and (2) less.")) == 1


def test_lower_case_text_is_parted_at_its_stops(pieces):
    text = "no buses run here. please bring them back. thank you"
    assert pieces(text) == ["no buses run here.", "please bring them back.", "thank you"]


def test_signs_alone_stay_whole(pieces):
    assert pieces("👍") == ["👍"]


def test_texts_do_not_influence_each_other():
    nlp = load_language()
    texts = [joined(parts) for parts in CUT.values()] + WHOLE
    together = cut_comments(texts, nlp=nlp)
    assert all(cut_comments([text], nlp=nlp)[text] == together[text] for text in texts)


@pytest.mark.needs_shared
@pytest.mark.slow
def test_boundaries_agree_with_people_better_than_sentences_do(shared):
    comments = pd.read_csv(shared / "data" / "cdcp_comments.csv", dtype={"id": str})
    units = pd.read_csv(shared / "data" / "cdcp_units.csv", dtype={"comment_id": str})
    verbatim = comments.set_index("id")["text"]
    nlp = load_language()
    cuts = cut_comments(verbatim.map(clean_text), nlp=nlp)

    def letters_before(text, position):
        return sum(sign.isalnum() for sign in text[:position])

    def f1(predicted):
        pairs = [
            ({letters_before(verbatim[key], s) for s in rows["start"]} - {0}, predicted[key] - {0})
            for key, rows in units.groupby("comment_id")
        ]
        hits = sum(len(gold & found) for gold, found in pairs)
        return 2 * hits / sum(len(gold) + len(found) for gold, found in pairs)

    texts = verbatim.map(clean_text)
    ours = {k: {letters_before(t, c.start) for c in cuts[t]} for k, t in texts.items()}
    parsed = zip(texts.items(), nlp.pipe(texts), strict=True)
    plain = {k: {letters_before(t, s.start_char) for s in d.sents} for (k, t), d in parsed}
    assert f1(ours) > 0.86
    assert f1(ours) > f1(plain) + 0.02

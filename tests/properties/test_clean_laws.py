"""Laws of cleaning: nothing vanishes, segments cover, row order does not matter."""

import re

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.clean import clean
from pipeline.clean._redact import redact
from pipeline.clean._segments import cut_comments
from pipeline.clean._text import clean_text
from pipeline.language import load_language
from pipeline.tables import conform

QUICK = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
OPEN_PARTS = ("Q1a", "Q1b", "Q2")

# Text as people write it, broken up by what breaks programs.
PIECES = st.sampled_from(
    """We need more buses|the library must stay open|, but|; also,| and |No comment|n/a|see above|.|
... |!?|\n|\r\n|\n- |• |1. |2) |(a) |(|)|[|]|"|“|”|‘|’|'| e.g. |No. 5|Mr. Smith|£66m|2015-20|A46|. |
👍|👩‍👧|â€™|Â£|&amp;|&amp;lt;|\u200b|\ufeff|\x07|_x000D_|<br>|\u2028|\xa0|\t|[email]|jo@example.org|
0116 496 0123|LE3 8RA|日本語|naïve|CAPITALS|i think its fine|—|/|I support the plan""".split("|")
)
MESSY = st.lists(PIECES | st.text(max_size=6), max_size=14).map("".join)


@pytest.fixture(scope="module")
def nlp():
    return load_language()


@st.composite
def received(draw):
    """Table ``responses``: a few respondents, some with an earlier or a second reply."""
    keys = draw(
        st.lists(
            st.tuples(
                st.sampled_from(["R1", "R2", "R3"]),
                st.sampled_from(["", "~1", "#2"]),
                st.sampled_from(OPEN_PARTS),
            ),
            unique=True,
            max_size=8,
        )
    )
    cells = draw(st.lists(MESSY, min_size=len(keys), max_size=len(keys)))
    rows = [
        (f"{who}{reply}:{part}", who, part, cell, None, None, "f.csv", None, row)
        for row, ((who, reply, part), cell) in enumerate(zip(keys, cells, strict=True), start=2)
    ]
    columns = [
        "comment_id", "respondent_id", "question_id", "verbatim", "submitted_at", "channel",
        "source_file", "source_sheet", "source_row",
    ]  # fmt: skip
    return conform("responses", pd.DataFrame(rows, columns=columns))


def questions():
    rows = [
        (part, None, "other", None, "?", None, None, position)
        for position, part in enumerate(OPEN_PARTS, start=1)
    ]
    columns = [
        "question_id", "parent_id", "role", "number", "text", "about", "scope", "position",
    ]  # fmt: skip
    return conform("questions", pd.DataFrame(rows, columns=columns))


@QUICK
@given(responses=received())
def test_nothing_vanishes(responses, nlp):
    tables = clean(responses, questions(), nlp=nlp)
    comments = tables["comments"]
    assert comments["comment_id"].tolist() == responses["comment_id"].tolist()
    assert tables["exclusions"]["n_comments"].sum() == len(responses)
    analysed = comments.loc[comments["status"] == "analysed", "comment_id"]
    assert set(tables["segments"]["comment_id"]) == set(analysed)


@QUICK
@given(responses=received())
def test_segments_cover_and_do_not_overlap(responses, nlp):
    tables = clean(responses, questions(), nlp=nlp)
    texts = tables["comments"].set_index("comment_id")["text"]
    for comment_id, segments in tables["segments"].groupby("comment_id"):
        text = texts[comment_id]
        covered = set()
        reached = 0
        for row in segments.itertuples():
            assert row.start >= reached
            assert row.text == text[row.start : row.end] == row.text.strip()
            assert row.text
            assert "\n" not in row.text
            covered.update(range(row.start, row.end))
            reached = row.end
        assert all(i in covered for i, sign in enumerate(text) if sign.isalnum())


@QUICK
@given(responses=received(), seed=st.integers(0, 1000))
def test_row_order_and_arguments_stay(responses, seed, nlp):
    shuffled = responses.sample(frac=1, random_state=seed)
    before = shuffled.copy(deep=True)
    first = clean(responses, questions(), nlp=nlp)
    second = clean(shuffled, questions(), nlp=nlp)
    pd.testing.assert_frame_equal(shuffled, before)
    for name, table in first.items():
        pd.testing.assert_frame_equal(table, second[name])


@settings(QUICK, max_examples=300)
@given(text=MESSY)
def test_cleaning_again_changes_nothing(text):
    once, _ = redact(clean_text(text))
    assert redact(clean_text(once)) == (once, 0)


@settings(QUICK, max_examples=300)
@given(before=MESSY, email=st.emails(), after=MESSY)
def test_redaction_leaves_no_email(before, email, after):
    text, _ = redact(clean_text(f"{before} {email} {after}"))
    assert not re.search(r"\w@\w+\.\w\w", text)


@settings(QUICK, max_examples=200)
@given(text=MESSY)
def test_marks_of_redaction_are_never_split(text, nlp):
    cleaned, _ = redact(clean_text(text))
    marks = [m.span() for m in re.finditer(r"\[(?:email|phone|postcode)\]", cleaned)]
    for start, end in cut_comments([cleaned], nlp=nlp)[cleaned]:
        assert not any(a < start < b or a < end < b for a, b in marks)

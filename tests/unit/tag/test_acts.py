"""What a segment does: sentences written for the test, none from the example."""

import pytest

from pipeline.tag._acts import classify, stance_of

WHY = "Why do you say this?"
MORE = "Is there anything else we should consider?"
OWN = "How well does this align with your own organisational strategy?"

CASES = [
    ("Agree.", WHY, "general", "for"),
    ("Yes, strongly agree", WHY, "general", "for"),
    ("Please see attached letter.", MORE, "general", "none"),
    ("Thank you for the opportunity to comment on the draft.", WHY, "general", None),
    ("We support the proposal to plant more trees.", WHY, "support", "for"),
    ("It is good to see walking given its due.", WHY, "support", "for"),
    ("I am delighted with the new park.", WHY, "support", "for"),
    ("The council should open the hall on Sundays.", WHY, "suggestion", None),
    ("We suggest that the map be redrawn.", WHY, "suggestion", "none"),
    ("Parents would like to see more crossing patrols.", WHY, "suggestion", None),
    ("Build a footpath along the bypass.", WHY, "suggestion", None),
    ("Please publish the accounts online.", WHY, "suggestion", None),
    ("Could the fees be spread over the year?", WHY, "suggestion", None),
    ("There is a case for a second bridge.", WHY, "suggestion", None),
    ("A shorter form would avoid confusion.", WHY, "suggestion", None),
    ("More benches along the towpath.", MORE, "suggestion", None),
    ("Agree, but the forms should be shorter.", WHY, "suggestion", "mixed"),
    ("We are worried about the loss of the market.", WHY, "concern", None),
    ("The notice period was far too short.", WHY, "concern", None),
    ("We cannot support this scheme.", WHY, "concern", "against"),
    ("I am not happy with the changes.", WHY, "concern", "against"),
    ("How will the money be raised?", WHY, "query", "none"),
    ("It is unclear who pays for repairs.", WHY, "query", "none"),
    ("We would welcome clarification of the timetable.", WHY, "query", None),
    ("Members would like to know when work starts.", WHY, "query", "none"),
    ("This is consistent with our own business plan.", WHY, "alignment", "for"),
    ("Very closely.", OWN, "alignment", "for"),
    ("It fits well with the Trust's forward plan.", OWN, "alignment", "for"),
    ("The river floods every second winter.", WHY, "observation", "none"),
    ("People need support after leaving hospital.", WHY, "observation", None),
    ("Yes, provided that the rents stay low.", WHY, "suggestion", "mixed"),
]


@pytest.mark.parametrize(
    ("text", "question", "act", "stance"), CASES, ids=[f"{c[2]}-{i}" for i, c in enumerate(CASES)]
)
def test_act_and_stance(nlp, text, question, act, stance):
    doc = nlp(text)
    found, score = classify(doc, question)
    assert found == act
    assert 0 < score <= 1
    if stance is not None:
        assert stance_of(doc, found) == stance


def test_short_answers_align_only_where_alignment_was_asked(nlp):
    assert classify(nlp("Very closely."), OWN)[0] == "alignment"
    assert classify(nlp("Very closely."), WHY)[0] != "alignment"


def test_curly_apostrophes_read_like_straight_ones(nlp):
    curly, straight = nlp("We can’t support this."), nlp("We can't support this.")
    assert stance_of(curly, "concern") == stance_of(straight, "concern") == "against"


@pytest.mark.parametrize("text", ["", "?", "...", "£20", "agree " * 400], ids=range(5))
def test_odd_segments_have_an_act(nlp, text):
    act, score = classify(nlp(text), WHY)
    assert 0 <= score <= 1
    assert act

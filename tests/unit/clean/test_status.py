"""What counts as an answer."""

import pandas as pd
import pytest

from pipeline.clean._redact import redact
from pipeline.clean._status import is_non_answer
from pipeline.clean._text import clean_text

NON_ANSWERS = [
    "n/a", "N/A.", "N.A.", "n / a", "none", "None.", "-none-", "-", ".", "??", "x", "no", "No.",
    "Nope", "nil", "nil return", "No comment", "no comments at this time", "Nothing to add",
    "Nothing more to say", "No further comments.", "None at this stage.", "none whatsoever",
    "No, nothing else to add thanks", "None - thank you", "No thank you", "Not at this time",
    "I have no further comments to make at this time.", "We have no comments on this section",
    "We do not wish to comment.", "I don't have any comments", "I’ve nothing to add",
    "There are no other comments", "No additional comments or suggestions", "No strong views",
    "No view", "no opinion", "No answer", "Don't know", "don’t know", "I do not know", "Not sure",
    "no idea", "Nothing I can think of", "Not that I can think of.", "can't think of anything",
    "nothing comes to mind", "That's all", "Not applicable", "Not applicable to us",
    "Not relevant to our organisation", "No comment - outside our remit",
    "This is outside our area of expertise", "See above", "see above.", "As above", "as before",
    "Same as Q1", "See 1a", "see 1 (a)", "ditto", "already answered", "N/A - see above",
    "No (see above)", "as stated above", "As per my answer to question 3",
    "See my response to Question 4.", "see answer to 2b above", "Refer to previous response",
    "See enclosed letter", "See corporate plan", "Please see our attached response.", "[email]",
]  # fmt: skip
ANSWERS = [
    "Agree.", "Supported.", "Yes", "y", "Yes, no further comments", "Agree. Nothing to add.", "+1",
    "👍", "No objection", "No concerns", "No, we are content.", "Don't know enough about it",
    "Don't know why you are doing this", "You are now closing our library", "Nothing works",
    "None of this helps carers", "Nothing is said about buses", "Nothing for young people",
    "No buses", "No more houses", "No new roads", "No mention of carers", "No information",
    "No trust in the council", "No ideas for rural areas", "There are no new ideas", "No answers",
    "No response from the council", "No. No. No! Keep the pool", "Not sure this will work",
    "Not enough detail", "Not relevant to young people", "None of the above", "Irrelevant",
    "As above but with more trees", "See above. Also add buses", "See sense", "See what happens",
    "See the traffic on Bath Road", "Please see that the library stays open", "Read the report",
    "Same as every other council", "Same as last plan", "Outside our village",
]  # fmt: skip
# The gold file counts these two as answers, and "Nothing to add" and "None." as none. They say the
# same: no rule about words can part them, so we part from it.
DISPUTED = {"R04:Q1b", "R08:Q1b"}


@pytest.mark.parametrize("text", NON_ANSWERS)
def test_having_nothing_to_say_is_a_non_answer(text):
    assert is_non_answer(text)


@pytest.mark.parametrize("text", ANSWERS)
def test_saying_something_in_few_words_is_an_answer(text):
    assert not is_non_answer(text)


def test_the_worked_example_agrees_with_its_gold(example):
    columns = pd.read_csv(example / "columns.csv").set_index("column_id")["header"]
    replies = pd.read_csv(example / "responses.csv", keep_default_na=False)
    replies = replies.set_index("Respondent ID")
    gold = pd.read_csv(example / "gold_tags.csv", keep_default_na=False)
    wrong = {
        row.comment_key
        for row in gold.itertuples()
        if is_non_answer(
            redact(clean_text(replies.loc[row.respondent_id, columns[row.column_id]]))[0]
        )
        != (row.blank_equivalent == "yes")
    }
    assert wrong == DISPUTED


def test_the_grammar_cannot_be_made_slow():
    assert not is_non_answer("no " + "comments " * 15 + "buses")
    assert not is_non_answer("see " + "the above answer " * 9 + "buses")


@pytest.mark.needs_shared
def test_real_comments_that_were_accepted_are_answers(shared):
    polis = pd.read_csv(shared / "data" / "polis_dev.csv", keep_default_na=False)
    accepted = polis.loc[polis["moderated"] == "accepted", "text"]
    assert not accepted.map(is_non_answer).any()

"""A drafted consultation loads, reads the file it was drafted from, and groups its questions."""

import tomllib

import pytest
from openpyxl import Workbook

from pipeline.consultation import load_consultation
from pipeline.errors import InputError
from pipeline.ingest import draft, ingest
from pipeline.ingest._classify import classify
from pipeline.ingest._group import group
from pipeline.ingest._read import read
from pipeline.ingest._scales import scale_of
from pipeline.ingest._wording import about, label_of

FORMS = [
    "ID", "Start time", "Completion time", "Email", "Name",
    "Are you responding as an individual or for an organisation?",
    "What is the name of your organisation?",
    "May we publish quotations from your answers?",
    "How satisfied are you with Hill Park?",
    "Please explain your answer",
    "Do you support the new play area?",
    "Which of these do you use?",
    "How likely are you to visit by bike?",
    "What would make the park better for you?",
    "Do you have any other comments?",
    "Age group",
    "Which district do you live in?",
    "Language",
]  # fmt: skip
SATISFIED = ["Very satisfied", "Fairly dissatisfied", "Very dissatisfied", "Fairly satisfied"]


def forms_rows():
    return [
        [
            n,
            f"8/{n}/25 9:0{n % 10}",
            f"8/{n}/25 12:51",
            "anonymous",
            "",
            "An organisation" if n % 5 == 0 else "An individual",
            f"Friends of park {n}" if n % 5 == 0 else "",
            "No" if n % 4 == 0 else "Yes",
            SATISFIED[n % 4],
            f"Because of the paths, number {n}, “which” cost £5" if n % 3 else "",
            "Yes" if n % 2 else "No",
            "Paths;Café, or kiosk;" if n % 3 else "Paths;",
            ["Likely", "Very unlikely", "Don't know"][n % 3],
            f"More benches near gate {n} and longer opening hours please",
            "No" if n % 2 else f"Thank you for asking about area {n}",
            ["16-24", "25-34", "65+"][n % 3],
            ["Blaby", "Melton"][n % 2],
            "English (United Kingdom)",
        ]
        for n in range(1, 21)
    ]


@pytest.fixture
def forms(tmp_path):
    book = Workbook()
    book.active.title = "Form1"
    for row in [FORMS, *forms_rows()]:
        book.active.append(row)
    book.save(tmp_path / "park-survey.xlsx")
    return tmp_path / "park-survey.xlsx"


def parts_of(consultation):
    """Return everything about ids, roles and columns that the tables depend on."""
    return [
        (
            question.id,
            question.column,
            question.closed and (question.closed.column, question.closed.options),
            question.closed and question.closed.agree,
            [(part.id, part.role, part.column, part.text) for part in question.open],
        )
        for question in consultation.questions
    ]


def loaded(drafted, folder):
    (folder / "consultation.toml").write_text(drafted.toml, encoding="utf-8")
    return load_consultation(folder)


def test_the_worked_example_is_drafted_as_written_by_hand(example, tmp_path):
    by_hand = load_consultation(example)
    drafted = draft(example / "responses.csv", source=(example / "responses.csv").as_posix())
    consultation = loaded(drafted, tmp_path)
    assert parts_of(consultation) == parts_of(by_hand)
    assert [q.number for q in consultation.questions] == [q.number for q in by_hand.questions]
    assert [q.text for q in consultation.questions] == [q.text for q in by_hand.questions]
    assert consultation.columns == by_hand.columns
    assert [q.about for q in consultation.questions][:4] == [
        "the County Council's proposed vision for Leicestershire",
        "that our principles will help us to deliver our vision",
        "the five strategic outcomes for Leicestershire",
        "that the priorities identified will help to deliver the strategic outcome",
    ]
    assert ingest(consultation)["issues"].empty


def test_the_worked_examples_doubts_are_in_plain_words(example):
    doubts = draft(example / "responses.csv").doubts
    assert 'I took "Respondent type" as telling individuals from organisations.' in doubts
    assert any('"permission unknown"' in doubt for doubt in doubts)
    assert any('Nobody ticked "Strongly disagree"' in doubt for doubt in doubts)


def test_another_survey_loads_and_reads_without_edits(forms):
    consultation = loaded(draft(forms), forms.parent)
    columns = consultation.columns
    assert columns.respondent_id == "ID"
    assert columns.submitted_at == "Completion time"
    assert columns.kind == FORMS[5]
    assert columns.individual_values == ("An individual",)
    assert columns.organisation == FORMS[6]
    assert columns.may_quote == FORMS[7]
    assert columns.attributes == (FORMS[5], "Age group", FORMS[16])
    assert set(columns.ignore) == {"Start time", "Email", "Name", "Language"}
    tables = ingest(consultation)
    assert tables["issues"].empty
    assert len(tables["responses"]) == 20 * 3
    assert tables["responses"]["submitted_at"].max() == "2025-08-20T12:51:00"
    assert tables["respondents"]["kind"].value_counts().to_dict() == {
        "individual": 16, "organisation": 4,
    }  # fmt: skip
    assert tables["respondents"]["may_quote"].value_counts().to_dict() == {"yes": 15, "no": 5}


def test_another_surveys_questions_scales_and_roles(forms):
    questions = {q.id: q for q in loaded(draft(forms), forms.parent).questions}
    assert list(questions) == ["Q1", "Q2", "Q3", "Q4", "Q5", "Q6"]
    satisfied, support, use, likely = (questions[name].closed for name in ("Q1", "Q2", "Q3", "Q4"))
    assert satisfied.options == (
        "Very dissatisfied", "Fairly dissatisfied", "Fairly satisfied", "Very satisfied",
    )  # fmt: skip
    assert satisfied.agree == ()
    assert [(part.id, part.role) for part in questions["Q1"].open] == [("Q1a", "why")]
    assert support.options == ("No", "Yes")
    assert support.agree == ("Yes",)
    assert questions["Q2"].about == "the new play area"
    assert use.options == ("Café, or kiosk", "Paths")
    assert not use.scale
    assert likely.options == ("Very unlikely", "Unlikely", "Likely", "Very likely", "Don't know")
    assert questions["Q5"].column == FORMS[13]
    assert questions["Q6"].column == FORMS[14]


def test_personal_columns_are_doubts_and_doubts_hold_no_answers(forms):
    doubts = draft(forms).doubts
    assert any('left out "Email"' in doubt for doubt in doubts)
    assert any('left out "Name"' in doubt for doubt in doubts)
    assert not any("benches" in doubt or "Friends" in doubt for doubt in doubts)


def test_repeated_ids_are_left_to_the_analyst(survey, rows):
    survey.csv([*rows, rows[0]])
    drafted = draft(survey.folder / "replies.csv")
    assert any("rows 2, 5" in doubt for doubt in drafted.doubts)


def test_a_turned_permission_is_not_used(survey, rows, headers):
    headers.append("Tick if you do not want us to publish your answer")
    survey.csv([[*row, "Yes"] for row in rows], headers)
    drafted = draft(survey.folder / "replies.csv")
    assert "may_quote" not in tomllib.loads(drafted.toml)["columns"]
    assert any("may forbid quoting" in doubt for doubt in drafted.doubts)


def test_a_campaign_is_no_closed_question(survey):
    letter = "Please keep our library open every day of the week"
    survey.csv([[str(n), f"{letter}."] for n in range(30)], ["ID", "Q1 The library"])
    tables = ingest(loaded(draft(survey.folder / "replies.csv"), survey.folder))
    assert len(tables["responses"]) == 30


def test_a_file_without_free_text(survey):
    survey.csv([["1", "Yes"], ["2", "No"]], ["ID", "Do you agree?"])
    with pytest.raises(InputError, match="no column looks like answers in people's own words"):
        draft(survey.folder / "replies.csv")


def grouped(survey, headers):
    """Group questions with closed columns where a header says so."""
    ticked = ["Agree", "Disagree"] * 3
    rows = [
        [one if "agree" in h else f"A text about {n}" for h in headers]
        for n, one in enumerate(ticked)
    ]
    survey.csv(rows, headers)
    columns = classify(read(survey.folder / "replies.csv"))
    questions, _ = group([c for c in columns if c.use in ("closed", "open")])
    return [(q.id, q.closed is not None, [name for name, _ in q.open]) for q in questions]


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        (["Q4 Do you agree?", "Q4 a) Why?", "Q4 b) What else?"], [("Q4", True, ["Q4a", "Q4b"])]),
        (["4. Do you agree?", "4a Why?", "5. What next?"],
         [("Q4", True, ["Q4a"]), ("Q5", False, ["Q5"])]),
        (["Question 4: Do you agree?", "Question 4: Why?"], [("Q4", True, ["Q4a"])]),
        (["1. Do you agree?", "2. Why do you say this?", "3. Ideas?"],
         [("Q1", True, ["Q2"]), ("Q3", False, ["Q3"])]),
        (["Do you agree?", "Why?", "What should we do?"],
         [("Q1", True, ["Q1a"]), ("Q2", False, ["Q2"])]),
        (["Q1a Do you agree with A?", "Q1b Why?", "Q1c Do you agree with B?", "Q1d Why?"],
         [("Q1a", True, ["Q1b"]), ("Q1c", True, ["Q1d"])]),
        (["Q2a What works?", "Q2b What does not?"], [("Q2", False, ["Q2a", "Q2b"])]),
    ],
)  # fmt: skip
def test_numbers_in_headers_group_parts(headers, expected, survey):
    assert grouped(survey, headers) == expected


@pytest.mark.parametrize(
    ("header", "number", "letter"),
    [
        ("Q4. Strong Economy", "4", None),
        ("Q4 A great idea?", "4", None),
        ("4 (b) Why", "4", "b"),
        ("Q4a", "4", "a"),
        ("4.2 Why", "4", "2"),
        ("20 mph zones", None, None),
        ("2024 budget", None, None),
    ],
)
def test_labels(header, number, letter):
    label = label_of(header)
    assert (label.number, label.letter) == (number, letter)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Do you agree or disagree that parks matter?", "that parks matter"),
        ("How strongly do you support or oppose the plan? (Please tick one)", "the plan"),
        ("Housing: To what extent do you agree with our aims?", "our aims"),
        ("Do you think the library should open on Sundays?",
         "that the library should open on Sundays"),
        ("Do you agree?", None),
        ("To what extent do you agree with the following statements?", None),
        ("Do you agree with this?", None),
        ("What do you think about parks?", None),
        ("Why do you agree with the plan?", None),
        ("How satisfied are you with the plan?", None),
    ],
)  # fmt: skip
def test_about(text, expected):
    assert about(text) == expected


@pytest.mark.parametrize(
    "ordered",
    [
        ("Strongly disagree", "Tend to disagree", "Neither agree nor disagree", "Tend to agree",
         "Strongly agree"),
        ("Very dissatisfied", "Dissatisfied", "Neutral", "Satisfied", "Very satisfied"),
        ("Strongly oppose", "Oppose", "Neither support nor oppose", "Support", "Strongly support"),
        ("Very unlikely", "Unlikely", "Likely", "Very likely", "Don't know"),
        ("Not at all important", "Not very important", "Fairly important", "Very important"),
        ("Very poor", "Poor", "Fair", "Good", "Very good", "Excellent"),
        ("No", "Yes, to some extent", "Yes, definitely", "Not sure"),
        ("No", "Partly", "Yes"),
        ("Not at all", "To some extent", "To a great extent"),
        ("Never", "Sometimes", "Often", "Always"),
        ("1 - worst", "2", "9", "10 - best"),
    ],
)  # fmt: skip
def test_scales_run_from_the_lowest_to_the_highest(ordered):
    assert scale_of(reversed(ordered)).options == ordered

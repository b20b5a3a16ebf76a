"""What the tables hold, and which inputs are refused."""

import random

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.consultation import load_consultation
from pipeline.errors import ConsultationError, InputError
from pipeline.ingest import ingest
from pipeline.store import save
from pipeline.tables import conform


def refused(consultation, kind=InputError):
    with pytest.raises(kind) as caught:
        ingest(consultation)
    return str(caught.value)


def test_every_row_gives_a_response_for_each_open_part(survey, rows):
    responses = ingest(survey.load())["responses"]
    assert len(responses) == len(rows) * 2
    assert responses.set_index("comment_id").loc["A3:Q2", "verbatim"] == "  spaced  "
    assert responses.set_index("comment_id").loc["A1:Q2", "verbatim"] == ""
    assert sorted(set(responses["source_row"])) == [2, 3, 4]


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30),
        max_size=5,
    )
)
def test_law_1_every_cell_is_there_as_typed(survey, texts):
    typed = ["Not blank", *texts]
    survey.csv([[f"R{n}", "", "", "", text, "", ""] for n, text in enumerate(typed)])
    responses = ingest(survey.load())["responses"]
    assert len(responses) == len(typed) * 2
    received = responses.query("question_id == 'Q1a'").set_index("respondent_id")["verbatim"]
    assert all(received[f"R{n}"] == text for n, text in enumerate(typed))


def test_the_worked_example_is_read_whole(example, tmp_path):
    tables = ingest(load_consultation(example))
    assert len(tables["responses"]) == 20 * 17
    assert tables["issues"].empty
    agreed = tables["answers"].query("agrees").groupby("question_id").size()
    assert agreed["Q1.closed"] == 18
    assert tables["responses"]["submitted_at"].min() == "2017-07-20"
    save(tmp_path, tables)  # foreign keys hold


def test_questions_have_groups_parts_and_inherited_text(survey):
    questions = ingest(survey.load())["questions"].set_index("question_id")
    assert questions["role"].to_dict() == {
        "Q1": "group", "Q1.closed": "closed", "Q1a": "why", "Q2": "other",
    }  # fmt: skip
    assert questions.loc["Q1.closed", "text"] == "Do you agree?"
    assert questions.loc["Q1a", "parent_id"] == "Q1"
    assert pd.isna(questions.loc["Q2", "parent_id"])
    assert questions.sort_values("position").index.tolist() == ["Q1", "Q1.closed", "Q1a", "Q2"]


def test_individuals_are_never_named(survey):
    respondents = ingest(survey.load())["respondents"].set_index("respondent_id")
    assert respondents["kind"].to_dict() == {
        "A1": "individual", "A2": "organisation", "A3": "unknown",
    }  # fmt: skip
    assert respondents["organisation"].dropna().to_dict() == {"A2": "Green Trust"}
    for table in ingest(survey.load()).values():
        assert not table.astype(str).apply(lambda c: c.str.contains("Bloggs")).any(axis=None)


def test_without_a_kind_nobody_is_named(survey, columns):
    columns.pop("kind")
    respondents = ingest(survey.load(columns=columns))["respondents"]
    assert set(respondents["kind"]) == {"unknown"}
    assert respondents["organisation"].isna().all()


def test_closed_answers_match_options_whatever_the_case(survey):
    answers = ingest(survey.load())["answers"].set_index("respondent_id")
    assert answers["value"].to_dict() == {"A1": "Agree", "A2": "Strongly agree"}
    assert answers["scale_position"].to_dict() == {"A1": 2, "A2": 3}
    assert answers["agrees"].all()


def test_unknown_options_are_kept_without_a_place_and_reported(survey, rows):
    rows[0][3], rows[1][3] = "Perhaps", "long words of a person " * 4
    survey.csv(rows)
    tables = ingest(survey.load())
    assert len(tables["answers"]) == 2
    assert tables["answers"]["scale_position"].isna().all()
    issues = tables["issues"].query("severity == 'warning'").set_index("source_row")
    assert issues["column"].tolist() == ["Q1 Do you agree?"] * 2
    assert '"Perhaps"' in issues.loc[2, "message"]
    assert "words of a person" not in issues.loc[3, "message"]


def test_dont_know_has_no_place_on_the_scale(survey, rows, questions):
    rows[0][3] = "Don’t know"
    survey.csv(rows)
    questions[0]["closed"]["options"].insert(0, "Don't know")
    tables = ingest(survey.load(questions=questions))
    answers = tables["answers"].set_index("respondent_id")
    assert pd.isna(answers.loc["A1", "scale_position"])
    assert answers.loc["A2", "scale_position"] == 3
    assert tables["issues"].query("severity == 'warning'").empty


def test_several_ticks_with_commas_in_the_options(survey, rows, questions):
    rows[0][3], rows[1][3], rows[2][3] = "Yes, definitely, By bus", "By bus;Yes, definitely;", "-"
    survey.csv(rows)
    closed = {"column": "Q1 Do you agree?", "options": ["Yes, definitely", "By bus"]}
    questions[0]["closed"] = closed | {"scale": False}
    answers = ingest(survey.load(questions=questions))["answers"]
    assert answers.groupby("respondent_id")["value"].agg(sorted).to_dict() == {
        "A1": ["By bus", "Yes, definitely"], "A2": ["By bus", "Yes, definitely"],
    }  # fmt: skip
    assert answers["scale_position"].isna().all()


def test_columns_that_are_not_mentioned_are_notes(survey, columns):
    issues = ingest(survey.load(columns=columns | {"attributes": []}))["issues"]
    assert issues["column"].tolist() == ["District"]
    assert issues["severity"].tolist() == ["note"]
    ignored = columns | {"attributes": [], "ignore": ["District"]}
    assert ingest(survey.load(columns=ignored))["issues"].empty


def test_missing_columns_are_all_named_with_a_suggestion(survey, columns, questions):
    questions[1]["column"] = "Q2 Other coments"
    message = refused(survey.load(columns=columns | {"kind": "Tipe"}, questions=questions))
    assert '"replies.csv"' in message
    assert 'Did you mean "Q2 Other comments"?' in message
    assert 'Did you mean "Type"?' in message


def test_headers_match_whatever_their_spaces(survey, rows, headers):
    headers[4] = " Q1a\n Why? "
    survey.csv(rows, headers)
    assert len(ingest(survey.load())["responses"]) == 6


def test_empty_ids_are_named_by_row(survey, rows):
    rows[0][0], rows[2][0] = "", "  "
    survey.csv(rows)
    message = refused(survey.load())
    assert '"replies.csv": rows 2, 4' in message
    assert "makes its own ids" in message


def test_email_addresses_are_no_ids(survey, rows):
    for number, row in enumerate(rows):
        row[0] = f"person{number}@example.org"
    survey.csv(rows)
    message = refused(survey.load())
    assert "e-mail addresses" in message
    assert "@" not in message


def test_no_open_question(survey, questions):
    questions[0].pop("open")
    message = refused(survey.load(questions=questions[:1]))
    assert "names no open question" in message


def test_only_blank_answers(survey, rows):
    for row in rows:
        row[4], row[5] = "", "  "
    survey.csv(rows)
    message = refused(survey.load())
    assert "every answer to every open question is blank (3 rows)" in message
    assert '"Q1a Why?"' in message


def test_one_column_for_two_parts(survey, questions):
    questions[1]["column"] = "Q1a Why?"
    message = refused(survey.load(questions=questions), ConsultationError)
    assert '"Q1a Why?" for two parts' in message


def test_agree_that_is_no_option(survey, questions):
    questions[0]["closed"]["agree"] = ["Agre"]
    message = refused(survey.load(questions=questions), ConsultationError)
    assert 'Did you mean "Agree"?' in message


def test_minted_ids_depend_on_content_and_count_ties(survey, rows, columns):
    columns.pop("respondent_id")
    survey.csv([*rows, rows[0]])
    ids = ingest(survey.load(columns=columns))["respondents"]["respondent_id"]
    assert len(ids) == 4
    assert sum(one.endswith(".2") for one in ids) == 1
    survey.csv([rows[0], *reversed(rows)])
    again = ingest(survey.load(columns=columns))["respondents"]["respondent_id"]
    assert again.tolist() == ids.tolist()


def test_repeated_ids_are_refused_with_the_other_policies(survey, rows):
    survey.csv([*rows, ["A1", "Individual", "", "Disagree", "Second thoughts.", "", ""]])
    message = refused(survey.load())
    assert '"A1": "replies.csv" rows 2, 5' in message
    assert '"latest"' in message
    assert '"keep_all"' in message
    assert "Second" not in message


def test_latest_counts_the_last_reply_and_keeps_the_others(survey, rows, tmp_path):
    survey.csv([*rows, ["A1", "Charity", "Blue", "Disagree", "Second thoughts.", "", "Oadby"]])
    tables = ingest(survey.load(settings={"repeated_respondent": "latest"}))
    responses = tables["responses"].set_index("comment_id")
    assert len(responses) == 8
    assert responses.loc["A1:Q1a", "source_row"] == 5
    assert responses.loc["A1~1:Q1a", ["respondent_id", "source_row"]].tolist() == ["A1", 2]
    assert tables["answers"].query("respondent_id == 'A1'")["value"].tolist() == ["Disagree"]
    assert tables["respondents"].set_index("respondent_id").loc["A1", "organisation"] == "Blue"
    assert len(tables["respondents"]) == 3
    issues = tables["issues"].query("source_row == 2")
    assert sorted(issues["severity"]) == ["note", "warning"]
    save(tmp_path / "tables", tables)


def test_latest_goes_by_date_where_there_is_one(survey, rows, headers, columns):
    dated = [[*row, "03/08/2017"] for row in rows]
    dated.append(["A1", "Individual", "", "Disagree", "An earlier reply.", "", "", "2/8/2017"])
    survey.csv(dated, [*headers, "Received"])
    columns["submitted_at"] = "Received"
    consultation = survey.load(columns=columns, settings={"repeated_respondent": "latest"})
    tables = ingest(consultation)
    assert tables["responses"].set_index("comment_id").loc["A1~1:Q1a", "source_row"] == 5
    assert tables["issues"]["severity"].tolist() == ["note"]


def test_keep_all_makes_a_respondent_of_every_row(survey, rows):
    survey.csv([*rows, ["A1", "Individual", "", "Disagree", "Second thoughts.", "", ""]])
    tables = ingest(survey.load(settings={"repeated_respondent": "keep_all"}))
    assert tables["respondents"]["respondent_id"].tolist() == ["A1", "A1#2", "A2", "A3"]
    assert len(tables["answers"].query("respondent_id.str.startswith('A1')")) == 2


def shuffled_differently(survey, consultation, rows, headers):
    before = ingest(consultation)
    mixed = list(rows)
    random.Random(4).shuffle(mixed)
    assert mixed != list(rows)
    survey.csv(mixed, headers)
    return before, ingest(consultation)


@pytest.mark.parametrize("policy", ["given", "minted", "keep_all"])
def test_the_order_of_rows_does_not_show(policy, survey, rows, headers, columns):
    rows[0][3] = rows[2][3] = "Perhaps"
    rows += [[f"B{n}", "Individual", "", "Agree", f"Text {n}", "", "Oadby"] for n in range(9)]
    if policy == "keep_all":
        rows.append(["B1", "Individual", "", "Disagree", "Again", "", ""])
    if policy == "minted":
        columns.pop("respondent_id")
    survey.csv(rows)
    settings = {"repeated_respondent": "keep_all" if policy == "keep_all" else "error"}
    consultation = survey.load(columns=columns, settings=settings)
    before, after = shuffled_differently(survey, consultation, rows, headers)
    for name, table in before.items():
        there = [column for column in table.columns if column != "source_row"]
        pd.testing.assert_frame_equal(table[there], after[name][there])
        pd.testing.assert_frame_equal(conform(name, table), table)


def test_two_sources_with_a_channel(survey, rows):
    survey.csv([["P1", "Resident", "", "Agree", "On paper.", "", ""]], name="paper.csv")
    sources = [{"file": "replies.csv", "channel": "web"}, {"file": "paper.csv", "channel": "paper"}]
    responses = ingest(survey.load(sources=sources))["responses"].set_index("comment_id")
    assert len(responses) == 8
    assert responses.loc["P1:Q1a", ["channel", "source_file"]].tolist() == ["paper", "paper.csv"]


def test_permissions_are_read_for_each_respondent(survey, rows, headers, columns):
    said = ["Yes, you may quote me", "I do not consent", "purple"]
    survey.csv([[*row, one] for row, one in zip(rows, said, strict=True)], [*headers, "Quote"])
    tables = ingest(survey.load(columns=columns | {"may_quote": "Quote"}))
    assert tables["respondents"]["may_quote"].tolist() == ["yes", "no", "unknown"]
    assert tables["issues"].query("column == 'Quote'")["source_row"].tolist() == [4]

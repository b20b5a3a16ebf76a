"""The laws of DESIGN section 2, on one whole run of the worked example."""

import csv
import random
import re
from pathlib import Path

import pandas as pd
import pytest

from pipeline.consultation import Consultation
from pipeline.quantifiers import quantify
from pipeline.report.content import build
from pipeline.tables import TABLES
from tests.contracts.in_process import Tables, Worked, copy_example, run_stages, worked_example


@pytest.fixture(scope="module")
def worked() -> Worked:
    return worked_example()


@pytest.fixture(scope="module")
def tables(worked: Worked) -> Tables:
    return worked.tables


@pytest.fixture(scope="module")
def cells(worked: Worked) -> pd.DataFrame:
    """The source file, read without any of the project's code."""
    (source,) = worked.consultation.sources
    with (worked.consultation.root / source.file).open(encoding="utf-8-sig", newline="") as file:
        return pd.DataFrame(list(csv.DictReader(file)))


@pytest.fixture(scope="module")
def group_of(tables: Tables) -> dict[str, str]:
    """Question group of every part."""
    questions = tables["questions"].set_index("question_id")["parent_id"]
    return questions.where(questions.notna(), questions.index.to_series()).to_dict()


def open_columns(consultation: Consultation) -> dict[str, str]:
    """Open part to column, from the consultation file."""
    parts = {q.id: q.column for q in consultation.questions if q.column}
    return parts | {part.id: part.column for q in consultation.questions for part in q.open}


# 1. Nothing vanishes


def test_every_cell_of_an_open_column_is_a_comment(
    worked: Worked, tables: Tables, cells: pd.DataFrame
) -> None:
    received = tables["responses"].set_index("comment_id")["verbatim"]
    wanted = {
        f"{row['Respondent ID']}:{part}": row[column]
        for row in cells.to_dict("records")
        for part, column in open_columns(worked.consultation).items()
    }
    assert received.to_dict() == wanted
    assert set(tables["comments"]["comment_id"]) == set(wanted)


def test_statuses_add_up_from_the_file_to_the_exclusions(
    worked: Worked, tables: Tables, cells: pd.DataFrame
) -> None:
    counted = tables["exclusions"].groupby("question_id")["n_comments"].sum().to_dict()
    assert counted == dict.fromkeys(open_columns(worked.consultation), len(cells))
    status = tables["comments"].groupby(["question_id", "status"]).size()
    stated = tables["exclusions"].set_index(["question_id", "status"])["n_comments"]
    assert status.to_dict() == stated.to_dict()
    blank = cells[list(open_columns(worked.consultation).values())].map(
        lambda text: not text.strip()
    )
    assert int(blank.to_numpy().sum()) == int(status.xs("blank", level="status").sum())


def test_statuses_add_up_in_the_report(worked: Worked, tables: Tables) -> None:
    numbers: dict[str, list[int]] = {"total": [], "less": [], "result": []}
    for step in build(worked.run).waterfall:
        numbers[step.kind].append(int(step.n.replace(",", "")))
    status = tables["comments"]["status"]
    assert numbers["total"] == [len(status)]
    assert numbers["result"] == [int((status == "analysed").sum())]
    assert sum(numbers["less"]) == int((status != "analysed").sum()) > 0


def test_every_analysed_comment_is_in_segments_without_a_letter_lost(tables: Tables) -> None:
    analysed = tables["comments"].query("status == 'analysed'").set_index("comment_id")["text"]
    segments = tables["segments"].sort_values("start").groupby("comment_id")
    assert set(segments.groups) == set(analysed.index)
    for comment, rows in segments:
        joined = "".join(rows["text"])
        assert sorted(c for c in joined if c.isalnum()) == sorted(
            c for c in analysed[comment] if c.isalnum()
        )


def test_every_segment_has_an_act_a_vector_and_one_narrowest_theme(tables: Tables) -> None:
    wanted = set(tables["segments"]["segment_id"])
    assert set(tables["acts"]["segment_id"]) == set(tables["vectors"]["segment_id"]) == wanted
    themes = tables["themes"]
    narrow = themes[
        ~themes["theme_id"].isin(themes["parent_id"].dropna()) & themes["question_id"].notna()
    ]
    held = tables["assignments"][tables["assignments"]["theme_id"].isin(narrow["theme_id"])]
    assert held["segment_id"].is_unique
    assert set(held["segment_id"]) == wanted


# 2. Respondents are counted, not comments


def test_every_count_is_the_number_of_distinct_supporters(tables: Tables) -> None:
    counted = tables["supporters"].groupby("statement_id")["respondent_id"].agg(["size", "nunique"])
    stated = tables["statements"].set_index("statement_id")["n_respondents"]
    assert counted["nunique"].to_dict() == counted["size"].to_dict() == stated.to_dict()


def test_every_base_is_all_who_answered_the_group(tables: Tables, group_of: dict[str, str]) -> None:
    wrote = tables["comments"].query("status == 'analysed'")[["question_id", "respondent_id"]]
    ticked = tables["answers"][["question_id", "respondent_id"]]
    everyone = pd.concat([wrote, ticked]).drop_duplicates()
    everyone = everyone.assign(group=everyone["question_id"].map(group_of))
    bases = everyone.groupby("group")["respondent_id"].nunique().to_dict()
    bases[None] = everyone["respondent_id"].nunique()
    ticks = ticked.assign(group=ticked["question_id"].map(group_of))
    closed = ticks.groupby("group")["respondent_id"].nunique().to_dict()
    for row in tables["statements"].itertuples():
        group = None if pd.isna(row.question_id) else row.question_id
        assert row.n_base == (closed if row.basis == "closed" else bases)[group], row.statement_id
        assert row.share == row.n_respondents / row.n_base


def test_closed_statements_count_those_who_ticked(tables: Tables, group_of: dict[str, str]) -> None:
    answers = tables["answers"].assign(group=tables["answers"]["question_id"].map(group_of))
    ticked = {(row.group, row.respondent_id, row.value) for row in answers.itertuples()}
    statements = tables["statements"].set_index("statement_id")
    closed = tables["supporters"].join(statements[["basis", "question_id"]], on="statement_id")
    closed = closed[closed["basis"] == "closed"]
    assert len(closed) > 100
    assert {(r.question_id, r.respondent_id, r.answer) for r in closed.itertuples()} <= ticked
    agreeing = answers[answers["agrees"]].groupby("group")["respondent_id"].nunique()
    support = statements.query("basis == 'closed' and act == 'support'")
    assert support.set_index("question_id")["n_respondents"].to_dict() == agreeing.to_dict()


def test_theme_counts_are_unions_of_respondents(tables: Tables) -> None:
    owners = tables["segments"].merge(tables["comments"], on="comment_id")
    placed = tables["assignments"].merge(owners[["segment_id", "respondent_id"]], on="segment_id")
    people = placed.groupby("theme_id")["respondent_id"].agg(set)
    themes = tables["themes"].set_index("theme_id")
    assert themes["n_respondents"].to_dict() == people.map(len).to_dict()
    for theme, parent in themes["parent_id"].dropna().items():
        assert people[theme] <= people[parent]


def test_words_of_quantity_are_those_of_the_count_and_base(worked: Worked, tables: Tables) -> None:
    preset = worked.consultation.settings.quantifiers
    for row in tables["statements"].itertuples():
        quantity = quantify(row.n_respondents, row.n_base, preset=preset)
        assert row.quantifier == quantity.word, row.statement_id
        assert quantity.phrase in row.text.lower() or "strong support" in row.text, row.statement_id


# 3. Every statement is evidence


def test_quotations_are_verbatim(tables: Tables) -> None:
    texts = tables["comments"].set_index("comment_id")["text"]
    segments = tables["segments"].set_index("segment_id")
    assert len(tables["evidence"]) > 50
    for row in tables["evidence"].itertuples():
        segment = segments.loc[row.segment_id]
        assert row.quote == texts[segment["comment_id"]][row.start : row.end]
        assert segment["start"] <= row.start < row.end <= segment["end"]


def test_quotations_are_permitted_and_of_different_supporters(
    worked: Worked, tables: Tables
) -> None:
    owner = tables["comments"].set_index("comment_id")["respondent_id"]
    allowed = tables["respondents"].set_index("respondent_id")["may_quote"]
    comment = tables["segments"].set_index("segment_id")["comment_id"]
    who = tables["evidence"]["segment_id"].map(comment).map(owner)
    assert tables["evidence"]["may_quote"].tolist() == who.map(allowed).tolist()
    assert "no" not in set(who.map(allowed))
    quoted = tables["evidence"].assign(who=who)
    assert not quoted.duplicated(["statement_id", "who"]).any()
    supporters = set(
        tables["supporters"][["statement_id", "respondent_id"]].itertuples(index=False)
    )
    assert set(quoted[["statement_id", "who"]].itertuples(index=False)) <= supporters
    most = worked.consultation.settings.quotes_per_statement
    assert quoted.groupby("statement_id").size().max() <= most


def test_supporters_said_it_themselves_in_a_theme_of_the_statement(
    tables: Tables, group_of: dict[str, str]
) -> None:
    comments = tables["comments"].set_index("comment_id")
    comment_of = tables["segments"].set_index("segment_id")["comment_id"]
    themes = tables["statement_themes"].groupby("statement_id")["theme_id"].agg(set)
    held = tables["assignments"].groupby("segment_id")["theme_id"].agg(set)
    group = tables["statements"].set_index("statement_id")["question_id"]
    written = tables["supporters"].dropna(subset="segment_id")
    assert len(written) > 100
    for row in written.itertuples():
        comment = comments.loc[comment_of[row.segment_id]]
        assert comment["respondent_id"] == row.respondent_id
        assert comment["status"] == "analysed"
        assert held[row.segment_id] & themes[row.statement_id]
        if not pd.isna(group[row.statement_id]):
            assert group_of[comment["question_id"]] == group[row.statement_id]


def test_each_supporter_has_either_words_or_an_answer(tables: Tables) -> None:
    supporters = tables["supporters"]
    assert (supporters["segment_id"].isna() != supporters["answer"].isna()).all()


def test_statements_stand_on_themes_still_standing(tables: Tables) -> None:
    used = tables["statement_themes"].merge(tables["themes"], on="theme_id")
    assert set(used["status"]) <= {"candidate", "confirmed"}
    comments = tables["statements"].query("basis == 'comments'")["statement_id"]
    assert set(comments) == set(used["statement_id"])


# 4. Same input, same output


def test_the_rows_of_the_file_in_another_order_give_the_same_tables(
    tables: Tables, tmp_path: Path
) -> None:
    consultation = copy_example(tmp_path / "data")
    path = consultation.root / consultation.sources[0].file
    with path.open(encoding="utf-8-sig", newline="") as file:
        header, *rows = list(csv.reader(file))
    random.Random(4).shuffle(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    again = run_stages(consultation)
    assert set(again) == set(tables) == set(TABLES)
    for name, table in tables.items():
        other = again[name]
        if "source_row" in table:
            table, other = (t.drop(columns="source_row") for t in (table, other))
        pd.testing.assert_frame_equal(table, other)


# 6. Personal data, here: no redacted detail comes back

LEAKS = (
    re.compile(r"[\w.+-]+@[\w-]+\.\w+"),
    re.compile(r"\b(?:\+44\s?|0)\d{2,4}[\s-]?\d{3,4}[\s-]?\d{3,4}\b"),
    re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b"),
)


def test_no_statement_theme_or_quotation_holds_a_personal_detail(tables: Tables) -> None:
    printed = [
        *tables["statements"]["text"], *tables["evidence"]["quote"], *tables["themes"]["label"],
        *tables["themes"]["description"], *tables["themes"]["keywords"],
    ]  # fmt: skip
    assert not any(leak.search(text) for text in printed for leak in LEAKS)


# What every statement is


def test_every_statement_is_one_sentence(tables: Tables) -> None:
    for row in tables["statements"].itertuples():
        assert row.text[0] == row.text[0].upper(), row.statement_id
        assert row.text.endswith("."), row.statement_id
        assert row.text[-2] not in ".,;: ", row.statement_id
        assert "  " not in row.text, row.statement_id
        assert not re.search(r"\s[,.;:]", row.text), row.statement_id
        assert "nan" not in row.text.lower().split(), row.statement_id


def test_no_two_statements_of_a_question_read_the_same(tables: Tables) -> None:
    assert not tables["statements"].duplicated(["question_id", "text"]).any()


def test_ranks_run_from_one_in_the_order_of_the_ids(tables: Tables) -> None:
    for group, rows in tables["statements"].groupby("question_id", dropna=False):
        assert rows["rank"].tolist() == list(range(1, len(rows) + 1))
        lead = "ALL" if pd.isna(group) else group
        assert rows["statement_id"].tolist() == [f"{lead}-{n:02d}" for n in rows["rank"]]

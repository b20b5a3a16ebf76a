"""What the report says of the small run."""

import json
from dataclasses import asdict
from pathlib import Path

import pandas as pd
import pytest

from pipeline.errors import RunError
from pipeline.report.content import build
from pipeline.store import Run
from tests.unit.report.small_run import build_run


def everything(run: Run, profile: str) -> str:
    return json.dumps(asdict(build(run, profile=profile)), ensure_ascii=False)


def test_sections_follow_the_form_and_statements_their_rank(run: Run) -> None:
    report = build(run)
    assert [s.heading for s in report.sections] == [
        "Question 1: the proposed vision",
        "Question 2",
        "Question 3",
    ]
    assert [s.statement_id for s in report.sections[0].statements] == ["Q1-01", "Q1-02", "Q1-03"]
    assert report.sections[0].parts == ("Why do you say this?",)


def test_every_number_stands_beside_its_base(run: Run) -> None:
    first, second, _ = build(run).sections
    assert [s.count.text for s in first.statements] == ["9 of 11", "4 of 11", "1 of 11"]
    assert first.base_note == (
        "Base: 11 respondents gave a substantive answer to this question; 11 ticked an option "
        "and 5 wrote a comment that was analysed."
    )
    assert [t.count.text for t in second.themes] == ["2 of 2"]


def test_closed_answers_list_every_option_on_the_form(run: Run) -> None:
    (closed,) = build(run).sections[0].closed
    assert [(o.value, o.count.n, o.agrees) for o in closed.options] == [
        ("Strongly agree", 4, True),
        ("Agree", 5, True),
        ("Neither", 1, False),
        ("Disagree", 1, False),
        ("Strongly disagree", 0, False),
    ]
    assert "Agree: 5 of 11" in closed.alt


def test_a_question_without_comments_says_so(run: Run) -> None:
    empty = build(run).sections[2]
    assert empty.empty_note == "No substantive comments were made on this question."
    assert empty.base_note == "No respondent gave a substantive answer to this question."
    assert not empty.statements
    assert not empty.themes


@pytest.mark.parametrize("profile", ["internal", "publish"])
def test_who_refused_is_never_quoted(run: Run, profile: str) -> None:
    assert "SECRET-WORDS-OF-R02" not in everything(run, profile)


def test_a_refusal_of_the_respondent_outweighs_the_evidence(tmp_path: Path) -> None:
    run = build_run(tmp_path)
    path = run.path / "tables" / "evidence.parquet"
    evidence = pd.read_parquet(path)
    evidence.assign(may_quote="yes").to_parquet(path)
    assert "SECRET-WORDS-OF-R02" not in everything(run, "internal")


def test_unknown_permission_is_marked_internally_and_needs_a_basis_in_public(
    run: Run, tmp_path: Path
) -> None:
    words = "is not a plan"
    quotes = build(run).sections[0].statements[1].quotes
    assert [q.note for q in quotes if words in q.text] == ["(permission not known)"]
    assert words not in everything(run, "publish")
    stated = build(build_run(tmp_path, quotation_basis="Notice on page 2"), profile="publish")
    assert any(words in q.text for q in stated.sections[0].statements[1].quotes)
    assert any("Notice on page 2." in paragraph for paragraph in stated.method)


def test_respondents_are_described_by_type_and_organisations_named_if_they_may(run: Run) -> None:
    internal = build(run).sections[0]
    assert [q.who for q in internal.statements[1].quotes] == [
        "Ambridge Parish Council (Partnership/group)",
        "Partnership/group",
        "Partnership/group",
    ]
    assert build(run).organisations == ("Ambridge Parish Council",)
    assert "Lower Loxley Ltd" not in everything(run, "internal")
    # A rare type of individual would point to one person.
    assert "Member of Parliament" not in everything(run, "publish")


def test_publish_lists_no_one_and_shows_no_small_number(run: Run) -> None:
    report = build(run, profile="publish")
    text = everything(run, "publish")
    assert "R01" not in text
    assert "responses.xlsx" not in text
    counts = [
        count
        for section in report.sections
        for count in (
            *(s.count for s in section.statements),
            *(t.count for t in section.themes),
            *(o.count for closed in section.closed for o in closed.options),
        )
    ]
    counts += [tag.count for tag in report.tags]
    assert counts
    assert all(count.n in (None, 0) for count in counts)
    assert report.sections[0].statements[0].text == (
        "Most respondents agreed with the proposed vision."
    )
    assert "12 respondents took part: organisations and individuals." in report.respondents


def test_words_of_quantity_survive_publication(run: Run) -> None:
    statement = build(run, profile="publish").sections[0].statements[1]
    assert statement.text.startswith("Several respondents said")


def test_a_consultation_of_organisations_keeps_its_numbers(organisations_run: Run) -> None:
    report = build(organisations_run, profile="publish")
    assert [s.count.text for s in report.sections[0].statements] == [
        "9 of 11",
        "4 of 11",
        "1 of 11",
    ]
    assert report.waterfall[-1].n == "7"
    assert not report.sections[0].statements[0].supporters


def test_the_waterfall_adds_up_from_the_file_to_the_analysis(run: Run) -> None:
    steps = build(run).waterfall
    received, *less, analysed = [int(step.n) for step in steps]
    assert received == len(run.table("responses"))
    assert received - sum(less) == analysed == 7


def test_the_waterfall_is_left_out_where_it_would_give_a_base_away(run: Run) -> None:
    report = build(run, profile="publish")
    assert report.waterfall == ()
    assert "fewer than 10" in report.waterfall_note


def test_a_lost_comment_is_an_error(tmp_path: Path) -> None:
    run = build_run(tmp_path)
    path = run.path / "tables" / "exclusions.parquet"
    pd.read_parquet(path).iloc[1:].to_parquet(path)
    with pytest.raises(RunError, match="do not add up"):
        build(run)


def test_a_part_of_a_broader_theme_follows_it(run: Run) -> None:
    themes = build(run).sections[0].themes
    assert [(t.rank, t.theme_id, t.broader) for t in themes] == [
        ("1", "T1", ""),
        ("1.1", "T2", "Alignment with own strategy"),
        ("2", "T3", ""),
    ]


def test_a_theme_whose_central_words_may_not_be_quoted_has_another_example(run: Run) -> None:
    theme = build(run).sections[0].themes[0]
    assert theme.example is not None
    assert theme.example.comment_id == "R01:Q1a"


def test_a_tag_to_be_checked_is_not_counted_yet(run: Run) -> None:
    tags = {tag.label_id: tag for tag in build(run).tags}
    assert (tags["SE"].count.n, tags["SE3"].count.n) == (1, 1)
    assert (tags["CROSS"].count.n, tags["CROSS"].to_check) == (0, "1")
    assert list(tags)[-1] == "CROSS"


def test_outcomes_and_priorities_carry_their_names(tmp_path: Path) -> None:
    report = build(build_run(tmp_path, framework="leicestershire-2017-21"))
    assert [(tag.label_id, tag.name) for tag in report.tags][:1] == [("SE", "Strong Economy")]
    assert "enhanced environment" in report.tags[1].name
    assert report.sections[0].statements[1].outcome == "Strong Economy"


def test_a_run_without_a_framework_prints_codes(tmp_path: Path) -> None:
    report = build(build_run(tmp_path, framework=None))
    assert [(tag.label_id, tag.name) for tag in report.tags][:2] == [("SE", "SE"), ("SE3", "SE3")]


def test_a_rejected_theme_is_gone(tmp_path: Path) -> None:
    run = build_run(tmp_path)
    path = run.path / "tables" / "themes.parquet"
    themes = pd.read_parquet(path)
    themes.loc[themes["theme_id"] == "T3", "status"] = "rejected"
    themes.to_parquet(path)
    report = build(run)
    assert "T3" not in {t.theme_id for s in report.sections for t in s.themes}
    assert "T3" not in dict(report.matrix.columns)


def test_the_report_says_it_is_no_vote_and_prints_the_key(run: Run) -> None:
    report = build(run)
    assert report.not_a_vote.startswith("A consultation is not a vote.")
    assert "several" in dict(report.key)
    assert report.dates == "5 January to 16 February 2026"
    assert report.status == "Draft: 2 of the 3 themes have not yet been confirmed by a person."

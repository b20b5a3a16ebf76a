"""Reading a framework: the same from any kind of file, and errors that say where."""

import csv
from pathlib import Path

import openpyxl
import pytest
import yaml

from pipeline.errors import FrameworkError
from pipeline.framework import Framework, Outcome, Priority, load_framework

HEADER = ["outcome_code", "outcome", "priority_code", "priority", "description", "terms"]
ROWS = [
    ["SE", "Strong Economy", "", "", "Jobs and growth.", "jobs; growth"],
    ["SE", "Strong Economy", "SE1", "Skilled workforce", "Training.", "training; Training ; ;work"],
    ["SE", "", "SE2", "Connected county", "", ""],
    ["GC", "Great Communities", "GC1", "Heritage", "Museums.", "museum"],
]


def write_csv(path: Path, rows: list[list[str]], encoding: str = "utf-8") -> str:
    with path.open("w", newline="", encoding=encoding) as file:
        csv.writer(file).writerows(rows)
    return path.name


def write_workbook(path: Path, rows: list[list[object]]) -> str:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(path)
    return path.name


def message(path: str, root: Path) -> str:
    with pytest.raises(FrameworkError) as caught:
        load_framework(path, root)
    text = str(caught.value)
    assert "pydantic" not in text
    assert "Traceback" not in text
    return text


def write_toml(root: Path, text: str) -> str:
    (root / "plan.toml").write_text(text, encoding="utf-8")
    return "plan.toml"


def test_a_table_becomes_outcomes_with_priorities(tmp_path):
    framework = load_framework(write_csv(tmp_path / "plan.csv", [HEADER, *ROWS]), tmp_path)
    assert framework == Framework(
        id="plan",
        title="plan",
        outcomes=(
            Outcome(
                code="SE", name="Strong Economy", description="Jobs and growth.",
                terms=("jobs", "growth"),
                priorities=(
                    Priority(code="SE1", name="Skilled workforce", description="Training.",
                             terms=("training", "work")),
                    Priority(code="SE2", name="Connected county"),
                ),
            ),
            Outcome(code="GC", name="Great Communities", priorities=(
                Priority(code="GC1", name="Heritage", description="Museums.", terms=("museum",)),
            )),
        ),
    )  # fmt: skip


@pytest.mark.parametrize("name", ["leicestershire-2017-21", "leicestershire-2022-26"])
def test_one_framework_is_the_same_through_every_kind_of_file(tmp_path, name):
    shipped = load_framework(name, tmp_path)
    rows: list[list[str]] = []
    for o in shipped.outcomes:
        rows.append([o.code, o.name, "", "", o.description, "; ".join(o.terms)])
        for p in o.priorities:
            rows.append([o.code, o.name, p.code, p.name, p.description, "; ".join(p.terms)])
    nested = {
        "framework": {
            "id": shipped.id, "title": shipped.title, "note": shipped.note,
            "cross_cutting_id": shipped.cross,
            "outcomes": [
                {"id": o.code, "name": o.name, "definition": o.description, "hints": list(o.terms),
                 "priorities": [{"id": p.code, "name": p.name, "definition": p.description,
                                 "hints": list(p.terms)} for p in o.priorities]}
                for o in shipped.outcomes
            ],
        }
    }  # fmt: skip
    (tmp_path / "plan.yaml").write_text(yaml.safe_dump(nested), encoding="utf-8")
    files = [
        write_csv(tmp_path / "plan.csv", [HEADER, *rows]),
        write_csv(tmp_path / "excel.csv", [HEADER, *rows], encoding="utf-8-sig"),
        write_workbook(tmp_path / "plan.xlsx", [HEADER, *rows]),
    ]
    for file in files:
        read = load_framework(file, tmp_path)
        assert read.outcomes == shipped.outcomes
        assert read.labels() == shipped.labels()
    assert load_framework("plan.yaml", tmp_path) == shipped


@pytest.mark.needs_shared
def test_the_development_example_is_read_as_it_is(shared: Path):
    folder = shared / "examples" / "leicestershire-2017"
    shipped = load_framework("leicestershire-2017-21", folder)
    assert load_framework("framework.yaml", folder).labels() == shipped.labels()


def test_headers_may_have_other_cases_and_spaces_and_codes_may_be_numbers(tmp_path):
    header = [" Outcome Code", "OUTCOME", "Priority-code", "Priority ", "Terms", None]
    rows = [header, [1, "Homes", 1.1, "Affordable homes", "rent; mortgage", None], [2.0, "Roads"]]
    framework = load_framework(write_workbook(tmp_path / "plan.xlsx", rows), tmp_path)
    assert list(framework.labels()) == ["1", "1.1", "2", "CROSS"]
    assert framework.outcome_of("1.1") == "1"
    assert framework.outcomes[0].priorities[0].terms == ("rent", "mortgage")


def test_letters_of_windows_survive(tmp_path):
    rows = [HEADER, ["A", "Cafés – and more", "", "", "", ""]]
    name = write_csv(tmp_path / "plan.csv", rows, encoding="cp1252")
    assert load_framework(name, tmp_path).labels()["A"] == "Cafés – and more"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([*ROWS, ["GC", "", "SE1", "Again", "", ""]], 'row 6: code "SE1" is used already in row 3'),
        ([*ROWS, ["se1", "Again", "", "", "", ""]], 'row 6: code "se1" is used already in row 3'),
        ([*ROWS, ["SE", "Safety", "", "", "", ""]], 'row 6: code "SE" is used already for the'),
        ([*ROWS, ["GC", "", "CROSS", "All", "", ""]], 'row 6: code "CROSS" is kept for the plan'),
        ([*ROWS, ["GC", "", "", "No code", "", ""]], 'row 6: "code" is empty'),
        ([*ROWS, ["GC", "", "GC9", "", "", ""]], 'row 6: "name" is empty'),
        ([*ROWS, ["XX", "", "", "", "Text.", ""]], 'row 6: "name" is empty'),
        ([*ROWS, ["", "", "GC9", "Lost", "", ""]], 'row 6: priority "GC9" has no outcome'),
        ([*ROWS, ["", "Lost", "", "", "", ""]], "row 6: the outcome has no code"),
        ([*ROWS, ["SE", "Strong Economy", "", "", "", ""]], 'row 6: outcome "SE" is described tw'),
        ([], "there are no outcomes"),
    ],
    ids=["code", "code-case", "outcome-code", "cross", "no-code", "no-name", "no-outcome-name",
         "no-outcome", "no-outcome-code", "outcome-twice", "no-outcomes"],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_problem_in_a_table_names_file_and_row(tmp_path, kind, rows, expected):
    write = write_csv if kind == "csv" else write_workbook
    text = message(write(tmp_path / f"plan.{kind}", [HEADER, *rows]), tmp_path)
    assert f"plan.{kind}" in text
    assert expected in text


def test_every_problem_is_listed_at_once(tmp_path):
    rows = [HEADER, *ROWS, ["GC", "", "", "No code", "", ""], ["GC", "", "GC9", "", "", ""]]
    text = message(write_csv(tmp_path / "plan.csv", rows), tmp_path)
    assert "row 6" in text
    assert "row 7" in text


def test_rows_are_counted_as_a_spreadsheet_counts_them(tmp_path):
    (tmp_path / "plan.csv").write_text(
        "\noutcome_code,outcome,priority_code,priority,description\n"
        'SE,Economy,SE1,Skills,"Two\nlines"\n\nSE,,SE1,Again,\n',
        encoding="utf-8",
    )
    assert 'row 5: code "SE1" is used already in row 3' in message("plan.csv", tmp_path)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (["outcome_code", "outcome", "priorty"], 'row 1, column C: "priorty" is not known. Did'),
        (["outcome_code", "outcome", "colour"], 'column C: "colour" is not known. What would'),
        (["outcome", "priority", "terms"], 'row 1: column "outcome_code" is missing'),
        (["outcome_code", "outcome", "Outcome"], 'column C: there are two columns "outcome"'),
        (["outcome_code", "outcome", ""], "column C: the column has no header"),
    ],
    ids=["misspelt", "unknown", "missing", "twice", "blank"],
)
def test_a_problem_in_the_header_names_the_column(tmp_path, header, expected):
    text = message(write_csv(tmp_path / "plan.csv", [header, ["a", "b", "c"]]), tmp_path)
    assert text.startswith("plan.csv, row 1")
    assert expected in text


TOP = 'id = "p"\ntitle = "P"\n'
ONE = '[[outcomes]]\ncode = "A"\nname = "Homes"\n'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (TOP + "[[outcomes]]\nname = 'Homes'\n", 'outcome 1: "code" is missing'),
        (TOP + ONE + ONE, 'outcome 2 ("A"): code "A" is used already in outcome 1 ("A")'),
        (TOP + ONE.replace("Homes", " "), 'outcome 1 ("A"): "name" is empty'),
        (TOP, "there are no outcomes"),
        (ONE, '"title" is missing'),
        (TOP + "[[priorities]]\ncode = 'A1'\n" + ONE, "Priorities belong under an outcome"),
        (TOP + ONE + 'descripton = "x"\n', '"descripton" is not known here. Did you mean "descri'),
        (
            TOP + ONE + "[[outcomes.priorities]]\ncode = 'A1'\nnmae = 'x'\n",
            'outcome 1 ("A"), priority 1 ("A1"): "name" is missing',
        ),
        (TOP + ONE + "terms = [['x']]\n", 'outcome 1 ("A"): "terms" must be text'),
        (TOP + ONE + "terms = 5\n", 'outcome 1 ("A"): "terms" does not have the shape'),
        (TOP + ONE.replace('"', ""), "is not valid TOML"),
    ],
    ids=["no-code", "twice", "no-name", "no-outcomes", "no-title", "loose-priority", "misspelt",
         "priority", "terms-nested", "terms-number", "not-toml"],
)  # fmt: skip
def test_a_problem_in_a_toml_file_names_the_entry(tmp_path, text, expected):
    problem = message(write_toml(tmp_path, text), tmp_path)
    assert problem.startswith("plan.toml")
    assert expected in problem


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("id: p\ntitle: [", "not valid YAML at line 2"),
        ("just words", "does not hold a framework"),
        ("id: p\ntitle: P\noutcomes: [words]\n", "outcome 1"),
        ("id: p\ntitle: P\noutcomes:\n- {id: A, name: B, hint: x}\n", 'outcome 1 ("A"): "hint" is'),
    ],
    ids=["broken", "words", "outcome-words", "misspelt"],
)
def test_a_problem_in_a_yaml_file_names_the_entry(tmp_path, text, expected):
    (tmp_path / "plan.yml").write_text(text, encoding="utf-8")
    problem = message("plan.yml", tmp_path)
    assert "plan.yml" in problem
    assert expected in problem


def test_a_name_that_is_nowhere_lists_what_is_shipped(tmp_path):
    text = message("rutland", tmp_path)
    for name in ("leicestershire-2017-21", "leicestershire-2018-22", "leicestershire-2022-26"):
        assert name in text
    assert 'Did you mean "leicestershire-2018-22"' in message("leicestershire-2018-2022", tmp_path)


def test_a_file_of_another_kind_says_which_would_do(tmp_path):
    (tmp_path / "plan.docx").write_bytes(b"x")
    assert ".xlsx" in message("plan.docx", tmp_path)


def test_a_damaged_workbook_and_an_empty_file_are_said_so(tmp_path):
    (tmp_path / "plan.xlsx").write_bytes(b"not a workbook")
    assert "plan.xlsx cannot be opened as a workbook" in message("plan.xlsx", tmp_path)
    (tmp_path / "plan.csv").write_text("\n ,\n", encoding="utf-8")
    assert "plan.csv is empty" in message("plan.csv", tmp_path)


def test_an_unknown_code_is_an_error_with_a_suggestion(tmp_path):
    framework = load_framework("leicestershire-2018-22", tmp_path)
    assert framework.outcome_of("GC6") == "GC"
    assert framework.outcome_of("GC") == "GC"
    assert framework.outcome_of("CROSS") == "CROSS"
    with pytest.raises(FrameworkError, match=r'no code "KPS9"\. Did you mean "KPS'):
        framework.outcome_of("KPS9")

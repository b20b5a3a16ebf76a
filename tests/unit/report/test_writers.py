"""Each writer prints the same content: readable, safe to open, the same bytes each time."""

import io
import json
import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from zipfile import ZipFile

import docx
import openpyxl
import pandas as pd
import pytest
from docx.oxml.ns import qn

from pipeline.errors import RunError
from pipeline.report import WRITERS, report
from pipeline.report.content import build
from pipeline.store import Run
from tests.unit.report.small_run import build_run


def words_in(name: str, data: bytes) -> str:
    """All the text of a file of any format."""
    if name not in ("docx", "xlsx"):
        return data.decode()
    with ZipFile(io.BytesIO(data)) as file:
        return "\n".join(
            re.sub(r"<[^>]+>", "", file.read(item).decode())
            for item in file.namelist()
            if item.endswith(".xml")
        )


@pytest.mark.parametrize("name", list(WRITERS))
@pytest.mark.parametrize("profile", ["internal", "publish"])
def test_the_same_run_gives_the_same_bytes(
    run: Run, tmp_path: Path, name: str, profile: str
) -> None:
    other = build_run(tmp_path)
    for path in (other.path / "tables").iterdir():
        frame = pd.read_parquet(path)
        frame.sample(frac=1, random_state=1).to_parquet(path)
    first = WRITERS[name](build(run, profile=profile))
    assert first == WRITERS[name](build(run, profile=profile))
    assert first == WRITERS[name](build(other, profile=profile))


@pytest.mark.parametrize("name", list(WRITERS))
def test_every_writer_prints_statements_notes_and_key(run: Run, name: str) -> None:
    text = words_in(name, WRITERS[name](build(run)))
    plain = text.replace("\\", "").replace("&amp;", "&")
    for expected in (
        "Café & parks: our £2m plan – 2026",
        "Several respondents said that the vision fits their own – £2m & all.",
        "A consultation is not a vote.",
        "4 to 6 respondents",
        "The option is not listed.",
    ):
        assert expected in plain


@pytest.mark.parametrize("name", list(WRITERS))
@pytest.mark.parametrize("profile", ["internal", "publish"])
def test_no_writer_prints_what_may_not_be_printed(run: Run, name: str, profile: str) -> None:
    text = words_in(name, WRITERS[name](build(run, profile=profile)))
    assert "SECRET-WORDS-OF-R02" not in text
    if profile == "publish":
        assert re.search(r"\bR\d\d\b", text) is None
        assert "9 of 11" not in text


def test_published_files_cannot_be_mistaken_for_internal_ones(run: Run, tmp_path: Path) -> None:
    internal = report(run, formats=("md",), folder=tmp_path)
    published = report(run, formats=("md",), profile="publish", folder=tmp_path)
    assert [path.name for path in (*internal, *published)] == ["report.md", "report-publish.md"]


def test_an_unknown_format_says_which_there_are(run: Run, tmp_path: Path) -> None:
    with pytest.raises(RunError, match="docx"):
        report(run, formats=("doc",), folder=tmp_path)
    assert not list(tmp_path.iterdir())


# Word


@pytest.fixture(scope="module")
def document(run: Run) -> docx.document.Document:
    return docx.Document(io.BytesIO(WRITERS["docx"](build(run))))


def test_word_has_real_headings_in_order(document: docx.document.Document) -> None:
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert headings[:3] == ["Question 1: the proposed vision", "Question 2", "Question 3"]
    assert "Key to the words" in headings


def test_word_quotes_in_a_style_of_their_own(document: docx.document.Document) -> None:
    quotes = [p.text for p in document.paragraphs if p.style.name == "Quote"]
    assert len(quotes) == 6
    assert quotes[0].endswith("Ambridge Parish Council (Partnership/group)")


def test_word_tables_repeat_their_header(document: docx.document.Document) -> None:
    assert len(document.tables) >= 5
    for table in document.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


def test_word_charts_have_words_for_those_who_cannot_see_them(
    document: docx.document.Document,
) -> None:
    (picture,) = document.inline_shapes
    assert "Agree: 5 of 11" in picture._inline.docPr.get("descr")


def test_word_has_page_numbers_and_fixed_properties(document: docx.document.Document) -> None:
    assert "PAGE" in document.sections[0].footer._element.xml
    properties = document.core_properties
    assert properties.author == "Borsetshire County Council"
    assert properties.created.year == properties.modified.year == 2000


def test_word_takes_characters_that_xml_forbids(tmp_path: Path) -> None:
    run = build_run(tmp_path, title="Plan\x0b for\x00 parks")
    document = docx.Document(io.BytesIO(WRITERS["docx"](build(run))))
    assert "Plan for parks" in [p.text for p in document.paragraphs]


# Excel


@pytest.fixture(scope="module")
def workbook(run: Run) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(WRITERS["xlsx"](build(run))))


def test_excel_has_its_sheets_each_with_header_and_filter(workbook: openpyxl.Workbook) -> None:
    assert workbook.sheetnames[:10] == [
        "Summary", "Statements", "Evidence", "Themes", "Tags", "Breakdown", "Closed answers",
        "Comments matrix", "Exclusions", "Key",
    ]  # fmt: skip
    for sheet in workbook.worksheets[1:]:
        assert sheet.freeze_panes is not None
        assert sheet.auto_filter.ref is not None


def test_excel_keeps_text_that_looks_like_a_formula(workbook: openpyxl.Workbook) -> None:
    cells = [cell for sheet in workbook for row in sheet for cell in row if cell.value is not None]
    assert not [cell for cell in cells if cell.data_type == "f"]
    risky = [cell for cell in cells if str(cell.value).startswith(("=", "+"))]
    assert {cell.data_type for cell in risky} == {"s"}
    assert all(cell.quotePrefix for cell in risky)


def test_excel_numbers_are_numbers(workbook: openpyxl.Workbook) -> None:
    rows = list(workbook["Statements"].iter_rows(values_only=True))
    assert rows[1][3:6] == (9, 11, pytest.approx(9 / 11))
    matrix = list(workbook["Comments matrix"].iter_rows(values_only=True))
    assert sum(value == 1 for row in matrix[1:] for value in row[3:]) == 8


def test_excel_without_ids_in_public(run: Run) -> None:
    data = WRITERS["xlsx"](build(run, profile="publish"))
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book["Comments matrix"]["A2"].value.startswith("Not part of the published report")
    assert "Data problems" not in book.sheetnames


# HTML


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.fixture(scope="module")
def page(run: Run) -> _Page:
    parsed = _Page()
    parsed.feed(WRITERS["html"](build(run)).decode())
    assert parsed.open == []
    return parsed


def test_html_needs_nothing_else(page: _Page) -> None:
    assert not {"script", "img", "link", "iframe"} & {tag for tag, _ in page.tags}
    links = [attrs.get("href") or "" for _, attrs in page.tags if "href" in attrs]
    assert links
    assert all(link.startswith("#") for link in links)


def test_html_is_accessible(page: _Page) -> None:
    ids = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    targets = {str(a["href"]).removeprefix("#") for _, a in page.tags if "href" in a}
    assert targets <= set(ids)
    assert page.tags[0] == ("html", {"lang": "en-GB"})
    assert all(attrs.get("scope") in ("row", "col") for tag, attrs in page.tags if tag == "th")
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
    assert levels.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))


def test_html_escapes_what_respondents_wrote(run: Run) -> None:
    text = WRITERS["html"](build(run)).decode()
    assert "&lt;b&gt;welcome&lt;/b&gt;" in text
    assert "<b>welcome" not in text


def test_html_gives_each_statement_its_evidence(page: _Page, run: Run) -> None:
    assert [tag for tag, _ in page.tags].count("details") == build(run).n_statements
    assert "R04:Q1a" in WRITERS["html"](build(run)).decode()


# Markdown and JSON


def test_markdown_keeps_markup_as_text(run: Run) -> None:
    text = WRITERS["md"](build(run)).decode()
    assert r"\<b\>welcome\</b\>" in text


def test_json_holds_the_same_parts(run: Run) -> None:
    loaded = json.loads(WRITERS["json"](build(run)))
    assert loaded["sections"][0]["statements"][1]["count"] == {
        "n": 4,
        "base": 11,
        "text": "4 of 11",
    }

"""Files are read as typed, by spreadsheet row, or refused with a way out."""

import datetime as dt
import zipfile

import pytest
from openpyxl import Workbook

from pipeline.errors import InputError
from pipeline.ingest._read import READERS, read


def workbook(path, sheets):
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def refused(path, sheet=None):
    with pytest.raises(InputError) as caught:
        read(path, sheet)
    return str(caught.value)


@pytest.mark.parametrize("ending", sorted(READERS))
def test_every_reader_gives_text_by_spreadsheet_row(ending, survey, headers, rows, tmp_path):
    path = tmp_path / f"data{ending}"
    if ending.startswith(".xls"):
        workbook(path, {"Data": [headers, rows[0], [None] * 7, *rows[1:]]})
    else:
        survey.csv([rows[0], [""] * 7, *rows[1:]], name=path.name)
    received = read(path)
    assert received.frame.columns.tolist() == headers
    assert received.frame.index.tolist() == [2, 4, 5]
    assert received.frame.loc[4, "Q2 Other comments"] == "£5 – café, “yes”"
    assert received.frame.loc[5, "Q1a Why?"] == "Line one\nline two"
    assert received.frame.loc[5, "Q2 Other comments"] == "  spaced  "
    assert received.letters["District"] == "G"
    assert any("passed over: 3" in note for note in received.notes)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_csv_delimiter_and_encoding_are_found(delimiter, encoding, survey, rows):
    path = survey.csv(rows, delimiter=delimiter, encoding=encoding)
    received = read(path)
    assert received.frame.loc[3, "Q2 Other comments"] == "£5 – café, “yes”"
    assert received.frame.columns[0] == "ID"
    assert any("Windows-1252" in note for note in received.notes) == (encoding == "cp1252")


def test_semicolon_file_with_commas_in_its_header(survey):
    path = survey.csv([["1", "a, b"], ["2", "c"]], ["ID", "Parks, paths, or pools?"], delimiter=";")
    assert read(path).frame["Parks, paths, or pools?"].tolist() == ["a, b", "c"]


def test_words_that_look_missing_stay(survey):
    path = survey.csv([["NA", "null"], ["None", "nan"], ["007", "1.0"]], ["ID", "Text"])
    assert read(path).frame.to_numpy().tolist() == [["NA", "null"], ["None", "nan"], ["007", "1.0"]]


def test_a_cell_longer_than_pythons_limit_is_kept(survey):
    path = survey.csv([["1", "x" * 200_000]], ["ID", "Text"])
    assert len(read(path).frame.loc[2, "Text"]) == 200_000


def test_excel_numbers_dates_and_percentages_read_as_shown(tmp_path):
    cells = [3, 3.0, 0.1 + 0.2, True, dt.date(2017, 8, 4), dt.datetime(2017, 8, 4, 9, 30), None]
    path = workbook(tmp_path / "a.xlsx", {"S": [list("abcdefg"), cells]})
    assert read(path).frame.loc[2].tolist() == [
        "3", "3", "0.3", "TRUE", "2017-08-04", "2017-08-04T09:30:00", "",
    ]  # fmt: skip
    book = Workbook()
    book.active.append(["share"])
    book.active.append([0.255])
    book.active["A2"].number_format = "0.0%"
    book.save(tmp_path / "b.xlsx")
    assert read(tmp_path / "b.xlsx").frame.loc[2, "share"] == "25.5%"


def test_a_comment_that_excel_takes_for_a_formula_is_not_lost(tmp_path):
    rows = [["ID", "Text"], ["1", "=more buses"], ["2", "#NAME?"]]
    received = read(workbook(tmp_path / "a.xlsx", {"S": rows}))
    assert received.frame["Text"].tolist() == ["=more buses", "#NAME?"]
    assert any("B3" in note for note in received.notes)


def test_sheet_by_name_or_the_first_that_holds_anything(tmp_path):
    sheets = {"Cover": [], "One": [["a"], ["1"]], "Two": [["b"], ["2"]]}
    path = workbook(tmp_path / "a.xlsx", sheets)
    assert read(path).sheet == "One"
    assert any("Not read: Two" in note for note in read(path).notes)
    assert read(path, "Two").frame["b"].tolist() == ["2"]
    message = refused(path, "Tow")
    assert "a.xlsx" in message
    assert 'no sheet "Tow"' in message
    assert '"One", "Two"' in message


def test_sheet_named_for_a_csv(survey):
    assert "has no sheets" in refused(survey.folder / "replies.csv", "Data")


def test_missing_file_lists_what_is_there(survey):
    message = refused(survey.folder / "reply.csv")
    assert 'no file "reply.csv"' in message
    assert '"replies.csv"' in message
    assert "does not exist" in refused(survey.folder / "nowhere" / "reply.csv")


def zipped(path, member):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(member, "x")


@pytest.mark.parametrize(
    ("name", "content", "seems"),
    [
        ("a.csv", b"%PDF-1.7 ...", "a PDF"),
        ("a.xlsx", b"%PDF-1.7 ...", "a PDF"),
        ("a.xlsx", "word/document.xml", "a Word document"),
        ("a.csv", "xl/workbook.xml", "Change its ending to .xlsx"),
        ("a.xlsx", b"ID,Text\n1,x\n", "Change its ending to .csv"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0....", "old Excel file"),
        ("a.csv", b"<html><table>", "a web page"),
        ("a.csv", b"ab\0\0\1\2", "not a text file"),
        ("a.docx", b"ID,Text\n1,x\n", 'files ending in ".docx" cannot be read'),
        ("a.csv", b"", "is empty"),
        ("a.csv", b"\n\n", "is empty"),
        ("a.csv", b"ID,Text\n", "no responses"),
        ("a.csv", b"\n\nID,Text\n1,x\n", "row 1 does not hold the column headers"),
        ("a.csv", b"Survey,,\nID,Text,Date\n1,x,y\n", "row 1 does not hold the column headers"),
        ("a.csv", b"ID,Text\n1,x,,more\n", "to the right of the last header (column B): 2"),
        ("a.csv", b'ID,Text\n1,x\n2,"y\n3,z\n', "quotation mark starts and does not end"),
        ("a.csv", b'ID,Text\n1,"a "b" c"\n', "stands unpaired"),
        ("a.csv", b"ID,Text\n1,\x81\n", "CSV UTF-8"),
        ("a.csv", b'ID,T\nResponse,Why\n"{""ImportId"":1}",x\nR1,y\n', "Qualtrics"),
    ],
)
def test_what_is_no_spreadsheet_of_responses_is_refused(name, content, seems, tmp_path):
    path = tmp_path / name
    if isinstance(content, str):
        zipped(path, content)
    else:
        path.write_bytes(content)
    message = refused(path)
    assert seems in message
    assert f'"{name}"' in message


def test_a_damaged_workbook_is_refused(tmp_path):
    zipped(tmp_path / "a.xlsx", "xl/workbook.xml")
    assert "is damaged or protected" in refused(tmp_path / "a.xlsx")


def test_an_empty_workbook_is_refused(tmp_path):
    path = workbook(tmp_path / "a.xlsx", {"S": [], "T": []})
    assert "no sheet holds anything" in refused(path)
    assert 'sheet "T" is empty' in refused(path, "T")


def test_duplicate_headers_are_named_with_their_letters(survey):
    path = survey.csv([["1", "x", "y"]], ["ID", "Why?", " Why? "])
    message = refused(path)
    assert '"Why?" (columns B, C)' in message
    assert "Give each column a header of its own" in message


def test_a_column_without_header_keeps_its_letter(survey):
    path = survey.csv([["1", "x", "y", ""]], ["ID", "", "Text", ""])
    assert read(path).frame.columns.tolist() == ["ID", "(column B)", "Text"]

"""How the Word report looks: styles, tables, contents and page numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

FONT = "Arial"
ACCENT, INK, SOFT, RULE, WASH = "1F4E79", "222222", "55606B", "C9D1D9", "EEF2F6"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

# name: (based on, size, colour, bold, italic, space before, space after, left indent in cm)
PARAGRAPHS: dict[str, tuple[str, float, str, bool, bool, float, float, float]] = {
    "Normal": ("", 11, INK, False, False, 0, 8, 0),
    "Body name": ("Normal", 13, SOFT, True, False, 30, 6, 0),
    "Title": ("Normal", 28, ACCENT, True, False, 0, 10, 0),
    "Subtitle": ("Normal", 15, INK, False, False, 0, 2, 0),
    "Dates": ("Normal", 12, SOFT, False, False, 0, 10, 0),
    "Status": ("Normal", 11, INK, True, False, 6, 6, 0),
    "Front heading": ("Normal", 15, ACCENT, True, False, 20, 6, 0),
    "Heading 1": ("Normal", 18, ACCENT, True, False, 24, 10, 0),
    "Heading 2": ("Normal", 13, ACCENT, True, False, 18, 6, 0),
    "Question": ("Normal", 11.5, INK, True, False, 0, 6, 0.4),
    "Question part": ("Normal", 11, INK, False, False, 0, 4, 0.4),
    "Base note": ("Normal", 9.5, SOFT, False, False, 4, 10, 0),
    "Figure": ("Normal", 11, INK, False, False, 6, 8, 0),
    "Statement": ("Normal", 11, INK, False, False, 10, 4, 0),
    "Quote": ("Normal", 10.5, INK, False, True, 0, 6, 1.0),
    "Cell": ("Normal", 10, INK, False, False, 2, 2, 0),
    "Contents": ("Normal", 11, INK, False, False, 0, 3, 0),
    "List Bullet": ("Normal", 11, INK, False, False, 0, 3, 0.6),
    "Footer": ("Normal", 9, SOFT, False, False, 0, 0, 0),
}  # fmt: skip
KEPT_WITH_NEXT = ("Front heading", "Heading 1", "Heading 2", "Question", "Question part", "Figure")


def plain(text: str) -> str:
    """Return text without the control characters that a Word file cannot hold."""
    return _CONTROL.sub("", text)


def set_styles(document: Document) -> None:
    """Set the page and every style the report uses."""
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.5)
    page.top_margin, page.bottom_margin = Cm(2.3), Cm(2.2)
    for name, values in PARAGRAPHS.items():
        _paragraph_style(document, name, *values)
    _bordered(document.styles["Title"], "bottom", size=18, space=10)
    _bordered(document.styles["Question"], "left", size=24, space=8)
    _bordered(document.styles["Question part"], "left", size=24, space=8)
    _bordered(document.styles["Quote"], "left", size=12, space=10, colour=RULE)
    for name, size, colour in (("Counted", 9.5, SOFT), ("Attribution", 9.5, SOFT)):
        style: Any = document.styles.add_style(name, WD_STYLE_TYPE.CHARACTER)
        style.font.size, style.font.color.rgb = Pt(size), RGBColor.from_string(colour)
        style.font.italic = False
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-GB")
    document.styles["Normal"].element.get_or_add_rPr().append(language)


def _paragraph_style(
    document: Document,
    name: str,
    base: str,
    size: float,
    colour: str,
    bold: bool,
    italic: bool,
    before: float,
    after: float,
    indent: float,
) -> None:
    styles = document.styles
    style: Any = styles[name] if name in styles else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    for kept in ("w:rPr", "w:pPr"):
        found = style.element.find(qn(kept))
        # The outline level makes a heading; the list number makes a bullet. The rest is ours.
        for child in list(found) if found is not None else []:
            if child.tag not in (qn("w:outlineLvl"), qn("w:numPr")):
                found.remove(child)
    if base:
        style.base_style = styles[base]
    style.font.name, style.font.size = FONT, Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:eastAsia", "w:cs"):
        fonts.set(qn(script), FONT)
    style.font.color.rgb = RGBColor.from_string(colour)
    style.font.bold, style.font.italic = bold, italic
    shape = style.paragraph_format
    shape.space_before, shape.space_after = Pt(before), Pt(after)
    shape.line_spacing = 1.0 if name in ("Cell", "Title", "Footer") else 1.2
    shape.left_indent = Cm(indent)
    if name == "List Bullet":
        shape.first_line_indent = Cm(-indent)
    shape.keep_with_next = name in KEPT_WITH_NEXT
    shape.widow_control = True


def _bordered(style: Any, side: str, *, size: int, space: int, colour: str = ACCENT) -> None:
    borders = OxmlElement("w:pBdr")
    borders.append(_line(side, size=size, space=space, colour=colour))
    # The schema wants borders early among a paragraph's properties.
    properties = style.element.get_or_add_pPr()
    later = [c for c in properties if c.tag in (qn("w:spacing"), qn("w:ind"), qn("w:outlineLvl"))]
    later[0].addprevious(borders) if later else properties.append(borders)


def _line(side: str, *, size: int, space: int = 0, colour: str = RULE) -> Any:
    line = OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", size), ("space", space), ("color", colour)):
        line.set(qn(f"w:{name}"), str(value))
    return line


def add_table(
    document: Document,
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    widths: Sequence[float],
    right: Sequence[int] = (),
    bold: Sequence[int] = (),
) -> None:
    """Add a table with a header that repeats on every page and lines between rows.

    Parameters
    ----------
    document : docx.document.Document
    head : sequence of str
    rows : sequence of sequence of str
    widths : sequence of float
        Of columns, in centimetres.
    right : sequence of int
        Columns set flush right: those of numbers.
    bold : sequence of int
        Rows set in bold.
    """
    table = document.add_table(rows=len(rows) + 1, cols=len(head))
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.LEFT, False
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        borders.append(_line(side, size=4))
    table._tbl.tblPr.append(borders)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    for number, (row, values) in enumerate(zip(table.rows, (head, *rows), strict=True)):
        _unbroken(row, repeated=number == 0)
        for place, (cell, value) in enumerate(zip(row.cells, values, strict=True)):
            cell.width = Cm(widths[place])
            paragraph = cell.paragraphs[0]
            paragraph.style = document.styles["Cell"]
            run = paragraph.add_run(plain(value))
            run.bold = True if number == 0 or number - 1 in bold else None
            paragraph.paragraph_format.keep_with_next = number < min(len(rows), 8)
            if place in right:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            if number == 0:
                _shade(cell)


def _unbroken(row: Any, *, repeated: bool) -> None:
    properties = row._tr.get_or_add_trPr()
    for name in ("w:cantSplit", *(("w:tblHeader",) if repeated else ())):
        properties.append(OxmlElement(name))


def _shade(cell: Any) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", WASH)):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)


def add_contents(document: Document, headings: Sequence[str]) -> None:
    """Add a table of contents: the headings now, page numbers when someone updates the field."""
    for place, heading in enumerate(headings):
        paragraph = document.add_paragraph(style="Contents")
        if place == 0:
            _field(paragraph.add_run(), 'TOC \\o "1-1" \\h \\z', open_only=True)
        paragraph.add_run(plain(heading))
        if place == len(headings) - 1:
            paragraph.add_run()._r.append(_mark("end"))


def add_footer(document: Document, title: str) -> None:
    """Put the title and the page number at the foot of every page."""
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.style = document.styles["Footer"]
    paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(16), WD_TAB_ALIGNMENT.RIGHT)
    paragraph.add_run(f"{plain(title)}\tPage ")
    _field(paragraph.add_run(), "PAGE")
    paragraph.add_run(" of ")
    _field(paragraph.add_run(), "NUMPAGES")


def _field(run: Any, code: str, *, open_only: bool = False) -> None:
    """Add a field that Word works out, such as a page number."""
    words = OxmlElement("w:instrText")
    words.set(qn("xml:space"), "preserve")
    words.text = f" {code} "
    run._r.append(_mark("begin"))
    run._r.append(words)
    run._r.append(_mark("separate"))
    if not open_only:
        shown = OxmlElement("w:t")
        shown.text = "1"
        run._r.append(shown)
        run._r.append(_mark("end"))


def _mark(kind: str) -> Any:
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    return mark

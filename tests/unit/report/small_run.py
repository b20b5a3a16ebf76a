"""A small, complete run, written by hand: two question groups, an empty one, twelve respondents."""

import json
from pathlib import Path

import pandas as pd

from pipeline.consultation import Consultation
from pipeline.framework import load_framework
from pipeline.store import Run, open_run, save
from pipeline.tables import TABLES

CONFIG = {
    "title": "Café & parks: our £2m plan – 2026",
    "body": "Borsetshire County Council",
    "opened": "2026-01-05",
    "closed": "2026-02-16",
    "invited": 40,
    "sources": [{"file": "responses.xlsx"}],
    "columns": {"respondent_id": "Ref", "kind": "Type", "attributes": ["Type"]},
    "questions": [
        {
            "id": "Q1",
            "number": "1",
            "text": "To what extent do you agree with the proposed vision?",
            "about": "the proposed vision",
            "closed": {
                "column": "Q1",
                "options": ["Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree"],
                "agree": ["Agree", "Strongly agree"],
            },
            "open": [
                {"id": "Q1a", "column": "Why?", "role": "why", "text": "Why do you say this?"}
            ],
        },
        {"id": "Q2", "number": "2", "text": "Any other comments?", "column": "Q2"},
        {"id": "Q3", "number": "3", "text": "Is anything missing?", "column": "Q3"},
    ],
}
PEOPLE = [f"R{number:02d}" for number in range(1, 13)]
TICKED = ["Strongly agree"] * 4 + ["Agree"] * 5 + ["Neither", "Disagree"]
PERMISSION = {"R01": "yes", "R02": "no", "R03": "unknown"}
# respondent, question, words; each comment is one segment
SAID = [
    ("R01", "Q1a", "The vision matches what our café on the high street needs – at last."),
    ("R02", "Q1a", "SECRET-WORDS-OF-R02 it is what we would have written."),
    ("R03", "Q1a", "=SUM(A1) is not a plan, but £2m is a good start & <b>welcome</b>."),
    ("R04", "Q1a", "It fits our own strategy."),
    ("R05", "Q1a", "Too little on the environment."),
    ("R01", "Q2", "Please keep the market toilets open."),
    ("R06", "Q2", "+44 reasons to keep the toilets open."),
]


def build_run(folder: Path, **changes: object) -> Run:
    """Write the run under ``folder`` and open it.

    ``changes`` replaces parts of the consultation (``quotation_basis``, ``settings``), or the
    ``kinds`` of respondents (a list of twelve).
    """
    kinds = changes.pop("kinds", ["organisation"] * 4 + ["individual"] * 8)
    consultation = Consultation.model_validate({**CONFIG, **changes})
    name = consultation.framework
    path = folder / "runs" / "0123456789"
    refs = save(path / "tables", tables(kinds))
    for ref in refs:
        Path(ref.path).rename(path / "tables" / f"{ref.name}.parquet")
    manifest = {
        "run_id": "0123456789",
        "several": "0.1.0",
        "config": consultation.model_dump(mode="json"),
        "framework": name and load_framework(name, folder).model_dump(mode="json"),
    }
    (path / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return open_run(path)


def _frame(name: str, rows: list[tuple]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(TABLES[name].columns))


def tables(kinds: list[str]) -> dict[str, pd.DataFrame]:
    rows = {**_received(kinds), **_analysed(), **_found()}
    return {name: _frame(name, rows.get(name, [])) for name in TABLES if name != "vectors"}


def _received(kinds: list[str]) -> dict[str, list[tuple]]:
    ids = [f"{who}:{part}" for part in ("Q1a", "Q2", "Q3") for who in PEOPLE]
    words = {f"{who}:{part}": text for who, part, text in SAID}
    organisations = {"R01": "Ambridge Parish Council", "R02": "Lower Loxley Ltd"}
    types = {"organisation": "Partnership/group", "individual": "Member of Parliament"}
    scale = ["Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree"]
    return {
        "questions": [
            (
                "Q1",
                None,
                "group",
                "1",
                CONFIG["questions"][0]["text"],
                "the proposed vision",
                None,
                1,
            ),
            ("Q1.closed", "Q1", "closed", None, CONFIG["questions"][0]["text"], None, None, 2),
            ("Q1a", "Q1", "why", None, "Why do you say this?", None, None, 3),
            ("Q2", None, "other", "2", "Any other comments?", None, None, 4),
            ("Q3", None, "other", "3", "Is anything missing?", None, None, 5),
        ],
        "respondents": [
            (
                who,
                kind,
                organisations.get(who) if kind == "organisation" else None,
                "yes" if who == "R01" else "no",
                PERMISSION.get(who, "yes"),
            )
            for who, kind in zip(PEOPLE, kinds, strict=True)
        ],
        "attributes": [
            (who, "Type", types.get(kind, "Other")) for who, kind in zip(PEOPLE, kinds, strict=True)
        ],
        "answers": [
            (who, "Q1.closed", value, scale.index(value) + 1, value in scale[3:])
            for who, value in zip(PEOPLE, TICKED, strict=False)
        ],
        "responses": [
            (key, key[:3], key[4:], words.get(key, ""), None, "web", "responses.xlsx", None, row)
            for row, key in enumerate(ids, start=2)
        ],
        "comments": [
            (
                key,
                key[:3],
                key[4:],
                words.get(key, ""),
                "analysed" if key in words else "non_answer" if key == "R07:Q3" else "blank",
                None,
                None,
                "en",
                len(words.get(key, "").split()),
                0,
            )
            for key in ids
        ],
        "exclusions": [
            ("Q1a", "analysed", 5, 5),
            ("Q1a", "blank", 7, 7),
            ("Q2", "analysed", 2, 2),
            ("Q2", "blank", 10, 10),
            ("Q3", "blank", 11, 11),
            ("Q3", "non_answer", 1, 1),
        ],
        "issues": [
            (
                "ingest-1",
                "warning",
                "responses.xlsx",
                "Sheet1",
                7,
                "Q1",
                "The option is not listed.",
            ),
        ],
    }


def _analysed() -> dict[str, list[tuple]]:
    segments = [
        (f"{who}:{part}.01", f"{who}:{part}", 0, len(text), text) for who, part, text in SAID
    ]
    return {
        "segments": segments,
        "acts": [(row[0], "general", "none", 0.5) for row in segments],
        "tags": [
            ("R01:Q1a.01", "SE", "outcome", 0.9, 0, 3, "high street", "auto", "lexical 1"),
            ("R01:Q1a.01", "SE3", "priority", 0.9, 0, 3, "high street", "auto", "lexical 1"),
            ("R05:Q1a.01", "CROSS", "cross", 0.6, 0, 3, "environment", "needs_review", "lexical 1"),
        ],
    }


def _found() -> dict[str, list[tuple]]:
    def theme(name: str, group: str, parent: str | None, label: str, first: int, n: int) -> tuple:
        status = "confirmed" if name == "T2" else "candidate"
        return (name, group, parent, label, SAID[first][2], "vision; strategy", status, n, n, 0.8)

    members = {"T1": [0, 1, 2, 3], "T2": [3], "T3": [4], "T4": [5, 6]}
    segment = {number: f"{who}:{part}.01" for number, (who, part, _) in enumerate(SAID)}
    by = {"Q1-02": [0, 1, 2, 3], "Q1-03": [4], "Q2-01": [5, 6]}
    return {
        "themes": [
            # The central segment of T1 is R02's, who may not be quoted.
            theme("T1", "Q1", None, "alignment with own strategy", 1, 4),
            theme("T2", "Q1", "T1", "own organisational strategy", 3, 1),
            theme("T3", "Q1", None, "environment <missing>", 4, 1),
            theme("T4", "Q2", None, "public toilets & markets", 5, 2),
        ],
        "assignments": [
            (segment[place], name, 0.9 - 0.1 * order, "machine")
            for name, places in members.items()
            for order, place in enumerate(places)
        ],
        "statements": [
            (
                "Q1-01", "Q1", None, "closed", "support", 1, 9, 11, 9 / 11, "most",
                "Most respondents (9 of 11) agreed with the proposed vision.",
            ),
            (
                "Q1-02", "Q1", "SE", "comments", "alignment", 2, 4, 11, 4 / 11, "several",
                "Several respondents said that the vision fits their own – £2m & all.",
            ),
            (
                "Q1-03", "Q1", None, "comments", "concern", 3, 1, 11, 1 / 11, "one",
                "One respondent was concerned that there is <b>too little</b> on the environment.",
            ),
            (
                "Q2-01", "Q2", None, "comments", "suggestion", 1, 2, 2, 1.0, "2 of 2",
                "2 of 2 respondents suggested keeping the toilets open.",
            ),
        ],
        "statement_themes": [("Q1-02", "T1"), ("Q1-03", "T3"), ("Q2-01", "T4")],
        "supporters": [
            *(("Q1-01", who, None, value) for who, value in zip(PEOPLE[:9], TICKED, strict=False)),
            *((name, SAID[p][0], segment[p], None) for name, places in by.items() for p in places),
        ],
        "evidence": [
            (name, rank, segment[p], text, 0, len(text), PERMISSION.get(who, "yes"))
            for name, places in by.items()
            for rank, p in enumerate(places, start=1)
            for who, _, text in [SAID[p]]
        ],
    }  # fmt: skip

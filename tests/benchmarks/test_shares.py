"""Where the time goes: shares and rates, printed and never judged.

    pytest tests/benchmarks -m slow -s

The comments are combinations of written parts, so that no two are the same.
"""

from __future__ import annotations

import time
from itertools import product

import pandas as pd
import pytest

from pipeline.consultation import Consultation
from pipeline.tables import TABLES, conform, empty
from tests.contracts.in_process import STAGES, Tables, tables_before

pytestmark = pytest.mark.slow

WHO = ["I think", "We feel", "Residents say", "As a carer I know", "Our members believe"]
WHAT = [
    "the evening buses", "the potholes on our road", "the village library", "mental health support",
    "the town park", "affordable homes", "the broadband", "the youth club", "our high street",
    "the cycle lanes",
]  # fmt: skip
HOW = ["should be improved", "need more money", "have been forgotten", "come too late"]
WHERE = ["in Melton", "in the villages", "near the school", "outside the city", "for older people"]
N = 1000


def written() -> Tables:
    """The tables that cleaning would make of N comments of one segment."""
    texts = [" ".join(parts) + "." for parts in product(WHO, WHAT, HOW, WHERE)][:N]
    ids = [f"R{n:04d}" for n in range(N)]

    def made(name: str, rows: list[tuple]) -> pd.DataFrame:
        return conform(name, pd.DataFrame(rows, columns=list(TABLES[name].columns)))

    return {
        "questions": made("questions", [
            ("Q1", None, "other", "1", "What matters to you?", None, None, 1)]),
        "respondents": made("respondents", [
            (who, "individual", None, "no", "yes") for who in ids]),
        "answers": empty("answers"),
        "attributes": empty("attributes"),
        "comments": made("comments", [
            (f"{who}:Q1", who, "Q1", text, "analysed", None, None, "en", len(text.split()), 0)
            for who, text in zip(ids, texts, strict=True)]),
        "segments": made("segments", [
            (f"{who}:Q1.01", f"{who}:Q1", 0, len(text), text)
            for who, text in zip(ids, texts, strict=True)]),
    }  # fmt: skip


def test_shares_of_the_stages(capsys: pytest.CaptureFixture[str]) -> None:
    consultation = Consultation.model_validate(
        {"title": "T", "body": "B", "sources": [{"file": "f.csv"}],
         "framework": "leicestershire-2018-22"}
    )  # fmt: skip
    tables = written()
    warm = {name: frame.head(5) for name, frame in tables.items()}
    STAGES["embed"].call(warm, consultation)  # loads the models
    seconds = {}
    for name in ("embed", "tag", "cluster", "summarise"):
        started = time.perf_counter()
        tables |= STAGES[name].call(tables_before(name, tables), consultation)
        seconds[name] = time.perf_counter() - started
    whole = sum(seconds.values())
    with capsys.disabled():
        print(f"\n{N:,} comments, {N / whole:.0f} a second over these stages")
        for name, spent in seconds.items():
            print(f"  {name:<10}{spent / whole:6.0%}{N / spent:10.0f} comments a second")
    assert len(tables["acts"]) == N
    assert tables["statements"]["n_base"].eq(N).all()

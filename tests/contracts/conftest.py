"""A small written consultation: a closed question with two open parts, and an open question."""

from __future__ import annotations

import csv
import random
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from pipeline.consultation import Consultation, load_consultation
from tests.contracts.in_process import Tables, run_stages

HEADER = ("Ref", "Type", "Name", "May quote", "Q1", "Q1 why", "Q1 else", "Q2")
AGREES = ("Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree")
ROWS = (
    ("A1", "Individual", "", "Yes", "Agree", "The evening buses are too few.", "n/a",
     "Please mend the potholes on Mill Lane."),
    ("A2", "Individual", "", "No", "Disagree", "SECRET evening buses never come to our village.",
     "", "Potholes on Mill Lane damage cars."),
    ("A3", "Individual", "", "Yes", "Agree", "I agree.", "More evening buses are needed.",
     "The plan should mention unpaid carers. My e-mail is jo@example.org."),
    ("A4", "Individual", "", "", "Strongly agree", "", "", ""),
    ("A5", "Charity", "Carers' Voice", "Yes", "Agree", "It is in line with our own strategy.",
     "How will success be measured?", "Unpaid carers are forgotten in the plan."),
    ("A6", "Charity", "Wheels", "Yes", "Neither", "We suggest that evening buses are funded.",
     "See above", "Ring 0116 496 0123 about the potholes on Mill Lane."),
    ("A7", "Individual", "", "Yes", "Agree", "Yes.", "Yes.", "No comment"),
    ("A8", "Individual", "", "Yes", "Disagree", "The plan is vague about libraries.",
     "The library should open on Sundays.", "Keep the library open on Sundays."),
)  # fmt: skip
CONFIG = f"""
title = "Small plan"
body = "Borsetshire"
framework = "leicestershire-2018-22"
quotation_basis = "Written for this test."

[[sources]]
file = "replies.csv"

[columns]
respondent_id = "Ref"
kind = "Type"
organisation = "Name"
may_quote = "May quote"
attributes = ["Type"]

[[questions]]
id = "Q1"
text = "Do you agree with the draft plan?"
about = "the draft plan"
closed = {{ column = "Q1", options = {list(AGREES)}, agree = ["Agree", "Strongly agree"] }}
open = [
  {{ id = "Q1a", column = "Q1 why", role = "why", text = "Why do you say this?" }},
  {{ id = "Q1b", column = "Q1 else", role = "anything_else", text = "Is there anything else?" }},
]

[[questions]]
id = "Q2"
text = "Do you have any other comments?"
column = "Q2"

[settings]
single_views = "all"
"""


def write_consultation(
    folder: Path, rows: Sequence[Sequence[str]] = ROWS, *, shuffle: int | None = None
) -> Consultation:
    """Write ``consultation.toml`` and ``replies.csv`` and load them."""
    folder.mkdir(parents=True, exist_ok=True)
    ordered = list(rows)
    if shuffle is not None:
        random.Random(shuffle).shuffle(ordered)
    with (folder / "replies.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADER, *ordered])
    (folder / "consultation.toml").write_text(CONFIG, encoding="utf-8")
    return load_consultation(folder)


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Consultation:
    return write_consultation(tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="session")
def tables(small: Consultation) -> Tables:
    """All tables of a run of it. Do not change them."""
    return run_stages(small)


@pytest.fixture
def analyse(tmp_path: Path) -> Callable[[Sequence[Sequence[str]]], Tables]:
    """Run the stages over rows of such a file."""

    def run(rows: Sequence[Sequence[str]]) -> Tables:
        return run_stages(write_consultation(tmp_path / "data", rows))

    return run

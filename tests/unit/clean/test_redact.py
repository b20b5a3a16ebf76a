"""Masking of personal details."""

import json

import pandas as pd
import pytest

from pipeline.clean._redact import redact

PHONES = [
    "0116 496 0123", "(0116) 496 0123", "01164960123", "01632 960 123", "020 7946 0958",
    "07700 900123", "07700-900-123", "+44 7700 900123", "+44 (0)116 496 0123", "0044 116 4960123",
    "0800 111 1111", "+33 1 23 45 67 89",
]  # fmt: skip
POSTCODES = ["LE3 8RA", "LE38RA", "le3 8ra", "SW1A 1AA", "M1 3AB", "EC1A 1BB", "B33 8TH"]
NEITHER = [
    "It costs £66m", "the 2015-20 plan", "from 2015-2020", "on 01/02/2017 or 01-02-2017",
    "the A46, the M1 and Q4 2017", "leave the M1 at the 3rd exit", "the M1 2nd junction",
    "the A6 2hr delay", "1,000,000 homes by 2031", "planning application 2017/0123/FUL",
    "ref: 0116 4960123", "call 101 or 999", "telephone 2015-2020", "+5,000 homes", "0.1234567890",
    "Junction 21A of the M69", "meet @ noon", "policy WO3 5 points", "section 106", "12 345 homes",
]  # fmt: skip


@pytest.mark.parametrize("number", PHONES)
def test_phone_numbers_are_masked(number):
    assert redact(f"Ring me on {number}, please.") == ("Ring me on [phone], please.", 1)


@pytest.mark.parametrize("postcode", POSTCODES)
def test_postcodes_are_masked(postcode):
    assert redact(f"I live in {postcode}.") == ("I live in [postcode].", 1)


@pytest.mark.parametrize("text", NEITHER)
def test_roads_years_money_and_references_stay(text):
    assert redact(text) == (text, 0)


def test_local_number_after_a_cue_and_email_with_its_lead():
    text, count = redact("Tel: 234 567 (mailto:jo.o'neil+x@parish-council.gov.uk)")
    assert text.startswith("Tel: [phone] (mailto:")
    assert text.endswith("[email])")
    assert count == 2


def test_a_long_cell_without_blanks_takes_no_time():
    assert redact("a" * 200_000) == ("a" * 200_000, 0)


@pytest.mark.needs_shared
def test_emails_of_the_development_set_are_masked(shared):
    sentences = pd.read_csv(shared / "data" / "pii_presidio.csv")
    left = 0
    seen = 0
    for text, spans in zip(sentences["text"], sentences["spans_json"], strict=True):
        masked, _ = redact(text)
        for span in json.loads(spans):
            if "EMAIL" in json.dumps(span):
                seen += 1
                left += text[span["start"] : span["end"]] in masked
    assert seen > 20
    assert left == 0

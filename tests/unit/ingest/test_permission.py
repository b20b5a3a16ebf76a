"""A "no" is never read as a "yes"."""

import pytest

from pipeline.ingest._permission import permission


@pytest.mark.parametrize(
    ("said", "quote", "name"),
    [
        ("Yes", "yes", "yes"),
        ("No", "no", "no"),
        ("", "unknown", "unknown"),
        ("Not Answered", "unknown", "unknown"),
        ("Not sure", "unknown", "unknown"),
        ("Yes, you may quote me", "yes", "yes"),
        ("No, please do not publish my response", "no", "no"),
        ("I do not consent", "no", "no"),
        ("I don’t agree to being quoted", "no", "no"),
        ("I would prefer my response to be confidential", "no", "no"),
        ("Publish response with name", "yes", "yes"),
        ("Publish response only (without name)", "yes", "no"),
        ("Yes, but anonymously", "yes", "no"),
        ("Do not publish response", "no", "no"),
        ("I have no objection", "yes", "yes"),
        ("I do not mind being quoted", "yes", "yes"),
        ("I object", "no", "no"),
        ("TRUE", "yes", "yes"),
        ("0", "no", "no"),
        ("Blaby", "unknown", "unknown"),
    ],
)
def test_permission(said, quote, name):
    assert permission(said) == quote
    assert permission(said, naming=True) == name

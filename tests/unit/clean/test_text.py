"""Repair of stored text."""

import pytest

from pipeline.clean._text import clean_text, count_words


@pytest.mark.parametrize(
    ("verbatim", "expected"),
    [
        ("Itâ€™s Â£66m â€“ too much", "It’s £66m – too much"),
        ("A cafÃ© would help", "A café would help"),
        ("£5 – “café” … it’s fine", "£5 – “café” … it’s fine"),
        ("Parks &amp; gardens", "Parks & gardens"),
        ("  two   blanks\tand a tab ", "two blanks and a tab"),
        ("no\u200b width\ufeff and \x07 bell", "no width and bell"),
        ("one_x000D_\ntwo", "one\ntwo"),
        ("one<br/>two<BR>three", "one\ntwo\nthree"),
        ("one\r\n\r\n\r\ntwo\u2028three\x0bfour", "one\ntwo\nthree\nfour"),
        (" \n\t\u200b ", ""),
        ("👍🏽 👩‍👧", "👍🏽 👩‍👧"),
    ],
    ids=[
        "quote pound dash", "accent", "left alone", "entity", "blanks", "invisible", "excel escape",
        "break tag", "line ends", "nothing", "emoji",
    ],
)  # fmt: skip
def test_storage_damage_is_repaired(verbatim, expected):
    assert clean_text(verbatim) == expected


def test_hard_wrapped_lines_are_joined_and_list_lines_are_not():
    wrapped = "The bus to the hospital was withdrawn in the spring and nothing\nhas replaced it."
    assert "\n" not in clean_text(wrapped)
    assert clean_text("more buses\nmore trains").count("\n") == 1


def test_words_are_counted_as_people_count_them():
    assert count_words("Don't close it – our well-being (and £66m) matters.") == 8
    assert count_words(" – … ") == 0

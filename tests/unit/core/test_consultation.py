"""The consultation file: strict, frozen, with errors an analyst can act on."""

from pathlib import Path

import pytest

from pipeline.consultation import load_consultation
from pipeline.errors import ConsultationError

GOOD = """
title = "Our plan"
body = "Anyshire County Council"
[[sources]]
file = "responses.csv"
[[questions]]
id = "Q1"
text = "What do you think?"
column = "What do you think?"
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "consultation.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_good_file_loads_and_knows_its_folder(tmp_path: Path) -> None:
    consultation = load_consultation(write(tmp_path, GOOD))
    assert consultation.title == "Our plan"
    assert consultation.folder == tmp_path.resolve()
    assert load_consultation(tmp_path) == consultation


def test_a_windows_byte_order_mark_is_no_obstacle(tmp_path: Path) -> None:
    path = tmp_path / "consultation.toml"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.encode())
    assert load_consultation(path).body == "Anyshire County Council"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('title = "Our plan"', 'tilte = "Our plan"', 'Did you mean "title"?'),
        ('title = "Our plan"', "title = Our plan", "not valid TOML"),
        ('body = "Anyshire County Council"', "", '"body" is missing'),
        ('column = "What', 'colum = "What', 'Did you mean "column"?'),
        ('column = "What do you think?"', "", 'question "Q1" has no column and no parts'),
        ('file = "responses.csv"', 'fil = "responses.csv"', '"sources.1.fil" is not a key'),
        ("[[questions]]", '[settings]\ngranularity = "medium"\n[[questions]]', "granularity"),
    ],
)
def test_a_mistake_is_named_with_a_way_out(tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(ConsultationError) as caught:
        load_consultation(write(tmp_path, GOOD.replace(old, new)))
    assert said in str(caught.value)


def test_the_same_question_twice_is_refused(tmp_path: Path) -> None:
    twice = GOOD + GOOD[GOOD.index("[[questions]]") :]
    with pytest.raises(ConsultationError, match='question id "Q1" occurs twice'):
        load_consultation(write(tmp_path, twice))


def test_responses_are_not_taken_for_a_consultation(tmp_path: Path) -> None:
    (tmp_path / "responses.xlsx").write_bytes(b"PK")
    with pytest.raises(ConsultationError, match=r'several init "responses\.xlsx"'):
        load_consultation(tmp_path / "responses.xlsx")


def test_a_missing_file_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(ConsultationError, match="several init"):
        load_consultation(tmp_path / "none.toml")

"""Links between two frameworks: by subjects, by wording, and against what a reader linked."""

import csv
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from pipeline.crosswalk import COLUMNS, crosswalk, flows, label_shares
from pipeline.framework import Framework, Outcome, load_framework
from pipeline.mapping import map_subjects

LABELS = Path(__file__).parents[3] / "data" / "labels"
SHARES = ["subject_id", "label_id", "share"]


def framework(**names: str) -> Framework:
    outcomes = tuple(Outcome(code=code, name=name) for code, name in names.items())
    return Framework(id="f", title="F", outcomes=outcomes)


def linked(old, new, olds, news, embedder) -> pd.DataFrame:
    return crosswalk(
        old, new, old_mapping=pd.DataFrame(olds, columns=SHARES),
        new_mapping=pd.DataFrame(news, columns=SHARES), embedder=embedder,
    )  # fmt: skip


def test_kinds_follow_the_subjects(embedder):
    old = framework(P="Getting about", Q="Green", R="Homes", S="Rents", T="Police", U="Faith")
    new = framework(a="Moving", b="Nature", c="Waste", d="Housing", e="Libraries", f="Streets")
    olds = [("rail", "P", 1), ("biodiversity", "Q", 1), ("waste-collection", "Q", 1),
            ("affordable-housing", "R", 1), ("rented-housing", "S", 1), ("policing", "T", 1),
            ("road-safety", "T", 0.7), ("faith", "U", 1)]  # fmt: skip
    news = [("rail", "a", 1), ("biodiversity", "b", 1), ("waste-collection", "c", 1),
            ("affordable-housing", "d", 1), ("rented-housing", "d", 1), ("libraries", "e", 1),
            ("road-safety", "f", 1), ("anti-social-behaviour", "f", 1)]  # fmt: skip
    table = linked(old, new, olds, news, embedder)
    assert tuple(table.columns) == COLUMNS
    kinds = dict(
        zip(zip(table["old_code"], table["new_code"], strict=True), table["kind"], strict=True)
    )
    assert kinds == {
        ("P", "a"): "same", ("Q", "b"): "split", ("Q", "c"): "split", ("R", "d"): "merged",
        ("S", "d"): "merged", ("T", "f"): "part", ("U", ""): "none", ("", "e"): "none",
    }  # fmt: skip
    assert table["strength"].between(0, 1).all()
    assert (table.loc[table["kind"] == "none", "strength"] == 0).all()
    halves = table[table["old_code"] == "Q"]
    assert (halves["of_old"].tolist(), halves["of_new"].tolist()) == ([0.5, 0.5], [1.0, 1.0])


def test_every_label_has_a_row_whatever_the_order_of_the_mapping(plan, embedder):
    mapping = map_subjects(plan, embedder)
    other = load_framework("harrowmere-district.toml", LABELS / "frameworks")
    news = map_subjects(other, embedder)
    table = crosswalk(plan, other, old_mapping=mapping, new_mapping=news, embedder=embedder)
    assert set(table["old_code"]) - {""} == {*label_shares(plan, mapping).columns}
    assert set(table["new_code"]) - {""} == {*label_shares(other, news).columns}
    again = crosswalk(
        plan, other, old_mapping=mapping.iloc[::-1], new_mapping=news.iloc[::-1], embedder=embedder
    )
    pd.testing.assert_frame_equal(table, again)


def test_a_framework_corresponds_to_itself(plan, embedder):
    mapping = map_subjects(plan, embedder)
    table = crosswalk(plan, plan, old_mapping=mapping, new_mapping=mapping, embedder=embedder)
    first = table[table["old_code"] != ""].drop_duplicates("old_code")
    assert (first["old_code"] == first["new_code"]).all()


def test_flows_of_labels_without_subjects_are_none():
    goes, comes = flows(np.zeros((3, 1)), np.eye(3))
    assert goes.tolist() == comes.tolist() == [[0.0, 0.0, 0.0]]


def by_hand(old: str, new: str) -> dict[tuple[str, str], float]:
    with (LABELS / "crosswalk.csv").open(encoding="utf-8", newline="") as file:
        rows = [r for r in csv.DictReader(file) if (r["old"], r["new"]) == (old, new)]
    return {(r["old_code"], r["new_code"]): float(r["strength"]) for r in rows}


@pytest.mark.parametrize(
    ("old", "new", "least"),
    [
        ("leicestershire-2018-22", "leicestershire-2022-26", 0.9),
        ("leicestershire-2017-21", "leicestershire-2022-26", 0.9),
        ("harrowmere-district", "castlebourne-city", 0.7),
    ],
)
def test_what_a_reader_linked_is_found(old, new, least, embedder):
    def load(name: str) -> Framework:
        own = LABELS / "frameworks" / f"{name}.toml"
        return load_framework(own.name if own.exists() else name, own.parent)

    before, after = load(old), load(new)
    table = crosswalk(
        before, after, old_mapping=map_subjects(before, embedder),
        new_mapping=map_subjects(after, embedder), embedder=embedder,
    )  # fmt: skip
    true = by_hand(old, new)
    found = set(zip(table["old_code"], table["new_code"], strict=True))
    main = {pair for pair, strength in true.items() if strength == 1}
    assert len(main & found) >= least * len(main)
    links = table[table["kind"] != "none"]
    right = [p in true for p in zip(links["old_code"], links["new_code"], strict=True)]
    assert np.mean(right) >= 0.6


def test_links_by_hand_name_codes_that_exist():
    with (LABELS / "crosswalk.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for side in ("old", "new"):
                own = LABELS / "frameworks" / f"{row[side]}.toml"
                known = load_framework(own.name if own.exists() else row[side], own.parent)
                assert row[f"{side}_code"] in known.labels()
            assert row["strength"] in ("1", "0.5")

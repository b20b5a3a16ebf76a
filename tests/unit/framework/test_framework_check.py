"""Notes on a framework: what a careful reader would say of it, and little else."""

import pandas as pd
import pytest

from pipeline.framework import Framework, Outcome, Priority
from pipeline.framework_check import Note, check_framework
from pipeline.mapping import map_subjects


@pytest.fixture(scope="module")
def notes(plan, embedder) -> dict[str, list[Note]]:
    found: dict[str, list[Note]] = {}
    for note in check_framework(plan, map_subjects(plan, embedder), embedder):
        found.setdefault(note.kind, []).append(note)
    return found


def test_what_costs_most_comes_first(notes):
    order = ["names_only", "no_terms", "no_outcome_description", "unused", "close", "nowhere",
             "everywhere", "shared_terms", "no_priorities", "long_name"]  # fmt: skip
    assert list(notes) == [kind for kind in order if kind in notes]
    assert all(
        note.says.endswith(".") and note.do.endswith(".") for n in notes.values() for note in n
    )


def test_wording_that_is_missing(notes):
    assert notes["names_only"][0].about == ("B4",)
    assert "about half" in notes["names_only"][0].says
    assert notes["no_outcome_description"][0].about == ("B",)
    assert "no_terms" not in notes


def test_the_two_on_homes_lie_close_and_others_do_not(notes):
    assert notes["close"][0].about == ("A2", "A3")
    claimed = notes["close"][0].says.split("comments on")[1]
    assert any(word in claimed for word in ("Affordable homes", "renting", "housing"))
    assert len(notes["close"]) <= 2


def test_terms_that_stand_twice(notes):
    (note,) = notes["shared_terms"]
    assert note.about == ("A2", "A3")
    assert '"council houses" (A2, A3)' in note.says


def test_what_the_plan_leaves_out_is_named_but_not_the_plan_itself(notes):
    (note,) = notes["nowhere"]
    outside = {"tourism", "parking", "armed-forces", "arts-and-museums", "fire-and-rescue"}
    assert len(outside & set(note.about)) >= 2
    assert not {"bus-services", "affordable-housing", "vision", "wording"} & set(note.about)


def test_an_outcome_without_priorities_and_a_long_name(notes):
    assert notes["no_priorities"][0].about == ("C",)
    assert notes["long_name"][0].about == ("C",)


def test_a_mapping_decides_what_is_unused_unclear_or_nowhere(plan, embedder):
    rows = [
        ("bus-services", "B1", 1.0),
        ("rail", "A1", 0.5),
        ("rail", "A2", 0.5),
        ("rail", "B2", 0.4),
    ]
    mapping = pd.DataFrame(rows, columns=["subject_id", "label_id", "share"])
    found = {note.kind: note for note in check_framework(plan, mapping, embedder)}
    assert found["unused"].about == ("A3", "B3", "B4", "C")
    assert found["everywhere"].about == ("rail",)
    assert "Rail (A1, A2, B2)" in found["everywhere"].says
    assert "93 of 95 subjects" in found["nowhere"].says


def test_two_alike_are_named_in_a_framework_of_two(embedder):
    framework = Framework(
        id="f", title="F",
        outcomes=tuple(
            Outcome(code=code, name="Parks", description="Parks and play areas.", terms=("parks",))
            for code in ("X", "Y")
        ),
    )  # fmt: skip
    found = check_framework(framework, pd.DataFrame(
        [("parks-and-countryside", "X", 0.8), ("parks-and-countryside", "Y", 0.8)],
        columns=["subject_id", "label_id", "share"],
    ), embedder)  # fmt: skip
    assert ("X", "Y") in [note.about for note in found if note.kind == "close"]


def test_one_label_alone_can_be_checked(embedder):
    only = Outcome(code="X", name="All", priorities=(Priority(code="X1", name="Buses"),))
    framework = Framework(id="f", title="F", outcomes=(only,))
    mapping = pd.DataFrame(
        [("bus-services", "X1", 1.0)], columns=["subject_id", "label_id", "share"]
    )
    kinds = {note.kind for note in check_framework(framework, mapping, embedder)}
    assert kinds == {"names_only", "no_outcome_description", "nowhere"}


@pytest.mark.parametrize(
    ("name", "pair"),
    [("leicestershire-2017-21", {"KPS1", "KPS2"}), ("leicestershire-2018-22", {"GC1", "GC2"})],
)
def test_pairs_that_anyone_would_name(name, pair, embedder, tmp_path):
    from pipeline.framework import load_framework

    framework = load_framework(name, tmp_path)
    found = check_framework(framework, map_subjects(framework, embedder), embedder)
    assert pair in [set(note.about) for note in found if note.kind == "close"]

"""What people decided is done again on every run, to the theme they meant."""

from collections.abc import Callable

import pandas as pd
import pytest

from pipeline.review import review
from pipeline.tables import conform, empty
from tests.unit.review.conftest import FOUND, Tables, decide, tables_of

People = Callable[[Tables], dict[str, set[str]]]


def replayed(tables: Tables, *acts: tuple) -> Tables:
    found = review(**tables, decisions=decide(*acts) if acts else empty("decisions"))
    for name, table in found.items():
        pd.testing.assert_frame_equal(table, conform(name, table))
    return found


def status(found: Tables) -> dict[str, str]:
    return found["themes"].set_index("theme_id")["status"].to_dict()


def test_without_decisions_nothing_changes(tables: Tables) -> None:
    found = replayed(tables)
    pd.testing.assert_frame_equal(found["themes"], tables["themes"])
    pd.testing.assert_frame_equal(found["assignments"], tables["assignments"])
    assert found["issues"].empty


@pytest.mark.parametrize(("act", "after"), [("confirm", "confirmed"), ("reject", "rejected")])
def test_confirm_and_reject(tables: Tables, act: str, after: str) -> None:
    found = replayed(tables, (act, "roof"))
    changed = {**dict.fromkeys(status(found), "candidate"), "roof": after}
    assert status(found) == changed
    pd.testing.assert_frame_equal(found["assignments"], tables["assignments"])


def test_rename_confirms_under_the_new_name(tables: Tables) -> None:
    themes = replayed(tables, ("rename", "roof", "State of the building"))["themes"]
    row = themes.set_index("theme_id").loc["roof"]
    assert (row["label"], row["status"]) == ("State of the building", "confirmed")
    assert themes["label"].tolist().count("State of the building") == 1


def test_merge_is_a_union_made_by_a_person(tables: Tables, people_in: People) -> None:
    found = replayed(tables, ("merge", "hours", "roof"))
    themes = found["themes"].set_index("theme_id")
    assert "hours" not in themes.index
    assert people_in(found)["roof"] == {"R3", "R4", "R5"}
    assert themes.loc["roof", ["n_respondents", "n_segments"]].tolist() == [3, 3]
    moved = found["assignments"].query("theme_id == 'roof'").set_index("segment_id")["assigned_by"]
    assert moved.to_dict() == {"R3:Q1.02": "machine", "R4:Q1.01": "machine", "R5:Q1.01": "human"}


def test_a_respondent_of_both_themes_counts_once(tables: Tables) -> None:
    themes = replayed(tables, ("merge", "roof", "fares"))["themes"].set_index("theme_id")
    # R3 is in both.
    assert themes.loc["fares", ["n_respondents", "n_segments"]].tolist() == [3, 4]


def test_what_comes_later_holds(tables: Tables) -> None:
    assert status(replayed(tables, ("confirm", "roof"), ("reject", "roof")))["roof"] == "rejected"
    assert status(replayed(tables, ("reject", "roof"), ("confirm", "roof")))["roof"] == "confirmed"


def test_decisions_follow_a_merged_theme(tables: Tables) -> None:
    found = replayed(tables, ("merge", "hours", "roof"), ("rename", "hours", "The building"))
    assert found["themes"].set_index("theme_id").at["roof", "label"] == "The building"
    again = replayed(tables, ("merge", "hours", "roof"), ("merge", "hours", "roof"))
    assert again["issues"].empty


def test_merges_can_be_chained(tables: Tables, people_in: People) -> None:
    found = replayed(tables, ("merge", "hours", "roof"), ("merge", "roof", "late"))
    assert people_in(found)["late"] == {"R1", "R2", "R3", "R4", "R5"}
    assert {"hours", "roof"} & set(found["themes"]["theme_id"]) == set()


def test_the_broader_theme_holds_what_was_merged_into_it(tables: Tables, people_in: People) -> None:
    found = replayed(tables, ("merge", "roof", "fares"))
    people = people_in(found)
    assert people["fares"] <= people["transport"]


def test_the_broader_theme_left_behind_loses_what_was_moved(
    tables: Tables, people_in: People
) -> None:
    found = replayed(tables, ("merge", "late", "roof"))
    assert people_in(found)["transport"] == {"R2", "R3"}


def test_a_broader_theme_emptied_by_merging_goes(tables: Tables, people_in: People) -> None:
    found = replayed(tables, ("merge", "late", "roof"), ("merge", "fares", "roof"))
    assert set(found["themes"]["theme_id"]) == {"hours", "roof"}
    assert people_in(found) == {"hours": {"R5"}, "roof": {"R1", "R2", "R3", "R4"}}


def test_a_broader_theme_may_be_left_with_one(tables: Tables, people_in: People) -> None:
    found = replayed(tables, ("merge", "late", "fares"))
    themes = found["themes"].set_index("theme_id")
    assert themes.at["fares", "parent_id"] == "transport"
    people = people_in(found)
    assert people["fares"] == people["transport"] == {"R1", "R2", "R3"}
    assert themes.loc["transport", ["n_respondents", "n_segments"]].tolist() == [3, 4]


def test_from_one_broader_theme_to_another(people_in: People) -> None:
    tables = tables_of(FOUND | {"roof": ("Library roof", "places", FOUND["roof"][2])})
    found = replayed(tables, ("merge", "late", "roof"), ("merge", "hours", "fares"))
    people = people_in(found)
    assert people["roof"] == people["places"] == {"R1", "R2", "R3", "R4"}
    assert people["fares"] == people["transport"] == {"R2", "R3", "R5"}
    back = replayed(tables, ("merge", "late", "roof"), ("merge", "roof", "fares"))
    assert set(back["themes"]["theme_id"]) == {"fares", "hours", "transport"}


def test_themes_of_different_questions_are_not_merged(tables: Tables) -> None:
    themes = tables["themes"].copy()
    themes.loc[themes["theme_id"] == "hours", "question_id"] = "Q2"
    found = replayed(tables | {"themes": themes}, ("merge", "hours", "roof"))
    pd.testing.assert_frame_equal(found["assignments"], tables["assignments"])
    (issue,) = found["issues"]["message"]
    assert "different questions" in issue


# Recognised by words


@pytest.mark.parametrize("act", ["confirm", "reject", "rename", "merge"])
def test_decisions_survive_other_segment_numbers_and_other_theme_ids(act: str) -> None:
    target = {"rename": ("New name",), "merge": ("fares",)}.get(act, ())
    before = replayed(tables_of(), (act, "roof", *target))
    other = tables_of({f"x-{name}": value for name, value in FOUND.items()}, first=5)
    after = replayed(other, (act, "roof", *target))
    columns = ["label", "status", "n_respondents", "n_segments"]
    assert sorted(before["themes"][columns].itertuples(index=False)) == sorted(
        after["themes"][columns].itertuples(index=False)
    )
    assert after["issues"].empty


@pytest.mark.parametrize("change", [str.upper, lambda text: f"  {text.replace(' ', '   ')} "])
def test_case_and_spaces_do_not_matter(change: Callable[[str], str]) -> None:
    theme, parent, said = FOUND["roof"]
    changed = FOUND | {"roof": (theme, parent, [(who, change(text)) for who, text in said])}
    assert status(replayed(tables_of(changed), ("confirm", "roof")))["roof"] == "confirmed"


def test_a_theme_cut_differently_is_found_by_the_words_decided_upon(people_in: People) -> None:
    recut = {
        "a": ("Buildings", None, [*FOUND["roof"][2][:1], *FOUND["hours"][2]]),
        "b": ("Rain", None, FOUND["roof"][2][1:]),
    }
    found = replayed(tables_of(recut), ("confirm", "roof"))
    assert status(found) == {"a": "confirmed", "b": "candidate"}


def test_the_narrowest_theme_is_meant_not_the_broader_one(tables: Tables) -> None:
    after = status(replayed(tables, ("reject", "fares")))
    assert (after["fares"], after["transport"]) == ("rejected", "candidate")


@pytest.mark.parametrize("act", ["confirm", "rename", "merge"])
def test_a_decision_on_words_that_are_gone_becomes_an_issue(act: str) -> None:
    gone = {name: value for name, value in FOUND.items() if name != "roof"}
    target = {"rename": ("New name",), "merge": ("fares",)}.get(act, ())
    tables = tables_of(gone)
    found = replayed(tables, (act, "roof", *target), ("confirm", "hours"))
    pd.testing.assert_frame_equal(found["assignments"], tables["assignments"])
    assert status(found)["hours"] == "confirmed"
    (issue,) = found["issues"].to_dict("records")
    assert issue["severity"] == "warning"
    assert issue["source_file"] == "decisions.csv"
    assert "0001" in issue["message"]
    assert not any(text in issue["message"] for _, text in FOUND["roof"][2])


def test_a_merge_into_words_that_are_gone_becomes_an_issue() -> None:
    gone = {name: value for name, value in FOUND.items() if name != "roof"}
    found = replayed(tables_of(gone), ("merge", "hours", "roof"))
    assert "hours" in set(found["themes"]["theme_id"])
    assert len(found["issues"]) == 1


# Order, input


@pytest.mark.parametrize(
    "ids",
    [range(1, 11), [*(f"{n:04d}" for n in range(1, 10)), "10"], [f"D{n}" for n in range(1, 11)]],
    ids=["numbers", "zeros lost", "letter"],
)
def test_the_tenth_decision_comes_after_the_ninth(tables: Tables, ids: list) -> None:
    decisions = decide(*[("reject", "roof")] * 9, ("confirm", "roof"))
    decisions = conform("decisions", decisions.assign(decision_id=[str(n) for n in ids]))
    assert status(review(**tables, decisions=decisions))["roof"] == "confirmed"


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_row_order_changes_nothing(tables: Tables, seed: int) -> None:
    decisions = decide(("confirm", "roof"), ("merge", "hours", "roof"), ("rename", "late", "Late"))
    straight = review(**tables, decisions=decisions)
    mixed = {name: table.sample(frac=1, random_state=seed) for name, table in tables.items()}
    shuffled = review(**mixed, decisions=decisions.sample(frac=1, random_state=seed))
    for name, table in straight.items():
        pd.testing.assert_frame_equal(table, shuffled[name])


def test_arguments_are_not_changed(tables: Tables) -> None:
    decisions = decide(("merge", "hours", "roof"), ("rename", "late", "Late"), ("reject", "fares"))
    given = tables | {"decisions": decisions}
    before = {name: table.copy(deep=True) for name, table in given.items()}
    review(**given)
    for name, table in given.items():
        pd.testing.assert_frame_equal(table, before[name])


def test_nothing_found_and_nothing_decided() -> None:
    names = ("themes", "assignments", "segments", "comments", "decisions")
    found = review(**{name: empty(name) for name in names})
    assert [len(table) for table in found.values()] == [0, 0, 0]

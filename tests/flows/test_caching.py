"""The stage cache: what its key covers, and what counts as a hit."""

from pathlib import Path

import pandas as pd
import pytest

from flows.caching import StageCache, file_digest, key_of
from pipeline.errors import RunError
from pipeline.store import TableRef, load, save


def metrics(value: float) -> pd.DataFrame:
    return pd.DataFrame({"stage": ["x"], "metric": ["y"], "value": [value], "meaning": ["z"]})


@pytest.fixture
def cache(tmp_path) -> StageCache:
    return StageCache(tmp_path / "cache")


def test_key_covers_stage_inputs_and_settings_but_not_order(cache):
    one, two = TableRef("a", "p", "1", 3), TableRef("b", "p", "2", 3)
    key = key_of("clean", [one, two], {"seed": 1, "model": "m"})
    assert key == key_of("clean", [two, one], {"model": "m", "seed": 1})
    others = [
        key_of("tag", [one, two], {"seed": 1, "model": "m"}),
        key_of("clean", [one], {"seed": 1, "model": "m"}),
        key_of("clean", [one, TableRef("b", "p", "3", 3)], {"seed": 1, "model": "m"}),
        key_of("clean", [one, two], {"seed": 2, "model": "m"}),
    ]
    assert len({key, *others}) == 5


def test_finds_what_it_kept(cache):
    refs = save(cache.tables, {"metrics": metrics(0.5)})
    cache.keep("k", refs)
    found = cache.find("k")
    assert found == refs
    pd.testing.assert_frame_equal(load(found[0]), load(refs[0]))
    assert cache.find("other") is None


def test_a_hit_needs_the_tables(cache):
    refs = save(cache.tables, {"metrics": metrics(0.5)})
    cache.keep("k", refs)
    Path(refs[0].path).unlink()
    assert cache.find("k") is None


@pytest.mark.parametrize("content", ["", "{", "[1]", '[{"name": "metrics"}]'], ids=range(4))
def test_a_damaged_entry_is_no_hit(cache, content):
    (cache.folder / "stages").mkdir(parents=True)
    (cache.folder / "stages" / "k.json").write_text(content)
    assert cache.find("k") is None


def test_survives_moving_the_data_folder(cache, tmp_path):
    cache.keep("k", save(cache.tables, {"metrics": metrics(0.5)}))
    cache.folder.rename(tmp_path / "moved")
    (found,) = StageCache(tmp_path / "moved").find("k")
    assert load(found)["value"].tolist() == [0.5]


def test_refuses_tables_from_elsewhere(cache, tmp_path):
    refs = save(tmp_path / "elsewhere", {"metrics": metrics(0.5)})
    with pytest.raises(RunError, match="outside the cache"):
        cache.keep("k", refs)


def test_file_digest_follows_content_names_and_absence(tmp_path):
    folder = tmp_path / "model"
    folder.mkdir()
    (folder / "a").write_text("1")
    first = file_digest(folder)
    (folder / "a").rename(folder / "b")
    second = file_digest(folder)
    (folder / "b").write_text("2")
    assert len({first, second, file_digest(folder), file_digest(folder / "b")}) == 4
    assert file_digest(tmp_path / "none") == "missing"

"""The publish flow, and the deployments of both flows."""

import inspect
import shutil
from pathlib import Path

import pytest
import yaml

from flows.publish import publish
from pipeline.errors import RunError

ROOT = Path(__file__).parent.parent.parent


def test_writes_reports_into_the_run(analysed, tmp_path):
    run = tmp_path / "data" / "runs" / analysed.run.name
    shutil.copytree(analysed.run, run)
    paths = publish(run)
    assert {path.suffix for path in paths} >= {".docx", ".xlsx", ".html", ".md"}
    assert all(path.is_file() and path.parent == run / "publish" for path in paths)
    assert (run.parent.parent / ".prefect" / "prefect.db").is_file()


def test_no_run_is_said_before_anything_is_written(tmp_path):
    with pytest.raises(RunError, match="no finished run"):
        publish(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_deployments_name_flows_that_import():
    import flows.composition

    plan = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))
    assert {one["name"] for one in plan["deployments"]} == {"analyse", "publish"}
    for one in plan["deployments"]:
        path, _, name = one["entrypoint"].partition(":")
        found = getattr(flows.composition, name)
        assert ROOT / path == Path(flows.composition.__file__)
        assert found.name == one["name"]
        assert set(one["parameters"]) <= set(inspect.signature(found.fn).parameters)
        assert one["work_pool"] == {"name": "several"}
    assert "http" not in (ROOT / "prefect.yaml").read_text(encoding="utf-8")

from pathlib import Path

import pytest

from pipeline.store import Run
from tests.unit.report.small_run import build_run


@pytest.fixture(scope="session")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Twelve respondents, four of them organisations."""
    return build_run(tmp_path_factory.mktemp("consultation"))


@pytest.fixture(scope="session")
def organisations_run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The same answers, all from organisations."""
    folder: Path = tmp_path_factory.mktemp("organisations")
    return build_run(folder, kinds=["organisation"] * 12)

"""Fixtures that every folder of tests may use."""

from pathlib import Path

import pytest
from hypothesis import settings

# The same examples on every run: a suite that fails now and then teaches people to ignore it.
settings.register_profile("several", derandomize=True, deadline=None)
settings.load_profile("several")

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """Folder of the development data; tests that need it skip where it is absent."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the development data (../shared) is not on this machine")
    return folder


@pytest.fixture(scope="session")
def example() -> Path:
    """Folder of the worked example."""
    return ROOT / "data" / "examples" / "leicestershire-2017"

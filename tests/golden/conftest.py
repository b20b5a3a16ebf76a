"""``pytest tests/golden --accept`` takes what the worked example says now for what it should."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--accept", action="store_true", default=False,
        help="write the golden files of tests/golden anew, to be read and committed",
    )  # fmt: skip


@pytest.fixture
def accept(request: pytest.FixtureRequest) -> bool:
    """Whether changes are to be accepted; the option exists only where this folder is named."""
    return bool(request.config.getoption("--accept", default=False))

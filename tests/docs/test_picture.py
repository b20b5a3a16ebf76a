"""The picture in the README can be taken again from the Word report of the example."""

import importlib.util
import shutil
from pathlib import Path

import pytest
from PIL import Image

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
@pytest.mark.document
def test_the_picture_can_be_taken_again(beside_a_run: Path, tmp_path: Path) -> None:
    if not (shutil.which("soffice") and shutil.which("pdftoppm")):
        pytest.skip("LibreOffice or poppler is not installed")
    spec = importlib.util.spec_from_file_location("picture", ROOT / "docs" / "picture.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    target = tmp_path / "report.png"
    module.take(beside_a_run / "build" / "demo", target)
    assert 20_000 < target.stat().st_size < 300_000
    with Image.open(target) as taken, Image.open(ROOT / "docs" / "images" / "report.png") as kept:
        assert taken.size == kept.size

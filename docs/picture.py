"""Take the picture in the README: two pages of the Word report of a run of the worked example.

Needs LibreOffice Writer and poppler. Usage: ``python docs/picture.py build/demo``.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image, ImageOps

from pipeline.store import open_run

TARGET = Path(__file__).parent / "images" / "report.png"
HEADING = "Question 1"


def _page_of(heading: str, pdf: Path) -> int:
    """Return the number of the page a heading stands on: after the contents, which name it too."""
    command = ["pdftotext", "-layout", str(pdf), "-"]
    text = subprocess.run(command, check=True, capture_output=True).stdout.decode()
    pages = enumerate(text.split("\f")[1:], start=2)
    return next(number for number, page in pages if f"\n{heading}" in f"\n{page}")


def take(run: Path, target: Path) -> None:
    """Turn the report into pages and put two of them side by side.

    Parameters
    ----------
    run : pathlib.Path
        A run, or the data folder whose latest run is meant.
    target : pathlib.Path
        The PNG.
    """
    report = open_run(run).path / "report" / "report.docx"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        profile = f"-env:UserInstallation=file://{folder}/profile"
        convert = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", name]
        subprocess.run([*convert, str(report)], check=True, capture_output=True)
        pdf = folder / "report.pdf"
        first = _page_of(HEADING, pdf)
        pages = ["pdftoppm", "-r", "80", "-f", str(first), "-l", str(first + 1), "-png"]
        subprocess.run([*pages, str(pdf), str(folder / "p")], check=True)
        framed = []
        for path in sorted(folder.glob("p-*.png")):
            with Image.open(path) as page:
                framed.append(ImageOps.expand(page.convert("RGB"), 1, "#c0c0c0"))
    width, height = sum(page.width for page in framed) + 16, framed[0].height
    picture = Image.new("RGB", (width, height), "white")
    left = 0
    for page in framed:
        picture.paste(page, (left, 0))
        left += page.width + 16
    picture.quantize(64).save(target, optimize=True)


if __name__ == "__main__":
    take(Path(sys.argv[1]), TARGET)
    sys.stdout.write(f"Written: {TARGET} ({TARGET.stat().st_size:,} bytes)\n")

"""Write the list by which a shipped model's files are checked when they are loaded.

    python -m pipeline.train.digests models/embedder

Recipes do it last; run it by hand after changing a model's folder in any other way.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from pipeline.models import DIGESTS, file_sha256, files_of


def write_digests(folder: Path) -> Path:
    """Write ``digests.json`` for all files of a model.

    Parameters
    ----------
    folder : pathlib.Path
        The model's folder. Its recipe, card and scores are not listed.

    Returns
    -------
    pathlib.Path
        The list.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as place:
    ...     _ = (Path(place) / "config.json").write_text("{}")
    ...     print(write_digests(Path(place)).read_text()[:28])
    {
      "config.json": "44136fa3
    """
    digests = {path.relative_to(folder).as_posix(): file_sha256(path) for path in files_of(folder)}
    target = folder / DIGESTS
    target.write_text(json.dumps(digests, indent=2) + "\n", encoding="utf-8", newline="\n")
    return target


def main() -> None:
    """Write the list of each folder named."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path, help="folders of models")
    for folder in parser.parse_args().folders:
        write_digests(folder)


if __name__ == "__main__":
    main()

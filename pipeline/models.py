"""The files of a model: whether they are the ones it was made of, and what puts them back.

A model's folder may list the digests of its files in ``digests.json``. Every shipped model does
(``pipeline.train.digests`` writes the list), so that a file cut short by a full disk, or altered
on its way, is named when it is loaded and does not quietly change numbers in a report.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from pipeline.errors import RunError
from pipeline.resources import how_to_restore, shipped

DIGESTS = "digests.json"
"""Name of the list: file name, relative to the folder and with "/", to SHA-256."""
_NOT_THE_MODEL = (".py", ".pyc", ".md")
_FIGURES = (DIGESTS, "scores.json")


def files_of(folder: Path) -> list[Path]:
    """Return the files a model consists of: all but its recipe, its card and its scores.

    A ``.cfg`` directly in the folder belongs to the recipe: it is how the model was trained.

    Parameters
    ----------
    folder : pathlib.Path
        The model's folder.

    Returns
    -------
    list of pathlib.Path
        At any depth, sorted.

    Examples
    --------
    >>> [path.name for path in files_of(shipped("models", "embedder"))]  # doctest: +SKIP
    ['config.json', 'model.onnx', 'tokenizer.json']
    """
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file()
        and path.suffix not in _NOT_THE_MODEL
        and path.name not in _FIGURES
        and not (path.suffix == ".cfg" and path.parent == folder)
    )


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def check_files(folder: Path) -> None:
    """Check a model's files against its list of digests; without a list, do nothing.

    Parameters
    ----------
    folder : pathlib.Path
        The model's folder.

    Raises
    ------
    RunError
        If a file is missing or is not the one the model was made of; the message names it and
        says what to run.

    Examples
    --------
    >>> check_files(shipped("models", "embedder"))
    """
    listing = folder / DIGESTS
    if not listing.is_file():
        return
    try:
        listed = dict(json.loads(listing.read_text(encoding="utf-8")))
    except (ValueError, TypeError, OSError):
        raise RunError(f'"{listing}" cannot be read. {put_back(folder)}') from None
    for name, digest in sorted(listed.items()):
        path = folder / name
        try:
            is_wrong = file_sha256(path) != digest
        except OSError:
            raise RunError(f'The model file "{path}" is missing. {put_back(folder)}') from None
        if is_wrong:
            raise RunError(
                f'The model file "{path}" is not the one its model was made of: it is damaged or '
                f"was changed. {put_back(folder)}"
            )


def put_back(folder: Path) -> str:
    """Say how to get the files of a model back, in a sentence for the end of a message."""
    if folder.resolve().is_relative_to(shipped("models").resolve()):
        return how_to_restore(folder)
    return (
        "Copy the folder again from where it came from, or leave the setting that names it out of "
        "consultation.toml to use the model that comes with Several. If you changed the file on "
        f"purpose, delete {DIGESTS} beside it."
    )

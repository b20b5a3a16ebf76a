"""What training needs beside the project: libraries of the extra, and files it is given."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from pipeline.errors import RunError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def require_extra(*names: str) -> None:
    """Raise unless libraries of the extra ``train`` are installed.

    Parameters
    ----------
    *names : str
        As they are imported.

    Raises
    ------
    RunError
        Naming those that are missing, and what to install.

    Examples
    --------
    >>> require_extra("numpy")
    >>> require_extra("numpy", "no_such_library")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    pipeline.errors.RunError: Training needs no_such_library: not installed. What would work, ...
    """
    missing = [name for name in names if find_spec(name) is None]
    if missing:
        raise RunError(
            f"Training needs {_listed(missing)}: not installed. What would work, best in an "
            'environment of its own: python -m pip install "several[train]" '
            '(in a checkout: python -m pip install -e ".[train]"). Analysing needs none of them.'
        )


def require_files(folder: Path, names: Sequence[str], *, what: str, option: str) -> None:
    """Raise unless a folder is there and holds all files or folders named.

    Parameters
    ----------
    folder : pathlib.Path
    names : sequence of str
        Relative to it, with "/".
    what : str
        What the folder should hold, for the message: "the training data".
    option : str
        The option that names the folder.

    Raises
    ------
    RunError
        Naming what is missing.
    """
    if not folder.is_dir():
        raise RunError(
            f'There is no folder "{folder}". Name the folder of {what} with {option} FOLDER.'
        )
    missing = [name for name in names if not (folder / name).exists()]
    if missing:
        raise RunError(
            f'The folder "{folder}" does not hold {what}: {_listed(missing)} not found. '
            f"Name another folder with {option} FOLDER."
        )


def _listed(names: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))

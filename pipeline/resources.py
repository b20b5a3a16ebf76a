"""Where the shipped models, frameworks, subjects and examples lie, in a checkout and in a wheel."""

from __future__ import annotations

from pathlib import Path

from pipeline.errors import RunError

_PACKAGE = Path(__file__).parent
_WHEEL = _PACKAGE / "_shipped"
_CHECKOUT = {
    "models": _PACKAGE.parent / "models",
    "frameworks": _PACKAGE.parent / "data" / "frameworks",
    "examples": _PACKAGE.parent / "data" / "examples",
    "corpus": _PACKAGE.parent / "data" / "corpus",
}


def shipped(kind: str, name: str = "") -> Path:
    """Return the path of something that is shipped with Several.

    Parameters
    ----------
    kind : {"models", "frameworks", "examples", "corpus"}
        Which shelf to look on.
    name : str, default ""
        The file or folder on it; empty for the shelf itself.

    Raises
    ------
    RunError
        If it is not there: the installation is incomplete.

    Examples
    --------
    >>> shipped("models", "embedder").name
    'embedder'
    """
    for shelf in (_WHEEL / kind, _CHECKOUT[kind]):
        path = shelf / name if name else shelf
        if path.exists():
            return path
    raise RunError(
        f'The installation is incomplete: {kind} "{name}" was not found. Install Several again.'
    )

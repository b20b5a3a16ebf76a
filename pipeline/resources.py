"""Where the shipped models, frameworks, subjects and examples lie, in a checkout and in a wheel."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

from pipeline.errors import RunError

_PACKAGE = Path(__file__).parent
_WHEEL = _PACKAGE / "_shipped"
_CHECKOUT = {
    "models": _PACKAGE.parent / "models",
    "frameworks": _PACKAGE.parent / "data" / "frameworks",
    "examples": _PACKAGE.parent / "data" / "examples",
    "corpus": _PACKAGE.parent / "data" / "corpus",
    "labels": _PACKAGE.parent / "data" / "labels",
}


def shipped(kind: str, name: str = "") -> Path:
    """Return the path of something that is shipped with Several.

    Parameters
    ----------
    kind : {"models", "frameworks", "examples", "corpus", "labels"}
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
        f'The installation is incomplete: {kind} "{name}" was not found. '
        f"{how_to_restore(_CHECKOUT[kind] / name)}"
    )


def how_to_restore(path: Path) -> str:
    """Say what to run to put a shipped file or folder back.

    Parameters
    ----------
    path : pathlib.Path
        Where it lies, or should lie.

    Returns
    -------
    str
        A sentence for the end of a message.

    Examples
    --------
    >>> "Run:" in how_to_restore(shipped("models", "embedder"))
    True
    """
    root = _PACKAGE.parent
    if (root / ".git").exists() and path.is_relative_to(root) and not _WHEEL.exists():
        name = path.relative_to(root).as_posix()
        return f'Put it back. Run: git checkout -- "{name}" (in the folder "{root}")'
    return (
        "Install Several again. Run: python -m pip install --force-reinstall --no-deps "
        f"several-{version('several')}-py3-none-any.whl"
    )

"""Build a folder out of sight and put it in its place whole."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import RunError


@contextmanager
def built_whole(
    target: Path, *, workshop: Path, makes: frozenset[str] | None = None
) -> Iterator[Path]:
    """Give an empty folder to fill, and move it to ``target`` if all goes well.

    Parameters
    ----------
    target : pathlib.Path
        Where it goes; a folder already there is replaced.
    workshop : pathlib.Path
        Where it is built: on the same disk as ``target``.
    makes : frozenset of str, optional
        The names of what is built. Anything else found in ``target`` is carried over: notes
        people keep there are theirs. By default nothing is.

    Yields
    ------
    pathlib.Path
        The folder to fill. If the block fails, it vanishes and ``target`` stays as it was.

    Raises
    ------
    RunError
        If a file of the old folder is open in another program.
    """
    workshop.mkdir(parents=True, exist_ok=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    space = Path(tempfile.mkdtemp(prefix="building-", dir=workshop))
    try:
        new, old = space / "new", space / "old"
        new.mkdir()
        yield new
        if target.exists():
            found = [] if makes is None else sorted(target.iterdir())
            for kept in found:
                if makes and kept.name not in makes:
                    _copy(kept, new / kept.name)
            _move(target, old)
        try:
            _move(new, target)
        except RunError:
            if old.exists():
                old.rename(target)
            raise
    finally:
        shutil.rmtree(space, ignore_errors=True)


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target)
    else:
        shutil.copy2(source, target)


def _move(source: Path, target: Path) -> None:
    try:
        source.rename(target)
    except PermissionError:
        raise RunError(
            f"{source} cannot be replaced: one of its files is open in another program, such as "
            "Word or Excel. Close it there and run again."
        ) from None

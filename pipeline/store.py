"""Keep tables as Parquet named by their content, and open finished runs.

A table is written once under the digest of its bytes (``cache/tables``), so a stage whose
inputs did not change finds its outputs again, and a run is a manifest that names digests. A
finished run is a folder of its own, ``runs/<run_id>``, with ``tables/*.parquet`` beside
``manifest.json``; nothing in it points outside.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline.errors import RunError, suggest
from pipeline.tables import TABLES, conform

Frames = dict[str, pd.DataFrame]


@dataclass(frozen=True)
class TableRef:
    """Where a table lies and what it holds: what Prefect tasks pass instead of frames."""

    name: str
    path: str
    digest: str
    n_rows: int


def digest_of(data: bytes | str) -> str:
    """Return the SHA-256 of bytes or text, in hexadecimal.

    Examples
    --------
    >>> digest_of("")[:8]
    'e3b0c442'
    """
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file so that it is either whole or absent."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    part.write_bytes(data)
    part.replace(path)


def save(
    folder: Path, frames: Mapping[str, pd.DataFrame], known: Iterable[TableRef] = ()
) -> list[TableRef]:
    """Check tables and write them under their digests.

    Parameters
    ----------
    folder : pathlib.Path
        Where the Parquet files go.
    frames : mapping of str to pandas.DataFrame
        Tables by name.
    known : iterable of TableRef
        Tables written before, in which foreign keys are looked up too.

    Returns
    -------
    list of TableRef
        One for each frame, in order.

    Raises
    ------
    RunError
        If a table does not fit its declaration or a foreign key points to no row.
    """
    whole = {name: conform(name, frame) for name, frame in frames.items()}
    _check_foreign_keys(whole, {ref.name: ref for ref in known})
    refs = []
    for name, frame in whole.items():
        buffer = io.BytesIO()
        frame.to_parquet(buffer, index=False, compression="zstd")
        data = buffer.getvalue()
        digest = digest_of(data)
        path = folder / f"{name}-{digest[:16]}.parquet"
        if not path.exists():
            write_atomically(path, data)
        refs.append(TableRef(name, str(path), digest, len(frame)))
    return refs


def load(ref: TableRef) -> pd.DataFrame:
    """Read a table back.

    Raises
    ------
    RunError
        If the file has gone.
    """
    path = Path(ref.path)
    if not path.is_file():
        raise RunError(f"Table {ref.name} has gone from {path.parent}. Run the analysis again.")
    return conform(ref.name, pd.read_parquet(path))


def _check_foreign_keys(frames: Frames, known: Mapping[str, TableRef]) -> None:
    for name, frame in frames.items():
        for column, (other, key) in TABLES[name].foreign.items():
            values = frame[column].dropna()
            if values.empty:
                continue
            if other in frames:
                target = frames[other][key]
            elif other in known:
                target = pd.read_parquet(known[other].path, columns=[key])[key]
            else:
                raise RunError(f"Table {name} refers to {other}, which has not been written.")
            n_lost = int((~values.isin(target)).sum())
            if n_lost:
                raise RunError(
                    f"Table {name}: {n_lost} values of {column} do not occur in {other}.{key}."
                )


@dataclass(frozen=True)
class Run:
    """A finished run, as a researcher meets it: each table is an attribute.

    Examples
    --------
    >>> run = open_run("runs/4f1c09a2be")  # doctest: +SKIP
    >>> run.statements[["question_id", "text"]]  # doctest: +SKIP
    """

    path: Path
    manifest: dict[str, Any]

    @property
    def run_id(self) -> str:
        """The run's id: a digest of everything it depends on."""
        return str(self.manifest["run_id"])

    def table(self, name: str) -> pd.DataFrame:
        """Return a table by name.

        Raises
        ------
        RunError
            If there is no table of that name in the run.
        """
        path = self.path / "tables" / f"{name}.parquet"
        if name not in TABLES or not path.is_file():
            raise RunError(f'Run {self.run_id} has no table "{name}". {suggest(name, TABLES)}')
        return conform(name, pd.read_parquet(path))

    def __getattr__(self, name: str) -> pd.DataFrame:
        if name.startswith("_") or name not in TABLES:
            raise AttributeError(name)
        return self.table(name)

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *TABLES]


def open_run(path: str | Path) -> Run:
    """Open a finished run.

    Parameters
    ----------
    path : str or pathlib.Path
        The run's folder; or a consultation's folder or file, for its latest run.

    Returns
    -------
    Run

    Raises
    ------
    RunError
        If there is no finished run there.
    """
    folder = Path(path)
    if folder.suffix == ".toml":
        folder = folder.parent
    if not (folder / "manifest.json").is_file():
        found = runs_in(folder)
        if not found:
            raise RunError(
                f'There is no finished run in "{folder}". Make one with: '
                "several run consultation.toml"
            )
        folder = found[-1]
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return Run(folder.resolve(), manifest)


def runs_in(folder: Path) -> list[Path]:
    """Return the finished runs of a consultation's data folder, oldest first.

    Examples
    --------
    >>> runs_in(Path("no-such-folder"))
    []
    """
    manifests = (folder / "runs").glob("*/manifest.json")
    return [path.parent for path in sorted(manifests, key=lambda path: path.stat().st_mtime_ns)]

"""Find the tables a stage made before: our own key, because Prefect's keys go stale.

Prefect's policies hash the lines of the task only, so a changed stage would serve old results,
and give equal frames different keys. The key here covers everything a stage's result depends on.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from pipeline.errors import RunError
from pipeline.provenance import LIBRARIES, code_digest, model_digests, settings_digest
from pipeline.store import TableRef, digest_of, write_atomically


def key_of(stage: str, inputs: Iterable[TableRef], settings: Mapping[str, object]) -> str:
    """Return the key of a stage's result.

    Parameters
    ----------
    stage : str
        Its name.
    inputs : iterable of TableRef
        The tables it reads, in any order.
    settings : mapping of str to object
        Everything else it depends on that JSON can hold: settings, digests of files.

    Returns
    -------
    str
        Same stage, inputs, settings, code, models and libraries give the same key.

    Examples
    --------
    >>> one = key_of("cluster", [], {"granularity": "fine"})
    >>> one == key_of("cluster", [], {"granularity": "broad"})
    False
    """
    return settings_digest(
        {
            "stage": stage,
            "inputs": sorted((ref.name, ref.digest) for ref in inputs),
            "settings": dict(settings),
            "code": code_digest(),
            "models": model_digests(),
            "libraries": {name: version(name) for name in LIBRARIES},
        }
    )


def file_digest(path: Path) -> str:
    """Return the digest of a file, or of every file of a folder; ``"missing"`` if unreadable.

    Examples
    --------
    >>> file_digest(Path("no-such-file"))
    'missing'
    """
    try:
        if path.is_dir():
            files = sorted(found for found in path.rglob("*") if found.is_file())
            return settings_digest(
                {
                    found.relative_to(path).as_posix(): digest_of(found.read_bytes())
                    for found in files
                }
            )
        return digest_of(path.read_bytes())
    except OSError:  # the stage that reads it says so in the analyst's words
        return "missing"


@dataclass(frozen=True)
class StageCache:
    """The cache of a data folder: tables under their digests, and an index by key.

    Attributes
    ----------
    folder : pathlib.Path
        ``cache`` in the data folder; it may be deleted at any time.
    """

    folder: Path

    @property
    def tables(self) -> Path:
        """Where the Parquet files lie."""
        return self.folder / "tables"

    def find(self, key: str) -> list[TableRef] | None:
        """Return the tables kept under a key, or None unless every one is still there."""
        try:
            entry = json.loads(self._entry(key).read_text(encoding="utf-8"))
            kept = [(row["name"], row["file"], row["digest"], row["n_rows"]) for row in entry]
        except (OSError, ValueError, TypeError, KeyError):
            return None  # absent, or damaged: the stage is run again
        refs = [
            TableRef(name, str(self.tables / file), digest, n) for name, file, digest, n in kept
        ]
        return refs if all(Path(ref.path).is_file() for ref in refs) else None

    def keep(self, key: str, refs: Iterable[TableRef]) -> None:
        """Remember the tables a stage made.

        Raises
        ------
        RunError
            If a table was not written to this cache.
        """
        rows = []
        for ref in refs:
            if Path(ref.path).parent != self.tables:
                raise RunError(f"Table {ref.name} lies outside the cache {self.tables}.")
            rows.append(
                {"name": ref.name, "file": Path(ref.path).name, "digest": ref.digest,
                 "n_rows": ref.n_rows}
            )  # fmt: skip
        write_atomically(self._entry(key), json.dumps(rows, indent=1).encode())

    def _entry(self, key: str) -> Path:
        return self.folder / "stages" / f"{key}.json"

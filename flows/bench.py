"""What the stages of one run share: the consultation, its cache, and models loaded when needed."""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from flows.caching import StageCache, file_digest, key_of
from pipeline.consultation import Consultation
from pipeline.embeddings import AUTO, Embedder, choose_model, load_embedder
from pipeline.framework import Framework, load_framework
from pipeline.language import load_language
from pipeline.resources import shipped
from pipeline.store import Frames, TableRef, load, save

if TYPE_CHECKING:
    from spacy.language import Language

T = TypeVar("T")
Refs = Mapping[str, TableRef]
Watcher = Callable[[str, bool], None]

_watcher: ContextVar[Watcher | None] = ContextVar("_watcher", default=None)


@dataclass(frozen=True)
class Done:
    """A finished stage: its tables, and the seconds it took (0 if they were in the cache)."""

    stage: str
    refs: tuple[TableRef, ...]
    seconds: float


class StageFailed(Exception):  # noqa: N818 - it stands in for the error, which callers are given
    """Stands in for an error while Prefect sees it, so that no message reaches its database.

    Attributes
    ----------
    original : Exception
        The error itself.
    """

    def __init__(self, place: str, original: Exception) -> None:
        last = traceback.extract_tb(original.__traceback__)[-1]
        where = f"{Path(last.filename).name}:{last.lineno}"
        super().__init__(f"{place} failed with {type(original).__name__} in {where}")
        self.original = original


def nameless(place: str, work: Callable[[], T]) -> T:
    """Return ``work()``, and let its errors out as ``StageFailed`` only, for Prefect to record."""
    try:
        return work()
    except StageFailed:
        raise
    except Exception as error:  # noqa: BLE001 - any message may hold what a respondent wrote
        failure = StageFailed(place, error)
    raise failure  # outside the handler, so that no chained error is recorded with it


@contextmanager
def watching(watcher: Watcher | None) -> Iterator[None]:
    """Call ``watcher(stage, is_done)`` as each stage starts and ends."""
    token = _watcher.set(watcher)
    try:
        yield
    finally:
        _watcher.reset(token)


@contextmanager
def announced(stage: str) -> Iterator[None]:
    """Tell the watcher that a stage starts and ends."""
    watcher = _watcher.get() or (lambda _stage, _is_done: None)
    watcher(stage, False)
    yield
    watcher(stage, True)


class Bench:
    """The consultation of a run with its cache and models.

    Parameters
    ----------
    consultation : Consultation
        What to analyse.
    refresh : bool, default False
        Run every stage even if its result is in the cache.
    """

    def __init__(self, consultation: Consultation, *, refresh: bool = False) -> None:
        self.consultation = consultation
        self.cache = StageCache(consultation.folder / "cache")
        self._refresh = refresh
        self._n_texts: dict[str, int] = {}  # by digest of the table segments

    @cached_property
    def nlp(self) -> Language:
        """The spaCy pipeline of the consultation."""
        return load_language(self.consultation.settings.spacy_model)

    @cached_property
    def framework(self) -> Framework | None:
        """The framework of outcomes, if the consultation names one."""
        name = self.consultation.framework
        return load_framework(name, self.consultation.root) if name else None

    def embedder(self, known: Refs) -> Embedder:
        """Return the embedding model of the run, with the vectors kept from earlier runs."""
        made = load_embedder(self._embedder_folder(known))
        return made if self._refresh else made.with_cache(self.cache.folder / "vectors")

    def embedder_identity(self, known: Refs) -> str:
        """Return what tells the embedding model of this run from another, for keys and manifest.

        Raises
        ------
        StageFailed
            If the consultation names a model that is not there.
        """
        folder = nameless("embed", lambda: self._embedder_folder(known))
        if folder.parent == shipped("models"):
            return f"shipped {folder.name}"
        return self.model_identity(self.consultation.settings.embedding_model)

    def _embedder_folder(self, known: Refs) -> Path:
        """Choose the model, by the number of distinct segments if the consultation leaves it."""
        setting = self.consultation.settings.embedding_model
        ref = known["segments"]
        if setting == AUTO and ref.digest not in self._n_texts:
            self._n_texts[ref.digest] = int(load(ref)["text"].nunique())
        n_texts = self._n_texts.get(ref.digest, 0)
        return choose_model(setting, n_texts, root=self.consultation.root)

    def model_identity(self, name: str | None) -> str:
        """Return what tells one version of a named model from another.

        Shipped models (``None``) are in every key already.
        """
        if name is None:
            return "shipped"
        found = file_digest(self.consultation.root / name)
        if found == "missing":
            with suppress(PackageNotFoundError):
                found = version(name)
        return f"{name} {found}"

    def stage(
        self,
        name: str,
        known: Refs,
        reads: tuple[str, ...],
        settings: Mapping[str, object],
        work: Callable[[Frames], Frames],
    ) -> Done:
        """Run a stage, or find what it made before.

        Parameters
        ----------
        name : str
            The stage.
        known : mapping of str to TableRef
            Tables made so far.
        reads : tuple of str
            Those the stage reads.
        settings : mapping of str to object
            Everything else its result depends on.
        work : callable
            From the frames read to the frames made.

        Raises
        ------
        StageFailed
            In place of any error, which it carries.
        """
        inputs = {table: known[table] for table in reads}

        def found_or_made() -> Done:
            key = key_of(name, inputs.values(), settings)
            found = None if self._refresh else self.cache.find(key)
            if found is not None:
                return Done(name, tuple(found), 0.0)
            started = time.perf_counter()
            made = work({table: load(ref) for table, ref in inputs.items()})
            refs = save(self.cache.tables, made, known.values())
            self.cache.keep(key, refs)
            return Done(name, tuple(refs), time.perf_counter() - started)

        with announced(name):
            return nameless(name, found_or_made)

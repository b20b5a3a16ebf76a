"""The analyse flow: from the files of a consultation to a draft report."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from flows.home import at_home
from pipeline.consultation import load_consultation


def analyse(
    path: str | Path,
    *,
    refresh: bool = False,
    verbose: bool = False,
    watcher: Callable[[str, bool], None] | None = None,
) -> Path:
    """Analyse a consultation: ingest, clean, embed, tag, cluster, review, summarise, report.

    Stages whose inputs, settings, code and models did not change are taken from the cache.

    Parameters
    ----------
    path : str or pathlib.Path
        ``consultation.toml``, or the folder it lies in.
    refresh : bool, default False
        Run every stage even if its result is in the cache.
    verbose : bool, default False
        Show Prefect's own messages.
    watcher : callable, optional
        Called with the name of each stage and False as it starts, True when it is done.

    Returns
    -------
    pathlib.Path
        The folder of the run, in ``runs`` of the data folder. Its name is a digest of all that
        the result depends on: the same again replaces it.

    Raises
    ------
    SeveralError
        Whatever stands in the way, in the analyst's words. No run folder is left behind.

    Examples
    --------
    >>> analyse("consultation.toml")  # doctest: +SKIP
    PosixPath('/home/me/plan/runs/4f1c09a2be')
    """
    folder = load_consultation(Path(path)).folder
    with at_home(folder, verbose=verbose) as home:
        # Imported here: the server starts while this takes its seconds.
        from flows.bench import StageFailed, watching
        from flows.composition import analyse_flow

        home.ready()
        with watching(watcher):
            try:
                return Path(analyse_flow(str(path), refresh=refresh))
            except StageFailed as failure:
                error = failure.original
    raise error

"""The publish flow: from a run that people have checked to reports that may be published."""

from __future__ import annotations

from pathlib import Path

from flows.home import at_home
from pipeline.store import open_run


def publish(run_path: str | Path, *, verbose: bool = False) -> list[Path]:
    """Write the reports of a run under the ``publish`` profile.

    Parameters
    ----------
    run_path : str or pathlib.Path
        The run's folder; or a consultation's folder or file, for its latest run.
    verbose : bool, default False
        Show Prefect's own messages.

    Returns
    -------
    list of pathlib.Path
        The reports, in ``publish`` of the run's folder.

    Raises
    ------
    SeveralError
        If there is no finished run there, or its reports cannot be written.
    """
    run = open_run(run_path)
    data = run.path.parent.parent if run.path.parent.name == "runs" else run.path
    with at_home(data, verbose=verbose) as home:
        from flows.bench import StageFailed
        from flows.composition import publish_flow

        home.ready()
        try:
            return [Path(path) for path in publish_flow(str(run.path))]
        except StageFailed as failure:
            error = failure.original
    raise error

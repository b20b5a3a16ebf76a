"""Several: counted, evidenced statements from the free-text answers of a consultation.

Examples
--------
>>> from pipeline import open_run
>>> run = open_run("runs/4f1c09a2be")  # doctest: +SKIP
>>> run.themes.head()  # doctest: +SKIP
"""

from pipeline.store import Run, open_run

__all__ = ["Run", "__version__", "open_run"]

__version__ = "0.1.0"

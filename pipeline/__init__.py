"""Several: counted, evidenced statements from the free-text answers of a consultation.

Examples
--------
>>> from pipeline import open_run
>>> run = open_run("runs/4f1c09a2be")  # doctest: +SKIP
>>> run.themes.head()  # doctest: +SKIP
"""

import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.store import Run, open_run

__all__ = ["Run", "__version__", "open_run"]

__version__ = "0.1.0"

# onnxruntime reports its loading to Microsoft unless it finds this before it is imported; its
# disable_telemetry_events() comes too late. The name differs between its releases.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
os.environ["ORT_TELEMETRY_DISABLED"] = "1"


def __getattr__(name: str) -> Any:
    """Import on first use: ``several --help`` must not wait for pandas."""
    if name in ("Run", "open_run"):
        from pipeline import store

        return getattr(store, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

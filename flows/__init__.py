"""Prefect flows over the stages of ``pipeline``: thin, and the only place that composes them.

Prefect is imported by ``flows.tasks`` and ``flows.composition`` alone, after ``flows.home`` has
put its home into the consultation's data folder.
"""

import os

# Prefect reports its first import on a machine unless it finds this before it is imported.
os.environ["DO_NOT_TRACK"] = "1"

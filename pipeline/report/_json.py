"""The report as JSON, for programs."""

from __future__ import annotations

import json
from dataclasses import asdict

from pipeline.report._parts import Report


def write(report: Report) -> bytes:
    """Return the report as JSON in UTF-8: the same parts, under the same names."""
    return (json.dumps(asdict(report), ensure_ascii=False, indent=1) + "\n").encode()

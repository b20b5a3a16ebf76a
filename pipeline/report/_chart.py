"""The bar chart of a closed question, for Word."""

from __future__ import annotations

import io
from functools import lru_cache

from pipeline.report._parts import HIDDEN, Closed

AGREE = "#1F4E79"
OTHER = "#9AA8B5"
INK = "#333333"


def chart(closed: Closed) -> bytes | None:
    """Draw a bar for each option whose number is shown.

    Returns
    -------
    bytes or None
        A PNG, the same for the same answers; None where fewer than two numbers are shown.
    """
    if sum(option.count.n is not None for option in closed.options) < 2:
        return None
    from matplotlib import rc_context
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    rows = closed.options[::-1]
    with rc_context({"font.family": _font(), "font.size": 9, "svg.hashsalt": "several"}):
        figure = Figure(figsize=(6.3, 0.34 * len(rows) + 0.25), dpi=200, layout="constrained")
        FigureCanvasAgg(figure)
        axes = figure.add_subplot()
        widths = [option.count.share or 0.0 for option in rows]
        colours = [AGREE if option.agrees else OTHER for option in rows]
        axes.barh(range(len(rows)), widths, color=colours, height=0.62)
        for place, option in enumerate(rows):
            label = option.count.percent or HIDDEN
            axes.text(widths[place] + 0.01, place, label, va="center", color=INK)
        axes.set_yticks(range(len(rows)), [_short(option.value) for option in rows], color=INK)
        axes.set_xlim(0, max([*widths, 0.1]) * 1.15)
        axes.xaxis.set_visible(False)
        axes.tick_params(length=0)
        for side in ("top", "right", "bottom"):
            axes.spines[side].set_visible(False)
        axes.spines["left"].set_color(OTHER)
        buffer = io.BytesIO()
        figure.savefig(buffer, format="png", metadata={"Software": None})
    return buffer.getvalue()


def _short(label: str, *, width: int = 42) -> str:
    if len(label) <= width:
        return label
    return label[: width - 1].rsplit(" ", 1)[0] + "…"


@lru_cache(maxsize=1)
def _font() -> str:
    """The font nearest to the document's that this machine has."""
    from matplotlib.font_manager import fontManager

    known = {font.name for font in fontManager.ttflist}
    return next((name for name in ("Arial", "Liberation Sans") if name in known), "DejaVu Sans")

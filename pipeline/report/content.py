"""What a report says: a run's tables and a profile turned into the parts every writer prints.

No writer reads a table, so no writer can show a number or a quotation that the profile holds
back.
"""

from __future__ import annotations

from pipeline.consultation import Consultation
from pipeline.report._annexes import (
    NOT_A_VOTE,
    base_notes,
    dates,
    method,
    problems,
    respondents,
    standing,
)
from pipeline.report._bases import Bases
from pipeline.report._breakdown import breakdown
from pipeline.report._matrix import matrix
from pipeline.report._parts import Count, Quote, Report, Section, Statement, Theme
from pipeline.report._profile import profile_of
from pipeline.report._quotes import organisations
from pipeline.report._sections import sections
from pipeline.report._tags import framework_names, tags
from pipeline.report._waterfall import waterfall
from pipeline.store import Run

__all__ = ["Count", "Quote", "Report", "Section", "Statement", "Theme", "build"]


def build(run: Run, *, profile: str = "internal") -> Report:
    """Return the content of a run's report.

    Parameters
    ----------
    run : Run
    profile : {"internal", "publish"}
        Exact numbers and ids, or what may be published.

    Returns
    -------
    Report

    Raises
    ------
    RunError
        If a table is missing, the numbers do not add up or there is no such profile.

    Examples
    --------
    >>> from pipeline.store import open_run
    >>> build(open_run("runs/4f1c09a2be")).sections[0].heading  # doctest: +SKIP
    'Question 1: the proposed vision'
    """
    consultation = Consultation.model_validate(run.manifest["config"])
    bases = Bases(run, consultation)
    shown = profile_of(profile, consultation, list(bases.respondents["kind"]))
    names = framework_names(bases)
    steps, by_part, note = waterfall(bases, shown)
    public = shown.name == "publish"
    return Report(
        title=consultation.title,
        subtitle="Consultation report" if public else "Consultation report: internal working copy",
        body=consultation.body,
        dates=dates(consultation),
        status=standing(bases),
        profile=shown.name,
        respondents=respondents(bases, shown),
        organisations=organisations(bases, shown),
        sections=sections(bases, shown, names.name),
        framework=names.title or (consultation.framework or ""),
        tags=tags(bases, shown, names),
        breakdown=breakdown(bases, shown, names),
        waterfall=steps,
        waterfall_by_part=by_part,
        waterfall_note=note,
        not_a_vote=NOT_A_VOTE,
        method=method(bases, shown),
        base_notes=base_notes(),
        key=tuple(_key(consultation)),
        problems=problems(bases, shown),
        matrix=matrix(bases, shown),
        provenance=f"Run {run.run_id}, made with Several {run.manifest.get('several', '')}".strip(),
    )


def _key(consultation: Consultation) -> list[tuple[str, str]]:
    from pipeline.quantifiers import key

    return key(consultation.settings.quantifiers)

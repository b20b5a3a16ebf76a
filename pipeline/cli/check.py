"""``several check``: say what a run would read, before it is run."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.consultation import Consultation

_MOST = 8  # row numbers shown of one problem


def check(
    consultation: Annotated[
        Path, typer.Argument(help="consultation.toml, or the folder that holds it.")
    ],
    json_: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """Check a consultation and its responses, and say what a run would read."""
    import json

    from pipeline.consultation import load_consultation
    from pipeline.ingest import ingest

    loaded = load_consultation(consultation)
    found = validation_report(loaded, ingest(loaded))
    if json_:
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        _show(found, consultation)


def validation_report(
    consultation: Consultation, tables: Mapping[str, pd.DataFrame]
) -> dict[str, Any]:
    """Return what was read, in figures.

    Parameters
    ----------
    consultation : Consultation
    tables : mapping of str to pandas.DataFrame
        As ``ingest`` returns them.

    Returns
    -------
    dict
        What ``several check --json`` prints: ``title``, ``body``, ``sources``, ``respondents``,
        ``questions``, ``attributes``, ``issues``, ``framework``, ``models`` and ``ready``.

    Raises
    ------
    FrameworkError
        If the framework cannot be loaded.
    RunError
        If a model is missing, damaged or of another kind.
    """
    kinds = tables["respondents"]["kind"].value_counts()
    attributes = tables["attributes"].groupby("attribute")["value"].agg(["size", "nunique"])
    return {
        "title": consultation.title,
        "body": consultation.body,
        "sources": _sources(tables["responses"]),
        "respondents": {"total": int(kinds.sum()), **{str(k): int(n) for k, n in kinds.items()}},
        "questions": _questions(tables),
        "attributes": [
            {"attribute": str(name), "n_respondents": int(n), "n_values": int(distinct)}
            for name, n, distinct in attributes.itertuples()
        ],
        "issues": _issues(tables["issues"]),
        "framework": _framework(consultation),
        "models": _models(consultation),
        "ready": True,
    }


def _sources(responses: pd.DataFrame) -> list[dict[str, Any]]:
    rows = responses[["source_file", "source_sheet", "source_row"]].drop_duplicates()
    counts = rows.fillna({"source_sheet": ""}).value_counts(["source_file", "source_sheet"])
    return [
        {"file": file, "sheet": sheet or None, "n_rows": int(n)}
        for file, sheet, n in sorted(counts.reset_index().itertuples(index=False, name=None))
    ]


def _questions(tables: Mapping[str, pd.DataFrame]) -> list[dict[str, Any]]:
    responses, answers = tables["responses"], tables["answers"]
    n_respondents = len(tables["respondents"])
    blank = responses["verbatim"].str.strip() == ""
    found = []
    for row in tables["questions"].sort_values("position").to_dict("records"):
        name, role = row["question_id"], row["role"]
        part = {"question_id": name, "role": role, "text": row["text"]}
        if role == "closed":
            ticked = answers[answers["question_id"] == name]
            n_answers = ticked["respondent_id"].nunique()
            counts = ticked.groupby(["scale_position", "value"], dropna=False).size()
            options = {value: int(n) for (_, value), n in counts.to_dict().items()}
            part |= {"n_answers": n_answers, "n_blank": n_respondents - n_answers}
            part |= {"options": options}
        elif role != "group":
            cells = blank[responses["question_id"] == name]
            part |= {"n_answers": int((~cells).sum()), "n_blank": int(cells.sum())}
        found.append(part)
    return found


def _issues(issues: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the problems, one entry for all rows with the same one."""
    keys = ["severity", "source_file", "source_sheet", "column", "message"]
    filled = issues.fillna(dict.fromkeys(keys, ""))
    found: list[dict[str, Any]] = [
        {
            "severity": severity,
            "file": file or None,
            "sheet": sheet or None,
            "column": column or None,
            "rows": [int(row) for row in part["source_row"].dropna()],
            "message": message,
        }
        for (severity, file, sheet, column, message), part in filled.groupby(keys)
    ]
    return sorted(found, key=lambda issue: ("error", "warning", "note").index(issue["severity"]))


def _framework(consultation: Consultation) -> dict[str, Any] | None:
    if consultation.framework is None:
        return None
    from pipeline.framework import load_framework

    framework = load_framework(consultation.framework, consultation.root)
    n_priorities = sum(len(outcome.priorities) for outcome in framework.outcomes)
    return {
        "id": framework.id,
        "title": framework.title,
        "n_outcomes": len(framework.outcomes),
        "n_priorities": n_priorities,
    }


def _models(consultation: Consultation) -> dict[str, str | None]:
    """Return the models that a run would use, each tried or, if shipped, compared with its list."""
    from pipeline.embeddings import AUTO, FULL_UP_TO, choose_model, load_embedder
    from pipeline.models import check_files
    from pipeline.resources import shipped

    settings, shelf = consultation.settings, shipped("models")
    if settings.spacy_model is None:
        check_files(shelf / "en_consultation")
    else:
        from pipeline.language import load_language

        load_language(settings.spacy_model)
    for n_texts in (0, FULL_UP_TO + 1) if settings.embedding_model == AUTO else (0,):
        folder = choose_model(settings.embedding_model, n_texts, root=consultation.root)
        if folder.parent == shelf:
            check_files(folder)
        else:
            load_embedder(folder)
    return {
        "spacy_model": settings.spacy_model,
        "embedding_model": settings.embedding_model,
    }


def _show(found: dict[str, Any], path: Path) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console()

    def say(line: str) -> None:
        console.print(Text(line), soft_wrap=True)

    say(f"{found['title']} ({found['body']})")
    for source in found["sources"]:
        sheet = f', sheet "{source["sheet"]}"' if source["sheet"] else ""
        say(f"Read: {source['file']}{sheet}: {source['n_rows']} rows")
    words = {"individual": "individuals", "organisation": "organisations"}
    kinds = [f"{n} {words.get(k, k)}" for k, n in found["respondents"].items() if k != "total"]
    say(f"Respondents: {found['respondents']['total']} ({', '.join(kinds)})")
    table = Table("Question", "Role", "Answers", "Blank", "Asked / options ticked")
    for part in found["questions"]:
        ticked = ", ".join(f"{option}: {n}" for option, n in part.get("options", {}).items())
        figures = [str(part.get(key, "")) for key in ("n_answers", "n_blank")]
        shown = ticked if part["role"] == "closed" else part["text"]
        table.add_row(Text(part["question_id"]), part["role"], *figures, Text(shown))
    console.print(table)
    for one in found["attributes"]:
        counts = f"{one['n_respondents']} respondents, {one['n_values']} values"
        say(f'Attribute "{one["attribute"]}": {counts}')
    if found["framework"]:
        framework = found["framework"]
        counts = f"{framework['n_outcomes']} outcomes, {framework['n_priorities']} priorities"
        say(f"Framework: {framework['title']} ({counts})")
    else:
        say("Framework: none. Comments will not be tagged to outcomes.")
    if found["models"]["spacy_model"]:
        say(f"spaCy pipeline: {found['models']['spacy_model']}")
    if found["models"]["embedding_model"] != "auto":
        say(f"Embedding model: {found['models']['embedding_model']}")
    say("Problems found in the data:" if found["issues"] else "No problems found in the data.")
    for issue in found["issues"]:
        say(f"- {_in_words(issue)}")
    if found["title"].startswith("Title of your") or found["body"].startswith("Name of your"):
        say(
            "\nBefore a report is shown to anyone: put the title and the body in consultation.toml."
        )
    say(f'\nReady to run: several run "{path}"')


def _in_words(issue: Mapping[str, Any]) -> str:
    rows = issue["rows"]
    more = f" and {len(rows) - _MOST} more" if len(rows) > _MOST else ""
    numbers = ", ".join(map(str, rows[:_MOST])) + more
    where = [
        issue["file"],
        f'sheet "{issue["sheet"]}"' if issue["sheet"] else "",
        f'column "{issue["column"]}"' if issue["column"] else "",
        f"row{'s' if len(rows) > 1 else ''} {numbers}" if rows else "",
    ]
    return f"{issue['severity']}: {', '.join(filter(None, where))}: {issue['message']}"

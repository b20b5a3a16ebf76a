"""Put closed and open columns together to questions with parts, as the form numbers them."""

from __future__ import annotations

import string
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.ingest._classify import Column
from pipeline.ingest._wording import Label, about, label_of

_SHORT = 12  # words: "Please explain your answer" has no topic of its own


@dataclass
class Asked:
    """A question while it is being put together."""

    id: str
    number: str | None
    text: str
    closed: Column | None = None
    open: list[tuple[str, Column]] = field(default_factory=list)

    @property
    def about(self) -> str | None:
        """What the closed part asks about, if the wording tells."""
        return about(self.text) if self.closed else None


def group(columns: Sequence[Column]) -> tuple[list[Asked], list[str]]:
    """Group the columns of questions.

    Columns with the same number are one question ("Q4", "Q4 a)", "4b."). A column without a
    number, or with one of its own, that only asks why belongs to the closed question before it.

    Parameters
    ----------
    columns : sequence of Column
        Those used as ``closed`` or ``open``, in the order of the file.

    Returns
    -------
    questions : list of Asked
        In form order, with ids that occur once.
    doubts : list of str
        Where a question was joined to another by its wording only.
    """
    blocks: list[list[Column]] = []
    doubts: list[str] = []
    previous: Label | None = None
    for column in columns:
        label = label_of(column.header)
        if previous and label.number and label.number == previous.number:
            blocks[-1].append(column)
        elif blocks and _follows(column, label, blocks[-1], columns):
            blocks[-1].append(column)
            doubts.append(f'I took "{column.header}" as a part of the question before it.')
            continue  # the next column is compared with the question, not with its part
        else:
            blocks.append([column])
        previous = label
    split = [part for block in blocks for part in _one_closed_each(block)]
    return _named(split), doubts


def _follows(
    column: Column, label: Label, block: Sequence[Column], columns: Sequence[Column]
) -> bool:
    """Tell whether an open column only asks for the reasons of the closed one before it."""
    short = len(label.text.split()) <= _SHORT
    alone = label.number is None or not any(
        other is not column and label_of(other.header).number == label.number for other in columns
    )
    closed = any(other.use == "closed" for other in block)
    return column.use == "open" and column.role == "why" and short and alone and closed


def _one_closed_each(block: list[Column]) -> list[list[Column]]:
    """Cut a block before each closed column but the first: a question has one closed part."""
    parts: list[list[Column]] = [[]]
    for column in block:
        if column.use == "closed" and any(other.use == "closed" for other in parts[-1]):
            parts.append([])
        parts[-1].append(column)
    return parts


def _named(blocks: list[list[Column]]) -> list[Asked]:
    labels = [[label_of(column.header) for column in block] for block in blocks]
    numbers = [next((x.number for x in block if x.number), None) for block in labels]
    used: set[str] = set()
    highest = max((int(n) for n in numbers if n), default=0)
    questions = []
    for block, parts, number in zip(blocks, labels, numbers, strict=True):
        if number is None:
            highest += 1
        again = numbers.count(number) > 1 and number is not None and parts[0].letter
        name = _free(f"Q{number or highest}{parts[0].letter if again else ''}", used)
        closed = next((column for column in block if column.use == "closed"), None)
        asked = Asked(name, number, (label_of(closed.header) if closed else parts[0]).text, closed)
        for column, label in zip(block, parts, strict=True):
            if column.use == "open":
                own = len(block) == 1
                part = name if own else _part_id(name, label, number, used)
                asked.open.append((part, column))
        questions.append(asked)
    return questions


def _part_id(name: str, label: Label, number: str | None, used: set[str]) -> str:
    if label.number and label.number != number:
        return _free(f"Q{label.number}", used)
    if label.letter and f"Q{number}{label.letter}" not in used:
        return _free(f"Q{number}{label.letter}", used)
    letters = (f"{name}{letter}" for letter in string.ascii_lowercase)
    return _free(next((one for one in letters if one not in used), f"{name}z"), used)


def _free(name: str, used: set[str]) -> str:
    """Take a name that is not in use yet."""
    candidate, n = name, 1
    while candidate in used:
        n += 1
        candidate = f"{name}.{n}"
    used.add(candidate)
    return candidate

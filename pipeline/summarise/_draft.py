"""A statement before it has an id, a rank and rows of its own."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Draft:
    """One statement with everything it counts.

    Attributes
    ----------
    group_id : str or None
        Question group; None for a point made across questions.
    basis : {"closed", "comments"}
    act : str
        What the supporters do; one of ``pipeline.tables.ACTS``.
    n_base : int
        Respondents the count is taken of.
    quantifier, text : str
        The words of quantity and the sentence.
    answers : dict of str to str
        For a closed part: respondent to option ticked.
    segments : dict of str to str
        For comments: respondent to the most central segment in which they say it.
    quotable : tuple of str
        Segments that may serve as quotations, best first.
    theme_ids : tuple of str
        Themes whose respondents are counted.
    breadth : int
        Kinds of respondent among the supporters, for ranking.
    """

    group_id: str | None
    basis: str
    act: str
    n_base: int
    quantifier: str
    text: str
    answers: dict[str, str] = field(default_factory=dict)
    segments: dict[str, str] = field(default_factory=dict)
    quotable: tuple[str, ...] = ()
    theme_ids: tuple[str, ...] = ()
    breadth: int = 1

    @property
    def n_respondents(self) -> int:
        """Distinct respondents counted."""
        return len(self.answers) or len(self.segments)

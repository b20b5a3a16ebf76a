"""Themes, decisions, statements and their evidence; the breakdown; issues and measures."""

import pandera.pandas as pa

from pipeline.tables._declare import (
    ACTS,
    PERMISSIONS,
    QUESTION,
    RESPONDENT,
    SEGMENT,
    STATEMENT,
    STATUSES,
    THEME,
    Table,
    choice,
    count,
    number,
    share,
    text,
)

THEMES = Table(
    "themes", "theme", ("theme_id",),
    {
        "theme_id": text("Minted once; kept when a later run finds the same theme."),
        "question_id": text("Question group; empty for a theme across questions.", nullable=True),
        "parent_id": text("The broader theme this one is part of.", nullable=True),
        "label": text("Two to seven words."),
        "description": text("A real, central segment."),
        "keywords": text("Its most characteristic terms, separated by '; '."),
        "status": choice("Candidate until a person confirms it.",
                          ("candidate", "confirmed", "rejected", "general")),
        "n_respondents": count("Respondents with at least one segment in it."),
        "n_segments": count("Segments in it."),
        "stability": share("Survival under subsampling (matched Jaccard).", nullable=True),
    },
    {"question_id": QUESTION, "parent_id": THEME},
)  # fmt: skip

ASSIGNMENTS = Table(
    "assignments", "segment and theme", ("segment_id", "theme_id"),
    {
        "segment_id": text("The segment."),
        "theme_id": text("The theme."),
        "score": share("Similarity to the theme's centre."),
        "assigned_by": choice("Who put it there.", ("machine", "human")),
    },
    {"segment_id": SEGMENT, "theme_id": THEME},
)  # fmt: skip

DECISIONS = Table(
    "decisions", "act of a person, append-only", ("decision_id",),
    {
        "decision_id": text("Position in the log."),
        "at": text("When."),
        "reviewer": text("Who."),
        "act": choice("What was done.", ("confirm", "reject", "rename", "merge")),
        "subject": text("Comment the theme was recognised by: its most central one."),
        "digest": text("Digest of the words decided upon."),
        "target": text("New label, or comment of the theme merged into.", nullable=True),
        "reason": text("Why.", nullable=True),
    },
)  # fmt: skip

STATEMENTS = Table(
    "statements", "statement", ("statement_id",),
    {
        "statement_id": text("Question and rank, such as Q4-03."),
        "question_id": text("Question group.", nullable=True),
        "outcome_id": text("Outcome half or more of the supporters were tagged to.", nullable=True),
        "basis": choice("What is counted.", ("closed", "comments")),
        "act": choice("What the supporters do.", ACTS),
        "rank": count("Order within the question, from 1.", low=1),
        "n_respondents": count("Supporters: distinct respondents.", low=1),
        "n_base": count("Respondents who gave a substantive answer in the group.", low=1),
        "share": share("n_respondents / n_base."),
        "quantifier": text("The words of quantity used."),
        "text": text("The sentence."),
    },
    {"question_id": QUESTION},
)  # fmt: skip

STATEMENT_THEMES = Table(
    "statement_themes", "statement and theme", ("statement_id", "theme_id"),
    {
        "statement_id": text("The statement."),
        "theme_id": text("A theme whose respondents it counts."),
    },
    {"statement_id": STATEMENT, "theme_id": THEME},
)  # fmt: skip

SUPPORTERS = Table(
    "supporters", "statement and respondent", ("statement_id", "respondent_id"),
    {
        "statement_id": text("The statement."),
        "respondent_id": text("A respondent it counts."),
        "segment_id": text("Where they said it; empty for a closed answer.", nullable=True),
        "answer": text("The option ticked; empty for a comment.", nullable=True),
    },
    {"statement_id": STATEMENT, "respondent_id": RESPONDENT, "segment_id": SEGMENT},
)  # fmt: skip

EVIDENCE = Table(
    "evidence", "statement and quotation", ("statement_id", "rank"),
    {
        "statement_id": text("The statement."),
        "rank": count("Order of the quotation, from 1.", low=1),
        "segment_id": text("Segment quoted."),
        "quote": text("comments.text[start:end], verbatim."),
        "start": count("First character in comments.text."),
        "end": count("One past the last character."),
        "may_quote": choice("Permission of the respondent.", PERMISSIONS),
    },
    {"statement_id": STATEMENT, "segment_id": SEGMENT},
)  # fmt: skip

BREAKDOWN = Table(
    "breakdown", "outcome or priority, and value of what respondents are compared by",
    ("label_id", "level", "dimension", "value"),
    {
        "label_id": text("Outcome or priority of the framework, or CROSS."),
        "level": choice("What the label is.", ("outcome", "priority", "cross")),
        "dimension": text("What is compared: all, question, kind, or the name of an attribute."),
        "value": text("Its value; a question group's id; for all, all."),
        "n_respondents": count("Respondents of that value who mention the label, waiting tags "
                               "not counted; for question, who mention it in answer to it."),
        "n_base": count("Respondents of that value with an analysed comment; for question, "
                        "with one in that group.", low=1),
        "share": share("n_respondents / n_base."),
        "low": share("Lower end of the 95 % Wilson interval of the share."),
        "high": share("Upper end of it."),
        "share_rest": share("Share among the other respondents whose value is known.",
                            nullable=True),
        "p": share("Fisher's exact test of the value against these others, two-sided; missing "
                   "where not tested: all, question, and bases under 5.", nullable=True),
        "q": share("p after the correction of Benjamini and Hochberg over all tests of the run.",
                   nullable=True),
        "represented": text("over or under where q is under 0.05; otherwise empty.",
                            checks=pa.Check.isin(("over", "under", ""))),
    },
)  # fmt: skip

ISSUES = Table(
    "issues", "data problem", ("issue_id",),
    {
        "issue_id": text("Stage and number."),
        "severity": choice("How much it matters.", ("error", "warning", "note")),
        "source_file": text("File.", nullable=True),
        "source_sheet": text("Sheet.", nullable=True),
        "source_row": number("Row; the header is row 1.", nullable=True),
        "column": text("Column.", nullable=True),
        "message": text("What is wrong and what to do; never what a respondent wrote."),
    },
)  # fmt: skip

EXCLUSIONS = Table(
    "exclusions", "open part and status", ("question_id", "status"),
    {
        "question_id": text("Open part."),
        "status": choice("Status of comments.", STATUSES),
        "n_comments": count("Cells with the status."),
        "n_respondents": count("Respondents with such a cell."),
    },
    {"question_id": QUESTION},
)  # fmt: skip

METRICS = Table(
    "metrics", "figure measured", ("stage", "metric"),
    {
        "stage": text("Stage that measured it."),
        "metric": text("What was measured."),
        "value": number("The figure."),
        "meaning": text("How to read it."),
    },
)  # fmt: skip

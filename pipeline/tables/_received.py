"""What was asked, who answered and what they answered, as received."""

import pandera.pandas as pa

from pipeline.tables._declare import (
    KINDS,
    PERMISSIONS,
    QUESTION,
    RESPONDENT,
    ROLES,
    Table,
    choice,
    count,
    number,
    text,
)

QUESTIONS = Table(
    "questions", "question group or part", ("question_id",),
    {
        "question_id": text("Id in the consultation, such as Q4 (a group) or Q4a (a part)."),
        "parent_id": text("The group this part belongs to; empty for a group.", nullable=True),
        "role": choice("What the part asks for.", ROLES),
        "number": text("Number printed on the form.", nullable=True),
        "text": text("The question as respondents read it."),
        "about": text("What is asked about, as a noun phrase for sentences.", nullable=True),
        "scope": text("Outcome the question is about, if only one.", nullable=True),
        "position": count("Order on the form, from 1.", low=1),
    },
)  # fmt: skip

RESPONDENTS = Table(
    "respondents", "respondent", ("respondent_id",),
    {
        "respondent_id": text("Non-personal id of the export, or a digest of the row."),
        "kind": choice("Who answered.", KINDS),
        "organisation": text("Name of the organisation; empty for individuals.", nullable=True),
        "may_name": choice("May the organisation be named?", PERMISSIONS),
        "may_quote": choice("May the respondent's words be quoted?", PERMISSIONS),
    },
)  # fmt: skip

ATTRIBUTES = Table(
    "attributes", "respondent and attribute", ("respondent_id", "attribute"),
    {
        "respondent_id": text("Whose attribute."),
        "attribute": text("Its name: the column of the export."),
        "value": text("Its value as received."),
    },
    {"respondent_id": RESPONDENT},
)  # fmt: skip

ANSWERS = Table(
    "answers", "respondent, closed part and option ticked",
    ("respondent_id", "question_id", "value"),
    {
        "respondent_id": text("Who ticked."),
        "question_id": text("The closed part."),
        "value": text("The option ticked, as on the form."),
        "scale_position": number("1 for the lowest option of an ordered scale.", nullable=True),
        "agrees": pa.Column("bool", description="Does the option count as agreement?", coerce=True),
    },
    {"respondent_id": RESPONDENT, "question_id": QUESTION},
)  # fmt: skip

RESPONSES = Table(
    "responses", "cell of an open column as received", ("comment_id",),
    {
        "comment_id": text("Respondent and part, such as R04:Q5a."),
        "respondent_id": text("Who wrote it."),
        "question_id": text("The open part it answers."),
        "verbatim": text("The cell exactly as received; empty if blank."),
        "submitted_at": text("When the reply was sent, if known.", nullable=True),
        "channel": text("How the reply came: web, paper, email ...", nullable=True),
        "source_file": text("File it came from."),
        "source_sheet": text("Sheet of a workbook.", nullable=True),
        "source_row": count("Row in the file; the header is row 1.", low=1),
    },
    {"respondent_id": RESPONDENT, "question_id": QUESTION},
)  # fmt: skip

"""What cleaning, segmentation, embedding and tagging add."""

from pipeline.tables._declare import (
    ACTS,
    COMMENT,
    QUESTION,
    RESPONDENT,
    SEGMENT,
    STANCES,
    STATUSES,
    Table,
    choice,
    count,
    share,
    text,
    vector,
)

COMMENTS = Table(
    "comments", "cell of an open column, cleaned", ("comment_id",),
    {
        "comment_id": text("As in responses: one row for each, none dropped."),
        "respondent_id": text("Who wrote it."),
        "question_id": text("The open part it answers."),
        "text": text("Cleaned and redacted; every quotation is cut from it."),
        "status": choice("What became of it.", STATUSES),
        "duplicate_of": text("The comment it repeats.", nullable=True),
        "campaign_id": text("Campaign it belongs to, if any.", nullable=True),
        "language": text("ISO 639-1 code.", nullable=True),
        "n_words": count("Words of the cleaned text."),
        "n_redactions": count("Personal details masked."),
    },
    {"comment_id": ("responses", "comment_id"), "respondent_id": RESPONDENT,
     "question_id": QUESTION},
)  # fmt: skip

SEGMENTS = Table(
    "segments", "sentence or clause that makes one point", ("segment_id",),
    {
        "segment_id": text("Comment and number, such as R04:Q5a.02."),
        "comment_id": text("The analysed comment it is part of."),
        "start": count("First character in comments.text."),
        "end": count("One past the last character."),
        "text": text("comments.text[start:end]."),
    },
    {"comment_id": COMMENT},
)  # fmt: skip

VECTORS = Table(
    "vectors", "segment", ("segment_id",),
    {
        "segment_id": text("The segment."),
        "vector": vector("Unit-length embedding, float32."),
    },
    {"segment_id": SEGMENT},
)  # fmt: skip

ACTS_TABLE = Table(
    "acts", "segment", ("segment_id",),
    {
        "segment_id": text("The segment."),
        "act": choice("What it does.", ACTS),
        "stance": choice("Towards what was asked.", STANCES),
        "score": share("How sure the classifier is."),
    },
    {"segment_id": SEGMENT},
)  # fmt: skip

TAGS = Table(
    "tags", "segment and outcome or priority", ("segment_id", "label_id"),
    {
        "segment_id": text("The segment."),
        "label_id": text("Outcome or priority of the framework, or CROSS."),
        "level": choice("What the label is.", ("outcome", "priority", "cross")),
        "score": share("How sure the tagger is."),
        "start": count("Evidence: first character in comments.text."),
        "end": count("Evidence: one past the last character."),
        "why": text("The term or the sentence of the framework that earned the tag."),
        "decision": choice("Who decided.", ("auto", "needs_review", "human")),
        "tagger": text("Method and version."),
    },
    {"segment_id": SEGMENT},
)  # fmt: skip

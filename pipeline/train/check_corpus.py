"""Checks that the written corpus is whole, distinct and no easier or harder than life.

    python -m pipeline.train.check_corpus [--shared ../shared]

prints what is wrong, by id, and the figures of the data card; exits with 1 if anything is wrong.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, TfidfVectorizer
from sklearn.neighbors import NearestNeighbors

from pipeline.train.corpus import SPLITS, Corpus, load_corpus

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

RUN = 8
"""Words in a row that no two texts may share."""
NEAR_DUPLICATE = 0.85
"""Cosine of character trigrams from which two texts are near duplicates."""
LEAST = {
    "subjects": 90, "points": 600, "utterances": 9000, "general": 600, "comments": 1000,
    "second_labels": 300, "utterances of a point": 14,
}  # fmt: skip
_KEYS = {
    "subjects": "subject_id",
    "points": "point_id",
    "utterances": "utterance_id",
    "general": "general_id",
    "comments": "comment_id",
}


def words(text: str) -> list[str]:
    """Lower-cased words and numbers of a text, without apostrophes.

    Examples
    --------
    >>> words("Why can't they mend it?")
    ['why', 'cant', 'they', 'mend', 'it']
    """
    return re.findall(r"[a-z0-9£%]+", re.sub(r"['’`]", "", text.lower()))


def runs(text: str, length: int = RUN) -> Iterator[str]:
    """Every run of so many words of a text."""
    found = words(text)
    for start in range(len(found) - length + 1):
        yield " ".join(found[start : start + length])


def skeletons(text: str) -> list[str]:
    """The opening four words of a text, and its frame of function words if it has four or more.

    Examples
    --------
    >>> skeletons("There should be more buses in the evening.")
    ['there should be more', 'there should be more _ in the _']
    """
    found = words(text)
    opening = [" ".join(found[:4])] if len(found) >= 4 else []
    marks = [word if word in ENGLISH_STOP_WORDS else "_" for word in found]
    frame = [m for i, m in enumerate(marks) if m != "_" or i == 0 or marks[i - 1] != "_"]
    return opening + ([" ".join(frame)] if sum(m != "_" for m in frame) >= 4 else [])


def check(corpus: Corpus, elsewhere: Iterable[str] = ()) -> list[str]:
    """Say everything that is wrong with the corpus.

    Parameters
    ----------
    corpus : Corpus
    elsewhere : iterable of str
        Texts that it may not share a run of eight words with.

    Returns
    -------
    list of str
        One line a problem; no text is quoted.
    """
    return [
        *_sizes(corpus),
        *_references(corpus),
        *_splits(corpus),
        *_spans(corpus),
        *_wordings(corpus),
        *_repeats(corpus, {run for text in elsewhere for run in runs(text)}),
        *_templates(corpus),
    ]


def _sizes(corpus: Corpus) -> Iterator[str]:
    for layer, key in _KEYS.items():
        frame = getattr(corpus, layer)
        if len(frame) < LEAST[layer]:
            yield f"{layer}: {len(frame)}, fewer than {LEAST[layer]}"
        yield from (f"{layer}: {i} is there twice" for i in frame.loc[frame[key].duplicated(), key])
    if len(corpus.second_labels) < LEAST["second_labels"]:
        yield f"second_labels: {len(corpus.second_labels)}"
    counts = corpus.utterances["point_id"].value_counts()
    for point in corpus.points["point_id"]:
        if counts.get(point, 0) < LEAST["utterances of a point"]:
            yield f"{point}: {counts.get(point, 0)} utterances"
    lengths = corpus.utterances["text"].map(lambda text: len(words(text)))
    for i in corpus.utterances.loc[(lengths < 1) | (lengths > 42), "utterance_id"]:
        yield f"{i}: not 1 to 42 words"
    per_subject = corpus.points["subject_id"].value_counts()
    yield from (f"{s}: {n} points" for s, n in per_subject.items() if not 3 <= n <= 10)


def _references(corpus: Corpus) -> Iterator[str]:
    points = corpus.points.set_index("point_id")
    leaves = corpus.subjects.loc[corpus.subjects["parent_id"] != "", "subject_id"]
    for i, point in points.iterrows():
        for subject in (point["subject_id"], *point["also"]):
            if subject not in set(leaves):
                yield f'{i}: no subject "{subject}"'
        near, opposite = point["near_miss"], point["opposite"]
        if near not in points.index or points.loc[near, "subject_id"] != point["subject_id"]:
            yield f'{i}: near miss "{near}" is not a point of the subject'
        if near in (i, opposite):
            yield f"{i}: its near miss is itself or its opposite"
        if opposite and (opposite not in points.index or points.loc[opposite, "opposite"] != i):
            yield f'{i}: opposite "{opposite}" does not name it back'
    for layer in ("utterances", "spans", "second_labels"):
        named = getattr(corpus, layer)["point_id"]
        unknown = named[(named != "") & ~named.isin(points.index)]
        yield from (f'{layer}: no point "{i}"' for i in unknown.unique())


def _splits(corpus: Corpus) -> Iterator[str]:
    of_point = corpus.points.set_index("point_id")["split"]
    of_subject = corpus.subjects.set_index("subject_id")["split"]
    for i, point in corpus.points.set_index("point_id").iterrows():
        kept_apart = of_subject.get(point["subject_id"])
        if kept_apart not in ("train", None) and point["split"] != kept_apart:
            yield f"{i}: its subject is {kept_apart}, itself {point['split']}"
    of_comment = corpus.comments.set_index("comment_id")["split"]
    for _, span in corpus.spans.iterrows():
        if of_point.get(span["point_id"]) != of_comment.get(span["comment_id"]):
            yield f"{span['comment_id']}: {span['point_id']} is of another split"
    for split in SPLITS:
        if not (corpus.utterances["split"] == split).any():
            yield f"no utterances in {split}"


def _spans(corpus: Corpus) -> Iterator[str]:
    texts = corpus.comments.set_index("comment_id")["text"]
    for comment, spans in corpus.spans.groupby("comment_id"):
        if not 2 <= spans["point_id"].nunique() <= 5:
            yield f"{comment}: {spans['point_id'].nunique()} points"
        last = 0
        for _, span in spans.sort_values("start").iterrows():
            inside = texts[comment][span["start"] : span["end"]]
            if span["start"] < last or not inside or inside != inside.strip():
                yield f"{comment}: span of {span['point_id']} overlaps or has loose ends"
            last = span["end"]
    for comment in set(texts.index) - set(corpus.spans["comment_id"]):
        yield f"{comment}: no spans"


def _repeats(corpus: Corpus, elsewhere: set[str]) -> Iterator[str]:
    texts = pd.concat(
        [
            getattr(corpus, layer).set_index(_KEYS[layer])["text"]
            for layer in ("utterances", "general", "comments")
        ]
    )
    same = texts.map(lambda text: " ".join(words(text))).duplicated(keep="first")
    yield from (f"{i}: the same words as another" for i in texts.index[same])
    owners: dict[str, set[str]] = defaultdict(set)
    for i, text in texts.items():
        for run in runs(text):
            owners[run].add(str(i))
            if run in elsewhere:
                yield f"{i}: shares {RUN} words in a row with a text elsewhere"
    pairs = {tuple(sorted(found)) for found in owners.values() if len(found) > 1}
    yield from (f"{', '.join(found)}: share {RUN} words in a row" for found in sorted(pairs))
    yield from _near_duplicates(corpus.utterances)


def _wordings(corpus: Corpus) -> Iterator[str]:
    """Every point has six different wordings, and none of them is a text of the other layers."""
    known = {" ".join(words(t)) for t in [*corpus.utterances["text"], *corpus.points["text"]]}
    of_point: dict[str, list[str]] = defaultdict(list)
    for point, text in zip(corpus.wordings["point_id"], corpus.wordings["text"], strict=True):
        of_point[point].append(" ".join(words(text)))
    for point, own in of_point.items():
        if len(set(own)) < 5 or len(own) != 6:  # a person may use the very words of the line
            yield f"wordings of {point}: {len(set(own))} different ones in {len(own)}"
        if not known.isdisjoint(own):
            yield f"wordings of {point}: one is a text of another layer"


def _near_duplicates(utterances: pd.DataFrame) -> Iterator[str]:
    """Pairs of utterances of five or more words that are nearly the same characters."""
    long = utterances[utterances["text"].map(lambda text: len(words(text)) >= 5)]
    grams = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 3)).fit_transform(long["text"])
    near = NearestNeighbors(n_neighbors=2, metric="cosine").fit(grams)
    distance, index = near.kneighbors(grams)
    ids = long["utterance_id"].to_numpy()
    for row in range(len(long)):
        if 1 - distance[row, 1] >= NEAR_DUPLICATE and row < index[row, 1]:
            yield f"{ids[row]}, {ids[index[row, 1]]}: near duplicates"


def shares_of_templates(corpus: Corpus) -> tuple[float, float]:
    """Share of utterances whose opening, and whose frame, three others have too."""
    kinds = [Counter[str](), Counter[str]()]
    held = [[], []]  # type: list[list[str]]
    for text in corpus.utterances["text"]:
        for found in skeletons(text):
            kind = int("_" in found or len(found.split()) > 4)
            kinds[kind][found] += 1
            held[kind].append(found)
    total = len(corpus.utterances)
    opening, frame = (sum(kinds[k][found] >= 4 for found in held[k]) / total for k in range(2))
    return opening, frame


def _templates(corpus: Corpus) -> Iterator[str]:
    for name, share in zip(("opening", "frame"), shares_of_templates(corpus), strict=True):
        if share > 0.02:
            yield f"{share:.1%} of utterances share their {name} with three others"


def texts_under(folder: Path) -> Iterator[str]:
    """Lines of every text under a folder (tables, documents, treebanks)."""
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".csv", ".txt", ".conllu", ".md", ".toml"):
            text = path.read_text(encoding="utf-8", errors="ignore")
            yield from text.splitlines() if path.suffix == ".conllu" else [text]


def main() -> int:
    """Check the corpus of this checkout; the number of problems decides the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, default=None)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    options = parser.parse_args()
    corpus = load_corpus(options.corpus)
    elsewhere = texts_under(options.shared) if options.shared.is_dir() else ()
    problems = check(corpus, elsewhere)
    opening, frame = shares_of_templates(corpus)
    for problem in problems:
        sys.stdout.write(problem + "\n")
    sys.stdout.write(
        f"{len(corpus.utterances)} utterances of {len(corpus.points)} points; "
        f"opening shared by four: {opening:.2%}, frame: {frame:.2%}; {len(problems)} problems\n"
    )
    return int(bool(problems))


if __name__ == "__main__":
    sys.exit(main())

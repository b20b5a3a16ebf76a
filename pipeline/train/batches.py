"""Batches that teach an encoder which texts make the same point.

Two kinds come from the corpus: *hard* batches hold several points of each of a few subjects or
scenes, so that near misses and opposites are what a text must be told from; *wide* batches hold
points of all of them. A third comes from ArgKP: arguments, and the key points of their topic.
"""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pipeline.train.corpus import Corpus

_OF_A_SUBJECT = 6  # points of one subject in a hard batch
_KEY_POINTS = 10  # in a batch of arguments
_ARGUMENTS = 4  # of each key point


@dataclass(frozen=True)
class Batch:
    """Texts and what each says.

    Attributes
    ----------
    texts : list of str
    labels : list of int
        Texts with one label make one point; empty where nothing is known of them. Of arguments:
        the key point of each, by its place among the last ``n_keys`` texts.
    n_keys : int
        0, or how many of the last texts are key points.
    others : list of list of bool
        Arguments only: for each argument and key point, whether people judged that it does not
        make it. Undecided pairs teach nothing.
    """

    texts: list[str]
    labels: list[int]
    n_keys: int = 0
    others: tuple[tuple[bool, ...], ...] = ()


class Wording:
    """Every way the training points are put: their utterances and their line.

    Parameters
    ----------
    corpus : Corpus
        Of what has splits, only the training split is read.
    """

    def __init__(self, corpus: Corpus) -> None:
        self.texts: dict[str, list[str]] = defaultdict(list)
        train = corpus.utterances[corpus.utterances["split"] == "train"]
        for point, text in zip(train["point_id"], train["text"], strict=True):
            self.texts[point].append(text)
        points = corpus.points[corpus.points["split"] == "train"]
        self.by_subject: dict[str, list[str]] = defaultdict(list)
        for scene, point, text in corpus.wordings.itertuples(index=False):
            if point not in self.texts:
                self.by_subject[scene].append(point)
            self.texts[point].append(text)
        for point, subject, text in zip(
            points["point_id"], points["subject_id"], points["text"], strict=True
        ):
            self.texts[point].append(text)
            self.by_subject[subject].append(point)

    def hard(self, rng: random.Random, *, n_points: int = 24, each: int = 3) -> Iterator[Batch]:
        """Pass once through the texts; a batch holds up to six points of each of a few subjects."""
        left = self._shuffled(rng)
        while True:
            subjects = list(self.by_subject)
            rng.shuffle(subjects)
            chosen: list[str] = []
            for subject in subjects:
                points = [p for p in self.by_subject[subject] if len(left[p]) >= 2]
                rng.shuffle(points)
                chosen += points[:_OF_A_SUBJECT]
                if len(chosen) >= n_points:
                    break
            if len(chosen) < n_points // 2:
                return
            yield _drawn(left, chosen[:n_points], each)

    def wide(self, rng: random.Random, *, n_points: int = 40, each: int = 2) -> Iterator[Batch]:
        """Pass once through the texts; a batch holds points of all subjects."""
        left = self._shuffled(rng)
        while True:
            points = [point for point, texts in left.items() if len(texts) >= 2]
            if len(points) < n_points:
                return
            yield _drawn(left, rng.sample(points, n_points), each)

    def _shuffled(self, rng: random.Random) -> dict[str, list[str]]:
        left = {point: texts[:] for point, texts in self.texts.items()}
        for texts in left.values():
            rng.shuffle(texts)
        return left


class Arguments:
    """Arguments and the key points that people matched them to, of the training topics.

    Parameters
    ----------
    folder : pathlib.Path
        With ``argkp_arguments.csv``, ``argkp_key_points.csv`` and ``argkp_pairs.csv``.
    """

    def __init__(self, folder: Path) -> None:
        arguments = pd.read_csv(folder / "argkp_arguments.csv", keep_default_na=False)
        keys = pd.read_csv(folder / "argkp_key_points.csv", keep_default_na=False)
        pairs = pd.read_csv(folder / "argkp_pairs.csv")
        pairs = pairs[pairs["split"] == "train"]
        self.text = dict(zip(arguments["id"], arguments["text"], strict=True))
        self.text |= dict(zip(keys["id"], keys["text"], strict=True))
        self.topic = dict(
            zip(keys["id"], zip(keys["topic"], keys["stance"], strict=True), strict=True)
        )
        self.made: dict[str, list[str]] = defaultdict(list)
        self.not_made: dict[str, set[str]] = defaultdict(set)
        for argument, key, label in zip(
            pairs["arg_id"], pairs["key_point_id"], pairs["label"], strict=True
        ):
            if label == 1:
                self.made[key].append(argument)
            else:
                self.not_made[key].add(argument)
        self.by_topic: dict[tuple[str, int], list[str]] = defaultdict(list)
        for key in self.made:
            self.by_topic[self.topic[key]].append(key)

    def trained(self) -> list[str]:
        """Every argument and key point that ``batches`` may draw."""
        ids = [*self.made, *(argument for made in self.made.values() for argument in made)]
        return [self.text[i] for i in dict.fromkeys(ids)]

    def batches(self, rng: random.Random, n: int) -> Iterator[Batch]:
        """Draw batches of two topics, up to ten key points and four arguments of each."""
        topics = list(self.by_topic)
        for _ in range(n):
            first, second = rng.choice(topics), rng.choice(topics)
            keys = [*self.by_topic[first]]
            keys += [key for key in self.by_topic[second] if key not in keys]
            rng.shuffle(keys)
            keys = keys[:_KEY_POINTS]
            drawn = [
                (place, argument)
                for place, key in enumerate(keys)
                for argument in rng.sample(self.made[key], min(_ARGUMENTS, len(self.made[key])))
            ]
            others = tuple(
                tuple(
                    argument in self.not_made[key] or self.topic[key] != self.topic[keys[place]]
                    for key in keys
                )
                for place, argument in drawn
            )
            yield Batch(
                [self.text[argument] for _, argument in drawn] + [self.text[key] for key in keys],
                [place for place, _ in drawn],
                n_keys=len(keys),
                others=others,
            )


def _drawn(left: dict[str, list[str]], chosen: list[str], each: int) -> Batch:
    texts: list[str] = []
    labels: list[int] = []
    for label, point in enumerate(chosen):
        for _ in range(min(each, len(left[point]))):
            texts.append(left[point].pop())
            labels.append(label)
    return Batch(texts, labels)

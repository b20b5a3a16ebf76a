"""Sentence vectors: what a text means as a few hundred numbers, from a shipped model or another.

The full model (``models/embedder``) is all-MiniLM-L6-v2 [1]_ [2]_ run by onnxruntime in fp32, on
the processor, offline. A static model averages the vectors of a text's tokens instead: for
consultations so large that the full one would take hours (``choose_model``). A text has the same
vector to the last bit in any company and any order, with any number of threads, computed or from
the cache.

References
----------
.. [1] Reimers, N. and Gurevych, I. (2019). Sentence-BERT: Sentence Embeddings using Siamese
   BERT-Networks. EMNLP-IJCNLP.
.. [2] Wang, W. et al. (2020). MiniLM: Deep Self-Attention Distillation for Task-Agnostic
   Compression of Pre-Trained Transformers. NeurIPS.
"""

from pipeline.embeddings._choose import AUTO, FULL_UP_TO, choose_model
from pipeline.embeddings._embedder import KINDS, Embedder, load_embedder
from pipeline.embeddings._files import MAX_TOKENS
from pipeline.embeddings._tables import DIMENSIONS, embed, to_matrix

__all__ = [
    "AUTO",
    "DIMENSIONS",
    "FULL_UP_TO",
    "KINDS",
    "MAX_TOKENS",
    "Embedder",
    "choose_model",
    "embed",
    "load_embedder",
    "to_matrix",
]

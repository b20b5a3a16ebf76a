"""Which embedding model serves a consultation: the one it names, or one that suits its size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.errors import RunError, suggest
from pipeline.resources import shipped

if TYPE_CHECKING:
    from pathlib import Path

FULL, STATIC, AUTO = "embedder", "embedder-static", "auto"
FULL_UP_TO = 50_000
"""Distinct texts for which ``auto`` takes the full model: minutes on a laptop, not hours."""


def choose_model(
    setting: str,
    n_texts: int,
    *,
    root: Path,
    full_up_to: int = FULL_UP_TO,
    shelf: Path | None = None,
) -> Path:
    """Return the folder of the embedding model to use.

    Parameters
    ----------
    setting : str
        ``settings.embedding_model``: "auto", "embedder" (the shipped full model),
        "embedder-static" (the shipped fast one) or a folder.
    n_texts : int
        Number of distinct texts to embed.
    root : pathlib.Path
        Folder of ``consultation.toml``, which a folder is relative to.
    full_up_to : int, default 50_000
        "auto" takes the full model for at most so many texts, and the static one for more.
    shelf : pathlib.Path, optional
        Where the shipped models lie. Without a static model there, "auto" takes the full one.

    Returns
    -------
    pathlib.Path

    Raises
    ------
    RunError
        If the setting names no folder, or a shipped model is missing.

    Examples
    --------
    >>> from pathlib import Path
    >>> choose_model("auto", 800, root=Path()).name
    'embedder'
    """
    models = shelf or shipped("models")
    if setting == AUTO:
        wants_static = n_texts > full_up_to and (models / STATIC).is_dir()
        setting = STATIC if wants_static else FULL
    if setting in (FULL, STATIC):
        return models / setting if (models / setting).is_dir() else shipped("models", setting)
    folder = root / setting
    if not folder.is_dir():
        raise RunError(
            f'settings.embedding_model is "{setting}" in consultation.toml, and there is no folder '
            f'"{folder}". {suggest(setting, (AUTO, FULL, STATIC))} Or name the folder of a model, '
            "relative to consultation.toml."
        )
    return folder

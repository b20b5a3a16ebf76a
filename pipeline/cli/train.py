"""``several train``: make one of the models again, with other data."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

_WEIGHTS = "the published weights of all-MiniLM-L6-v2"
_PAIRS = tuple(f"data/argkp_{name}.csv" for name in ("arguments", "key_points", "pairs"))


@dataclass(frozen=True)
class _Model:
    """What a model is made from: files in the folders given, and libraries."""

    folder: str  # in build, without --target
    data: tuple[str, ...]
    weights: tuple[str, ...] = ()  # none: it only learns from --teacher
    libraries: tuple[str, ...] = ()


MODELS = {
    "spacy": _Model(
        "en_consultation",
        data=(
            *(f"treebank/{split}.conllu" for split in ("train", "dev", "test")),
            *(f"ner/{name}.conll" for name in ("btc-train", "btc-dev", "wnut17-train")),
            *(f"ner/{name}.conll" for name in ("wnut17-dev", "ewt-dev")),
        ),
        weights=("model.safetensors", "vocab.txt"),
    ),
    "embedder": _Model(
        "embedder",
        data=_PAIRS,
        weights=("config.json", "model.safetensors", "tokenizer.json"),
        libraries=("torch", "transformers", "onnx"),
    ),
    "static": _Model(
        "embedder-static",
        data=(
            *_PAIRS[:2],
            *(f"data/cdcp_{name}.csv" for name in ("comments", "units")),
            *(f"data/themefinder_{name}.csv" for name in ("gambling", "sentiments")),
            "data/polis_dev.csv",
            "treebank/train.conllu",
        ),
    ),
}
"""By the name that the command line gives them."""


def train(
    model: Annotated[str, typer.Argument(help="What to make: spacy, embedder or static.")],
    data: Annotated[
        Path | None,
        typer.Option("--data", help="Folder of the training data; static can do without."),
    ] = None,
    weights: Annotated[
        Path | None,
        typer.Option("--weights", help=f"Folder of {_WEIGHTS}: for spacy and embedder."),
    ] = None,
    teacher: Annotated[
        Path | None,
        typer.Option(
            "--teacher",
            help="What to learn from. static: folder of an embedder, without it the shipped one; "
            "embedder: folder of a larger encoder's published weights, without it nothing.",
        ),
    ] = None,
    target: Annotated[
        Path | None,
        typer.Option("--target", help="Folder to write the model to, if not one in build."),
    ] = None,
    work: Annotated[
        Path, typer.Option("--work", help="Folder for what is kept while training goes on.")
    ] = Path("build/training"),
) -> None:
    """Make one of the models again; needs a checkout, training data and patience."""
    from pipeline.errors import RunError, suggest
    from pipeline.resources import shipped
    from pipeline.train.needs import require_extra, require_files

    if model not in MODELS:
        raise RunError(f'There is no model "{model}" to train. {suggest(model, MODELS)}')
    made = MODELS[model]
    require_extra(*made.libraries)
    target = target or Path("build") / made.folder
    if data is not None:
        require_files(data, made.data, what="the training data", option="--data")
    if made.weights:
        if data is None or weights is None:
            raise RunError(
                f"To train {model}, name two folders: --data FOLDER with the training data, and "
                f"--weights FOLDER with {_WEIGHTS}."
            )
        require_files(weights, made.weights, what=_WEIGHTS, option="--weights")
        _from_weights(model, data, weights, teacher, target, work / model)
    else:
        if weights is not None:
            raise RunError(f"{model} is not made from --weights, but learns from --teacher.")
        from pipeline.train import static

        static.make(teacher or shipped("models", "embedder"), target, shared=data)
    typer.echo(f"Written: {target}")


def _from_weights(
    model: str, data: Path, weights: Path, teacher: Path | None, target: Path, work: Path
) -> None:
    from pipeline.errors import RunError
    from pipeline.train.needs import require_files

    if model == "embedder":
        if teacher is not None:
            larger = "the published weights of a larger encoder"
            require_files(teacher, MODELS[model].weights, what=larger, option="--teacher")
            # It is also asked about the texts without labels that static is fitted to.
            static = MODELS["static"].data
            require_files(data, static, what="what a teacher is asked about", option="--data")
        from pipeline.train import embedder, export

        export.export(embedder.make(weights, data, work, teacher=teacher), target)
        return
    if teacher is not None:
        raise RunError(f"{model} has no --teacher: it is made from --weights.")
    from pipeline.train import language

    language.make(data / "treebank", data / "ner", weights, work=work, target=target)

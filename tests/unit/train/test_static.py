"""The static model: its format, its texts, and that fitting brings it closer to its teacher."""

import json
from pathlib import Path

import numpy as np
import pytest

from pipeline.embeddings import load_embedder
from pipeline.errors import RunError
from pipeline.resources import shipped
from pipeline.train.corpus import load_corpus
from pipeline.train.static import axes, bags, distil, quantise, rarity, save, vocabulary
from pipeline.train.static_fit import Pace, Task, Terms, fit, unit
from pipeline.train.static_texts import Lesson, collect, is_taught, read_csv

TEACHER = shipped("models", "embedder")
N_TEXTS = 200


class Remembered:
    """The shipped embedder's vectors; a token alone takes those of a few hundred at most."""

    dimensions = 384

    def encode(self, texts: list[str]) -> np.ndarray:
        if len(texts) <= 2 * N_TEXTS:
            return load_embedder(TEACHER).encode(texts)
        rng = np.random.default_rng(5)  # the vocabulary: 28,000 tokens take a minute
        return unit(rng.normal(size=(len(texts), self.dimensions)).astype(np.float32))


@pytest.fixture(scope="module")
def lesson() -> Lesson:
    whole = collect(load_corpus(), None)
    return Lesson(whole.texts[:N_TEXTS], whole.labels[:N_TEXTS])


def make(lesson: Lesson, dimensions: int = 384) -> tuple:
    return distil(lesson, Remembered(), TEACHER, dimensions=dimensions, seed=3)


@pytest.fixture(scope="module")
def made(lesson: Lesson) -> tuple:
    return make(lesson)


def test_fitted_vectors_are_closer_to_the_teacher_than_the_plain_mean(
    lesson: Lesson,
) -> None:
    # Real token vectors here: the tokens of the texts through the teacher, the others nothing.
    tokenizer, tokens = vocabulary(TEACHER)
    counted, truth = bags(tokenizer, lesson.texts), load_embedder(TEACHER).encode(lesson.texts)
    used = np.unique(counted.indices)
    table = np.zeros((len(tokens), 384), dtype=np.float32)
    table[used] = load_embedder(TEACHER).encode([tokens[i].removeprefix("##") for i in used])
    basis = axes(truth, 384)
    table = (table @ basis) * rarity(counted)[:, None]
    task = Task(counted, truth, unit(truth @ basis), lesson.labels)

    fitted = fit(table, task, terms=Terms(), pace=Pace(rate=1e-2, batch=16), seed=3)

    def closeness(found: np.ndarray) -> float:
        return float((unit(counted @ found) * task.targets).sum(axis=1).mean())

    assert closeness(fitted) > closeness(table) + 0.2
    assert (fitted[np.setdiff1d(np.arange(len(tokens)), used)] == 0).all()


def test_the_folder_is_read_by_the_embedder_of_a_run(made: tuple, tmp_path: Path) -> None:
    tokenizer, table, _ = made
    save(tmp_path, tokenizer, table)

    embedder = load_embedder(tmp_path)
    one, two, three = embedder.encode(["Mend the roads", "roads: mend the!", "Free swimming"])

    assert json.loads((tmp_path / "config.json").read_text()) == {
        "kind": "static", "dimensions": 384,
    }  # fmt: skip
    assert np.load(tmp_path / "vectors.npy").dtype == np.int8
    assert np.load(tmp_path / "scales.npy").dtype == np.float16
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) < 20_000_000
    assert one @ two > one @ three
    assert np.isclose(np.linalg.norm(one), 1, atol=1e-6)


def test_the_same_lesson_in_any_order_gives_the_same_bytes(
    lesson: Lesson, made: tuple, tmp_path: Path
) -> None:
    turned = Lesson(lesson.texts[::-1], lesson.labels[::-1].copy())

    for name, (tokenizer, table, _) in (("one", made), ("two", make(turned))):
        save(tmp_path / name, tokenizer, table)

    for path in sorted((tmp_path / "one").iterdir()):
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes(), path.name


def test_fewer_dimensions_are_the_main_axes(lesson: Lesson) -> None:
    assert make(lesson, 16)[1].shape[1] == 16


def test_rows_are_stored_to_a_hundredth_of_their_largest_number() -> None:
    table = np.random.default_rng(1).normal(size=(50, 384)).astype(np.float32)
    table[:25] *= 1e-3
    table[0] = 0

    rows, scales = quantise(table)

    error = np.abs(rows.astype(np.float32) * scales.astype(np.float32)[:, None] - table)
    assert (error.max(axis=1) <= np.abs(table).max(axis=1) / 100).all()


def test_the_vocabulary_has_words_and_no_marks_of_the_teacher() -> None:
    tokenizer, tokens = vocabulary(TEACHER)

    assert tokens[0] == "[UNK]"
    assert len(set(tokens)) == len(tokens) == tokenizer.get_vocab_size()
    assert not {"[CLS]", "[SEP]", "[PAD]", "[unused5]"} & set(tokens)
    assert tokenizer.encode("Potholes!").tokens == ["pot", "##holes", "!"]


def test_a_tokeniser_of_another_kind_is_refused(tmp_path: Path) -> None:
    (tmp_path / "tokenizer.json").write_text(
        json.dumps({"model": {"type": "BPE", "vocab": {}}, "added_tokens": []})
    )

    with pytest.raises(RunError, match="BPE"):
        vocabulary(tmp_path)


def test_only_texts_of_the_train_split_are_learnt_from() -> None:
    corpus = load_corpus()
    texts = set(collect(corpus, None).texts)

    held = corpus.utterances[corpus.utterances["split"] != "train"]
    assert not texts & set(held["text"].str.strip())
    assert texts >= set(
        corpus.utterances.loc[corpus.utterances["split"] == "train", "text"].str.strip()
    )


def test_labels_are_the_points_of_the_utterances() -> None:
    corpus = load_corpus()
    lesson = collect(corpus, None)

    n_points = corpus.utterances.loc[corpus.utterances["split"] == "train", "point_id"].nunique()
    assert len(set(lesson.labels.tolist()) - {-1}) == n_points


@pytest.mark.needs_shared
def test_the_sets_it_is_measured_on_are_left_out(shared: Path) -> None:
    texts = set(collect(load_corpus(), shared).texts)

    polis = read_csv(shared / "data" / "polis_dev.csv").drop_duplicates("text", keep=False)
    left_out = polis.loc[~is_taught(polis["conversation"]), "text"].str.strip()
    assert len(set(left_out) & texts) <= 5  # said in another set or conversation too
    argkp = read_csv(shared / "data" / "argkp_arguments.csv")
    assert len(set(argkp.loc[argkp["split"] == "dev", "text"].str.strip()) & texts) <= 5

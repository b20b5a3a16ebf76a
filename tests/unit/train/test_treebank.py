"""CoNLL-U becomes documents whose words are those spaCy's tokeniser finds."""

from pathlib import Path

import pytest
import spacy

from pipeline.train.treebank import read_treebank, write_documents

LINES = """# newdoc id = a
# sent_id = a-1
# text = I don't know.
1\tI\tI\tPRON\tPRP\tCase=Nom\t4\tnsubj\t_\t_
2-3\tdon't\t_\t_\t_\t_\t_\t_\t_\t_
2\tdo\tdo\tAUX\tVBP\t_\t4\taux\t_\t_
3\tn't\tnot\tPART\tRB\t_\t4\tadvmod\t_\t_
4\tknow\tknow\tVERB\tVB\tVerbForm=Inf\t0\troot\t_\tSpaceAfter=No
5\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_

# sent_id = a-2
# text = She ran, he (ran) home
1\tShe\tshe\tPRON\tPRP\t_\t2\tnsubj\t_\t_
2\tran\trun\tVERB\tVBD\t_\t0\troot\t_\tSpaceAfter=No
3\t,\t,\tPUNCT\t,\t_\t2\tpunct\t_\t_
4\the\the\tPRON\tPRP\t_\t2\tparataxis\t_\t_
4.1\tran\trun\tVERB\tVBD\t_\t_\t_\t_\t_
5\thome\t_\tADV\tRB\t_\t4\tadvmod\t_\t_

# newdoc id = b
# sent_id = b-1
# text = Yes
1\tYes\tyes\tINTJ\tUH\t_\t0\troot\t_\t_

"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "some.conllu").write_text(LINES, encoding="utf-8")
    return tmp_path / "some.conllu"


def test_contractions_are_two_words_without_a_space_between(path: Path) -> None:
    nlp = spacy.blank("en")
    first, second = read_treebank(path, nlp.vocab)

    assert first.text.startswith("I don't know. She ran, he home")
    assert [t.text for t in first[:5]] == ["I", "do", "n't", "know", "."]
    assert [t.text for t in nlp.make_doc(first.text)] == [t.text for t in first]
    assert second.text.strip() == "Yes"


def test_heads_stay_in_their_sentence_and_empty_nodes_are_left_out(path: Path) -> None:
    first = next(read_treebank(path, spacy.blank("en").vocab))

    assert [len(sentence) for sentence in first.sents] == [5, 5]
    assert [t.head.text for t in first] == [
        "know", "know", "know", "know", "know", "ran", "ran", "ran", "ran", "he",
    ]  # fmt: skip
    assert first[3].dep_ == "ROOT"
    assert first[-1].lemma_ == "home"  # a lemma left open is the word itself


def test_documents_of_the_source_are_never_joined(path: Path) -> None:
    vocab = spacy.blank("en").vocab

    assert [len(list(d.sents)) for d in read_treebank(path, vocab, n_sentences=1)] == [1, 1, 1]
    assert [len(list(d.sents)) for d in read_treebank(path, vocab, n_sentences=9)] == [2, 1]


def test_it_is_written_as_training_documents(path: Path, tmp_path: Path) -> None:
    vocab = spacy.blank("en").vocab

    assert write_documents(read_treebank(path, vocab), tmp_path / "some.spacy") == 2
    assert (tmp_path / "some.spacy").stat().st_size > 100


@pytest.mark.needs_shared
def test_nearly_all_gold_words_are_those_of_the_tokeniser(shared: Path) -> None:
    nlp = spacy.blank("en")
    found = total = 0
    for doc in list(read_treebank(shared / "treebank" / "dev.conllu", nlp.vocab))[:60]:
        gold = {(t.idx, t.idx + len(t)) for t in doc}
        found += len(gold & {(t.idx, t.idx + len(t)) for t in nlp.make_doc(doc.text)})
        total += len(gold)

    assert found / total > 0.97

"""Many policies weighed against one question: the first results are those of weighing every passage."""

import numpy as np
import pytest

from assistant.evidence import weigh
from assistant.lazy_rows import LazyMask, LazyTexts
from assistant.pipeline import Assistant
from assistant.question import Seek, read_question
from assistant.reading import Reading
from assistant.shortlist import shortlisted
from vectorstore.search import FIRST_RESULTS
from vectorstore.topics import read_topics

ASKED = [question for topic in read_topics() for question in topic.asks][::24]


@pytest.mark.parametrize("asked", [*ASKED, "what does disclosure cost", "is there a fee to have my data deleted", "?"])
def test_the_first_results_are_those_of_weighing_every_passage(asked: str, assistant: Assistant) -> None:
    question = read_question(asked)
    found = [assistant.searcher.score(question.topic, entry.policy_id) for entry in assistant.searcher.index.policies]
    all_weighed = np.concatenate([weigh(question, scores, Reading(scores.partition)).total for scores in found])
    short = np.concatenate(shortlisted(question, found, [Reading(scores.partition) for scores in found], FIRST_RESULTS))
    best = np.argsort(-all_weighed, kind="stable")[:FIRST_RESULTS]
    assert np.argsort(-short, kind="stable")[:FIRST_RESULTS].tolist() == best.tolist()
    assert short[best] == pytest.approx(all_weighed[best], abs=1e-5)


def test_most_passages_are_not_looked_at(assistant: Assistant) -> None:
    question = read_question("do you share what i buy with others")
    assert question.seek is Seek.NOTHING
    found = [assistant.searcher.score(question.topic, entry.policy_id) for entry in assistant.searcher.index.policies]
    short = np.concatenate(shortlisted(question, found, [Reading(scores.partition) for scores in found], FIRST_RESULTS))
    assert FIRST_RESULTS <= np.isfinite(short).sum() < len(short) / 4


def test_no_policies_have_no_first_results() -> None:
    assert shortlisted(read_question("do you share it"), [], [], FIRST_RESULTS) == []


def test_a_passage_is_looked_at_once_when_it_is_asked_about() -> None:
    looked: list[int] = []
    mask = LazyMask(4, lambda row: looked.append(row) is None and row % 2 == 1)
    assert mask.of(np.array([3, 2])).tolist() == [True, False]
    assert mask.of().tolist() == [False, True, False, True]
    assert sorted(looked) == [0, 1, 2, 3]
    texts = LazyTexts(3, lambda row: looked.append(row) or str(row))
    assert (texts[1], texts[1], len(texts), list(texts[1:])) == ("1", "1", 3, ["1", "2"])
    assert looked[4:] == [1, 2]

"""Many policies weighed against one question: only those passages are looked at closely that can be among the first results."""

from collections.abc import Sequence

import numpy as np

from assistant.evidence import coverage_of, highest, weigh, weigh_rows
from assistant.question import Question, Seek
from assistant.reading import Floats, Reading
from vectorstore.search import PassageScores

# Passages looked at together, in the order of what they could come to at most.
ROUND = 16


def shortlisted(question: Question, found: Sequence[PassageScores], readings: Sequence[Reading], first: int) -> list[Floats]:
    """For each policy (n,) what `weigh` gives its passages as `total`; -inf for those not among the `first` best of all.

    Of most passages the scores alone tell that nothing in their words can bring them so far.
    """
    if question.seek is not Seek.NOTHING or question.own:
        # Lines with a value are lifted by those around them: any of a policy can matter.
        return [weigh(question, scores, reading).total for scores, reading in zip(found, readings, strict=True)]
    coverage = [coverage_of(question.terms, reading) for reading in readings]
    bounds = [highest(question, scores, covered) for scores, covered in zip(found, coverage, strict=True)]
    judged = [np.full(len(bound), -np.inf, dtype=np.float32) for bound in bounds]
    if not bounds:
        return []
    all_bounds = np.concatenate(bounds)
    policy = np.repeat(np.arange(len(bounds)), [len(bound) for bound in bounds])
    row_of = np.concatenate([np.arange(len(bound)) for bound in bounds])
    order = np.argsort(-all_bounds, kind="stable")
    best = np.empty(0, dtype=np.float32)
    for begin in range(0, len(order), ROUND):
        if len(best) == first and all_bounds[order[begin]] < best[0]:
            break
        places = order[begin : begin + ROUND]
        for number in np.unique(policy[places]).tolist():
            rows = row_of[places[policy[places] == number]]
            totals = weigh_rows(question, found[number], readings[number], rows, coverage[number])
            judged[number][rows] = totals
            best = np.sort(np.concatenate([best, totals]))[-first:]
    return judged

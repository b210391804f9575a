"""Does the policy answer the question at all? A probability from measured features, by weights learned on development data."""

from dataclasses import dataclass
from math import exp

from assistant.evidence import Evidence
from assistant.question import Seek


@dataclass(frozen=True, slots=True)
class Features:
    """What the probability is computed from, each about 0 to 1.

    `dense` is the best cosine of any passage, `chosen` that of the first-ranked one; `coverage` the share of the question's
    words in the first-ranked passage and its context, `best_coverage` in any; `policy_coverage` in the policy as a whole;
    `lead` how far the first-ranked passage is ahead of the tenth.
    """

    dense: float
    chosen: float
    coverage: float
    best_coverage: float
    policy_coverage: float
    lead: float


# Learned by logistic regression; see docs/answerability.md for data, seed and held-out figures.
BIAS = -6.0
WEIGHTS = Features(dense=5.0, chosen=2.0, coverage=2.0, best_coverage=1.0, policy_coverage=2.5, lead=1.0)
# At or above it the policy is taken to answer.
THRESHOLD = 0.5


def features_of(evidence: Evidence) -> Features:
    """Measure. All zero for a policy without passages."""
    if evidence.reading.size == 0:
        return Features(0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    order = evidence.order
    first = int(order[0])
    tenth = int(order[min(9, len(order) - 1)])
    return Features(
        dense=float(evidence.scores.dense.max()),
        chosen=float(evidence.scores.dense[first]),
        coverage=float(evidence.coverage[first]),
        best_coverage=float(evidence.coverage.max()),
        policy_coverage=evidence.policy_coverage,
        lead=float(evidence.total[first] - evidence.total[tenth]),
    )


def probability(evidence: Evidence) -> float:
    """How likely the policy answers the question, 0 to 1."""
    measured = features_of(evidence)
    logit = BIAS + sum(getattr(WEIGHTS, name) * getattr(measured, name) for name in Features.__slots__)
    return 1.0 / (1.0 + exp(-logit))


def needs_value(seek: Seek) -> bool:
    """Whether a question for this kind of value is answered by nothing but a value of the kind."""
    return seek in (Seek.PHONE, Seek.FAX, Seek.EMAIL, Seek.ADDRESS, Seek.HOURS, Seek.URL)

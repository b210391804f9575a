"""Does the policy answer the question at all? A probability from measured features, by weights learned on development data."""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp, isnan, log, nan, sqrt

import numpy as np

from assistant.entities import EntityKind, find_entities
from assistant.evidence import Evidence
from assistant.persons import offices_in
from assistant.question import Form, Seek, dates_policy, needs_value
from assistant.reading import Floats
from assistant.rights import rights_in
from assistant.synonyms import synonyms
from assistant.term_shares import share_of_policies
from ingest.policy import ClauseKind

WEIGHTS_FILE = "answerability.json"
IN_PLACE = 0.4
# With each further policy the question is put to, the bar rises by a step, so that all together err no more often than one.
STEP_A_POLICY = 0.1125
HIGHEST_BAR = 0.6
OFFICE_COVERED = 0.6
# A passage that holds none of the question's words, nor others for them, has to be so much surer an answer.
WITHOUT_A_WORD = 1.4
ROWS_THAT_TELL = 5
# In a policy of fewer passages it says nothing that one of them stands out.
COMPARABLE_PASSAGES = 6
# A passage with all of the question's words is worth this much cosine.
LEXICAL_SHARE = np.float32(0.35)
# Values that stand for nothing but themselves.
_NAMED = frozenset((EntityKind.PHONE, EntityKind.EMAIL, EntityKind.URL, EntityKind.POSTCODE))
# Kinds of value a policy may speak of without giving one.
_OPEN_KINDS = frozenset((Seek.MONEY, Seek.DURATION, Seek.DATE, Seek.PERSON, Seek.COUNT, Seek.CONTACT))


@dataclass(frozen=True, slots=True)
class Model:
    """Logistic regression over standardised features; see docs/answerability.md for data, seed and held-out figures."""

    features: tuple[str, ...]
    mean: tuple[float, ...]
    scale: tuple[float, ...]
    weights: tuple[float, ...]
    bias: float
    threshold: float

    def probability(self, measured: dict[str, float]) -> float:
        """From 0 to 1."""
        logit = self.bias
        for name, mean, scale, weight in zip(self.features, self.mean, self.scale, self.weights, strict=True):
            if not isnan(measured[name]):
                logit += weight * (measured[name] - mean) / scale
        return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, logit))))


@cache
def model() -> Model:
    """The weights that ship with the product."""
    values = json.loads(files("assistant").joinpath(WEIGHTS_FILE).read_text(encoding="utf-8"))
    features, mean, scale, weights = (tuple(values[name]) for name in ("features", "mean", "scale", "weights"))
    return Model(features, mean, scale, weights, values["bias"], values["threshold"])


def measure(evidence: Evidence) -> dict[str, float]:
    """The features, by name. The policy has at least one passage."""
    question, reading, scores = evidence.question, evidence.reading, evidence.scores
    first = int(evidence.order[0])
    # By meaning and words alone: what the topics and kinds of the retrieval score add, a silent policy gains as well.
    plain = scores.dense + LEXICAL_SHARE * scores.lexical
    missing = (
        share_of_policies(term)
        for term in question.terms
        if not reading.holds(term) and not any(reading.holds(other) for other in synonyms(term))
    )
    valued, mentioned = bool(evidence.valued[first]), bool(evidence.mentions[first])
    return {
        "chosen": float(scores.dense[first]),
        "plain": float(plain.max()),
        "plain_chosen": float(plain[first]),
        "plain_deviation": _standing_out(plain),
        "coverage": float(evidence.coverage[first]),
        "topic": float(scores.topic[first]),
        # A word that policies commonly use and this one never does, in no other form either: what it is silent about.
        "missing_topic": max(missing, default=0.0),
        "value_found": float(needs_value(question.seek) and valued),
        "value_missing": float(needs_value(question.seek) and not evidence.valued.any()),
        "open_value_found": float(question.seek in _OPEN_KINDS and valued),
        "open_value_missing": float(question.seek in _OPEN_KINDS and not valued and not mentioned),
        "open_value_mentioned": float(question.seek in _OPEN_KINDS and not valued and mentioned),
    }


def _standing_out(scores: Floats) -> float:
    """How far the best of n scores stands out from the others, in standard deviations, by what the best of n would by chance.

    The largest of n normal values is expected near sqrt(2 ln n) standard deviations above their mean. NaN where n is too small
    to tell.
    """
    if len(scores) < COMPARABLE_PASSAGES:
        return nan
    return float((scores.max() - scores.mean()) / (scores.std() + 1e-6)) / sqrt(2 * log(len(scores)))


def probability(evidence: Evidence) -> float:
    """How likely the policy answers the question, 0 to 1; 0 for a policy without passages."""
    return model().probability(measure(evidence)) if evidence.reading.size else 0.0


def threshold() -> float:
    """At or above it a policy is taken to answer."""
    return model().threshold


def bar(evidence: Evidence, among: int = 1) -> float:
    """The threshold for this evidence; higher where a question is put to several policies, each with a chance to be wrong.

    A value that stands where such values stand needs less: in the company's own contact block, in the line that dates the
    policy, or the fee for a right that is asked about. That the words around it say little of the question is how such lines
    are written.
    """
    first = int(evidence.order[0])
    reading, question = evidence.reading, evidence.question
    in_place = (
        (needs_value(question.seek) and reading.own_blocks[first])
        or (question.seek is Seek.DATE and reading.date_lines[first])
        # The office asked for, and who signed for it.
        or (question.seek is Seek.PERSON and reading.own_blocks[first] and evidence.coverage[first] >= OFFICE_COVERED)
        or (
            question.seek is Seek.PERSON
            and reading.kinds[first] is ClauseKind.SIGNATURE
            and offices_in(question.topic) & offices_in(reading.texts[first])
        )
        # What it costs to use a right, and a sentence on what using it costs.
        or (question.seek is Seek.MONEY and not evidence.elsewhere[first] and rights_in(question.topic))
    )
    if dates_policy(question):
        dated = next((int(row) for row in evidence.order if evidence.valued[row]), None)
        if dated is not None and reading.date_lines[dated]:
            # Such a line is there for nothing else.
            return 0.0
    least = min(HIGHEST_BAR, model().threshold + STEP_A_POLICY * (among - 1))
    given = evidence.valued[first] or (question.seek is Seek.MONEY and evidence.mentions[first])
    certain = (in_place and given) or _tells_how(evidence) or _holds_named(evidence, first)
    if certain:
        return least * IN_PLACE
    return least if evidence.coverage[first] > 0 else min(HIGHEST_BAR, least * WITHOUT_A_WORD)


def _holds_named(evidence: Evidence, row: int) -> bool:
    """Whether the passage holds a number or an address that the question names."""
    named = {(entity.kind, entity.value) for entity in evidence.question.values if entity.kind in _NAMED}
    return bool(named) and any((entity.kind, entity.value) in named for entity in find_entities(evidence.reading.texts[row]))


def _tells_how(evidence: Evidence) -> bool:
    """Whether it is asked how to use a right, and the policy's nearest passages speak of requests for that right."""
    asked = rights_in(evidence.question.topic) if evidence.question.form is Form.PROCEDURE else frozenset()
    near = (int(row) for row in evidence.order[:ROWS_THAT_TELL] if not evidence.elsewhere[row])
    return bool(asked) and any(asked & rights_in(evidence.reading.texts[row]) for row in near)

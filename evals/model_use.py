"""What a chat model did in a run, beside the answers without one: accuracy, claims dropped and mended, tokens, time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.answer import Answer
from evals.interval import quantile
from evals.metrics import Metric, Scored, measure

# The metrics shown side by side, in this order.
SIDE_BY_SIDE = (
    "strict",
    "answer_accuracy",
    "right_abstain",
    "over_abstain",
    "wrong_company",
    "verbatim",
    "citation_recall",
    "errors",
    "latency_p50_ms",
    "latency_p95_ms",
)


@dataclass(frozen=True, slots=True)
class ModelUse:
    """Counts over the answers that a model was asked for; `first_claim_ms` are times to a first claim that stood."""

    asked: int
    worded: int
    unavailable: int
    dropped: int
    repairs: int
    tokens: int
    first_claim_ms: tuple[float, ...]
    prompts: tuple[str, ...]

    @classmethod
    def of(cls, answers: Iterable[Answer]) -> "ModelUse":
        """What the answers tell of it."""
        asked = [answer for answer in answers if answer.prompt_sha256]
        return cls(
            asked=len(asked),
            worded=sum(not answer.answerer.startswith("quote") for answer in asked),
            unavailable=sum("unavailable" in answer.answerer for answer in asked),
            dropped=sum(answer.dropped for answer in asked),
            repairs=sum(answer.repairs for answer in asked),
            tokens=sum(answer.tokens for answer in asked),
            first_claim_ms=tuple(answer.first_claim_ms for answer in asked if answer.first_claim_ms),
            prompts=tuple(sorted({answer.prompt_sha256[:12] for answer in asked})),
        )


def model_use(answers: Iterable[Answer]) -> str:
    """One line for a report; empty when no chat model took part."""
    use = ModelUse.of(answers)
    if not use.asked:
        return ""
    return (
        f"chat model: {use.worded} of {use.asked} answers worded by it, "
        f"the others quoted ({use.unavailable} while it was unavailable); "
        f"claims dropped {use.dropped}, repaired {use.repairs}; "
        f"tokens {use.tokens}; prompts {', '.join(use.prompts)}"
    )


def side_by_side(
    plain: Sequence[Scored], worded: Sequence[Scored], answers: Iterable[Answer]
) -> tuple[tuple[str, str, str], ...]:
    """A table of three columns: what, without the model, with it. Both are of the same cases."""
    before, after = ({metric.name: metric for metric in measure(scored)} for scored in (plain, worded))
    use = ModelUse.of(answers)
    rows = [(name, _short(before[name]), _short(after[name])) for name in SIDE_BY_SIDE]
    won = sum(new.score.passed and not old.score.passed for old, new in zip(plain, worded, strict=True))
    lost = sum(old.score.passed and not new.score.passed for old, new in zip(plain, worded, strict=True))
    first = quantile(use.first_claim_ms, 0.5)
    counts = (
        ("cases that only one passes", lost, won),
        ("answers worded by the model", "–", f"{use.worded} of {use.asked} asked for"),
        ("answers while it was unavailable", "–", use.unavailable),
        ("claims dropped", "–", use.dropped),
        ("claims repaired", "–", use.repairs),
        ("tokens", "–", use.tokens),
        ("first claim, p50", "–", "–" if first is None else f"{first:.0f} ms"),
    )
    return (*rows, *((name, str(one), str(other)) for name, one, other in counts))


def _short(metric: Metric) -> str:
    if metric.value is None:
        return "–"
    return f"{metric.value:.0f} ms" if metric.unit else f"{metric.value:.1%} of {metric.n}"

"""`python -m evals.benchmarks.reader HOME`: a process that only reads: how fast it answers, what memory it holds."""

import argparse
import json
import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from assistant.offline import keep_offline
from assistant.pipeline import Assistant
from assistant.settings import load_settings
from evals.benchmarks.processes import resident_mib
from vectorstore.topics import read_topics

QUESTIONS = 100
RESULTS = 10


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds of single calls."""

    p50_ms: float
    p95_ms: float

    @classmethod
    def of(cls, seconds: Sequence[float]) -> "Times":
        """Median, and 95th percentile by nearest rank."""
        listed = sorted(seconds)
        return cls(1000 * statistics.median(listed), 1000 * listed[min(int(0.95 * len(listed)), len(listed) - 1)])


@dataclass(frozen=True, slots=True)
class Reader:
    """What one reader measured.

    `first_ask` are questions to policies that the process had not touched, `ask` others to the same policies afterwards;
    `encoder` is the bare encoder on the same questions. `resident_mib` is held after all of it.
    """

    open_s: float
    first_ask: Times
    ask: Times
    search_scoped: Times
    search_unscoped: Times
    encoder: Times
    resident_open_mib: float
    resident_mib: float


def seconds_of(work: Callable[[], object]) -> float:
    """How long a call takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def everyday_questions(count: int, seed: int) -> list[str]:
    """Questions as people put them to any policy: those of the product's topics, in another order for each seed."""
    asked = [question for topic in read_topics() for question in topic.asks]
    chance = random.Random(seed)  # noqa: S311 - a choice of questions, not a secret
    chance.shuffle(asked)
    return [asked[number % len(asked)] for number in range(count)]


def read(home: Path, precision: str | None, count: int) -> Reader:
    """Open a home and put so many questions of each kind to it, each to another company as far as there are so many."""
    settings = load_settings(home=home, encoder_precision=precision)
    began = time.perf_counter()
    assistant = Assistant.open(settings, bundled=False)
    opened = time.perf_counter() - began
    resident_open = resident_mib()
    policies = [entry.policy_id for entry in assistant.searcher.index.policies]
    random.Random(0).shuffle(policies)  # noqa: S311 - a choice of policies, not a secret
    given = [[policies[number % len(policies)]] for number in range(count)]
    first, again, once_more, alone = (everyday_questions(count, seed) for seed in range(4))
    # What is loaded with the first question of a process belongs to the cold start, which is measured elsewhere.
    assistant.ask(first[-1], companies=given[-1])
    assistant.search(first[-1], limit=RESULTS)
    asked = [seconds_of(partial(assistant.ask, text, companies=scope)) for text, scope in zip(first, given, strict=True)]
    warm, scoped, everywhere, encoder = [], [], [], []
    # In turns, so that whatever else the machine does weighs on all of them alike.
    for number, scope in enumerate(given):
        warm.append(seconds_of(partial(assistant.ask, again[number], companies=scope)))
        scoped.append(seconds_of(partial(assistant.search, once_more[number], companies=scope, limit=RESULTS)))
        everywhere.append(seconds_of(partial(assistant.search, f"{alone[number]} please", limit=RESULTS)))
        encoder.append(seconds_of(partial(assistant.searcher.encoder.encode, [alone[number]])))
    return Reader(
        open_s=opened,
        first_ask=Times.of(asked),
        ask=Times.of(warm),
        search_scoped=Times.of(scoped),
        search_unscoped=Times.of(everywhere),
        encoder=Times.of(encoder),
        resident_open_mib=resident_open,
        resident_mib=resident_mib(),
    )


def main(arguments: list[str] | None = None) -> int:
    """Print the figures as JSON."""
    parser = argparse.ArgumentParser(prog="python -m evals.benchmarks.reader", description=__doc__)
    parser.add_argument("home", type=Path, help="a home with an ingested library")
    parser.add_argument("--questions", type=int, default=QUESTIONS, help="how many of each kind")
    parser.add_argument("--precision", choices=("fp32", "int8"), help="of the encoder; the setting's otherwise")
    chosen = parser.parse_args(arguments)
    keep_offline(os.environ)
    sys.stdout.write(json.dumps(asdict(read(chosen.home, chosen.precision, chosen.questions))) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""`python -m evals.benchmarks.load`: many people at once on the served page; errors, times, and the server's memory.

The page is served as `policy-assistant serve` does it, on this machine, on a home of its own. Each simulated person opens
it and asks one question of the evaluation's cases after the other, as the page's script would, at the pace that it allows.
"""

import argparse
import asyncio
import json
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import httpx

from assistant.offline import keep_offline
from assistant.settings import ENV_PREFIX, Settings
from evals.benchmarks.processes import resident_mib_of, run
from evals.benchmarks.speed import questions_of
from evals.benchmarks.visitor import Visitor
from evals.case import CASES
from evals.errors import EvalError
from evals.interval import quantile

PEOPLE = 20
SECONDS = 120.0
QUESTIONS = 200
# Two in a hundred below the limit, for clocks that differ.
PAUSE_SECONDS = 60 / Settings.model_fields["questions_per_minute"].default * 1.02
TURNS_BEFORE_CLEARING = 20
SETTLED_SECONDS = 15.0


@dataclass(frozen=True, slots=True)
class Load:
    """The figures. Times are from a question sent to its whole answer; memory is the server process's, resident."""

    people: int
    seconds: float
    answers: int
    errors: int
    p50_s: float
    p95_s: float
    slowest_s: float
    before_mib: float
    peak_mib: float
    after_mib: float

    @property
    def after_over_before(self) -> float:
        """1 when all memory was given back."""
        return self.after_mib / self.before_mib


@contextmanager
def serving(home: Path) -> Iterator[tuple[str, int]]:
    """The served page's address and its process id. EvalError when it cannot be served."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(ENV_PREFIX)}
    environment |= {f"{ENV_PREFIX}HOME": str(home), "PYTHONUNBUFFERED": "1"}
    # The first question exports the encoder, which takes memory that no later start takes.
    run([sys.executable, "-m", "assistant", "ask", "What does disclosure cost?", "--json"], environment)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "assistant", "serve", "--port", str(port)]
    with (
        tempfile.TemporaryFile() as log,
        subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=log, text=True) as process,  # noqa: S603
    ):
        try:
            found = re.search(r"http://\S+", process.stdout.readline() if process.stdout else "")
            if found is None:
                log.seek(0)
                raise EvalError(f"the page is not served: {log.read().decode('utf-8', 'replace').strip()[-300:]}")
            yield found.group(), process.pid
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=30)


async def _watched(process: int, readings: list[float]) -> None:
    while True:
        readings.append(resident_mib_of(process))
        await asyncio.sleep(0.5)


async def visited(url: str, process: int, people: int, seconds: float, questions: Sequence[str]) -> tuple[Load, list[str]]:
    """Let so many people ask for so many seconds; the figures, and what went wrong in words."""
    # What is loaded on the first visit is no growth: one person looks in and leaves.
    await Visitor(url).visit(list(questions[:5]), time.monotonic() + 3, 0.0, TURNS_BEFORE_CLEARING)
    before = resident_mib_of(process)
    readings = [before]
    watch = asyncio.create_task(_watched(process, readings))
    visitors = [Visitor(url) for _ in range(people)]
    until = time.monotonic() + seconds
    # Each starts at another question, so that all kinds are asked at any moment.
    starts = [len(questions) * number // people for number in range(people)]
    await asyncio.gather(
        *(
            visitor.visit([*questions[start:], *questions[:start]], until, PAUSE_SECONDS, TURNS_BEFORE_CLEARING)
            for visitor, start in zip(visitors, starts, strict=True)
        )
    )
    await asyncio.sleep(min(SETTLED_SECONDS, seconds))
    watch.cancel()
    times = [taken for visitor in visitors for taken in visitor.seconds] or [float("inf")]
    errors = [error for visitor in visitors for error in visitor.errors]
    load = Load(
        people=people,
        seconds=seconds,
        answers=sum(len(visitor.seconds) for visitor in visitors),
        errors=len(errors),
        p50_s=statistics.median(times),
        p95_s=quantile(times, 0.95) or max(times),
        slowest_s=max(times),
        before_mib=before,
        peak_mib=max(readings),
        after_mib=resident_mib_of(process),
    )
    return load, errors


def table(load: Load) -> str:
    """The figures for people, a line each."""
    rows = [
        (f"answers to {load.people} people in {load.seconds:.0f} s", f"{load.answers}"),
        ("errors", f"{load.errors}"),
        ("question to whole answer, median", f"{load.p50_s:.2f} s"),
        ("95th percentile", f"{load.p95_s:.2f} s"),
        ("slowest", f"{load.slowest_s:.2f} s"),
        ("memory before", f"{load.before_mib:.0f} MiB"),
        ("memory, most", f"{load.peak_mib:.0f} MiB"),
        ("memory after", f"{load.after_mib:.0f} MiB: {load.after_over_before:.2f} times that before"),
    ]
    return "".join(f"{name:<38} {value}\n" for name, value in rows)


def main(arguments: list[str] | None = None) -> int:
    """Print the figures; 1 when something went wrong, in the page or in measuring it."""
    parser = argparse.ArgumentParser(prog="python -m evals.benchmarks.load", description=__doc__)
    parser.add_argument("--people", type=int, default=PEOPLE, help="how many ask at once")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="for how long")
    parser.add_argument("--home", type=Path, help="serve this home; a temporary one with the bundled policies otherwise")
    parser.add_argument("--json", action="store_true", help="print JSON")
    chosen = parser.parse_args(arguments)
    keep_offline(os.environ)
    questions = questions_of(CASES, QUESTIONS)
    try:
        with tempfile.TemporaryDirectory(prefix="load-") as scratch, serving(chosen.home or Path(scratch)) as (url, process):
            load, errors = asyncio.run(visited(url, process, chosen.people, chosen.seconds, questions))
    except (EvalError, OSError, httpx.HTTPError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    for wrong in sorted(set(errors))[:10]:
        sys.stderr.write(f"{wrong}\n")
    figures = asdict(load) | {"after_over_before": load.after_over_before}
    sys.stdout.write(json.dumps(figures, indent=1) + "\n" if chosen.json else table(load))
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())

"""`python -m evals.benchmarks.speed`: how fast answers come and policies go in, and what it takes. Run by `make bench`.

Everything is measured on a home of its own, with programs as people start them. With `--against` another program is timed in
turns with ours, so that both meet the same load: SCRIPT `ingest FOLDER DB`, then SCRIPT `ask DB QUESTION N`, which prints one
JSON object with `cold_s` and `warm_p50_ms`.
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from assistant.errors import AssistantError
from assistant.offline import keep_offline
from assistant.pipeline import ENCODER_FOLDER, Assistant
from assistant.settings import ENV_PREFIX, load_settings
from evals.benchmarks.another import Another, Other
from evals.benchmarks.processes import OUT, folder_mib, run, write_figures
from evals.benchmarks.reader import Times, seconds_of
from evals.case import CASES, read_cases
from evals.errors import EvalError
from ingest.corpus import BUNDLED
from ingest.errors import IngestError
from vectorstore.build import INDEX_FOLDER
from vectorstore.encoder import load_encoder
from vectorstore.errors import VectorStoreError
from vectorstore.passages import embedded_text

QUESTION = "how much does disclosure cost at ALJ?"
QUESTIONS = 200
RUNS = 5


@dataclass(frozen=True, slots=True)
class Speed:
    """The figures of one run. Times of single questions are medians, `_p95` the 95th percentile."""

    first_s: float
    cold_s: float
    cold_peak_mib: float
    warm_p50_ms: float
    warm_p95_ms: float
    questions: int
    batch_peak_mib: float
    encoder_query_p50_ms: float
    clauses: int
    passages: int
    ingest_s: float
    ingest_clauses_per_s: float
    ingest_passages_per_s: float
    encoder_passages_per_s: float
    ingest_share_of_encoder: float
    index_mib: float


def questions_of(cases: Path, count: int) -> list[str]:
    """Single questions of the evaluation's cases, of all kinds alike; some twice when there are fewer."""
    asked = list(dict.fromkeys(case.question for case in read_cases(cases) if not case.history))
    return [asked[number * len(asked) // count] for number in range(count)]


class Bench:
    """One home, and what is measured on it. `first_s` is its first question: encoder exported, policies brought in."""

    def __init__(self, scratch: Path, precision: str | None) -> None:
        self.scratch = scratch
        self.home = scratch / "home"
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith(ENV_PREFIX)}
        self.environment[f"{ENV_PREFIX}HOME"] = str(self.home)
        if precision:
            self.environment[f"{ENV_PREFIX}ENCODER_PRECISION"] = precision
        self.settings = load_settings(home=self.home, **({"encoder_precision": precision} if precision else {}))
        # In a process of its own: this one stays small, for a child's memory is counted from its parent's on.
        self.first_s = run(self.command("ask", QUESTION, "--json"), self.environment).seconds

    def command(self, *arguments: str) -> list[str]:
        """Our command line, as the installed command starts it."""
        return [sys.executable, "-m", "assistant", *arguments]

    def cold(self, runs: int, other: Another | None) -> tuple[list[float], float]:
        """Seconds of whole processes that answer one question, and the most memory one held; in turns with the other."""
        seconds, peak = [], 0.0
        for _ in range(runs):
            ran = run(self.command("ask", QUESTION, "--json"), self.environment)
            if json.loads(ran.out)["status"] != "stated":
                raise EvalError(f"{QUESTION}: not answered")
            seconds.append(ran.seconds)
            peak = max(peak, ran.peak_mib)
            if other is not None:
                other.cold()
        return seconds, peak

    def warm(self, questions: Sequence[str], runs: int, other: Another | None) -> tuple[float, float, float]:
        """`elapsed_ms` of the questions of a batch, the first left out: median, 95th percentile; memory of the process.

        Medians of all runs; in turns with the other.
        """
        file = self.scratch / "questions.jsonl"
        rows = [{"id": number, "question": question} for number, question in enumerate([QUESTION, *questions])]
        file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
        medians, tails, peak = [], [], 0.0
        for _ in range(runs):
            ran = run(self.command("ask", "--batch", str(file)), self.environment)
            elapsed = [json.loads(line)["elapsed_ms"] for line in ran.out.splitlines()][1:]
            medians.append(statistics.median(elapsed))
            tails.append(Times.of([each / 1000 for each in elapsed]).p95_ms)
            peak = max(peak, ran.peak_mib)
            if other is not None:
                other.warm(len(questions))
        return statistics.median(medians), statistics.median(tails), peak

    def encoder_query_ms(self, questions: Sequence[str]) -> list[float]:
        """Milliseconds of the bare encoder for each question."""
        encoder = load_encoder(self.settings.encoder_model, self.home / ENCODER_FOLDER, self.settings.encoder_precision)
        encoder.encode([QUESTION])
        return [1000 * seconds_of(partial(encoder.encode, [question])) for question in questions]

    def ingest(self, path: Path, runs: int, other: Another | None) -> tuple[int, int, float, float]:
        """Clauses, passages, and the seconds that ingesting them and that encoding them alone take; medians, in turns."""
        encoder = load_encoder(self.settings.encoder_model, self.home / ENCODER_FOLDER, self.settings.encoder_precision)
        whole, alone, texts, clauses = [], [], [""], 0
        for number in range(runs):
            home = self.scratch / f"ingest-{number}"
            home.mkdir()
            (home / ENCODER_FOLDER).symlink_to(self.home / ENCODER_FOLDER, target_is_directory=True)
            assistant = Assistant.open(self.settings.model_copy(update={"home": home}), bundled=False)
            whole.append(seconds_of(partial(assistant.ingest, [path])))
            index = assistant.searcher.index
            trees = [index.partition(entry.policy_id) for entry in index.policies]
            texts = [embedded_text(one.tree, passage) for one in trees for passage in one.passages]
            assistant.close()
            clauses = sum(entry.clauses for entry in index.policies)
            alone.append(seconds_of(partial(encoder.encode, texts)))
            if other is not None:
                other.ingest(path)
        return clauses, len(texts), statistics.median(whole), statistics.median(alone)

    def index_mib(self) -> float:
        """The size of the index of the bundled policies."""
        return folder_mib(self.home / INDEX_FOLDER)


def measure(scratch: Path, chosen: argparse.Namespace) -> tuple[Speed, Other | None]:
    """Everything, one after the other; says on stderr what it is at."""
    _tell("a home with the bundled policies, its encoder exported")
    other = Another(chosen.against.split(), scratch, QUESTION) if chosen.against else None
    bench = Bench(scratch, chosen.precision)
    _tell(f"{chosen.runs} cold questions")
    cold, cold_peak = bench.cold(chosen.runs, other)
    _tell(f"{chosen.questions} questions in one process")
    questions = questions_of(CASES, chosen.questions)
    warm, tail, batch_peak = bench.warm(questions, chosen.runs, other)
    alone = bench.encoder_query_ms(questions)
    _tell(f"ingest of {chosen.ingest}")
    clauses, passages, whole, encoding = bench.ingest(chosen.ingest, chosen.runs, other)
    speed = Speed(
        first_s=bench.first_s,
        cold_s=statistics.median(cold),
        cold_peak_mib=cold_peak,
        warm_p50_ms=warm,
        warm_p95_ms=tail,
        questions=len(questions),
        batch_peak_mib=batch_peak,
        encoder_query_p50_ms=statistics.median(alone),
        clauses=clauses,
        passages=passages,
        ingest_s=whole,
        ingest_clauses_per_s=clauses / whole,
        ingest_passages_per_s=passages / whole,
        encoder_passages_per_s=passages / encoding,
        ingest_share_of_encoder=encoding / whole,
        index_mib=bench.index_mib(),
    )
    return speed, other.told if other is not None else None


def table(speed: Speed, other: Other | None) -> str:
    """The figures for people, a line each."""
    rows = [
        ("first question on an empty home", f"{speed.first_s:.1f} s"),
        ("cold `ask`, whole process", f"{speed.cold_s:.2f} s, {speed.cold_peak_mib:.0f} MiB"),
        (f"answer, median of {speed.questions}", f"{speed.warm_p50_ms:.1f} ms"),
        ("answer, 95th percentile", f"{speed.warm_p95_ms:.1f} ms"),
        ("`ask --batch`, memory", f"{speed.batch_peak_mib:.0f} MiB"),
        ("encoder alone, one question, median", f"{speed.encoder_query_p50_ms:.1f} ms"),
        (f"ingest of {speed.clauses} clauses", f"{speed.ingest_clauses_per_s:.0f} clauses/s"),
        (f"the same, {speed.passages} passages", f"{speed.ingest_passages_per_s:.0f} passages/s"),
        ("encoder alone, the same passages", f"{speed.encoder_passages_per_s:.0f} passages/s"),
        ("ingest, share of the encoder's speed", f"{speed.ingest_share_of_encoder:.2f}"),
        ("index of the bundled policies", f"{speed.index_mib:.1f} MiB"),
    ]
    if other is not None:
        rows += [
            ("the other: cold, told by itself", f"{other.cold_s:.2f} s: {other.cold_s / speed.cold_s:.1f} times ours"),
            ("the other: cold, whole process", f"{other.cold_process_s:.2f} s, {other.cold_peak_mib:.0f} MiB"),
            (
                "the other: retrieval, median",
                f"{other.warm_p50_ms:.1f} ms: {other.warm_p50_ms / speed.warm_p50_ms:.1f} times ours",
            ),
            (
                "the other: ingest of the same texts",
                f"{other.ingest_s:.1f} s, {other.chunks} chunks: {other.ingest_s / speed.ingest_s:.1f} times ours",
            ),
        ]
    return "".join(f"{name:<38} {value}\n" for name, value in rows)


def _tell(what: str) -> None:
    sys.stderr.write(f"measuring: {what}\n")


def main(arguments: list[str] | None = None) -> int:
    """Print the figures; 1 when something cannot be measured."""
    parser = argparse.ArgumentParser(prog="python -m evals.benchmarks.speed", description=__doc__)
    parser.add_argument("--runs", type=int, default=RUNS, help="how often each thing is done")
    parser.add_argument("--questions", type=int, default=QUESTIONS, help="questions answered in one process")
    parser.add_argument(
        "--ingest", type=Path, default=BUNDLED, metavar="PATH", help="what to ingest; the bundled policies otherwise"
    )
    parser.add_argument("--precision", choices=("fp32", "int8"), help="of the encoder; the setting's otherwise")
    parser.add_argument("--against", default="", metavar="COMMAND", help='another program: "python3 script.py"')
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--out", type=Path, default=OUT / "speed.json", help="where the figures are written, as JSON")
    chosen = parser.parse_args(arguments)
    keep_offline(os.environ)
    try:
        with tempfile.TemporaryDirectory(prefix="speed-") as scratch:
            speed, other = measure(Path(scratch), chosen)
    except (AssistantError, EvalError, IngestError, VectorStoreError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    figures = {"speed": asdict(speed), "other": asdict(other) if other is not None else None}
    write_figures(chosen.out, figures)
    if chosen.json:
        sys.stdout.write(json.dumps(figures, indent=1) + "\n")
    else:
        sys.stdout.write(table(speed, other))
    return 0


if __name__ == "__main__":
    sys.exit(main())

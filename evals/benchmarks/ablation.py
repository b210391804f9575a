"""`python -m evals.benchmarks.ablation`: what each part of the search is worth, by switching it off, one at a time."""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from assistant import evidence, rereading
from assistant.errors import AssistantError
from assistant.offline import keep_offline
from assistant.pipeline import ENCODER_FOLDER, Assistant
from assistant.settings import load_settings
from evals.benchmarks.characters import Estimate, Place, estimate, official_overlap, overlap, within
from evals.benchmarks.data import NAMES, QUESTIONS, BenchmarkQuestion, read_questions
from evals.benchmarks.figures import CITED_RESULTS, RESULTS
from evals.case import CASES, Case, read_cases
from evals.errors import EvalError
from evals.score import Hit, touches
from ingest.corpus import BUNDLED, Failure, read_corpus
from ingest.errors import IngestError
from ingest.library import writer_lock
from vectorstore import search
from vectorstore.encoder import BASE_MODEL, Encoder, Vectors, load_encoder
from vectorstore.errors import VectorStoreError
from vectorstore.index import ensure_index
from vectorstore.passages import CONTEXT_MARK
from vectorstore.retrieval import RetrievedClause

BUDGET_CHARS = 4_000
OWN_RESULTS = (1, 4)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the search, and the constants that switch it off, or what makes the encoder that is there without it."""

    name: str
    what: str
    off: tuple[tuple[ModuleType, str, object], ...] = ()
    encoder: "Callable[[Assistant], Encoder] | None" = None


class PlainTexts:
    """An encoder that is given passages with their context and leaves the context out."""

    def __init__(self, inner: Encoder) -> None:
        self._inner = inner
        self.name, self.dimension, self.precision = inner.name, inner.dimension, inner.precision
        # Its vectors are others for the same texts.
        self.sha256 = f"{inner.sha256}-without-context"

    def encode(self, texts: Sequence[str]) -> Vectors:
        """As the encoder does, of what stands after the last mark between context and passage."""
        return self._inner.encode([text.rpartition(CONTEXT_MARK)[2] for text in texts])


def _without_context(assistant: Assistant) -> Encoder:
    return PlainTexts(assistant.searcher.encoder)


def _untuned(assistant: Assistant) -> Encoder:
    settings = assistant.settings
    return load_encoder(BASE_MODEL, settings.home / ENCODER_FOLDER, settings.encoder_precision)


PARTS = (
    Part("words", "BM25 beside the vectors", ((search, "LEXICAL_WEIGHT", 0.0), (search, "REGION_LEXICAL_WEIGHT", 0.0))),
    Part("tuning", "what the encoder learned of privacy policies", encoder=_untuned),
    Part("context", "headings and lead-in in the text that is embedded", encoder=_without_context),
    Part(
        "topics",
        "everyday questions and the statements that answer them",
        (
            (search, "TOPIC_WEIGHT", 0.0),
            (search, "NEAR_TOPIC_WEIGHT", 0.0),
            (search, "REGION_TOPIC_WEIGHT", 0.0),
            (search, "REGION_NEAR_TOPIC_WEIGHT", 0.0),
        ),
    ),
    Part("kinds", "a number, amount, address where one is asked for", ((search, "KIND_WEIGHT", 0.0),)),
    Part(
        "surroundings",
        "scores of the passages around a passage",
        ((search, "NEAR_WEIGHT", 0.0), (search, "NEAR_TOPIC_WEIGHT", 0.0), (search, "FIRST_RESULTS", RESULTS)),
    ),
    Part("coverage", "the share of the question's words that a passage holds", ((evidence, "COVERAGE_WEIGHT", 0.0),)),
    Part("synonyms", "other words for the question's", ((evidence, "SYNONYM_SHARE", 0.0),)),
    Part("subjects", "what a question turns on, by the subject it names", ((evidence, "SUBJECT_WEIGHT", 0.0),)),
    Part("reranker", "close candidates read together with the question", ((rereading, "CLOSE_CALL", 0.0),)),
)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of whom; `policy` is what intervals resample. `score` gives the measures of what a search found."""

    query: str
    company: str
    policy: str
    score: Callable[[Sequence[RetrievedClause]], dict[str, float]]


def _of_benchmark(asked: BenchmarkQuestion) -> Question:
    def score(hits: Sequence[RetrievedClause]) -> dict[str, float]:
        found = [Place(hit.policy.company, hit.span.start, hit.span.end) for hit in hits]
        return {
            "P@1": official_overlap(found[:1], asked.gold, asked.company).precision,
            f"R@{BUDGET_CHARS} chars": overlap(within(found, BUDGET_CHARS), asked.gold, asked.company).recall,
            f"F1 of first {CITED_RESULTS}": overlap(found[:CITED_RESULTS], asked.gold, asked.company).f1,
        }

    return Question(asked.question, asked.company, asked.company, score)


def _of_case(case: Case, company: str) -> Question:
    def score(hits: Sequence[RetrievedClause]) -> dict[str, float]:
        found = [Hit(hit.policy.policy_id, hit.policy.version, hit.span.start, hit.span.end) for hit in hits]
        return {
            f"gold in first {first}": sum(
                any(touches(hit, gold) for gold in group for hit in found[:first]) for group in case.expected.gold
            )
            / len(case.expected.gold)
            for first in OWN_RESULTS
        }

    return Question(case.question, company, company, score)


@dataclass(frozen=True, slots=True)
class Data:
    """A set of questions and the files that they are about."""

    name: str
    questions: tuple[Question, ...]
    documents: tuple[Path, ...]


def own_data() -> Data:
    """The evaluation's cases whose answer stands in one policy, put to that policy."""
    companies = {policy.policy_id: policy.company for policy in read_corpus([BUNDLED]) if not isinstance(policy, Failure)}
    questions = []
    for case in read_cases(CASES):
        policies = {gold.policy_id for group in case.expected.gold for gold in group}
        if len(policies) == 1 and not case.history:
            questions.append(_of_case(case, companies[policies.pop()]))
    return Data(f"Own evaluation, {len(questions)} questions", tuple(questions), (BUNDLED,))


def benchmark_data(name: str, file: Path) -> Data:
    """A benchmark's questions with their company given. EvalError when they cannot be read."""
    asked = list(read_questions(file))
    documents = tuple(sorted({each.document for each in asked}))
    label = f"{NAMES[name]}, {len(asked)} questions on {len(documents)} policies"
    return Data(label, tuple(_of_benchmark(each) for each in asked), documents)


Scores = dict[str, list[float]]


def _measured(assistant: Assistant, data: Data) -> Scores:
    found: Scores = {}
    for question in data.questions:
        hits = assistant.search(question.query, companies=[question.company], limit=RESULTS)
        for name, value in question.score(hits).items():
            found.setdefault(name, []).append(value)
    return found


@contextmanager
def switched_off(part: Part) -> Iterator[None]:
    """The constants of a part as they are without it."""
    before = [getattr(module, name) for module, name, _ in part.off]
    try:
        for module, name, value in part.off:
            setattr(module, name, value)
        yield
    finally:
        for (module, name, _), value in zip(part.off, before, strict=True):
            setattr(module, name, value)


@dataclass(frozen=True, slots=True)
class Table:
    """What the whole search reaches on some data, and the change by each part's absence; intervals resample policies."""

    data: str
    whole: dict[str, Estimate]
    without: dict[str, dict[str, Estimate]]


def ablate(data: Data, home: Path, precision: str | None) -> Table:
    """Measure with everything, then without each part; differences are paired question by question."""
    settings = load_settings(home=home, encoder_precision=precision)
    assistant = Assistant.open(settings, bundled=False)
    report = assistant.ingest(data.documents)
    if report.failed:
        raise EvalError(f"{report.failed[0].path}: {report.failed[0].error}")
    policies = [question.policy for question in data.questions]
    _tell(f"{data.name}: everything")
    whole = _measured(assistant, data)
    without = {}
    for part in PARTS:
        _tell(f"{data.name}: without {part.name}")
        asked = assistant if part.encoder is None else _with(assistant, part.encoder(assistant))
        with switched_off(part):
            less = _measured(asked, data)
        without[part.name] = {
            name: estimate([after - before for after, before in zip(less[name], values, strict=True)], policies)
            for name, values in whole.items()
        }
    assistant.close()
    return Table(data.name, {name: estimate(values, policies) for name, values in whole.items()}, without)


def _with(assistant: Assistant, encoder: Encoder) -> Assistant:
    with writer_lock(assistant.settings.home):
        index = ensure_index(assistant.library, encoder, assistant.settings.home)
    return Assistant(assistant.settings, assistant.library, encoder, index)


def _tell(what: str) -> None:
    sys.stderr.write(f"measuring: {what}\n")


def page(tables: Sequence[Table], command: str, precision: str) -> str:
    """The tables as a page of the documentation."""
    parts = "".join(f"| {part.name} | {part.what} |\n" for part in PARTS)
    text = (
        "# What each part of the search is worth\n\n"
        f"Written by `{command}` ({precision} encoder). Each part is switched off by itself and all questions are asked "
        "again. A figure below the first row is the change in points that its absence makes, by paired differences, with a "
        "95 % interval that resamples whole policies. Below zero: the part helps. Intervals that hold zero tell nothing.\n\n"
        f"| part | what it is |\n|---|---|\n{parts}"
    )
    for table in tables:
        names = list(table.whole)
        text += f"\n## {table.data}\n\n| | {' | '.join(names)} |\n|---|{'---|' * len(names)}\n"
        text += f"| everything | {' | '.join(_interval(table.whole[name]) for name in names)} |\n"
        for part, changes in table.without.items():
            text += f"| without {part} | {' | '.join(_interval(changes[name], '+') for name in names)} |\n"
    return text


def _interval(value: Estimate, sign: str = "") -> str:
    mean, low, high = (100 * each for each in (value.mean, value.low, value.high))
    return f"{mean:{sign}.1f} [{low:{sign}.1f}, {high:{sign}.1f}]"


def main(arguments: list[str] | None = None) -> int:
    """Write the page; 1 when something cannot be measured."""
    parser = argparse.ArgumentParser(prog="python -m evals.benchmarks.ablation", description=__doc__)
    for name in QUESTIONS:
        parser.add_argument(f"--{name}", type=Path, metavar="FOLDER", help=f"the folder of {name}'s data; left out without it")
    parser.add_argument("--precision", choices=("fp32", "int8"), help="of the encoder; the setting's otherwise")
    parser.add_argument("--encoder", type=Path, metavar="FOLDER", help="an exported encoder; exported anew otherwise")
    parser.add_argument("--out", type=Path, default=Path("docs/ablation.md"), help="the page to write")
    chosen = parser.parse_args(arguments)
    keep_offline(os.environ)
    given = {name: getattr(chosen, name) for name in QUESTIONS if getattr(chosen, name)}
    try:
        data = [own_data(), *(benchmark_data(name, folder / QUESTIONS[name]) for name, folder in given.items())]
        tables = []
        with tempfile.TemporaryDirectory(prefix="ablation-") as scratch:
            shared = chosen.encoder or Path(scratch) / ENCODER_FOLDER
            shared.mkdir(parents=True, exist_ok=True)
            for number, each in enumerate(data):
                home = Path(scratch) / str(number)
                home.mkdir()
                (home / ENCODER_FOLDER).symlink_to(shared.resolve(), target_is_directory=True)
                tables.append(ablate(each, home, chosen.precision))
        command = " ".join(["python -m evals.benchmarks.ablation", *(f"--{name} FOLDER" for name in given)])
        precision = chosen.precision or load_settings().encoder_precision
        chosen.out.write_text(page(tables, command, precision), encoding="utf-8")
    except (AssistantError, EvalError, IngestError, VectorStoreError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

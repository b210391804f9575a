"""`python -m evals.benchmarks.growth FOLDER`: speed, memory and size as a library grows, from one policy to 100,000 clauses."""

import argparse
import os
import re
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import count, islice
from pathlib import Path

from pydantic import TypeAdapter

from assistant.errors import AssistantError
from assistant.name_file import write_names
from assistant.offline import keep_offline
from assistant.pipeline import ENCODER_FOLDER
from assistant.settings import ENV_PREFIX, load_settings
from evals.benchmarks.processes import OUT, folder_mib, run, write_figures
from evals.benchmarks.reader import QUESTIONS, Reader, seconds_of
from evals.errors import EvalError
from ingest.corpus import Failure, read_corpus
from ingest.errors import IngestError
from ingest.library import Library, writer_lock
from ingest.library_files import LIBRARY_FOLDER
from ingest.policy import Policy
from vectorstore.build import INDEX_FOLDER
from vectorstore.encoder import Encoder, Vectors, load_encoder
from vectorstore.errors import VectorStoreError
from vectorstore.index import ensure_index

SIZES = (1, 10, 100, 1_000)
CLAUSES = 100_000


@dataclass(frozen=True, slots=True)
class Stage:
    """A library of one size. `added_*` are what came to the library of the stage before, and what bringing it in took."""

    policies: int
    clauses: int
    passages: int
    added_passages: int
    added_encoded: int
    added_s: float
    encoding_s: float
    library_mib: float
    index_mib: float
    reader: Reader


class _Timed:
    """An encoder that says how many texts it was given and how long it took."""

    def __init__(self, inner: Encoder) -> None:
        self.inner = inner
        self.name, self.dimension, self.sha256, self.precision = inner.name, inner.dimension, inner.sha256, inner.precision
        self.texts, self.seconds = 0, 0.0

    def encode(self, texts: Sequence[str]) -> Vectors:
        """As the encoder does."""
        made: list[Vectors] = []
        self.seconds += seconds_of(lambda: made.append(self.inner.encode(texts)))
        self.texts += len(texts)
        return made[0]


def company_name(number: int) -> str:
    """A made-up name, another for every number: three syllables and more."""
    parts = []
    number += len(_SYLLABLES) ** 2
    while number:
        number, part = divmod(number, len(_SYLLABLES))
        parts.append(_SYLLABLES[part])
    return "".join(parts).capitalize()


_SYLLABLES = tuple(f"{onset}{vowel}" for onset in "bdfgklmnprstvz" for vowel in ("a", "el", "i", "on", "u"))


def renamed(policy: Policy, number: int) -> Policy:
    """The policy as another company would have it: its own name in the text, the rest word for word."""
    name = company_name(number)
    text = re.sub(rf"\b{re.escape(policy.company)}\b", name, policy.text)
    return replace(policy, policy_id=name.lower(), company=name, legal_name="", aliases=(), title="", text=text)


def policies_without_end(folder: Path, max_bytes: int) -> Iterator[Policy]:
    """The policies of a folder, then again and again under other names. EvalError when there is none."""
    found = [policy for policy in read_corpus([folder], max_bytes) if not isinstance(policy, Failure)]
    if not found:
        raise EvalError(f"{folder}: holds no policies; name another folder")
    numbers = count()
    while True:
        for policy in found:
            yield renamed(policy, next(numbers))


class Growth:
    """One home that grows, and what was measured at each size."""

    def __init__(self, home: Path, folder: Path, precision: str | None, questions: int) -> None:
        self.settings = load_settings(home=home, encoder_precision=precision)
        self.questions = questions
        self.library = Library(home)
        self.source = policies_without_end(folder, self.settings.max_file_bytes)
        home.mkdir(parents=True, exist_ok=True)
        encoder = load_encoder(self.settings.encoder_model, home / ENCODER_FOLDER, self.settings.encoder_precision)
        self.encoder = _Timed(encoder)
        self.passages = 0

    def to(self, policies: int) -> Stage:
        """Grow to so many policies and measure."""
        home, encoder = self.settings.home, self.encoder
        missing = policies - len(self.library.current())
        before, began = encoder.texts, encoder.seconds
        start = time.perf_counter()
        with writer_lock(home):
            for policy in islice(self.source, missing):
                self.library.put(policy)
            self.library.write_catalog()
            index = ensure_index(self.library, encoder, home, _shown)
            write_names(self.library, {entry.policy_id for entry in index.policies}, index.folder)
        added = time.perf_counter() - start
        clauses = sum(entry.clauses for entry in index.policies)
        passages = index.manifest.passages
        index.close()
        stage = Stage(
            policies=policies,
            clauses=clauses,
            passages=passages,
            added_passages=passages - self.passages,
            added_encoded=encoder.texts - before,
            added_s=added,
            encoding_s=encoder.seconds - began,
            library_mib=folder_mib(home / LIBRARY_FOLDER),
            index_mib=folder_mib(home / INDEX_FOLDER / index.folder.name),
            reader=self._read(),
        )
        self.passages = passages
        return stage

    def _read(self) -> Reader:
        environment = {name: value for name, value in os.environ.items() if not name.startswith(ENV_PREFIX)}
        command = [sys.executable, "-m", "evals.benchmarks.reader", str(self.settings.home)]
        command += ["--questions", str(self.questions), "--precision", self.settings.encoder_precision]
        return TypeAdapter(Reader).validate_json(run(command, environment).out.splitlines()[-1])


def grow(growth: Growth, sizes: Sequence[int], clauses: int) -> Iterator[Stage]:
    """A stage for each size, and one more with at least so many clauses where that is more than the last has."""
    stage = None
    for size in sorted(sizes):
        stage = growth.to(size)
        yield stage
    while stage is None or stage.clauses < clauses:
        held = stage.policies if stage else 0
        wanted = -(-clauses * held // stage.clauses) if stage else 1
        stage = growth.to(max(wanted, held + 1))
        if stage.clauses >= clauses:
            yield stage


def _shown(_policy_id: str, done: int, total: int) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\rindexing {done} of {total}\x1b[K" + ("\n" if done == total else ""))


def row_of(stage: Stage) -> str:
    """One line for people."""
    reader = stage.reader
    pace = f"{stage.added_passages / stage.added_s:.0f}" if stage.added_passages else "-"
    return (
        f"{stage.policies:>8}{stage.clauses:>9}{stage.passages:>9}"
        f"{reader.first_ask.p50_ms:>9.1f}{reader.ask.p50_ms:>7.1f}{reader.ask.p95_ms:>7.1f}"
        f"{reader.search_scoped.p50_ms:>8.1f}{reader.search_unscoped.p50_ms:>10.1f}{reader.search_unscoped.p95_ms:>8.1f}"
        f"{reader.encoder.p50_ms:>9.1f}{reader.open_s:>8.2f}{reader.resident_mib:>8.0f}{stage.index_mib:>8.0f}{pace:>8}"
        f"{stage.added_encoded:>9}\n"
    )


HEADER = (
    "policies clauses passages  ask 1st    ask    p95  search  unscoped     p95  encoder    open    RSS  index pass/s encoded\n"
    "                                 ms     ms     ms      ms        ms      ms       ms       s     MiB     MiB\n"
)


def main(arguments: list[str] | None = None) -> int:
    """Print a line for each size; 1 when something cannot be measured."""
    parser = argparse.ArgumentParser(prog="python -m evals.benchmarks.growth", description=__doc__)
    parser.add_argument("folder", type=Path, help="policies; used again under other names when more are needed")
    parser.add_argument("--policies", type=int, nargs="+", default=SIZES, metavar="N", help="sizes of the library")
    parser.add_argument("--clauses", type=int, default=CLAUSES, help="the last size, in clauses; 0 for none")
    parser.add_argument("--questions", type=int, default=QUESTIONS, help="how many of each kind, at each size")
    parser.add_argument("--precision", choices=("fp32", "int8"), help="of the encoder; the setting's otherwise")
    parser.add_argument("--home", type=Path, help="a new folder to keep the library in; a temporary one otherwise")
    parser.add_argument("--out", type=Path, default=OUT / "growth.json", help="where the figures are written, as JSON")
    chosen = parser.parse_args(arguments)
    keep_offline(os.environ)
    stages: list[Stage] = []
    try:
        with tempfile.TemporaryDirectory(prefix="growth-") as scratch:
            home = chosen.home or Path(scratch)
            if Library(home).current():
                raise EvalError(f"{home}: holds policies already; name a new folder")
            growth = Growth(home, chosen.folder, chosen.precision, chosen.questions)
            sys.stdout.write(HEADER)
            for stage in grow(growth, chosen.policies, chosen.clauses):
                stages.append(stage)
                sys.stdout.write(row_of(stage))
                sys.stdout.flush()
                write_figures(
                    chosen.out, {"precision": growth.settings.encoder_precision, "stages": [asdict(s) for s in stages]}
                )
    except (AssistantError, EvalError, IngestError, VectorStoreError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

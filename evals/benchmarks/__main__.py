"""`python -m evals.benchmarks privacyqa|policyqa FOLDER`: retrieval on public data, beside what others published."""

import argparse
import json
import os
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from assistant.errors import AssistantError
from assistant.offline import keep_offline
from assistant.pipeline import Assistant
from assistant.settings import load_settings
from evals.benchmarks.characters import Estimate, Place
from evals.benchmarks.data import QUESTIONS, BenchmarkQuestion, read_questions
from evals.benchmarks.figures import RESULTS, figures
from evals.errors import EvalError
from ingest.errors import IngestError
from vectorstore.errors import VectorStoreError

DISTRACTORS = "corpus_mini_distractors"
# Figures of others, with their source. Chunks, queries and halves of the data differ: a place to stand, not a race.
PUBLISHED = {
    "privacyqa": (
        "published: LegalBench-RAG (arXiv 2408.10343), text-embedding-3-large, 72 documents: P@1 14.4, R@8 42.4, R@64 84.2",
        "published: GPT-4o agent, policy known: citation F1 22.0",
    ),
    "policyqa": ("measured: BM25 with the policy given, test half: R@4000 chars 65.6; over all policies 20.9",),
}


def measure(assistant: Assistant, questions: list[BenchmarkQuestion], *, given: bool) -> dict[str, Estimate]:
    """Search every question: plain with its company given, or as the benchmark words it with nothing given."""
    found = []
    for asked in questions:
        query, companies = (asked.question, [asked.company]) if given else (asked.naming_query, None)
        hits = assistant.search(query, companies=companies, limit=RESULTS)
        found.append([Place(hit.policy.company, hit.span.start, hit.span.end) for hit in hits])
    return figures(questions, found)


def _run(
    name: str, folder: Path, home: Path, file: str, *, distractors: bool, precision: str
) -> dict[str, dict[str, Estimate]]:
    questions = list(read_questions(folder / file))
    documents = sorted({asked.document for asked in questions})
    if distractors:
        documents += sorted(path for path in (folder / DISTRACTORS).rglob("*.txt"))
    settings = load_settings(home=home, encoder_precision=precision)
    assistant = Assistant.open(settings, bundled=False)
    report = assistant.ingest(documents)
    if report.failed:
        raise EvalError(f"{report.failed[0].path}: {report.failed[0].error}")
    label = f"{name}, {len(documents)} documents, {len(questions)} questions"
    return {
        f"{label}, company given": measure(assistant, questions, given=True),
        f"{label}, query as the benchmark words it": measure(assistant, questions, given=False),
    }


def main(arguments: list[str] | None = None) -> int:
    """Print the figures; 1 when the data cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m evals.benchmarks", description=__doc__)
    parser.add_argument("benchmark", choices=QUESTIONS)
    parser.add_argument("folder", type=Path, help="where the benchmark's data is")
    parser.add_argument("--questions", default="", metavar="FILE", help="another file of questions in the folder")
    parser.add_argument("--distractors", action="store_true", help=f"also ingest the folder's {DISTRACTORS}")
    parser.add_argument("--home", type=Path, help="keep the ingested documents here; a temporary folder otherwise")
    parser.add_argument("--precision", choices=("fp32", "int8"), default="fp32")
    parser.add_argument("--json", action="store_true", help="print JSON")
    chosen = parser.parse_args(arguments)
    keep_offline(os.environ)
    file = chosen.questions or QUESTIONS[chosen.benchmark]
    try:
        with tempfile.TemporaryDirectory(prefix="benchmark-") as scratch:
            home = chosen.home or Path(scratch)
            options = {"distractors": chosen.distractors, "precision": chosen.precision}
            results = _run(chosen.benchmark, chosen.folder, home, file, **options)
    except (AssistantError, EvalError, IngestError, VectorStoreError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    if chosen.json:
        plain = {label: {name: asdict(value) for name, value in rows.items()} for label, rows in results.items()}
        sys.stdout.write(json.dumps(plain, indent=1) + "\n")
        return 0
    for label, rows in results.items():
        sys.stdout.write(f"\n{label}\n")
        for name, value in rows.items():
            low, high = 100 * value.low, 100 * value.high
            sys.stdout.write(f"  {name:<26} {100 * value.mean:5.1f}  [{low:.1f}, {high:.1f}]\n")
    sys.stdout.write("\n" + "\n".join(PUBLISHED[chosen.benchmark]) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

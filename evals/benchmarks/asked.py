"""`python -m evals.benchmarks.asked FOLDER`: some two thousand questions on other policies, by what becomes of them.

The questions are those of evals/training/asked; FOLDER holds the policies that they name. Facts are not scored, none are
written down. A question with an answer counts as found when a citation overlaps a sentence that answers it. For yes/no
questions the word before the quote is set against the right verdict. The first time the policies are read in, which takes
minutes; `--home` keeps them.
"""

import argparse
import json
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import evals.training
from assistant.answer import Answer, Status
from assistant.errors import AssistantError
from assistant.pipeline import Assistant
from assistant.settings import load_settings
from evals.errors import EvalError
from ingest.errors import IngestError
from vectorstore.errors import VectorStoreError

QUESTIONS = Path(evals.training.__file__ or "").parent / "asked" / "questions.jsonl"
OUTCOMES = ("found", "another clause", "silent", "not asked")
TRUTHS = ("yes", "no", "conditional", "another clause", "policy silent")
_SAID = re.compile(r"^(yes|no)\b", re.IGNORECASE)


def outcome_of(line: Mapping[str, Any], answer: Answer) -> str:
    """One of `OUTCOMES`; "not asked" is an answer that asks back or finds no question about a policy."""
    if answer.status is Status.NOT_STATED:
        return "silent"
    if answer.status not in (Status.STATED, Status.UNSPECIFIED):
        return "not asked"
    places = [*line["gold"], *line["also"]] if line["answerable"] else []
    met = any(cited.start < end and start < cited.end for cited in answer.citations for start, end in places)
    return "found" if met else "another clause"


def said_of(answer: Answer) -> str:
    """ "yes", "no", or "-" where the quote alone speaks."""
    match = _SAID.match(answer.text)
    return match.group(1).lower() if match is not None else "-"


def truth_of(line: Mapping[str, Any], outcome: str) -> str:
    """One of `TRUTHS`: what a yes/no question that was answered should have had before its quote."""
    if not line["answerable"]:
        return "policy silent"
    return str(line["verdict"]) if outcome == "found" else "another clause"


def answers(policies: Path, home: Path) -> Iterator[tuple[Mapping[str, Any], Answer]]:
    """Each question with its answer, in the file's order. EvalError for a policy that is missing or another version."""
    lines = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    files = {line["file"]: line["sha256"] for line in lines}
    for name, expected in files.items():
        path = policies / name
        if not path.is_file():
            raise EvalError(f"{path}: no such policy; FOLDER holds the files that {QUESTIONS.name} names")
        if sha256(path.read_bytes()).hexdigest() != expected:
            raise EvalError(f"{path}: not the version that the questions were asked of")
    product = Assistant.open(load_settings(home=home), bundled=False)
    try:
        product.ingest(sorted(policies / name for name in files))
        for line in lines:
            # A policy that names no company is called after its file.
            yield line, product.ask(line["question"], companies=[Path(line["file"]).stem])
    finally:
        product.close()


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask all, print two tables."""
    parser = argparse.ArgumentParser(prog="python -m evals.benchmarks.asked", description=__doc__)
    parser.add_argument("policies", metavar="FOLDER", type=Path, help="where the questions' policies are")
    parser.add_argument("--home", type=Path, help="keep the policies read in here; a temporary folder otherwise")
    chosen = parser.parse_args(arguments)
    outcomes: Counter[tuple[bool, str]] = Counter()
    verdicts: Counter[tuple[str, str]] = Counter()
    with tempfile.TemporaryDirectory() as scratch:
        try:
            for line, answer in answers(chosen.policies, chosen.home or Path(scratch)):
                outcome = outcome_of(line, answer)
                outcomes[line["answerable"], outcome] += 1
                if line["kind"] == "yes_no" and answer.citations:
                    verdicts[truth_of(line, outcome), said_of(answer)] += 1
        except (AssistantError, EvalError, IngestError, VectorStoreError) as error:
            sys.stderr.write(f"{error}\n")
            return 1
    for answerable, name in ((True, "with an answer"), (False, "without")):
        counts = ", ".join(f"{each} {outcomes[answerable, each]}" for each in OUTCOMES if outcomes[answerable, each])
        sys.stdout.write(f"{name:16}{counts}\n")
    sys.stdout.write(f"\n{'yes/no, right is':20}{'yes':>6}{'no':>6}{'-':>6}  said\n")
    for truth in TRUTHS:
        sys.stdout.write(f"{truth:20}{''.join(f'{verdicts[truth, said]:6}' for said in ('yes', 'no', '-'))}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

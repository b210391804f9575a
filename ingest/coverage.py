"""`python -m ingest.coverage FOLDER`: check that the clauses of every file hold every non-blank character exactly once."""

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TextIO

from ingest.clauses import parse_clauses
from ingest.errors import FileError
from ingest.loaders import SUFFIXES, load_file
from ingest.policy import ClauseTree, Policy

_SHOWN_CHARS = 40


def uncovered(tree: ClauseTree) -> str | None:
    """What breaks the invariants of a tree, in words; None when they hold.

    Leaves are in order without overlap and hold every non-blank character; children lie inside their parents.
    """
    text = tree.policy.text
    position = 0
    for leaf in tree.leaves():
        if leaf.start < position:
            return f"{leaf.clause_id} begins at {leaf.start}, inside the clause before it"
        lost = text[position : leaf.start].strip()
        if lost:
            return f"{lost[:_SHOWN_CHARS]!r} before {leaf.clause_id} is in no clause"
        position = leaf.end
    lost = text[position:].strip()
    if lost:
        return f"{lost[:_SHOWN_CHARS]!r} at the end is in no clause"
    for clause in tree.clauses:
        parent = tree[clause.parent] if clause.parent is not None else None
        if parent is not None and not parent.start <= clause.start <= clause.end <= parent.end:
            return f"{clause.clause_id} is not inside {parent.clause_id}"
    if len({clause.clause_id for clause in tree.clauses}) != len(tree.clauses):
        return "two clauses have the same id"
    return None


def _read(file: Path) -> str:
    return load_file(file).text


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(
                file
                for file in path.rglob("*")
                if file.suffix.lower() in SUFFIXES and not any(part.startswith(".") for part in file.relative_to(path).parts)
            )
        else:
            yield path


def check(paths: Sequence[Path], output: TextIO, read: Callable[[Path], str] = _read) -> bool:
    """Check every policy file below the paths, a line to `output` for each that fails and a summary. True when all hold.

    `read` gives a file's text and raises FileError for a file it cannot read.
    """
    files = list(_files(paths))
    failed, clauses, characters, seconds = 0, 0, 0, 0.0
    shows_progress = sys.stderr.isatty()
    for number, file in enumerate(files, start=1):
        if shows_progress:
            sys.stderr.write(f"\r{number}/{len(files)}")
            sys.stderr.flush()
        problem: str | None
        try:
            text = read(file)
        except FileError as error:
            problem = error.problem
        else:
            began = time.perf_counter()
            tree = parse_clauses(Policy(policy_id=file.stem, company=file.stem, text=text))
            seconds += time.perf_counter() - began
            clauses += len(tree.clauses)
            characters += len(text)
            problem = uncovered(tree)
        if problem is not None:
            failed += 1
            output.write(f"{file}: {problem}\n")
    if shows_progress:
        sys.stderr.write("\r")
    speed = f", {characters / seconds / 1e6:.2f} million characters a second" if seconds else ""
    output.write(f"{len(files)} files, {failed} failed, {clauses} clauses, {characters} characters{speed}\n")
    return failed == 0 and bool(files)


def main(arguments: list[str] | None = None) -> int:
    """Run the check over the paths given; 1 when a file fails or none is found."""
    parser = argparse.ArgumentParser(prog="python -m ingest.coverage", description=__doc__)
    parser.add_argument("paths", type=Path, nargs="+", metavar="FOLDER", help="folder (or file) of policies")
    chosen = parser.parse_args(arguments)
    return 0 if check(chosen.paths, sys.stdout) else 1


if __name__ == "__main__":
    sys.exit(main())

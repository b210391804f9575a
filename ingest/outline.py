"""`python -m ingest.outline FILE`: the clauses found in a file, one a line, indented as they are nested."""

import argparse
import sys
from pathlib import Path

from ingest.clauses import parse_clauses
from ingest.errors import FileError
from ingest.loaders import load_file
from ingest.policy import Clause, ClauseKind, ClauseTree, Policy
from ingest.policy_id import policy_id_of

_BEGINNING_CHARS = 70


def outline(tree: ClauseTree, *, ids: bool = False) -> str:
    """The tree as text: kind, label (or id) and the first words of every clause; `<-` before its lead-in."""
    return "\n".join(_line(tree, clause, ids) for clause in tree.clauses)


def _line(tree: ClauseTree, clause: Clause, ids: bool) -> str:
    words = " ".join(tree.text(clause).split())
    beginning = words if len(words) <= _BEGINNING_CHARS else words[: _BEGINNING_CHARS - 1] + "…"
    name = clause.clause_id if ids else clause.label.rsplit(" › ", 1)[-1]
    line = f"{'  ' * clause.depth}{clause.kind.value:<9} {name} | {beginning}"
    if clause.lead_in is not None and clause.kind in (ClauseKind.ITEM, ClauseKind.TABLE_ROW):
        announcement = " ".join(tree.text(clause.lead_in).split())
        line += f"  <- {announcement[-_BEGINNING_CHARS:]}"
    return line


def main(arguments: list[str] | None = None) -> int:
    """Print the outline of a file; 1 when it cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m ingest.outline", description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--ids", action="store_true", help="print clause ids instead of labels")
    chosen = parser.parse_args(arguments)
    try:
        text = load_file(chosen.file).text
        policy_id = policy_id_of(chosen.file)
    except FileError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    policy = Policy(policy_id=policy_id, company=chosen.file.stem, text=text)
    sys.stdout.write(outline(parse_clauses(policy), ids=chosen.ids) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""`python -m evals.training.count_terms FOLDER`: in what share of a folder's policies each word stem is used.

Writes assistant/term_shares.json. Stems of fewer than one policy in twenty are left out: names and chance.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import assistant
from assistant.term_shares import SHARES_FILE
from vectorstore.lexical import tokenize

SMALLEST_SHARE = 0.05
SHORTEST_STEM = 3
_A_LINE = 8


def main(arguments: Sequence[str] | None = None) -> int:
    """Count and write; 1 when the folder holds no Markdown or text."""
    parser = argparse.ArgumentParser(prog="python -m evals.training.count_terms", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--source", default="", help="where the policies come from, and their licence")
    chosen = parser.parse_args(arguments)
    paths = [path for path in sorted(chosen.folder.iterdir()) if path.suffix in {".md", ".txt"}]
    if not paths:
        sys.stderr.write(f"{chosen.folder}: no .md or .txt files\n")
        return 1
    used: Counter[str] = Counter()
    for path in paths:
        used.update({stem for stem in tokenize(path.read_text(encoding="utf-8")) if stem.isascii() and stem.isalpha()})
    shares = {
        stem: round(count / len(paths), 2)
        for stem, count in sorted(used.items())
        if count >= SMALLEST_SHARE * len(paths) and len(stem) >= SHORTEST_STEM
    }
    entries = [f"{json.dumps(stem)}: {share}" for stem, share in shares.items()]
    lines = ["  " + ", ".join(entries[first : first + _A_LINE]) for first in range(0, len(entries), _A_LINE)]
    source = f"Share of {len(paths)} privacy policies that use a word of this stem. {chosen.source}".strip()
    text = f'{{\n "source": {json.dumps(source)},\n "shares": {{\n' + ",\n".join(lines) + "\n }\n}\n"
    Path(assistant.__file__).with_name(SHARES_FILE).write_text(text, encoding="utf-8")
    sys.stdout.write(f"{len(shares)} stems of {len(paths)} policies\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Logging: to stderr, quiet by default, and never a question in clear."""

import logging
import sys
from hashlib import sha256


def log_to_stderr(level: str) -> None:
    """Send what our packages log at `level` and above to stderr, and what libraries log only when it is a warning or worse."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.ERROR if level == "error" else logging.WARNING)
    for package in ("assistant", "ingest", "prompts", "vectorstore", "evals"):
        logging.getLogger(package).setLevel(level.upper())


def fingerprint(question: str) -> str:
    """What may be logged of a question: its length and eight hex digits that tell equal questions from different ones."""
    return f"{len(question)} chars, sha256 {sha256(question.encode('utf-8', 'replace')).hexdigest()[:8]}"

"""The real chat model as a child process, for the time of a with block."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MODEL = "openai:SmolLM2-135M-Instruct"
# Enough for the best clauses, little enough for some seconds a question.
CONTEXT_TOKENS, ANSWER_TOKENS = 400, 160


@contextmanager
def smollm2(weights: Path) -> Iterator[str]:
    """Its base URL. RuntimeError when it does not start."""
    command = [sys.executable, "-m", "tests.model.serve", str(weights)]
    child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert child.stdout is not None
    assert child.stdin is not None
    try:
        url = child.stdout.readline().strip()
        if not url:
            raise RuntimeError(f"the model server ended with code {child.wait()}")
        yield url
    finally:
        child.stdin.close()
        child.stdout.close()
        try:
            child.wait(timeout=20)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()

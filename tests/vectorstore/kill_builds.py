"""`python -m tests.vectorstore.kill_builds CACHE HOME KILLS SEED`: builds in forked processes, killed at random moments.

Prints one JSON object: how many builds were killed and what a fresh process found after each. This process never starts a
thread (encoder with one, Chroma only in children), so forking it is safe.
"""

import json
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import bm25s  # noqa: F401 - imported before forking, as chromadb, so that each build starts at once
import chromadb  # noqa: F401
import numpy as np

from ingest.policy import Policy
from tests.vectorstore.shelf import Shelf
from vectorstore.build import build_index
from vectorstore.encoder import OnnxEncoder
from vectorstore.errors import IndexMissing
from vectorstore.export import ENCODER_FILE
from vectorstore.index import PolicyIndex
from vectorstore.passages import embedded_text
from vectorstore.search import Searcher
from vectorstore.topics import encode_topics

ANNA = Policy("anna", "Anna", "# Cookies\n\nWe set cookies.\n\n# Deletion\n\nAccounts are deleted after 30 days.\n")
BORIS = Policy("boris", "Boris", "# Fees\n\nDisclosure costs 300 yen.\n\n# Contact\n\nWrite to the privacy desk.\n")


def forked(work: Callable[[], int]) -> int:
    child = os.fork()
    if child == 0:
        code = 99
        try:
            code = work()
        finally:
            os._exit(code)
    return child


def build(shelf: Shelf, encoder: OnnxEncoder, home: Path) -> int:
    build_index(shelf, encoder, home)
    return 0


def serves(shelf: Shelf, encoder: OnnxEncoder, home: Path) -> bool:
    """Whether the index of these policies is there, whole, and right to the last vector. Damage raises."""
    try:
        index = PolicyIndex.open(home, shelf, encoder)
    except IndexMissing:
        return False
    index.check()
    for entry in index.policies:
        partition = index.partition(entry.policy_id)
        assert partition.policy.text == shelf.policies[entry.policy_id].text
        expected = encoder.encode([embedded_text(partition.tree, passage) for passage in partition.passages])
        assert np.allclose(partition.vectors, expected, atol=1e-4)
    assert Searcher(index, encoder).search("cookies", ["anna"], 1)[0].text == "We set cookies."
    return True


def main(cache: Path, home: Path, kills: int, seed: int) -> None:
    encoder = OnnxEncoder(next(cache.glob(f"*/{ENCODER_FILE}")).parent, threads=1)
    # Builds are to be short, so that kills meet every moment of them.
    encode_topics(encoder)
    chance = random.Random(seed)
    old = Shelf(ANNA, BORIS)
    assert os.waitpid(forked(lambda: build(old, encoder, home)), 0)[1] == 0
    begin = time.perf_counter()
    os.waitpid(forked(lambda: build(old, encoder, home / "timing")), 0)
    seconds = time.perf_counter() - begin
    found: Counter[str] = Counter()
    killed = 0
    while killed < kills:
        changed = replace(BORIS, text=f"{BORIS.text}\n# Round {killed}\n\nText of round {killed}, run {chance.random()}.\n")
        new = Shelf(ANNA, changed)
        child = forked(lambda new=new: build(new, encoder, home))
        time.sleep(chance.uniform(0, seconds * 1.1))
        os.kill(child, signal.SIGKILL)
        status = os.waitpid(child, 0)[1]
        killed += os.WIFSIGNALED(status)

        def look(old: Shelf = old, new: Shelf = new) -> int:
            if serves(new, encoder, home):
                return 1
            return 0 if serves(old, encoder, home) else 2

        state = os.waitstatus_to_exitcode(os.waitpid(forked(look), 0)[1])
        found[{0: "old", 1: "new", 2: "none"}.get(state, "damaged")] += 1
        if state == 1:
            old = new
    # A build after all that works and leaves nothing lying about.
    last = Shelf(ANNA)
    assert os.waitpid(forked(lambda: build(last, encoder, home)), 0)[1] == 0
    left = [path.name for path in (home / "index").iterdir() if path.name.startswith(".")]
    sys.stdout.write(json.dumps({"killed": killed, "found": found, "left": left, "seconds": seconds}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))

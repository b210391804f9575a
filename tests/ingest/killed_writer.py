"""A process that kills writers of a library at random moments and looks at what they left: `HOME ROUNDS SEED`.

Run by test_library.py in a process of its own, because it forks.
"""

import os
import random
import signal
import sys
import time
from pathlib import Path

from ingest.library import Library, writer_lock
from ingest.policy import Policy

# A writer is killed after so many steps it acknowledged, and a moment that is about as long as a step.
MOST_STEPS = 8
LONGEST_SECONDS = 0.02


def policy(number: int) -> Policy:
    # Longer than a file system's buffer, so that a write takes time.
    return Policy("p", "P", f"Version {number}.\n" + "We collect names. " * 1_000, aliases=(f"P{number}",))


def write(home: Path, first: int, acknowledge: int) -> None:
    library = Library(home)
    with writer_lock(home):
        os.write(acknowledge, b"locked\n")
        for number in range(first, first + 1000):
            library.put(policy(number))
            os.write(acknowledge, f"{number}\n".encode())
            if number % 5 == 4:
                library.remove("p")
                os.write(acknowledge, b"removed\n")


def main(home: Path, rounds: int, seed: int) -> None:
    chance = random.Random(seed)
    library = Library(home)
    number = 0
    for _ in range(rounds):
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            write(home, number, writing)
            os._exit(0)
        os.close(writing)
        said = b""
        steps = chance.randrange(1, MOST_STEPS)
        while said.count(b"\n") < steps:
            said += os.read(reading, 65536)
        time.sleep(chance.uniform(0, LONGEST_SECONDS))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        while more := os.read(reading, 65536):
            said += more
        os.close(reading)
        last = said.decode().split()[-1]
        check(library, number, last)
        done = [int(word) for word in said.decode().split() if word.isdigit()]
        number = done[-1] + 2 if done else number + 1


def check(library: Library, first: int, last: str) -> None:
    """The state is that of the last acknowledged step or of the one after it."""
    current = library.current()
    if last == "locked":
        # Nothing acknowledged: whatever was there before, or the first version.
        for record in current:
            library.load(record.policy_id)
        return
    if last == "removed":
        assert len(current) <= 1
    elif current:
        loaded = library.load("p")
        number = int(last)
        assert loaded.text in (policy(number).text, policy(number + 1).text), loaded.text[:20]
        assert loaded.aliases == current[0].aliases == (f"P{loaded.text.split()[1].rstrip('.')}",)
        assert library.versions("p")[-1] == loaded.version == current[0].version
    else:
        assert int(last) % 5 == 4, "only a removal leaves nothing"
    for record in current:
        for version in library.versions(record.policy_id):
            library.load(record.policy_id, version)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))

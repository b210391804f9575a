"""One writer a home: a lock file that says who holds it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from ingest.errors import HomeLocked, LibraryError, one_line

LOCK_FILE = "lock"
# What is read of a holder's line: a damaged file is not printed whole.
_HOLDER_CHARS = 120


@contextmanager
def hold(home: Path) -> Iterator[None]:
    """Hold the lock of a home, made if need be. The lock ends with the process, however it ends.

    Raises HomeLocked at once when another holds it, naming its process and since when; LibraryError when the home cannot be
    written.
    """
    path = home / LOCK_FILE
    lock = FileLock(path, timeout=0)
    try:
        home.mkdir(parents=True, exist_ok=True)
        lock.acquire()
        path.write_text(f"process {os.getpid()} since {datetime.now().astimezone():%Y-%m-%d %H:%M:%S %Z}\n", encoding="utf-8")
    except Timeout:
        raise HomeLocked(f"{home} is being changed by {_holder(path)}; wait until it has finished, then try again") from None
    except OSError as error:
        reason = error.strerror or error
        raise LibraryError(f"{home}: cannot be written: {reason}; choose another folder with POLICY_ASSISTANT_HOME") from error
    try:
        yield
    finally:
        try:
            path.write_text("", encoding="utf-8")
        finally:
            lock.release()


def _holder(path: Path) -> str:
    try:
        named = one_line(path.read_bytes()[:_HOLDER_CHARS].decode("utf-8", "replace"))
    except OSError:
        named = ""
    return named or "another process"

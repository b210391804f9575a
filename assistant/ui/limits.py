"""What a visitor may ask of the page: how long a question, how many a minute, how many waiting, how large a request."""

import asyncio
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import TypeVar

from anyio.to_thread import run_sync

from assistant.ui.words import Words

Result = TypeVar("Result")

# Many people may share one address (an office, a test of twenty people on loopback).
QUESTIONS_A_MINUTE_AND_ADDRESS = 3000
ANSWERED_AT_ONCE = 4
# Each takes 5 kB and its conversation; the one unused for longest is forgotten first.
KEPT_SESSIONS = 1000
# The longest question in bytes, many times over, and nothing like an upload.
REQUEST_BYTES = 1024 * 1024
_WINDOW_SECONDS = 60.0


class RefusedError(Exception):
    """A question that is not put; the message says why, in the visitor's language."""


class TooFastError(RefusedError):
    """One question too many for this minute."""

    def __init__(self, message: str, seconds: int) -> None:
        super().__init__(message)
        self.seconds = seconds


class BusyError(RefusedError):
    """As many questions are waiting as may."""


class DefectError(RefusedError):
    """The question was put and something of ours failed."""


class Rate:
    """At most `limit` events in `window` seconds for each key."""

    def __init__(self, limit: int, clock: Callable[[], float] = time.monotonic, window: float = _WINDOW_SECONDS) -> None:
        self._limit = limit
        self._clock = clock
        self._window = window
        self._lock = threading.Lock()
        self._events: dict[str, deque[float]] = {}

    def wait(self, key: str, count: bool = True) -> float:
        """Count an event; 0 when it is within the limit, else how many seconds until one would be.

        Without `count` it is only said whether one would be.
        """
        now = self._clock()
        with self._lock:
            if len(self._events) > 10_000:
                self._events = {name: times for name, times in self._events.items() if times[-1] > now - self._window}
            times = self._events.get(key, deque())
            while times and times[0] <= now - self._window:
                times.popleft()
            if len(times) >= self._limit:
                return times[0] + self._window - now
            if count:
                times.append(now)
                self._events[key] = times
            elif not times:
                self._events.pop(key, None)
            return 0.0

    def forget(self, key: str) -> None:
        """Forget the events of a key."""
        with self._lock:
            self._events.pop(key, None)


class Gate:
    """Lets a question through or raises RefusedError."""

    def __init__(self, most_chars: int, person: Rate, address: Rate | None = None) -> None:
        self._most_chars = most_chars
        self._person = person
        self._address = address or Rate(QUESTIONS_A_MINUTE_AND_ADDRESS)

    def question(self, text: object, person: str, address: str, words: Words) -> str:
        """The question without surrounding white space, as UTF-8 can hold it.

        `person` is the user's name, the session where nobody signs in, empty for programs that have none.
        """
        if not isinstance(text, str) or not text.strip():
            raise RefusedError(words.no_question)
        if len(text) > self._most_chars:
            raise RefusedError(words.too_long.format(count=len(text), limit=self._most_chars))
        # Programs come without a session; their address limits them.
        wait = max(self._address.wait(address), self._person.wait(person) if person else 0.0)
        if wait > 0:
            seconds = int(wait) + 1
            raise TooFastError(words.too_fast.format(seconds=seconds), seconds)
        return text.strip().encode("utf-8", "replace").decode("utf-8")


class Line:
    """Work of programs that do not come through Gradio's queue: some at once, some waiting, the rest turned away."""

    def __init__(self, most_waiting: int, at_once: int = ANSWERED_AT_ONCE) -> None:
        self._most = most_waiting + at_once
        self._present = 0
        self._places = asyncio.Semaphore(at_once)

    async def run(self, work: Callable[[], Result], words: Words) -> Result:
        """Do the work in a thread once it is its turn; BusyError when too many wait."""
        if self._present >= self._most:
            raise BusyError(words.busy)
        self._present += 1
        try:
            async with self._places:
                return await run_sync(work)
        finally:
            self._present -= 1

"""What a visitor may ask of the page: how long a question, how many a minute, how large a request."""

import threading
import time
from collections import deque
from collections.abc import Callable

from assistant.ui.words import Words

# A person reads before asking again; a session that asks faster than this is a script.
QUESTIONS_A_MINUTE = 60
# Many people may share one address (an office, a test of twenty people on loopback).
QUESTIONS_A_MINUTE_AND_ADDRESS = 3000
WAITING_QUESTIONS = 200
ANSWERED_AT_ONCE = 4
# Gradio keeps some 90 kB for each; the one unused for longest is forgotten first.
KEPT_SESSIONS = 1000
# The longest question in bytes, many times over, and nothing like an upload.
REQUEST_BYTES = 1024 * 1024
_WINDOW_SECONDS = 60.0


class RefusedError(Exception):
    """A question that is not put; the message says why, in the visitor's language."""


class Rate:
    """At most `limit` events a minute for each key."""

    def __init__(self, limit: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._limit = limit
        self._clock = clock
        self._lock = threading.Lock()
        self._events: dict[str, deque[float]] = {}

    def wait(self, key: str) -> float:
        """Count an event; 0 when it is within the limit, else how many seconds until one would be."""
        now = self._clock()
        with self._lock:
            if len(self._events) > 10_000:
                self._events = {name: times for name, times in self._events.items() if times[-1] > now - _WINDOW_SECONDS}
            times = self._events.setdefault(key, deque())
            while times and times[0] <= now - _WINDOW_SECONDS:
                times.popleft()
            if len(times) >= self._limit:
                return times[0] + _WINDOW_SECONDS - now
            times.append(now)
            return 0.0


class Gate:
    """Lets a question through or raises RefusedError."""

    def __init__(self, most_chars: int, session: Rate | None = None, address: Rate | None = None) -> None:
        self._most_chars = most_chars
        self._session = session or Rate(QUESTIONS_A_MINUTE)
        self._address = address or Rate(QUESTIONS_A_MINUTE_AND_ADDRESS)

    def question(self, text: object, session: str, address: str, words: Words) -> str:
        """The question without surrounding white space, as UTF-8 can hold it."""
        if not isinstance(text, str) or not text.strip():
            raise RefusedError(words.no_question)
        if len(text) > self._most_chars:
            raise RefusedError(words.too_long.format(count=len(text), limit=self._most_chars))
        # Programs come without a session; their address limits them.
        wait = max(self._address.wait(address), self._session.wait(session) if session else 0.0)
        if wait > 0:
            raise RefusedError(words.too_fast.format(seconds=int(wait) + 1))
        return text.strip().encode("utf-8", "replace").decode("utf-8")

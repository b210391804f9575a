"""Who is signed in: sessions by random token, of which only the hash is kept, in memory and for twelve hours."""

import hmac
import secrets
import threading
import time
from collections.abc import Callable
from hashlib import sha256

from assistant.users import User, Users

SESSION_SECONDS = 12 * 3600.0
# Long enough that a program which sends its password with each call is not slowed by argon2, short enough to forget.
PROVEN_SECONDS = 300.0
MOST_KEPT = 10_000


class Sessions:
    """Sessions and passwords that were proven a moment ago. Both end when the user is removed or the password changed."""

    def __init__(self, users: Users, clock: Callable[[], float] = time.monotonic) -> None:
        self._users = users
        self._clock = clock
        self._key = secrets.token_bytes(32)
        self._lock = threading.Lock()
        self._kept: dict[str, tuple[User, float]] = {}

    def start(self, user: User) -> str:
        """A new session's token."""
        token = secrets.token_urlsafe(32)
        self._keep(self._digest("session", token), user, SESSION_SECONDS)
        return token

    def user(self, token: str) -> User | None:
        """Whose session this is."""
        return self._find(self._digest("session", token))

    def end(self, token: str) -> None:
        """End a session."""
        with self._lock:
            self._kept.pop(self._digest("session", token), None)

    def prove(self, user: User, password: str) -> None:
        """Keep that this password was right."""
        self._keep(self._digest("password", f"{user.name}\0{password}"), user, PROVEN_SECONDS)

    def proven(self, name: str, password: str) -> User | None:
        """The user when name and password were proven a moment ago."""
        return self._find(self._digest("password", f"{name}\0{password}"))

    def _digest(self, kind: str, secret: str) -> str:
        return hmac.new(self._key, f"{kind} {secret}".encode("utf-8", "replace"), sha256).hexdigest()

    def _keep(self, digest: str, user: User, seconds: float) -> None:
        now = self._clock()
        with self._lock:
            if len(self._kept) >= MOST_KEPT:
                self._kept = {key: kept for key, kept in self._kept.items() if kept[1] > now}
            while len(self._kept) >= MOST_KEPT:
                self._kept.pop(next(iter(self._kept)))
            self._kept[digest] = user, now + seconds

    def _find(self, digest: str) -> User | None:
        kept = self._kept.get(digest)
        if kept is None or kept[1] <= self._clock():
            return None
        now = self._users.all().get(kept[0].name)
        return now if now is not None and now.password == kept[0].password else None

"""Who may use the served page: HOME/users.json, written by the command `users` and read again whenever it has changed.

A password is kept as its argon2id hash (RFC 9106; parameters: OWASP Password Storage Cheat Sheet), an access token, which is
long and random, as its SHA-256.
"""

import json
import re
import secrets
import unicodedata
from dataclasses import asdict, dataclass, replace
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import UserError
from ingest.library_files import write_file

if TYPE_CHECKING:
    from argon2 import PasswordHasher

USERS_FILE = "users.json"
# No colon: HTTP's basic scheme (RFC 7617) ends the name there.
NAME = re.compile(r"[^\W_][\w.@+-]{0,63}")
# Long enough that guessing at the rate the lock-out allows takes centuries; the most is far beyond a sentence.
SHORTEST_PASSWORD, LONGEST_PASSWORD = 12, 1024
TOKEN_PREFIX = "pa-"  # noqa: S105 - not a secret: it tells secret scanners and people what the token is for
TOKEN_BYTES = 32
MEMORY_KIB, PASSES, LANES = 19 * 1024, 2, 1


@dataclass(frozen=True, slots=True)
class User:
    """One user; `password` and `token` are hashes, `token` empty when there is none. An admin may change the library."""

    name: str
    password: str
    token: str = ""
    admin: bool = False


class Users:
    """The users of a home. UserError, in one line, for whatever cannot be read, found or kept."""

    def __init__(self, home: Path) -> None:
        self.path = home / USERS_FILE
        self._read: tuple[tuple[int, int, int], dict[str, User]] | None = None

    def all(self) -> dict[str, User]:
        """Every user by name, in the order of the file; none when there is no file."""
        try:
            facts = self.path.stat()
            stamp = (facts.st_mtime_ns, facts.st_size, facts.st_ino)
            if self._read is None or self._read[0] != stamp:
                self._read = stamp, self._parsed(self.path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, UnicodeDecodeError) as error:
            raise UserError(f"{self.path}: cannot be read: {error}") from error
        return self._read[1]

    def _parsed(self, text: str) -> dict[str, User]:
        try:
            # A file from before there were admins names none.
            users = [
                User(str(row["name"]), str(row["password"]), str(row["token"]), row.get("admin") is True)
                for row in json.loads(text)
            ]
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise UserError(f"{self.path}: not a list of users; restore it or delete it and add the users anew") from error
        return {user.name: user for user in users}

    def named(self, name: str) -> User:
        """The user of this name; UserError names those there are."""
        users = self.all()
        if name not in users:
            raise UserError(f"no user {name!r}; there {'are ' + ', '.join(users) if users else 'is none yet'}")
        return users[name]

    def add(self, name: str, password: str, admin: bool = False) -> None:
        """Add a user. UserError when the name is taken or none, or the password too short or too long."""
        if not NAME.fullmatch(name):
            raise UserError(f"{name!r} is no user name: use up to 64 letters, digits, '.', '-', '_', '+' and '@'")
        if name in self.all():
            raise UserError(f"user {name!r} is there already; change the password: policy-assistant users password {name}")
        self._write({**self.all(), name: User(name, hashed(password), admin=admin)})

    def set_password(self, name: str, password: str) -> None:
        """Give a user another password."""
        self._write({**self.all(), name: replace(self.named(name), password=hashed(password))})

    def set_admin(self, name: str, admin: bool) -> None:
        """Say whether a user may add and remove policies on the page."""
        self._write({**self.all(), name: replace(self.named(name), admin=admin)})

    def new_token(self, name: str) -> str:
        """Give a user an access token, in the place of an earlier one. It is known only now."""
        token = TOKEN_PREFIX + secrets.token_urlsafe(TOKEN_BYTES)
        self._write({**self.all(), name: replace(self.named(name), token=token_hash(token))})
        return token

    def remove(self, name: str) -> None:
        """Remove a user; sessions and token end with it."""
        self.named(name)
        self._write({other: user for other, user in self.all().items() if other != name})

    def with_password(self, name: str, password: str) -> User | None:
        """The user when name and password are right. An unknown name takes as long as a wrong password."""
        from argon2.exceptions import InvalidHashError, VerificationError  # noqa: PLC0415 - `ask` needs no users

        user = self.all().get(name)
        try:
            _hasher().verify(user.password if user else _nobody(), _normal(password[:LONGEST_PASSWORD]))
        except (VerificationError, InvalidHashError):
            return None
        return user

    def with_token(self, token: str) -> User | None:
        """The user whose access token this is."""
        wanted = token_hash(token)
        return next((user for user in self.all().values() if user.token and secrets.compare_digest(user.token, wanted)), None)

    def _write(self, users: dict[str, User]) -> None:
        """Replace the file whole, readable by its owner alone."""
        rows = json.dumps([asdict(user) for user in users.values()], ensure_ascii=False, indent=1) + "\n"
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            write_file(self.path, rows.encode("utf-8"), mode=0o600)
        except OSError as error:
            raise UserError(f"{self.path}: cannot be written: {error.strerror or error}") from error


def hashed(password: str) -> str:
    """The argon2id hash of a password; UserError when it is too short or too long."""
    length = len(_normal(password))
    if not SHORTEST_PASSWORD <= length <= LONGEST_PASSWORD:
        raise UserError(f"the password has {length} characters; {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} are allowed")
    return _hasher().hash(_normal(password))


def token_hash(token: str) -> str:
    """What is kept of an access token."""
    return sha256(token.encode("utf-8", "replace")).hexdigest()


def _normal(password: str) -> str:
    """The same characters, however a keyboard composes them (NFKC, as NIST SP 800-63B asks)."""
    return unicodedata.normalize("NFKC", password.encode("utf-8", "replace").decode("utf-8"))


@cache
def _hasher() -> "PasswordHasher":
    from argon2 import PasswordHasher  # noqa: PLC0415 - `ask` needs no users

    return PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES)


@cache
def _nobody() -> str:
    """A hash that no password that can be set matches, to compare with when there is no such user."""
    return _hasher().hash("")

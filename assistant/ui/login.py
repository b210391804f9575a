"""Who are you: an ASGI middleware that lets nobody in who has not signed in, once there are users.

People sign in with a form and get a cookie; programs send a user's access token (`Authorization: Bearer`) or name and password
(`Authorization: Basic`). Everything is behind it, whatever Gradio or another part serves; only the form itself is not.
"""

import base64
import binascii
import logging
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from math import ceil

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.errors import UserError
from assistant.ui.lockout import Lockout
from assistant.ui.login_form import login_form
from assistant.ui.page import ADMIN, USER, language
from assistant.ui.protect import is_upload
from assistant.ui.sessions import SESSION_SECONDS, Sessions
from assistant.users import User, Users

log = logging.getLogger(__name__)

COOKIE = "policy-assistant-session"
# Each check takes 19 MiB and some ten milliseconds of a core.
CHECKED_AT_ONCE = 2
REMEDY = "Sign in on the page, or send an access token: policy-assistant users token NAME; Authorization: Bearer TOKEN"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why somebody is not let in; `seconds` to wait when the name is locked."""

    seconds: int = 0


class Login:
    """Lets through who has signed in, with the name under `scope[USER]`, and under `scope[ADMIN]` whether it is an admin's.

    Everybody is let through while there are no users, without the latter.
    """

    def __init__(self, app: ASGIApp, users: Users, lockout: Lockout | None = None) -> None:
        self._app = app
        self._users = users
        self._lockout = lockout or Lockout()
        self._sessions = Sessions(users)
        self._limiter: CapacityLimiter | None = None
        # Removing the last user of a page that asks for a login does not open it to everybody.
        self._required = bool(users.all())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        scope = {**scope, USER: ""}
        try:
            self._required = bool(self._users.all()) or self._required
            if not self._required:
                await self._app(scope, receive, send)
                return
            response = await self._answer(scope, receive)
        except UserError as error:
            log.error("nobody can sign in: %s", error)
            response = JSONResponse({"detail": "Nobody can sign in: the list of users cannot be read."}, 503)
        if response is None:
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            response.headers["cache-control"] = "no-store"
            await response(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1008})

    async def _answer(self, scope: Scope, receive: Receive) -> Response | None:
        """What to say instead of passing the connection on; None, and the user in the scope, when it may pass."""
        if scope["type"] == "http":
            request = Request(scope, receive)
            path = scope["path"].rstrip("/")
            if path == "/login":
                return await self._sign_in(request)
            if path == "/logout" and scope["method"] == "POST":
                self._sessions.end(_session(scope))
                gone = RedirectResponse("/login", 303)
                gone.delete_cookie(COOKIE, path="/")
                return gone
        known = await self._known(scope)
        if isinstance(known, User):
            scope[USER], scope[ADMIN] = known.name, known.admin
            if is_upload(scope) and not known.admin:
                # Before the files are taken in; what is done with them afterwards asks again.
                return JSONResponse({"detail": language(Request(scope)).not_admin}, 403)
            return None
        return _refused(scope, known)

    async def _known(self, scope: Scope) -> User | Refusal:
        """Who makes a request, by its header or its cookie."""
        scheme, _, value = _header(scope, b"authorization").partition(" ")
        if scheme.lower() == "bearer":
            return self._users.with_token(value.strip()) or Refusal()
        if scheme.lower() == "basic":
            try:
                name, _, password = base64.b64decode(value, validate=True).decode("utf-8").partition(":")
            except (binascii.Error, UnicodeDecodeError):
                return Refusal()
            return await self._with_password(name, password, _address(scope))
        return self._sessions.user(_session(scope)) or Refusal()

    async def _with_password(self, name: str, password: str, address: str) -> User | Refusal:
        wait = self._lockout.wait(name, address)
        if wait > 0:
            return Refusal(ceil(wait))
        user = self._sessions.proven(name, password)
        if user is None:
            self._limiter = self._limiter or CapacityLimiter(CHECKED_AT_ONCE)
            user = await run_sync(self._users.with_password, name, password, limiter=self._limiter)
        if user is None:
            self._lockout.failed(name, address)
            log.warning("a sign-in from %s failed", address)
            return Refusal()
        self._lockout.succeeded(name, address)
        self._sessions.prove(user, password)
        return user

    async def _sign_in(self, request: Request) -> Response:
        words = language(request)
        if request.method != "POST":
            return HTMLResponse(login_form(words)) if request.method in ("GET", "HEAD") else Response(status_code=405)
        async with request.form(max_files=0, max_fields=10) as form:
            name, password = str(form.get("username", "")), str(form.get("password", ""))
        known = await self._with_password(name, password, _address(request.scope))
        person = _wants_html(request.scope)
        if isinstance(known, Refusal):
            why = words.locked_out.format(seconds=known.seconds) if known.seconds else words.wrong_login
            status = 429 if known.seconds else 401
            headers = {"retry-after": str(known.seconds)} if known.seconds else {}
            if person:
                return HTMLResponse(login_form(words, why), status, headers)
            return JSONResponse({"detail": why}, status, headers)
        response = RedirectResponse("/", 303) if person else JSONResponse({"success": True})
        response.set_cookie(
            COOKIE,
            self._sessions.start(known),
            max_age=int(SESSION_SECONDS),
            httponly=True,
            samesite="lax",
            secure=request.url.scheme == "https",
        )
        return response


def _refused(scope: Scope, refusal: Refusal) -> Response:
    if scope["type"] == "http" and scope["method"] == "GET" and _wants_html(scope):
        return RedirectResponse("/login", 303)
    detail = f"Too many failed attempts. Try again in {refusal.seconds} seconds." if refusal.seconds else REMEDY
    # `error` as clients of OpenAI's API read it, `detail` as those of Gradio's. No basic scheme is offered: a browser would ask
    # for a password in a window of its own.
    body = {"detail": detail, "error": {"message": detail, "type": "authentication_error", "param": None, "code": None}}
    if refusal.seconds:
        return JSONResponse(body, 429, {"retry-after": str(refusal.seconds)})
    return JSONResponse(body, 401, {"www-authenticate": 'Bearer realm="policy-assistant"'})


def _wants_html(scope: Scope) -> bool:
    return "text/html" in _header(scope, b"accept")


def _session(scope: Scope) -> str:
    try:
        cookie = SimpleCookie(_header(scope, b"cookie")).get(COOKIE)
    except CookieError:
        return ""
    return cookie.value if cookie else ""


def _address(scope: Scope) -> str:
    return scope["client"][0] if scope.get("client") else ""


def _header(scope: Scope, wanted: bytes) -> str:
    return next((value.decode("latin-1") for name, value in scope["headers"] if name == wanted), "")

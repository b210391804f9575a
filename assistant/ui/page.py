"""What the tabs share: the assistant, its companies, the gate, the language of a request, the clause tree of a citation."""

import logging
import queue
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import gradio as gr

from assistant.answer import Answer, Citation, Comparison
from assistant.errors import QuestionError
from assistant.procedure_card import Card, RequestKind, procedure_card
from assistant.ui import render, render_policy
from assistant.ui.limits import ANSWERED_AT_ONCE, DefectError, Gate, Rate, RefusedError
from assistant.ui.protect import is_loopback
from assistant.ui.words import ENGLISH, Words, words_for
from assistant.ui.words_ja import JAPANESE
from ingest.clauses import parse_clauses
from ingest.errors import IngestError
from vectorstore.errors import VectorStoreError

if TYPE_CHECKING:
    from starlette.requests import Request

    from assistant.pipeline import Assistant
    from ingest.policy import ClauseTree
    from vectorstore.retrieval import RetrievedClause

log = logging.getLogger(__name__)

# How events are handled: a question waits its turn; what costs next to nothing does not.
ASKING: dict[str, Any] = {
    "show_progress": "hidden",
    "api_visibility": "private",
    "concurrency_limit": ANSWERED_AT_ONCE,
    "concurrency_id": "answers",
}
QUICK: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private", "queue": False}

Claims = tuple[tuple[str, str], ...]
"""Company and text of each."""

# Where the login leaves the name of whoever made a request, and whether it is an admin's.
USER, ADMIN = "policy_assistant.user", "policy_assistant.admin"

TRANSLATED = gr.I18n(en=ENGLISH.plain(), ja=JAPANESE.plain())


@dataclass(frozen=True)
class Page:
    """One page served to many visitors.

    Where nobody signs in `open_to_change` says whether the library may be changed; where somebody does, only an admin may, and
    not unless `admins_may_change`.
    """

    assistant: "Assistant"
    gate: Gate
    open_to_change: bool = False
    admins_may_change: bool = True
    drafts: bool = False
    changing: threading.Lock = field(default_factory=threading.Lock)

    @classmethod
    def of(cls, assistant: "Assistant", host: str = "", *, drafts: bool = False) -> "Page":
        """The page of an assistant as served on `host`: there, its settings say who may change the library.

        `drafts` says that a tab takes answers that are called wrong.
        """
        settings = assistant.settings
        allowed = settings.page_admin
        open_to_change = allowed == "always" or (allowed == "loopback" and is_loopback(host))
        gate = Gate(settings.max_question_chars, Rate(settings.questions_per_minute))
        return cls(assistant, gate, open_to_change, allowed != "never", drafts)

    @property
    def companies(self) -> tuple[str, ...]:
        """The companies of the library in the library's order."""
        return tuple(dict.fromkeys(self.assistant.companies))

    def admit(self, question: object, request: "gr.Request | Request | None", words: Words) -> str:
        """The question as it may be put; RefusedError says why not."""
        person = str(getattr(request, "username", None) or getattr(request, "session_hash", None) or user_of(request) or "")
        client = request.client if request else None
        return self.gate.question(question, person, client.host if client else "", words)

    def may_administer(self, request: "gr.Request | Request | None") -> bool:
        """Whether whoever made a request may add and remove policies, and run the evaluation."""
        admin = _scope(request).get(ADMIN)
        return self.open_to_change if admin is None else bool(admin) and self.admins_may_change

    def refuse_change(self, request: "gr.Request | Request | None", words: Words) -> None:
        """RefusedError, saying who may, for a request of somebody who may not change the library."""
        if not self.may_administer(request):
            raise RefusedError(words.not_admin if user_of(request) and self.admins_may_change else words.may_not_edit)

    def chosen(self, companies: object) -> tuple[str, ...]:
        """Those of the named companies that the library has: what a browser sends is not to be trusted."""
        named = companies if isinstance(companies, Sequence) and not isinstance(companies, str) else ()
        return tuple(company for company in self.companies if company in named)

    def ask(
        self,
        question: str,
        history: Sequence[str],
        companies: Sequence[str],
        words: Words,
        on_claim: Callable[[str, str], bool] | None = None,
    ) -> Answer:
        """The assistant's answer; RefusedError, in words, whatever goes wrong."""
        try:
            return self.assistant.ask(question, history=history, companies=list(companies) or None, on_claim=on_claim)
        except QuestionError as error:
            raise RefusedError(str(error)) from error
        except Exception as error:
            raise self.defect(error, words) from None

    def stream(
        self, question: str, history: Sequence[str], companies: Sequence[str], words: Words, stop: threading.Event
    ) -> Iterator[Claims | Answer]:
        """The claims that stand so far, each time there is one more, then the answer. RefusedError as `ask`.

        Only a chat model takes time to tell them; `stop` makes it leave off.
        """
        if not self.assistant.settings.chat_model:
            yield self.ask(question, history, companies, words)
            return
        heard: queue.SimpleQueue[tuple[str, str] | Answer | RefusedError] = queue.SimpleQueue()

        def on_claim(company: str, text: str) -> bool:
            heard.put((company, text))
            return not stop.is_set()

        def work() -> None:
            try:
                heard.put(self.ask(question, history, companies, words, on_claim))
            except RefusedError as refused:
                heard.put(refused)

        threading.Thread(target=work, daemon=True).start()
        claims: Claims = ()
        while isinstance(got := heard.get(), tuple):
            claims = (*claims, got)
            yield claims
        if isinstance(got, RefusedError):
            raise got
        yield got

    def search(self, query: str, companies: Sequence[str], limit: int, words: Words) -> "list[RetrievedClause]":
        """The clauses nearest to a query; RefusedError, in words, whatever goes wrong."""
        try:
            return self.assistant.search(query, companies=list(companies) or None, limit=limit)
        except QuestionError as error:
            raise RefusedError(str(error)) from error
        except Exception as error:
            raise self.defect(error, words) from None

    def compare(self, question: str, companies: Sequence[str], words: Words) -> Comparison:
        """The assistant's comparison; RefusedError, in words, whatever goes wrong."""
        try:
            return self.assistant.compare(question, companies=list(companies) or None)
        except QuestionError as error:
            raise RefusedError(str(error)) from error
        except Exception as error:
            raise self.defect(error, words) from None

    def card(self, company: str, request_name: RequestKind, request: gr.Request | None, words: Words) -> Card:
        """What a company's policy says of a request; counts as one question. RefusedError, in words, whatever goes wrong."""
        self.admit(request_name.value, request, words)
        try:
            return procedure_card(self.assistant, company, request_name)
        except Exception as error:
            raise self.defect(error, words) from None

    def defect(self, error: Exception, words: Words) -> DefectError:
        """What a visitor is told of an unexpected error. Its kind is logged and its message not: it may hold the question."""
        log.error("a request failed with %s", type(error).__name__)
        log.debug("unexpected error", exc_info=error)
        return DefectError(words.failed)

    def tree(self, policy_id: str, version: str = "") -> "ClauseTree":
        """The clauses of a policy in the version cited, of the one served when none is named."""
        tree = self.assistant.tree(policy_id)
        if version and tree.policy.version != version:
            tree = parse_clauses(self.assistant.library.load(policy_id, version))
        return tree

    def text(self, policy_id: str, version: str) -> str:
        """The text of a policy version. LookupError when the library does not have it."""
        try:
            return self.tree(policy_id, version).policy.text
        except (IngestError, VectorStoreError) as error:
            raise LookupError(policy_id) from error

    def evidence(self, citation: Citation | None, words: Words, chosen: bool, beside: Sequence[Citation] = ()) -> str:
        """The evidence pane for a citation; those cited `beside` it are pointed out as well."""
        if citation is None:
            return render_policy.no_evidence(words)
        try:
            tree = self.tree(citation.policy_id, citation.version)
        except (IngestError, VectorStoreError):
            # Removed since it was cited.
            return render.notice(words.kept_changed)
        return render_policy.evidence(tree, citation, words, chosen, beside)


def user_of(request: "gr.Request | Request | None") -> str:
    """The name of whoever signed in to make a request, empty where nobody needs to."""
    return str(_scope(request).get(USER, ""))


def _scope(request: "gr.Request | Request | None") -> Mapping[str, Any]:
    # Gradio's own request holds the one that was made.
    scope: Mapping[str, Any] = getattr(getattr(request, "request", request), "scope", {})
    return scope


def language(request: "gr.Request | Request | None") -> Words:
    """The words for a visitor's browser."""
    return words_for(request.headers.get("accept-language", "")) if request else ENGLISH


def wired(*names: str) -> str:
    """The script of an HTML component whose buttons send the named events; they must stand in it in quotes for Gradio."""
    return f"policyAssistant.wire(element, trigger, watch, {list(names)!r})"


def sent(event: gr.EventData, name: str) -> str:
    """One value that a button of the page sent, empty when it did not."""
    value = getattr(event, name, "")
    return value if isinstance(value, str) else ""


def sent_number(event: gr.EventData, name: str) -> int:
    """One whole number that a button of the page sent, -1 when it did not."""
    value = sent(event, name)
    return int(value) if value.isascii() and value.isdigit() and len(value) < 7 else -1

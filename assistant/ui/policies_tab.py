"""The tab to read the policies themselves, to search in them, and, where the operator allows it, to add and remove them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import gradio as gr

from assistant.ui import render, render_policy
from assistant.ui.limits import RefusedError
from assistant.ui.page import ASKING, QUICK, TRANSLATED, Page, language, sent, sent_number, wired
from assistant.ui.policy_files import SUFFIXES_TAKEN, add_files, remove_policy
from assistant.ui.words import ENGLISH
from ingest.errors import IngestError
from ingest.policy import Span
from vectorstore.errors import VectorStoreError

if TYPE_CHECKING:
    from ingest.library_files import PolicyRecord

# Counting the clauses of a policy parses it: done for a library that can be read through, not for thousands.
MOST_COUNTED = 200
MOST_FOUND = 12


class PoliciesTab:
    """The tab's event handlers; `build` makes its components and wires them."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def library(self, chosen: str, request: gr.Request) -> str:
        """The list of policies with dates, version and number of clauses."""
        records = self.page.assistant.library.current()
        counts = {record.policy_id: self._count(record) for record in records[:MOST_COUNTED]}
        return render_policy.library(records, counts, language(request), chosen)

    def _count(self, record: "PolicyRecord") -> int | None:
        """How many clauses a policy has; None for one that is only just being added, or removed."""
        try:
            return sum(1 for _ in self.page.tree(record.policy_id, record.version).leaves())
        except (IngestError, VectorStoreError):
            return None

    def read(self, request: gr.Request, event: gr.EventData) -> tuple[str, str, str]:
        """The list with the chosen policy marked, the policy itself at the words that a search found, and its id."""
        words = language(request)
        policy_id = sent(event, "policy")
        record = next((one for one in self.page.assistant.library.current() if one.policy_id == policy_id), None)
        if record is None:
            return self.library("", request), render.notice(words.choose_policy), ""
        try:
            tree = self.page.tree(policy_id, record.version)
        except (IngestError, VectorStoreError):
            return self.library("", request), render.notice(words.being_changed), ""
        start, end = sent_number(event, "start"), sent_number(event, "end")
        cited = Span(start, end) if 0 <= start < end <= len(tree.policy.text) else None
        text = render_policy.reader(tree, words, cited, removable=self.page.may_administer(request))
        return self.library(policy_id, request), text, policy_id

    def search(self, query: str, chosen: str, request: gr.Request) -> str:
        """The clauses nearest to a query: of the policy that is open, of all when none is."""
        words = language(request)
        records = self.page.assistant.library.current()
        company = next((record.company for record in records if record.policy_id == chosen), "")
        try:
            query = self.page.admit(query, request, words)
            found = self.page.search(query, (company,) if company else (), MOST_FOUND, words)
        except RefusedError as refused:
            return render.notice(str(refused))
        return render_policy.results(found, company, words)

    def everywhere(self, query: str, request: gr.Request) -> str:
        """The same in all policies."""
        return self.search(query, "", request)

    def add(self, files: Sequence[str] | None, company: str, request: gr.Request) -> tuple[str, str, str]:
        """Files into the library; the list, what became of them, and the empty company box."""
        words = language(request)
        told = add_files(self.page, files or (), company, request, words)
        return self.library("", request), told, ""

    def ask_removal(self, request: gr.Request, event: gr.EventData) -> str:
        """Ask whether it is meant."""
        words = language(request)
        policy_id = sent(event, "policy")
        try:
            self.page.refuse_change(request, words)
        except RefusedError as refused:
            return render.notice(str(refused))
        record = next((one for one in self.page.assistant.library.current() if one.policy_id == policy_id), None)
        return render.notice(words.choose_policy) if record is None else render_policy.removal(record, words)

    def remove(self, request: gr.Request, event: gr.EventData) -> tuple[str, str, str, str]:
        """Remove a policy; the list, the empty reader, what became of it, and no chosen policy."""
        words = language(request)
        told = remove_policy(self.page, sent(event, "policy"), request, words)
        return self.library("", request), render_policy.no_policy(words), told, ""

    def companies(self) -> list[object]:
        """The lists of companies in the other tabs, as the library is now."""
        return [gr.update(choices=list(self.page.companies)) for _ in self._lists]

    def greet(self, request: gr.Request) -> tuple[str, str, object]:
        """The list and the empty reader in the visitor's language, and how to add a policy for whom may."""
        may = self.page.may_administer(request)
        return self.library("", request), render_policy.no_policy(language(request)), gr.update(visible=may)

    def build(self, blocks: gr.Blocks, tab: gr.Tab, lists: Sequence[gr.Dropdown] = ()) -> None:
        """Make the components inside `blocks` and wire them; the list is read anew whenever `tab` is opened.

        `lists` are those of other tabs that name the companies.
        """
        self._lists = lists
        chosen = gr.State("")
        with gr.Row(elem_classes="pa-split"):
            with gr.Column(scale=2, min_width=260):
                with gr.Row(elem_classes="pa-ask"):
                    query = gr.Textbox(
                        label=TRANSLATED("search"),
                        placeholder=TRANSLATED("search_placeholder"),
                        lines=1,
                        max_lines=1,
                        max_length=self.page.assistant.settings.max_question_chars,
                        elem_id="pa-search",
                    )
                found = gr.HTML("", js_on_load=wired("hit", "everywhere"), apply_default_css=False, elem_id="pa-found")
                outcome = gr.HTML("", js_on_load=wired("removal", "keep"), apply_default_css=False, elem_id="pa-outcome")
                library = gr.HTML("", js_on_load=wired("open"), apply_default_css=False, elem_id="pa-library")
                with gr.Column(visible=False, elem_classes="pa-adding") as adding:
                    company = gr.Textbox(
                        label=TRANSLATED("add_company"),
                        info=TRANSLATED("add_company_info"),
                        max_length=200,
                        elem_id="pa-add-company",
                    )
                    files = gr.UploadButton(
                        TRANSLATED("add_files"),  # type: ignore[arg-type] # translated like any other label
                        file_count="multiple",
                        file_types=list(SUFFIXES_TAKEN),
                        size="sm",
                        variant="secondary",
                        elem_id="pa-add",
                    )
            with gr.Column(scale=6, min_width=320, elem_classes="pa-right"):
                reader = gr.HTML(
                    render_policy.no_policy(ENGLISH), js_on_load=wired("remove"), apply_default_css=False, elem_id="pa-reader"
                )
        opened = [library, reader, chosen]
        tab.select(self.library, [chosen], [library], **QUICK)
        library.open(self.read, None, opened, **QUICK)
        query.submit(self.search, [query, chosen], [found], **ASKING)
        found.hit(self.read, None, opened, **QUICK)
        found.everywhere(self.everywhere, [query], [found], **ASKING)
        reader.remove(self.ask_removal, None, [outcome], **QUICK)
        outcome.keep(lambda: "", None, [outcome], **QUICK)
        changes = [
            outcome.removal(self.remove, None, [library, reader, outcome, chosen], **ASKING),
            files.upload(self.add, [files, company], [library, outcome, company], **ASKING),
        ]
        for change in changes:
            change.then(self.companies, None, list(lists), **QUICK)
        blocks.load(self.greet, None, [library, reader, adding], **QUICK)
        blocks.load(self.companies, None, list(lists), **QUICK)

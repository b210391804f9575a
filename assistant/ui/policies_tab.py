"""The tab to read the policies themselves."""

import gradio as gr

from assistant.ui import render, render_policy
from assistant.ui.page import QUICK, Page, language, sent, wired
from assistant.ui.words import ENGLISH

# Counting the clauses of a policy parses it: done for a library that can be read through, not for thousands.
MOST_COUNTED = 200


class PoliciesTab:
    """The tab's event handlers; `build` makes its components and wires them."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def library(self, chosen: str, request: gr.Request) -> str:
        """The list of policies with dates, version and number of clauses."""
        records = self.page.assistant.library.current()
        counts = {
            record.policy_id: sum(1 for _ in self.page.tree(record.policy_id, record.version).leaves())
            for record in records[:MOST_COUNTED]
        }
        return render_policy.library(records, counts, language(request), chosen)

    def read(self, request: gr.Request, event: gr.EventData) -> tuple[str, str, str]:
        """The list with the chosen policy marked, the policy itself, and its id."""
        words = language(request)
        policy_id = sent(event, "policy")
        record = next((one for one in self.page.assistant.library.current() if one.policy_id == policy_id), None)
        if record is None:
            return self.library("", request), render.notice(words.choose_policy), ""
        text = render_policy.reader(self.page.tree(policy_id, record.version), words)
        return self.library(policy_id, request), text, policy_id

    def greet(self, request: gr.Request) -> tuple[str, str]:
        """The list and the empty reader in the visitor's language."""
        return self.library("", request), render_policy.no_policy(language(request))

    def build(self, blocks: gr.Blocks, tab: gr.Tab) -> None:
        """Make the components inside `blocks` and wire them; the list is read anew whenever `tab` is opened."""
        chosen = gr.State("")
        with gr.Row(elem_classes="pa-split"):
            with gr.Column(scale=2, min_width=240):
                library = gr.HTML("", js_on_load=wired("open"), apply_default_css=False, elem_id="pa-library")
            with gr.Column(scale=6, min_width=320, elem_classes="pa-right"):
                reader = gr.HTML(
                    render_policy.no_policy(ENGLISH), js_on_load=wired(), apply_default_css=False, elem_id="pa-reader"
                )
        tab.select(self.library, [chosen], [library], **QUICK)
        library.open(self.read, None, [library, reader, chosen], **QUICK)
        blocks.load(self.greet, None, [library, reader], **QUICK)

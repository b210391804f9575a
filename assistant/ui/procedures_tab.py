"""The tab for staff: what a company's policy says of each request, as cards to work from and to print."""

from collections.abc import Iterator

import gradio as gr

from assistant.procedure_card import Card, RequestKind
from assistant.ui import render, render_card, render_policy
from assistant.ui.limits import RefusedError
from assistant.ui.page import ASKING, QUICK, TRANSLATED, Page, language, sent, sent_number, wired
from assistant.ui.words import ENGLISH

Cards = tuple[Card, ...]
# Cards, evidence, what the cards were made of.
Shown = tuple[object, object, object]
EVERY = "every"
PRINT = "() => { window.print(); }"


class ProceduresTab:
    """The tab's event handlers; `build` makes its components and wires them."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def show(self, company: object, request_name: object, request: gr.Request) -> Iterator[Shown]:
        """The cards of a company, each as soon as it is there."""
        words = language(request)
        chosen = self.page.chosen([company])
        if not chosen:
            yield render_card.no_cards(words), render_policy.no_evidence(words), ()
            return
        company = chosen[0]
        wanted = [one for one in RequestKind if request_name in (one.value, EVERY, None)]
        waiting = words.procedures_reading.format(company=company)
        found: Cards = ()
        yield render_card.cards(found, words, waiting), render_policy.no_evidence(words), found
        try:
            for number, one in enumerate(wanted, start=1):
                found = (*found, self.page.card(company, one, request, words))
                evidence: object = gr.skip()
                if number == 1 and found[0].citations:
                    evidence = self.page.evidence(found[0].citations[0], words, chosen=False, beside=found[0].citations)
                yield render_card.cards(found, words, waiting if number < len(wanted) else ""), evidence, found
        except RefusedError as refused:
            yield render_card.cards(found, words) + render.notice(str(refused)), gr.skip(), found

    def cite(self, found: Cards, request: gr.Request, event: gr.EventData) -> str:
        """Show the evidence that was chosen."""
        words = language(request)
        number, index = sent_number(event, "turn"), sent_number(event, "index")
        citations = found[number].citations if 0 <= number < len(found) else ()
        if not 0 <= index < len(citations) or sent(event, "kind") != "citation":
            return render.notice(words.unknown_choice)
        return self.page.evidence(citations[index], words, chosen=True, beside=citations)

    def greet(self, request: gr.Request) -> tuple[str, str]:
        """The empty cards and evidence in the visitor's language."""
        words = language(request)
        return render_card.no_cards(words), render_policy.no_evidence(words)

    def build(self, blocks: gr.Blocks) -> None:
        """Make the components inside `blocks` and wire them."""
        found = gr.State(())
        with gr.Row(elem_classes="pa-form"):
            company = self.companies = gr.Dropdown(
                list(self.page.companies),
                value=None,
                label=TRANSLATED("procedures_company"),
                scale=2,
                min_width=220,
                elem_id="pa-procedures-company",
            )
            name = gr.Radio(
                [
                    (TRANSLATED("every_request"), EVERY),
                    *((TRANSLATED(f"request_{one.value}"), one.value) for one in RequestKind),
                ],
                value=EVERY,
                label=TRANSLATED("procedures_request"),
                scale=5,
                min_width=300,
                elem_id="pa-procedures-request",
            )
        with gr.Row(elem_classes="pa-split"):
            with gr.Column(scale=7, min_width=320, elem_classes="pa-printed"):
                cards = gr.HTML(
                    render_card.no_cards(ENGLISH), js_on_load=wired("cite"), apply_default_css=False, elem_id="pa-cards"
                )
                paper = gr.Button(
                    TRANSLATED("print"), size="sm", variant="secondary", elem_id="pa-print", elem_classes="pa-one"
                )
            with gr.Column(scale=5, min_width=320, elem_classes="pa-right"):
                evidence = gr.HTML(
                    render_policy.no_evidence(ENGLISH),
                    js_on_load=wired(),
                    apply_default_css=False,
                    elem_id="pa-procedures-evidence",
                    elem_classes="pa-follows",
                )
        shown = [cards, evidence, found]
        gr.on([company.input, name.input], self.show, [company, name], shown, trigger_mode="always_last", **ASKING)
        cards.cite(self.cite, [found], [evidence], **QUICK)
        paper.click(None, None, None, js=PRINT)
        blocks.load(self.greet, None, [cards, evidence], **QUICK)

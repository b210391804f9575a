"""The tab that puts one question to every policy and shows the answers side by side."""

import json
from collections.abc import Iterator

import gradio as gr

from assistant.answer import Comparison
from assistant.answer_json import comparison_to_csv
from assistant.ui import render, render_policy, render_table
from assistant.ui.ask_tab import SAVE
from assistant.ui.conversation import leading_citation
from assistant.ui.limits import RefusedError
from assistant.ui.page import ASKING, QUICK, TRANSLATED, Page, language, sent, sent_number, wired
from assistant.ui.words import ENGLISH


class CompareTab:
    """The tab's event handlers; `build` makes its components and wires them."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def compare(self, question: str, companies: list[str], request: gr.Request) -> Iterator[tuple[object, object, object]]:
        """Table, evidence and comparison for a question."""
        words = language(request)
        try:
            question = self.page.admit(question, request, words)
            yield render_table.comparing(words), gr.skip(), None
            comparison = self.page.compare(question, self.page.chosen(companies), words)
        except RefusedError as refused:
            yield render.notice(str(refused)), gr.skip(), None
            return
        evidence = render_policy.no_evidence(words)
        for row in comparison.rows:
            if row.citations:
                evidence = self.page.evidence(leading_citation(row), words, chosen=False, beside=row.citations)
                break
        yield render_table.table(comparison, words), evidence, comparison

    def topic(self, key: object, request: gr.Request) -> object:
        """The question of a topic, in the visitor's language."""
        return language(request).topic_question(str(key)) or gr.skip()

    def cite(self, comparison: Comparison | None, request: gr.Request, event: gr.EventData) -> str:
        """Show the evidence that was chosen."""
        words = language(request)
        rows = comparison.rows if comparison is not None else ()
        row, index = sent_number(event, "turn"), sent_number(event, "index")
        if not (0 <= row < len(rows) and 0 <= index < len(rows[row].citations)) or sent(event, "kind") != "citation":
            return render.notice(words.unknown_choice)
        return self.page.evidence(rows[row].citations[index], words, chosen=True, beside=rows[row].citations)

    def save(self, comparison: Comparison | None) -> str:
        """The comparison as a CSV file for the browser to save; the mark at its start tells spreadsheets that it is UTF-8."""
        text = comparison_to_csv(comparison) if comparison is not None else ""
        return json.dumps({"name": "comparison.csv", "type": "text/csv", "text": f"\ufeff{text}" if text else ""})

    def greet(self, request: gr.Request) -> tuple[str, str]:
        """The empty table and evidence in the visitor's language."""
        words = language(request)
        return render_table.no_table(words), render_policy.no_evidence(words)

    def build(self, blocks: gr.Blocks) -> None:
        """Make the components inside `blocks` and wire them."""
        comparison = gr.State(None)
        parcel = gr.Textbox(visible="hidden", elem_classes="pa-parcel")
        with gr.Row(elem_classes="pa-form"):
            topic = gr.Dropdown(
                [(TRANSLATED(f"topic_{topic.key}"), topic.key) for topic in ENGLISH.topics],
                value=None,
                label=TRANSLATED("topic"),
                info=TRANSLATED("topic_info"),
                scale=2,
                min_width=180,
                elem_id="pa-topic",
            )
            companies = gr.Dropdown(
                list(self.page.companies),
                multiselect=True,
                label=TRANSLATED("companies"),
                info=TRANSLATED("compare_companies_info"),
                scale=3,
                min_width=220,
                elem_id="pa-compare-companies",
            )
        with gr.Row(elem_classes="pa-ask"):
            question = gr.Textbox(
                label=TRANSLATED("compare_question"),
                placeholder=TRANSLATED("placeholder"),
                lines=1,
                max_lines=4,
                max_length=self.page.assistant.settings.max_question_chars,
                scale=5,
                elem_id="pa-compare-question",
            )
            run = gr.Button(TRANSLATED("compare"), variant="primary", scale=1, min_width=110, elem_id="pa-compare")
        with gr.Row(elem_classes="pa-split"):
            with gr.Column(scale=7, min_width=320):
                table = gr.HTML(
                    render_table.no_table(ENGLISH), js_on_load=wired("cite"), apply_default_css=False, elem_id="pa-comparison"
                )
                save = gr.Button(TRANSLATED("csv"), size="sm", variant="secondary", elem_id="pa-csv", elem_classes="pa-one")
            with gr.Column(scale=5, min_width=320, elem_classes="pa-right"):
                evidence = gr.HTML(
                    render_policy.no_evidence(ENGLISH),
                    js_on_load=wired(),
                    apply_default_css=False,
                    elem_id="pa-compare-evidence",
                )

        shown = [table, evidence, comparison]
        inputs = [question, companies]
        gr.on([run.click, question.submit], self.compare, inputs, shown, **ASKING)
        topic.input(self.topic, [topic], [question], **QUICK).then(self.compare, inputs, shown, **ASKING)
        table.cite(self.cite, [comparison], [evidence], **QUICK)
        save.click(self.save, [comparison], [parcel], **QUICK).then(None, [parcel], None, js=SAVE)
        blocks.load(self.greet, None, [table, evidence], **QUICK)

"""The tab that puts questions to every policy and shows the answers side by side."""

import json
from collections.abc import Iterator, Sequence

import gradio as gr

from assistant.answer import Answer
from assistant.answer_json import comparisons_to_csv
from assistant.ui import render, render_policy, render_table
from assistant.ui.ask_tab import SAVE
from assistant.ui.conversation import leading_citation
from assistant.ui.limits import RefusedError
from assistant.ui.page import ASKING, QUICK, TRANSLATED, Page, language, sent, sent_number, wired
from assistant.ui.render_table import Asked
from assistant.ui.words import ENGLISH, Words

Table = tuple[Asked, ...]
# Table, evidence, what the table was made of.
Shown = tuple[object, object, object]
ROWS, COLUMNS = "rows", "columns"


class CompareTab:
    """The tab's event handlers; `build` makes its components and wires them."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def compare(
        self, topics: object, question: str, companies: list[str], layout: object, request: gr.Request
    ) -> Iterator[Shown]:
        """Table, evidence and comparisons, a question after the other: those of the topics, then one's own."""
        words = language(request)
        planned = _planned(topics, question, words)
        table: Table = ()
        shown_evidence = False
        yield render_table.comparing(words), gr.skip(), ()
        try:
            for place, (topic, wording) in enumerate(planned or [("", question)], start=1):
                admitted = self.page.admit(wording, request, words)
                comparison = self.page.compare(admitted, self.page.chosen(companies), words)
                table = (*table, Asked(topic, comparison))
                evidence: object = gr.skip()
                first = next((row for row in comparison.rows if row.citations), None)
                if first is not None and not shown_evidence:
                    evidence, shown_evidence = self._evidence(first, words), True
                waiting = words.comparing if place < len(planned) else ""
                yield render_table.table(table, words, across=layout == COLUMNS, waiting=waiting), evidence, table
        except RefusedError as refused:
            done = render_table.table(table, words, across=layout == COLUMNS) if table else ""
            yield done + render.notice(str(refused)), gr.skip(), table

    def turn(self, table: Table, layout: object, request: gr.Request) -> object:
        """The same table with its companies in the rows or in the columns."""
        return render_table.table(table, language(request), across=layout == COLUMNS) if table else gr.skip()

    def cite(self, table: Table, request: gr.Request, event: gr.EventData) -> str:
        """Show the evidence that was chosen."""
        words = language(request)
        row, index = render_table.cell_at(table, sent_number(event, "turn")), sent_number(event, "index")
        if row is None or not 0 <= index < len(row.citations) or sent(event, "kind") != "citation":
            return render.notice(words.unknown_choice)
        return self.page.evidence(row.citations[index], words, chosen=True, beside=row.citations)

    def _evidence(self, row: Answer, words: Words) -> str:
        return self.page.evidence(leading_citation(row), words, chosen=False, beside=row.citations)

    def save(self, table: Table) -> str:
        """The table as a CSV file for the browser to save; the mark at its start tells spreadsheets that it is UTF-8."""
        text = comparisons_to_csv([one.comparison for one in table]) if table else ""
        return json.dumps({"name": "comparison.csv", "type": "text/csv", "text": f"\ufeff{text}" if text else ""})

    def greet(self, request: gr.Request) -> tuple[str, str]:
        """The empty table and evidence in the visitor's language."""
        words = language(request)
        return render_table.no_table(words), render_policy.no_evidence(words)

    def build(self, blocks: gr.Blocks) -> None:
        """Make the components inside `blocks` and wire them."""
        made_of = gr.State(())
        parcel = gr.Textbox(visible="hidden", elem_classes="pa-parcel")
        with gr.Row(elem_classes="pa-form"):
            topics = gr.Dropdown(
                [(TRANSLATED(f"topic_{topic.key}"), topic.key) for topic in ENGLISH.topics],
                value=[],
                multiselect=True,
                label=TRANSLATED("topics_chosen"),
                info=TRANSLATED("topics_info"),
                scale=3,
                min_width=220,
                elem_id="pa-topics",
            )
            companies = self.companies = gr.Dropdown(
                list(self.page.companies),
                multiselect=True,
                label=TRANSLATED("companies"),
                info=TRANSLATED("compare_companies_info"),
                scale=3,
                min_width=220,
                elem_id="pa-compare-companies",
            )
            layout = gr.Radio(
                [(TRANSLATED("in_rows"), ROWS), (TRANSLATED("in_columns"), COLUMNS)],
                value=ROWS,
                label=TRANSLATED("layout"),
                scale=2,
                min_width=200,
                elem_id="pa-layout",
            )
        with gr.Row(elem_classes="pa-ask"):
            question = gr.Textbox(
                label=TRANSLATED("compare_question"),
                placeholder=TRANSLATED("compare_placeholder"),
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
                    elem_classes="pa-follows",
                )

        shown = [table, evidence, made_of]
        inputs = [topics, question, companies, layout]
        gr.on([run.click, question.submit, topics.input], self.compare, inputs, shown, trigger_mode="always_last", **ASKING)
        layout.input(self.turn, [made_of, layout], [table], **QUICK)
        table.cite(self.cite, [made_of], [evidence], **QUICK)
        save.click(self.save, [made_of], [parcel], **QUICK).then(None, [parcel], None, js=SAVE)
        blocks.load(self.greet, None, [table, evidence], **QUICK)


def _planned(topics: object, question: object, words: Words) -> list[tuple[str, str]]:
    """Topic and question of each column: the chosen topics in their own order, then the question that was typed."""
    keys = topics if isinstance(topics, Sequence) and not isinstance(topics, str) else ()
    planned = [(topic.label, topic.question) for topic in words.topics if topic.key in keys]
    typed = isinstance(question, str) and question.strip()
    return [*planned, ("", str(question))] if typed else planned

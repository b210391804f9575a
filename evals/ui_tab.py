"""The page's tab to run the evaluation and to turn a wrong answer into a draft case.

It lives here and not beside the other tabs because nothing in `assistant` may import `evals`: the page finds it by the entry
point in pyproject.toml.
"""

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Literal, get_args

import gradio as gr

from assistant.answer import Status
from assistant.ui.ask_tab import SAVE
from assistant.ui.conversation import Turn, earlier_questions
from assistant.ui.limits import RefusedError
from assistant.ui.page import ASKING, QUICK, TRANSLATED, Page, language, sent_number, user_of, wired
from assistant.ui.render import notice, short
from evals import ui_render
from evals.case import CASES, Kind, read_cases, select
from evals.draft_case import Draft, complaints, draft_line
from evals.page_run import PageRun, askable
from evals.ui_words import PHRASES

if TYPE_CHECKING:
    from assistant.ui.extension import Parts

# A browser need not be told of every single question.
TOLD_SECONDS = 0.4
MOST_CLAUSES = 12
STATUSES = (Status.STATED, Status.UNSPECIFIED, Status.NOT_STATED, Status.UNKNOWN_COMPANY, Status.OUT_OF_SCOPE)
OPEN_REPORT = "(parcel) => { policyAssistant.open(parcel); }"
SAVE_RATINGS = "() => { policyAssistant.saveRatings(); }"
FORGET_RATINGS = "() => { policyAssistant.forgetRatings(); }"


class EvaluationTab:
    """The tab's event handlers; `build` makes its components and wires them."""

    tab_id = "evaluation"
    title = "evaluation_tab"
    phrases: Mapping[str, Mapping[str, str]] = PHRASES

    def attach(self, page: Page) -> None:
        """Take the page that the handlers answer for."""
        self.page, self.runs = page, PageRun(page.assistant)

    def words(self, request: gr.Request | None) -> Mapping[str, str]:
        """The phrases of a visitor's language."""
        return PHRASES[language(request).language]

    def run(self, kinds: Sequence[str] | None, request: gr.Request) -> Iterator[str]:
        """Run the cases of some kinds, or all, telling how far it is; then what came of it."""
        words = self.words(request)
        if not self.page.may_administer(request):
            # Who has signed in can be made an admin.
            admins_may = user_of(request) and self.page.admins_may_change
            yield notice(language(request).not_admin if admins_may else words["eval_not_allowed"])
            return
        shelf = self.runs.shelf()
        chosen = select(read_cases(CASES), [kind for kind in kinds or () if kind in get_args(Kind)])
        cases = askable(chosen, shelf)
        if not cases:
            yield notice(words["eval_none"])
            return
        yield ui_render.progress(0, len(cases), 0, words)
        steps = self.runs.run(cases, shelf)
        if steps is None:
            yield notice(words["eval_running"])
            return
        told = time.monotonic()
        for step in steps:
            if step.run is not None:
                yield ui_render.finished(step.run, len(chosen) - len(cases), words)
            elif time.monotonic() - told >= TOLD_SECONDS:
                told = time.monotonic()
                yield ui_render.progress(step.done, step.total, step.passed, words)

    def stop(self, request: gr.Request) -> None:
        """End the run that is under way; what was asked is reported."""
        if self.page.may_administer(request):
            self.runs.stop()

    def report(self, request: gr.Request) -> tuple[str, object]:
        """The last report for the browser to open, or why there is none."""
        path = self.runs.folder / "report.html"
        if not self.page.may_administer(request) or not path.is_file():
            return "", notice(self.words(request)["eval_no_report"])
        return json.dumps({"name": "report.html", "type": "text/html", "text": path.read_text(encoding="utf-8")}), gr.skip()

    def wrong(self, turns: tuple[Turn, ...], request: gr.Request, event: gr.EventData) -> tuple[object, ...]:
        """Take an answer that somebody calls wrong: open the tab with its question, and look for the clause that says so."""
        number = sent_number(event, "turn")
        turn = turns[number] if 0 <= number < len(turns) else Turn("")
        found = self.clauses(turn.question, turn.companies, request) if turn.question else gr.skip()
        history = earlier_questions(turns[: max(number, 0)])
        return gr.update(selected=self.tab_id), turn.question, turn, history, found, "", ""

    def clauses(self, query: str, companies: Sequence[str], request: gr.Request) -> object:
        """The clauses nearest to some words, to choose from."""
        words = language(request)
        try:
            query = self.page.admit(query, request, words)
            found = self.page.search(query, self.page.chosen(companies), MOST_CLAUSES, words)
        except RefusedError as refused:
            raise gr.Error(str(refused), print_exception=False) from None
        choices = [
            (
                f"{one.policy.company} · {one.clause.label}: {short(one.text, 160)}",
                json.dumps([one.policy.policy_id, one.policy.version, one.span.start, one.span.end]),
            )
            for one in found
        ]
        return gr.update(choices=choices, value=None)

    def find(self, query: str, request: gr.Request) -> object:
        """The same, in all policies."""
        return self.clauses(query, (), request)

    def draft(  # noqa: PLR0917 - Gradio passes a form by place
        self,
        question: str,
        status: str,
        clause: str | None,
        needed: str,
        turn: Turn | None,
        history: Sequence[str],
        request: gr.Request,
    ) -> tuple[str, str]:
        """The draft with what lint says of it, and its line for the browser to save."""
        words = self.words(request)
        try:
            question = self.page.admit(question, request, language(request))
        except RefusedError as refused:
            return notice(str(refused)), ""
        same = turn is not None and turn.question == question
        answered = turn.answer if turn is not None and same else None
        expected = Status(status) if status in [one.value for one in STATUSES] else Status.STATED
        draft = Draft(
            question,
            expected,
            history=tuple(history) if same else (),
            companies=turn.companies if turn is not None and same else (),
            about=answered.companies if answered is not None else (),
            clause=_clause(clause),
            words=tuple(one.strip() for one in needed.split(";") if one.strip()),
        )
        shelf = self.runs.shelf()
        line = draft_line(draft, shelf)
        faults = complaints(line, shelf)
        return ui_render.drafted(line, faults, words), "" if faults else line

    def save(self, line: str) -> str:
        """The draft as a file for the browser to save."""
        return json.dumps({"name": "draft-case.jsonl", "type": "application/jsonl", "text": f"{line}\n" if line else ""})

    def greet(self, request: gr.Request) -> tuple[str, str, str]:
        """What the parts of the tab are for, in the visitor's language."""
        words = self.words(request)
        return (
            ui_render.about(words["evaluation_tab"], words["eval_hint"]),
            ui_render.about(words["draft_title"], words["draft_hint"]),
            ui_render.about(words["ratings_title"], words["ratings_hint"]),
        )

    def build(self, page: Page, parts: "Parts") -> None:
        """Make the components inside the tab and wire them."""
        self.attach(page)
        parcel = gr.Textbox(visible="hidden", elem_classes="pa-parcel")
        turn, history, line = gr.State(None), gr.State(()), gr.State("")
        with gr.Row(elem_classes="pa-split"):
            with gr.Column(scale=5, min_width=320, elem_classes="pa-panel"):
                run = _html("")
                self._build_run(parcel)
                ratings = _html("")
                with gr.Row(elem_classes="pa-tools"):
                    keep = _button("ratings_save")
                    forget = _button("ratings_forget")
            with gr.Column(scale=6, min_width=320, elem_classes="pa-panel"):
                hint = _html("")
                question = gr.Textbox(
                    label=TRANSLATED("draft_question"),
                    max_length=page.assistant.settings.max_question_chars,
                    elem_id="pa-draft-question",
                )
                status = gr.Radio(
                    [(TRANSLATED(f"status_{one.value}"), one.value) for one in STATUSES],
                    value=Status.STATED.value,
                    label=TRANSLATED("draft_status"),
                    elem_id="pa-draft-status",
                )
                query = gr.Textbox(label=TRANSLATED("draft_search"), max_length=500, elem_id="pa-draft-search")
                clause = gr.Radio([], label=TRANSLATED("draft_clause"), elem_id="pa-draft-clause")
                needed = gr.Textbox(label=TRANSLATED("draft_words"), max_length=500, elem_id="pa-draft-words")
                with gr.Row(elem_classes="pa-tools"):
                    make = _button("draft_make", variant="primary")
                    save = _button("draft_save")
                drafted = _html("", "pa-drafted")
        parts.log.wrong(self.wrong, [parts.turns], [parts.tabs, question, turn, history, clause, drafted, line], **QUICK)
        query.submit(self.find, [query], [clause], **ASKING)
        make.click(self.draft, [question, status, clause, needed, turn, history], [drafted, line], **ASKING)
        save.click(self.save, [line], [parcel], **QUICK).then(None, [parcel], None, js=SAVE)
        keep.click(None, None, None, js=SAVE_RATINGS)
        forget.click(None, None, None, js=FORGET_RATINGS)
        parts.blocks.load(self.greet, None, [run, hint, ratings], **QUICK)

    def _build_run(self, parcel: gr.Textbox) -> None:
        kinds = gr.Dropdown(
            [(kind.replace("_", " "), kind) for kind in get_args(Kind)],
            multiselect=True,
            label=TRANSLATED("eval_kinds"),
            info=TRANSLATED("eval_kinds_info"),
            elem_id="pa-kinds",
        )
        with gr.Row(elem_classes="pa-tools"):
            run = _button("eval_run", variant="primary")
            stop = _button("eval_stop")
            report = _button("eval_report")
        outcome = _html("", "pa-evaluation")
        # A run has a queue of its own: questions are answered meanwhile.
        waiting = ASKING | {"concurrency_id": "evaluation", "concurrency_limit": 2}
        run.click(self.run, [kinds], [outcome], **waiting)
        stop.click(self.stop, None, None, **QUICK)
        report.click(self.report, None, [parcel, outcome], **QUICK).then(None, [parcel], None, js=OPEN_REPORT)


def _html(text: str, elem_id: str | None = None) -> gr.HTML:
    return gr.HTML(text, js_on_load=wired(), apply_default_css=False, elem_id=elem_id)


def _button(name: str, variant: Literal["primary", "secondary"] = "secondary") -> gr.Button:
    return gr.Button(TRANSLATED(name), size="sm", variant=variant, min_width=80, elem_id=f"pa-{name.replace('_', '-')}")


def _clause(chosen: str | None) -> tuple[str, str, int, int] | None:
    """The clause behind a choice; None when there is none."""
    try:
        policy_id, version, start, end = json.loads(chosen or "")
    except (ValueError, TypeError):
        return None
    whole = isinstance(policy_id, str) and isinstance(version, str) and isinstance(start, int) and isinstance(end, int)
    return (policy_id, version, start, end) if whole else None

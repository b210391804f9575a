"""The tab to ask in: conversation on the left, evidence on the right."""

import json
import threading
from collections.abc import Iterator
from typing import Any

import gradio as gr

from assistant.answer import Answer
from assistant.ui import render, render_policy
from assistant.ui.conversation import (
    MOST_TURNS,
    Turn,
    earlier_questions,
    from_kept,
    leading_citation,
    to_json,
    to_kept,
    to_markdown,
)
from assistant.ui.limits import KEPT_SESSIONS, RefusedError
from assistant.ui.page import ASKING, QUICK, TRANSLATED, Page, language, sent, sent_number, wired
from assistant.ui.words import ENGLISH, Words

Turns = tuple[Turn, ...]
# Question box, conversation, evidence, turns.
Shown = tuple[object, object, object, object]
SAVE = "(parcel) => { policyAssistant.save(parcel); }"
KEEP = "(text) => { policyAssistant.keep(text); }"
KEPT = "() => [policyAssistant.kept()]"


class AskTab:
    """The tab's event handlers; `build` makes its components and wires them."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._stops: dict[str, threading.Event] = {}

    def ask(self, question: str, companies: list[str], turns: Turns, request: gr.Request) -> Iterator[Shown]:
        """Put a question: first it appears in the conversation, then its answer with the evidence of its first citation."""
        words = language(request)
        turns = _settled(turns, words)
        try:
            if len(turns) >= MOST_TURNS:
                raise RefusedError(words.full)
            question = self.page.admit(question, request, words)
        except RefusedError as refused:
            log = self._log(turns, words) + render.notice(str(refused))
            yield gr.skip(), log, gr.skip(), turns
            return
        turn = Turn(question, self.page.chosen(companies))
        stopped = self._started(request)
        yield "", self._log((*turns, turn), words), gr.skip(), (*turns, turn)
        evidence: object = gr.skip()
        try:
            for heard in self.page.stream(question, earlier_questions(turns), turn.companies, words, stopped):
                if stopped.is_set():
                    # What stopped it has shown what there is to show; an answer now would undo that.
                    return
                if isinstance(heard, Answer):
                    turn = Turn(question, turn.companies, answer=heard)
                    evidence = self.page.evidence(leading_citation(heard), words, chosen=False, beside=heard.citations)
                else:
                    turn = Turn(question, turn.companies, told=heard)
                yield gr.skip(), self._log((*turns, turn), words), evidence, (*turns, turn)
        except RefusedError as refused:
            if not stopped.is_set():
                turn = Turn(question, turn.companies, error=str(refused))
                yield gr.skip(), self._log((*turns, turn), words), evidence, (*turns, turn)

    def _started(self, request: gr.Request) -> threading.Event:
        """What stops the question that this visitor puts now; the one before is stopped."""
        self._leave_off(request)
        while len(self._stops) >= KEPT_SESSIONS:
            self._stops.pop(next(iter(self._stops)), None)
        return self._stops.setdefault(request.session_hash or "", threading.Event())

    def _leave_off(self, request: gr.Request) -> None:
        """Let nothing more come of the question that this visitor waits for."""
        self._stops.pop(request.session_hash or "", threading.Event()).set()

    def suggest(self, companies: list[str], turns: Turns, request: gr.Request, event: gr.EventData) -> Iterator[Shown]:
        """Put an example."""
        yield from self.ask(sent(event, "question"), companies, turns, request)

    def retry(self, companies: list[str], turns: Turns, request: gr.Request) -> Iterator[Shown]:
        """Put the last question again, with the companies that are chosen now."""
        if turns:
            yield from self.ask(turns[-1].question, companies, turns[:-1], request)

    def edit(self, turns: Turns, request: gr.Request) -> Shown:
        """Take the last question back into the box."""
        words = language(request)
        self._leave_off(request)
        if not turns:
            return gr.skip(), gr.skip(), gr.skip(), turns
        return turns[-1].question, self._log(turns[:-1], words), render_policy.no_evidence(words), turns[:-1]

    def clear(self, request: gr.Request) -> Shown:
        """Forget the conversation."""
        words = language(request)
        self._leave_off(request)
        return "", self._log((), words), render_policy.no_evidence(words), ()

    def stop(self, turns: Turns, request: gr.Request) -> tuple[str, Turns]:
        """Say of a question that was being answered that it was stopped."""
        words = language(request)
        self._leave_off(request)
        turns = _settled(turns, words)
        return self._log(turns, words), turns

    def cite(self, turns: Turns, request: gr.Request, event: gr.EventData) -> str:
        """Show the evidence that was chosen."""
        words = language(request)
        number = sent_number(event, "turn")
        turn = turns[number] if 0 <= number < len(turns) else Turn("")
        citation = turn.find(sent(event, "kind"), sent_number(event, "index"))
        if citation is None:
            return render.notice(words.unknown_choice)
        return self.page.evidence(citation, words, chosen=True, beside=turn.answer.citations if turn.answer else ())

    def greet(self, kept: object, request: gr.Request) -> tuple[object, object, object, object]:
        """The conversation that the browser kept, or a welcome, in the visitor's language: log, evidence, turns, whether kept.

        Without a kept one turns and choice stay as they are: a visitor may have been quicker than this call.
        """
        words = language(request)
        turns = from_kept(kept, self.page.text, words)
        last = turns[-1].answer if turns else None
        evidence = render_policy.no_evidence(words)
        if last is not None:
            evidence = self.page.evidence(leading_citation(last), words, chosen=False, beside=last.citations)
        return self._log(turns, words), evidence, turns or gr.skip(), True if kept else gr.skip()

    def keep(self, turns: Turns, wanted: object) -> str:
        """The conversation for the browser to keep; empty makes it forget."""
        return to_kept(turns) if wanted is True else ""

    def save_markdown(self, turns: Turns, request: gr.Request) -> str:
        """The conversation as a file for the browser to save; nothing is written on this side."""
        return json.dumps({"name": "conversation.md", "type": "text/markdown", "text": to_markdown(turns, language(request))})

    def save_json(self, turns: Turns) -> str:
        """The answers as a file for the browser to save."""
        return json.dumps({"name": "conversation.json", "type": "application/json", "text": to_json(turns)})

    def _log(self, turns: Turns, words: Words) -> str:
        return render.conversation(turns, words, render.welcome(self.page.companies, words), self.page.drafts)

    def build(self, blocks: gr.Blocks) -> None:
        """Make the components inside `blocks` and wire them."""
        turns = self.turns = gr.State(())
        parcel = gr.Textbox(visible="hidden", elem_classes="pa-parcel")
        kept = gr.Textbox(visible="hidden", elem_classes="pa-parcel")
        with gr.Row(elem_classes="pa-split"):
            with gr.Column(scale=6, min_width=320, elem_classes="pa-left"):
                companies = self.companies = gr.Dropdown(
                    list(self.page.companies),
                    multiselect=True,
                    label=TRANSLATED("only_companies"),
                    elem_id="pa-companies",
                )
                log = self.log = gr.HTML(
                    self._log((), ENGLISH),
                    js_on_load=wired("cite", "suggest", "wrong"),
                    apply_default_css=False,
                    elem_id="pa-conversation",
                )
                with gr.Row(elem_classes="pa-ask"):
                    question = gr.Textbox(
                        label=TRANSLATED("question"),
                        placeholder=TRANSLATED("placeholder"),
                        lines=1,
                        max_lines=6,
                        max_length=self.page.assistant.settings.max_question_chars,
                        scale=5,
                        elem_id="pa-question",
                    )
                    send = gr.Button(TRANSLATED("send"), variant="primary", scale=1, min_width=96, elem_id="pa-send")
                with gr.Row(elem_classes="pa-tools"):
                    retry, edit, clear, markdown, answers = (
                        gr.Button(TRANSLATED(name), size="sm", variant="secondary", min_width=64, elem_id=f"pa-{name}")
                        for name in ("retry", "edit", "clear", "export_markdown", "export_json")
                    )
                    stop = gr.Button(TRANSLATED("stop"), size="sm", variant="stop", min_width=80, elem_id="pa-stop")
                    # Without a chat model an answer is there before anyone could stop it.
                    stop.visible = bool(self.page.assistant.settings.chat_model)
                    keep = gr.Checkbox(False, label=TRANSLATED("keep"), container=False, min_width=200, elem_id="pa-keep")
            with gr.Column(scale=5, min_width=320, elem_classes="pa-right"):
                evidence = gr.HTML(
                    render_policy.no_evidence(ENGLISH), js_on_load=wired(), apply_default_css=False, elem_id="pa-evidence"
                )

        shown = [question, log, evidence, turns]
        running = [
            gr.on(
                [send.click, question.submit],
                self.ask,
                [question, companies, turns],
                shown,
                **ASKING,
            ),
            log.suggest(self.suggest, [companies, turns], shown, **ASKING),
            retry.click(self.retry, [companies, turns], shown, **ASKING),
        ]
        changed = [
            *running,
            stop.click(self.stop, [turns], [log, turns], cancels=running, **QUICK),
            edit.click(self.edit, [turns], shown, **QUICK),
            clear.click(self.clear, None, shown, cancels=running, **QUICK),
        ]
        to_keep: tuple[Any, ...] = (self.keep, [turns, keep], [kept])
        for event in [*(event.then(*to_keep, **QUICK) for event in changed), keep.input(*to_keep, **QUICK)]:
            event.then(None, [kept], None, js=KEEP)
        log.cite(self.cite, [turns], [evidence], **QUICK)
        markdown.click(self.save_markdown, [turns], [parcel], **QUICK).then(None, [parcel], None, js=SAVE)
        answers.click(self.save_json, [turns], [parcel], **QUICK).then(None, [parcel], None, js=SAVE)
        blocks.load(self.greet, [kept], [log, evidence, turns, keep], js=KEPT, **QUICK)


def _settled(turns: Turns, words: Words) -> Turns:
    """The turns with those that never got an answer marked as stopped."""
    return tuple(
        turn if turn.answer is not None or turn.error else Turn(turn.question, turn.companies, error=words.stopped)
        for turn in turns
    )

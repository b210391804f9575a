"""The conversation as HTML. Pure functions; every word that is not ours passes through `escape`, whatever it looks like."""

import html
import re
from collections.abc import Sequence

from assistant.answer import Answer, Citation, Claim, Status
from assistant.readable import printable, readable
from assistant.ui.conversation import Turn
from assistant.ui.words import Words

_SIGNS = {
    Status.STATED: "✓",
    Status.UNSPECIFIED: "◐",
    Status.NOT_STATED: "○",
    Status.UNKNOWN_COMPANY: "?",
    Status.OUT_OF_SCOPE: "–",
    Status.CLARIFY: "?",
}
# How answers begin the items of a list, and how deep they nest.
_LISTED = re.compile(r"(?:–|\d{1,2}\.) ")
_DEEPEST_ROW = 3
_HOVER_CHARS = 280


def escape(text: str) -> str:
    """Text as HTML shows it: markup, quotes and Gradio's own placeholders lose their meaning."""
    return html.escape(printable(text), quote=True).replace("__i18n__", "__i18n&#95;&#95;")


def badge(status: Status, words: Words, checked: int = 0) -> str:
    """A status in words, with a sign and a colour beside them."""
    text = escape(words.of_status(status, checked))
    return f'<span class="pa-badge pa-{status.value}"><span aria-hidden="true">{_SIGNS[status]}</span> {text}</span>'


def conversation(turns: Sequence[Turn], words: Words, welcome: str = "", drafts: bool = False) -> str:
    """The whole conversation; `welcome` stands where nothing has been asked yet. `drafts`: answers can be called wrong."""
    body = "".join(_turn(turn, number, words, drafts) for number, turn in enumerate(turns)) or welcome
    return f'<section class="pa-log" role="log" aria-label="{escape(words.conversation)}" tabindex="0">{body}</section>'


def welcome(companies: Sequence[str], words: Words) -> str:
    """What an empty conversation shows: examples about the library's own companies, one company after the other."""
    if not companies:
        return f'<div class="pa-welcome"><h2>{escape(words.welcome)}</h2><p>{escape(words.empty_library)}</p></div>'
    more = words.welcome_more.format(count=len(companies))
    groups, place = "", 0
    for title, examples in ((words.for_people, words.examples_people), (words.for_staff, words.examples_staff)):
        buttons = ""
        for example in examples:
            question = escape(example.format(company=companies[place % len(companies)]))
            buttons += f'<li><button type="button" data-send="suggest" data-question="{question}">{question}</button></li>'
            place += 1
        groups += f"<h3>{escape(title)}</h3><ul>{buttons}</ul>"
    return f'<div class="pa-welcome"><h2>{escape(words.welcome)}</h2><p>{escape(more)}</p>{groups}</div>'


def notice(message: str) -> str:
    """A message in words about something that could not be done."""
    return f'<p class="pa-notice" role="alert">{escape(message)}</p>' if message else ""


def _turn(turn: Turn, number: int, words: Words, drafts: bool) -> str:
    asked = f'<p class="pa-asked"><span class="pa-unseen">{escape(words.you_asked)} </span>{escape(turn.question)}</p>'
    if turn.answer is not None:
        reply = answer_body(turn.answer, number, words) + _judging(turn.answer, number, words, drafts)
    elif turn.error:
        reply = notice(turn.error)
    else:
        # Of the height that the status will have, so that nothing moves when it comes.
        reply = f'<p class="pa-head"><span class="pa-badge">{escape(words.looking)}</span></p>{_told(turn)}'
    return f'<article class="pa-turn">{asked}<div class="pa-reply">{reply}</div></article>'


def _told(turn: Turn) -> str:
    """The claims so far, without marks: which quotes they keep is known at the end."""
    several = len({company for company, _ in turn.told}) > 1
    return "".join(
        f'<p class="pa-claim">{escape(f"{company}: {text}" if several else text)}</p>' for company, text in turn.told
    )


def answer_body(answer: Answer, number: int, words: Words) -> str:
    """An answer: its status, its sentences each with citation marks, what lies nearest when nothing was stated."""
    head = badge(answer.status, words, answer.clauses_checked)
    if answer.companies:
        head += f' <span class="pa-who">{escape(", ".join(answer.companies))}</span>'
    rewritten = ""
    if " ".join(answer.standalone_question.split()) != " ".join(answer.question.split()):
        rewritten = f'<p class="pa-rewritten">{escape(words.understood_as)}: {escape(answer.standalone_question)}</p>'
    rest = claims(answer, number, words) + _nearest(answer, number, words) + _foot(answer, words)
    return f'<p class="pa-head">{head}</p>{rewritten}{rest}'


def claims(answer: Answer, number: int, words: Words) -> str:
    """The sentences of an answer; the company stands above them where there are several."""
    if not answer.claims:
        return f'<p class="pa-claim">{escape(answer.text)}</p>'
    places = {citation.marker: place for place, citation in enumerate(answer.citations)}
    several = len({claim.company for claim in answer.claims}) > 1
    # What the text says before the first claim: that there is no policy of one of the companies asked about.
    before = answer.text[: max(answer.text.find(answer.claims[0].text), 0)].strip()
    body, company = f'<p class="pa-claim">{escape(before)}</p>' if before else "", None
    for order, claim in enumerate(answer.claims):
        if several and claim.company != company and not claim.text.startswith(claim.company):
            body += f'<h2 class="pa-company">{escape(claim.company)}</h2>'
        company = claim.company
        body += _claim(claim, answer, places, f"{number}-{order}", words)
    return body


def _claim(claim: Claim, answer: Answer, places: dict[str, int], key: str, words: Words) -> str:
    own = f"{badge(claim.status, words)} " if claim.status is not answer.status else ""
    cited = [places[marker] for marker in claim.citations if marker in places]
    marks = [(answer.citations[place], mark(answer.citations[place], key, place, words)) for place in cited]
    return f'<p class="pa-claim">{own}{marked(claim.text, marks)}</p>'


def marked(text: str, marks: Sequence[tuple[Citation, str]]) -> str:
    """A text of one or more lines, each mark after the line that repeats its quote; marks of no line end the text.

    Of several lines each is a row of its own, so that what does not fit into it goes on under its words and not its dash.
    """
    lines = text.split("\n")
    behind: dict[int, str] = {}
    for citation, html_of_mark in marks:
        told = readable(citation.quote)
        place = next((number for number, line in enumerate(lines) if told in line), len(lines) - 1)
        behind[place] = behind.get(place, "") + html_of_mark
    if len(lines) == 1:
        return f"<span>{escape(text)}</span>{behind.get(0, '')}"
    return "".join(_row(line, behind.get(number, "")) for number, line in enumerate(lines))


def _row(line: str, marks: str) -> str:
    words = line.lstrip(" ")
    if not _LISTED.match(words):
        return f'<span class="pa-row">{escape(line)}{marks}</span>'
    depth = min((len(line) - len(words)) // 2, _DEEPEST_ROW)
    return f'<span class="pa-row pa-listed pa-in-{depth}">{escape(words)}{marks}</span>'


def mark(citation: Citation, key: str, place: int, words: Words) -> str:
    """A citation's letter as a button, with the quote shown on hover and focus. `key` begins with the turn's number."""
    name = escape(words.citation.format(marker=citation.marker, company=citation.company, label=citation.label))
    tip, quote = f"pa-tip-{key}-{place}", escape(short(citation.quote, _HOVER_CHARS))
    return (
        f'<span class="pa-cite"><button type="button" data-send="cite" data-turn="{key.partition("-")[0]}" data-kind="citation"'
        f' data-index="{place}" data-key="{escape(citation_key(citation))}" aria-label="{name}" aria-describedby="{tip}">'
        f'({escape(citation.marker)})</button><span class="pa-tip" role="tooltip" id="{tip}">'
        f"<b>{escape(citation.company)} · {escape(citation.label)}</b>“{quote}”</span></span>"
    )


def citation_key(citation: Citation) -> str:
    """What tells one cited passage from another."""
    return f"{citation.policy_id}/{citation.version}/{citation.start}-{citation.end}"


def _nearest(answer: Answer, number: int, words: Words) -> str:
    if not answer.nearest:
        return ""
    items = ""
    for place, near in enumerate(answer.nearest):
        items += (
            f'<li><button type="button" data-send="cite" data-turn="{number}" data-kind="nearest" data-index="{place}"'
            f' data-key="{escape(citation_key(near))}">'
            f"<b>{escape(near.company)} · {escape(near.label)}</b> {escape(short(near.quote))}</button></li>"
        )
    return f'<div class="pa-nearest"><h2>{escape(words.nearest)}</h2><ul>{items}</ul></div>'


def _foot(answer: Answer, words: Words) -> str:
    parts = []
    if answer.citations:
        how, _, reason = answer.answerer.partition(" (")
        parts.append(words.quoted if how == "quote" else words.worded.format(answerer=answer.answerer))
        if how == "quote" and reason:
            # A chat model was asked in vain; why stands in brackets.
            parts.append(reason.removesuffix(")"))
    if answer.dropped:
        parts.append(words.dropped.format(count=answer.dropped))
    parts.append(words.milliseconds.format(value=f"{answer.elapsed_ms:.0f}"))
    return f'<p class="pa-foot">{escape(" · ".join(parts))}</p>'


def _judging(answer: Answer, number: int, words: Words, drafts: bool) -> str:
    """Buttons to say what an answer is worth; the browser keeps it if it is asked to, nobody else."""
    about = f'data-question="{escape(answer.standalone_question)}" data-status="{answer.status.value}"'
    rate = "".join(
        f'<button type="button" data-rate="{value}" {about} data-consent="{escape(words.rating_consent)}" aria-pressed="false"'
        f'><span aria-hidden="true">{sign}</span> {escape(name)}</button>'
        for value, name, sign in (("right", words.rate_right, "✓"), ("wrong", words.rate_wrong, "✗"))
    )
    draft = (
        f'<button type="button" data-send="wrong" data-turn="{number}">{escape(words.answer_wrong)}</button>' if drafts else ""
    )
    return f'<p class="pa-judging">{rate}{draft}</p>'


def short(text: str, limit: int = 140) -> str:
    """The text on one line, cut with an ellipsis when it is longer than `limit` characters."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    cut = line[:limit]
    return f"{(cut.rpartition(' ')[0] if ' ' in cut else cut).rstrip()}\N{NO-BREAK SPACE}…"

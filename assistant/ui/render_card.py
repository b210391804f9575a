"""A request to a company as a card of HTML: a section a part, every line with its mark, gaps told as gaps."""

from assistant.procedure_card import Card, Line, Section
from assistant.ui.render import badge, escape, mark, marked
from assistant.ui.words import Words


def cards(found: tuple[Card, ...], words: Words, waiting: str = "") -> str:
    """Cards one below the other; `waiting` says that more are on the way."""
    body = "".join(card(one, number, words) for number, one in enumerate(found))
    more = f'<p class="pa-looking" role="status">{escape(waiting)}</p>' if waiting else ""
    return f'<section class="pa-cards" aria-label="{escape(words.procedures_tab)}">{body}{more}</section>'


def card(one: Card, number: int, words: Words) -> str:
    """One card; `number` tells its citations from those of the others on the page."""
    places = {citation.marker: place for place, citation in enumerate(one.citations)}
    sections = "".join(_section(section, f"{number}-{order}", places, words) for order, section in enumerate(one.sections))
    name = getattr(words, f"request_{one.request.value}")
    return (
        f'<article class="pa-card"><h2>{escape(one.company)} <span aria-hidden="true">·</span> {escape(name)}</h2>'
        f"{sections}{_sources(one, words)}</article>"
    )


def no_cards(words: Words) -> str:
    """The place of the cards before a company is chosen."""
    return f'<p class="pa-hint">{escape(words.procedures_hint)}</p>'


def _section(section: Section, key: str, places: dict[str, int], words: Words) -> str:
    title = escape(getattr(words, f"part_{section.part.value}"))
    lines = "".join(_line(line, f"{key}-{order}", places, words) for order, line in enumerate(section.lines))
    gap = "" if section.lines else f'<p class="pa-gap">{escape(words.gap)}</p>'
    return (
        f'<div class="pa-part"><h3>{title}</h3><div><p class="pa-head">'
        f"{badge(section.status, words, section.checked)}</p>{lines}{gap}</div></div>"
    )


def _line(line: Line, key: str, places: dict[str, int], words: Words) -> str:
    marks = [(one, mark(one, key, places[one.marker], words)) for one in line.citations]
    return f'<p class="pa-claim">{marked(line.text, marks)}</p>'


def _sources(one: Card, words: Words) -> str:
    """Where the lines stand, for paper: on the page the marks open them."""
    items = "".join(
        f"<li>({escape(citation.marker)}) {escape(citation.label)}{escape(f', {citation.date}' if citation.date else '')}</li>"
        for citation in one.citations
    )
    return f'<div class="pa-sources"><h3>{escape(words.sources)}</h3><ul>{items}</ul></div>' if items else ""

"""A comparison as an HTML table: a row a company, gaps shown as gaps."""

from assistant.answer import Comparison, Status
from assistant.ui.render import badge, claims, escape
from assistant.ui.words import Words

_GAPS = (Status.NOT_STATED, Status.UNKNOWN_COMPANY, Status.OUT_OF_SCOPE)


def table(comparison: Comparison, words: Words) -> str:
    """Company, status in words, answer with its citation marks."""
    rows = ""
    for number, row in enumerate(comparison.rows):
        gap = row.status in _GAPS
        gap_class = ' class="pa-gap-row"' if gap else ""
        company = escape(", ".join(row.companies))
        answer = f'<p class="pa-gap">{escape(words.gap)}</p>' if gap else claims(row, number, words)
        rows += (
            f'<tr role="row"{gap_class}><th scope="row" role="rowheader">{company}</th>'
            f'<td role="cell">{badge(row.status, words, row.clauses_checked)}</td><td role="cell">{answer}</td></tr>'
        )
    # On a phone the rows are laid out as cards, which takes their roles from the elements: they are named here.
    head = "".join(
        f'<th scope="col" role="columnheader">{escape(name)}</th>' for name in (words.company, words.status, words.answer)
    )
    return (
        f'<div class="pa-table" tabindex="0" role="region" aria-label="{escape(words.compare_tab)}">'
        f'<table role="table"><caption>{escape(comparison.question)}</caption><thead role="rowgroup"><tr role="row">{head}</tr>'
        f'</thead><tbody role="rowgroup">{rows}</tbody></table></div>'
    )


def no_table(words: Words) -> str:
    """The place of the table before anything is compared."""
    return f'<p class="pa-hint">{escape(words.compare_hint)}</p>'


def comparing(words: Words) -> str:
    """The place of the table while policies are read."""
    return f'<p class="pa-looking" role="status">{escape(words.comparing)}</p>'

"""Comparisons as an HTML table: companies down and questions across, or the other way round; gaps shown as gaps."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answer import Answer, Comparison, Status
from assistant.ui.render import badge, claims, escape
from assistant.ui.words import Words

_GAPS = (Status.NOT_STATED, Status.UNKNOWN_COMPANY, Status.OUT_OF_SCOPE)


@dataclass(frozen=True, slots=True)
class Asked:
    """One question put to every policy, under the name of its topic where it has one."""

    topic: str
    comparison: Comparison

    @property
    def title(self) -> str:
        """What stands above its answers."""
        return self.topic or self.comparison.question


def cell_at(asked: Sequence[Asked], number: int) -> Answer | None:
    """The answer behind a cell's number: the first question's answers come first, then the second's."""
    answers = [row for one in asked for row in one.comparison.rows]
    return answers[number] if 0 <= number < len(answers) else None


def table(asked: Sequence[Asked], words: Words, *, across: bool = False, waiting: str = "") -> str:
    """Every cell with its status in words and its citation marks. `across` puts the companies into the columns."""
    first = 0
    columns: list[list[str]] = []
    for one in asked:
        columns.append([_cell(row, first + place, words) for place, row in enumerate(one.comparison.rows)])
        first += len(one.comparison.rows)
    companies = [", ".join(row.companies) for row in asked[0].comparison.rows] if asked else []
    titles = [one.title for one in asked]
    if across:
        corner, heads, sides, cells = words.question_short, companies, titles, columns
    else:
        corner, heads, sides, cells = words.company, titles, companies, [list(row) for row in zip(*columns, strict=True)]
    # On a phone the rows are laid out as cards, which takes their roles from the elements: they are named here.
    head = "".join(f'<th scope="col" role="columnheader">{escape(name)}</th>' for name in (corner, *heads))
    body = "".join(_row(side, row, heads) for side, row in zip(sides, cells, strict=True))
    more = f'<p class="pa-looking" role="status">{escape(waiting)}</p>' if waiting else ""
    caption = " · ".join(one.comparison.question for one in asked)
    wide = " pa-wide" if len(heads) > 2 else ""
    return (
        f'<div class="pa-table{wide}" tabindex="0" role="region" aria-label="{escape(words.compare_tab)}">'
        f'<table role="table"><caption>{escape(caption)}</caption><thead role="rowgroup"><tr role="row">{head}</tr>'
        f'</thead><tbody role="rowgroup">{body}</tbody></table></div>{more}'
    )


def _row(side: str, cells: Sequence[str], heads: Sequence[str]) -> str:
    # A phone shows a cell below the other; what stood above it is said once more, for eyes alone.
    said = [f'<span class="pa-above" aria-hidden="true">{escape(head)}</span>' if len(heads) > 1 else "" for head in heads]
    inner = "".join(f'<td role="cell">{above}{cell}</td>' for above, cell in zip(said, cells, strict=True))
    return f'<tr role="row"><th scope="row" role="rowheader">{escape(side)}</th>{inner}</tr>'


def _cell(row: Answer, number: int, words: Words) -> str:
    head = f'<p class="pa-head">{badge(row.status, words, row.clauses_checked)}</p>'
    if row.status in _GAPS:
        return f'<div class="pa-cell pa-gap-cell">{head}<p class="pa-gap">{escape(words.gap)}</p></div>'
    return f'<div class="pa-cell">{head}{claims(_without_company(row), number, words)}</div>'


def _without_company(row: Answer) -> Answer:
    """An answer without the company's name before it, which stands beside the cell or above it."""
    named = tuple(f"{company}: " for company in row.companies)
    said = [replace(claim, text=_after(claim.text, named)) for claim in row.claims]
    return replace(row, text=_after(row.text, named), claims=tuple(said))


def _after(text: str, prefixes: Sequence[str]) -> str:
    return next((text.removeprefix(one) for one in prefixes if text.startswith(one)), text)


def no_table(words: Words) -> str:
    """The place of the table before anything is compared."""
    return f'<p class="pa-hint">{escape(words.compare_hint)}</p>'


def comparing(words: Words) -> str:
    """The place of the table while policies are read."""
    return f'<p class="pa-looking" role="status">{escape(words.comparing)}</p>'

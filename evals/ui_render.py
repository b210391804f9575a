"""The evaluation's progress, outcome and drafts as HTML. Pure functions; every word that is not ours is escaped."""

from collections.abc import Mapping, Sequence

from assistant.ui.render import escape, short
from evals.interval import Rate
from evals.metrics import by_kind
from evals.run import Run

MOST_FAILING = 100
Phrases = Mapping[str, str]


def about(title: str, text: str) -> str:
    """A part's title and what it is for."""
    return f'<div class="pa-about"><h2>{escape(title)}</h2><p>{escape(text)}</p></div>'


def progress(done: int, total: int, passed: int, phrases: Phrases) -> str:
    """How far a run is."""
    told = escape(phrases["eval_asking"].format(done=done, total=total, passed=passed))
    return (
        f'<div class="pa-progress"><progress max="{total}" value="{done}" aria-label="{escape(phrases["evaluation_tab"])}">'
        f"</progress><p>{told}</p></div>"
    )


def finished(run: Run, left_out: int, phrases: Phrases) -> str:
    """What came of a run: the share, by kind, and the questions that failed with their reasons."""
    rate = Rate.of(result.score.passed for result in run.results)
    low, high = rate.interval
    share = "–" if rate.value is None else f"{rate.value:.1%}"
    head = phrases["eval_right"].format(hits=rate.hits, count=rate.n, share=share, low=f"{low:.1%}", high=f"{high:.1%}")
    notes = []
    if len(run.results) < run.planned:
        notes.append(phrases["eval_stopped"].format(count=len(run.results), total=run.planned))
    if left_out:
        notes.append(phrases["eval_left_out"].format(count=left_out))
    kinds = "".join(
        f'<tr><th scope="row">{escape(one.name.replace("_", " "))}</th><td>{one.rate.hits} / {one.rate.n}</td></tr>'
        for one in by_kind(run.scored)
    )
    told = "".join(f"<p>{escape(note)}</p>" for note in notes)
    return (
        f'<section class="pa-evaluated"><h2 role="status">{escape(head)}</h2>{told}'
        f'<div class="pa-table" tabindex="0" role="region" aria-label="{escape(phrases["eval_kind"])}"><table><thead><tr>'
        f'<th scope="col">{escape(phrases["eval_kind"])}</th><th scope="col">{escape(phrases["eval_share"])}</th></tr></thead>'
        f"<tbody>{kinds}</tbody></table></div>{_failing(run, phrases)}</section>"
    )


def drafted(line: str, complaints: Sequence[str], phrases: Phrases) -> str:
    """A draft with what lint says of it."""
    if complaints:
        faults = "".join(f"<li>{escape(one)}</li>" for one in complaints)
        return f'<div class="pa-notice" role="alert"><p>{escape(phrases["draft_faults"])}</p><ul>{faults}</ul></div>'
    return (
        f'<div class="pa-done" role="status"><p>{escape(phrases["draft_good"])}</p></div>'
        f'<p class="pa-line" tabindex="0" role="region" aria-label="{escape(phrases["draft_case"])}">{escape(line)}</p>'
    )


def _failing(run: Run, phrases: Phrases) -> str:
    if not run.failed:
        return ""
    items = "".join(
        f"<li><b>{escape(result.case.question)}</b> {escape(short('; '.join(result.score.reasons), 300))}</li>"
        for result in run.failed[:MOST_FAILING]
    )
    title = escape(phrases["eval_failing"].format(count=len(run.failed)))
    return f'<div class="pa-failing"><h3>{title}</h3><ul>{items}</ul></div>'

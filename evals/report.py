"""A run as one HTML file: no script, no request to anywhere, everything that is not ours escaped."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from pathlib import Path

from assistant.answer import Answer
from evals.metrics import DESCRIPTIONS, Slice, by_company, by_kind, by_wording, funnel, measure
from evals.run import Result, Run
from evals.shelf import Shelf
from evals.summary import delta, headline, shown
from ingest.policy import Policy

_CSS = Path(__file__).with_name("report.css")
# How much of a policy is shown around what is highlighted.
CONTEXT_CHARS = 240
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


@dataclass(frozen=True, slots=True)
class _Marked:
    """A span of a policy's text that gold or a citation points to."""

    start: int
    end: int
    is_gold: bool


def html_report(run: Run) -> str:
    """The whole page."""
    verdict = run.against.paired.verdict if run.against is not None and run.against.both else ""
    parts = [
        "<!doctype html>",
        '<html lang="en"><head><meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="viewport" content="width=device-width">',
        f"<title>Evaluation: {escape(headline(run))}</title>",
        f"<style>{_CSS.read_text(encoding='utf-8')}</style></head><body>",
        "<h1>Evaluation of policy-assistant</h1>",
        f'<p class="headline">{escape(headline(run))}</p>',
        f'<p class="{escape(verdict)}">{escape(delta(run.against))}</p>',
        *_gates(run),
        "<h2>Metrics</h2>",
        _table(
            ("metric", "value, 95 % interval", "n", "what"),
            ((one.name, shown(one), str(one.n), DESCRIPTIONS[one.name]) for one in measure(run.scored)),
        ),
        *_beside(run),
        "<h2>Where answers are lost</h2>",
        *_funnel(run),
        "<h2>Strict passes by part</h2>",
        '<div class="slices">',
        *_slices("kind", by_kind(run.scored)),
        *_slices("company", by_company(run.scored)),
        *_slices("wording", by_wording(run.scored)),
        "</div>",
        f"<h2>{len(run.failed)} failing cases</h2>",
        "<p>In the policy: <mark>expected</mark>, <mark class='cited'>cited</mark>, <mark class='both'>both</mark>.</p>",
        *(part for result in run.failed for part in _failing(result, run.shelf)),
        "<h2>Made of</h2>",
        _table(("part", "fingerprint"), run.fingerprint.model_dump().items()),
        "</body></html>",
    ]
    return "\n".join(parts) + "\n"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = ["<table><tr>" + "".join(f"<th>{escape(cell)}</th>" for cell in head) + "</tr>"]
    lines += ["<tr>" + "".join(f'<td class="n">{escape(cell)}</td>' for cell in row) + "</tr>" for row in rows]
    return "\n".join([*lines, "</table>"])


def _gates(run: Run) -> Iterator[str]:
    if run.gates:
        yield "<h2>Gates</h2><table><tr><th>gate</th><th>wanted</th><th>measured</th><th></th></tr>"
        for gate in run.gates:
            said = "ok" if gate.holds else "failed"
            cells = "".join(f"<td>{escape(cell)}</td>" for cell in (gate.name, gate.wanted, gate.measured))
            yield f'<tr>{cells}<td class="{said}">{said}</td></tr>'
        yield "</table>"


def _beside(run: Run) -> Iterator[str]:
    if run.beside:
        yield "<h2>Beside the answers without a model</h2>"
        yield _table(("", "without the model", run.fingerprint.model), run.beside)


def _funnel(run: Run) -> Iterator[str]:
    steps = funnel(run.scored)
    rows = (
        ("answerable, with gold clauses", steps.answerable),
        ("all gold clauses among the first results of the search", steps.retrieved),
        ("… all cited", steps.cited),
        ("… facts right", steps.answered),
        ("… strict", steps.passed),
    )
    yield "<table>"
    for name, count in rows:
        width = 100 * count / steps.answerable if steps.answerable else 0
        bar = f'<div class="bar"><div style="width:{width:.1f}%"></div></div>'
        yield f'<tr><td>{escape(name)}</td><td class="n">{count}</td><td>{bar}</td></tr>'
    yield "</table>"


def _slices(name: str, slices: Sequence[Slice]) -> Iterator[str]:
    rows: list[tuple[str, str, str]] = []
    for one in slices:
        low, high = one.rate.interval
        rows.append((one.name, f"{one.rate.value or 0:.1%} [{low:.1%}, {high:.1%}]", f"{one.rate.hits} of {one.rate.n}"))
    yield _table((name, "strict", "cases"), rows)


def _failing(result: Result, shelf: Shelf) -> Iterator[str]:
    case, answer = result.case, result.outcome.answer
    yield f"<details open><summary><code>{escape(case.case_id)}</code> {escape(case.question)}</summary>"
    if case.history:
        yield f"<p>After: {escape(' · '.join(case.history))}</p>"
    yield "<ul>" + "".join(f"<li>{escape(reason)}</li>" for reason in result.score.reasons) + "</ul>"
    yield f"<p>{escape(case.kind)} · expected {escape(', '.join(case.expected.status))}"
    yield f" · {escape(', '.join(case.expected.companies) or 'no company')} · {escape(case.place)}</p>"
    if answer is not None:
        yield f"<p>Answer: {escape(answer.status)} · {escape(', '.join(answer.companies) or 'no company')}</p>"
        yield f"<pre>{escape(answer.text)}</pre>"
    yield from _passages(result, answer, shelf)
    yield "</details>"


def _passages(result: Result, answer: Answer | None, shelf: Shelf) -> Iterator[str]:
    marked: dict[tuple[str, str], list[_Marked]] = {}
    for gold in (one for group in result.case.expected.gold for one in group):
        marked.setdefault((gold.policy_id, gold.version), []).append(_Marked(gold.start, gold.end, True))
    for citation in answer.citations if answer is not None else ():
        span = _Marked(citation.start, citation.end, False)
        marked.setdefault((citation.policy_id, citation.version), []).append(span)
    for (policy_id, version), spans in marked.items():
        policy = shelf.find(policy_id, version)
        if policy is not None:
            yield f"<p>{escape(policy.company)}</p>"
            yield from (f"<blockquote>{_highlighted(policy, group)}</blockquote>" for group in _near(spans))


def _near(spans: list[_Marked]) -> Iterator[list[_Marked]]:
    """Spans in order, together when what is shown around them overlaps."""
    group: list[_Marked] = []
    reach = 0
    for span in sorted(spans, key=lambda span: (span.start, span.end)):
        if group and span.start > reach + 2 * CONTEXT_CHARS:
            yield group
            group = []
        reach = max(reach, span.end) if group else span.end
        group.append(span)
    if group:
        yield group


def _highlighted(policy: Policy, spans: Sequence[_Marked]) -> str:
    text = policy.text
    first = max(0, min(span.start for span in spans) - CONTEXT_CHARS)
    last = min(len(text), max(span.end for span in spans) + CONTEXT_CHARS)
    edges = {first, last, *(edge for span in spans for edge in (span.start, span.end))}
    cuts = sorted(edge for edge in edges if first <= edge <= last)
    parts = ["…" if first else ""]
    for start, end in pairwise(cuts):
        covering = {span.is_gold for span in spans if span.start <= start and end <= span.end}
        piece = escape(text[start:end])
        kind = {frozenset({True}): "", frozenset({False}): ' class="cited"'}.get(frozenset(covering), ' class="both"')
        parts.append(f"<mark{kind}>{piece}</mark>" if covering else piece)
    return "".join([*parts, "…" if last < len(text) else ""])

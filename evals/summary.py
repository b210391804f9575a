"""A run in plain text for the terminal and in Markdown for a pull request."""

from collections.abc import Iterator, Sequence

from evals.interval import Rate
from evals.metrics import DESCRIPTIONS, Metric, Slice, by_company, by_kind, by_wording, funnel, measure
from evals.model_use import model_use
from evals.run import Result, Run
from evals.run_record import Difference

# Questions and reasons are cut at this length in the terminal.
LINE_CHARS = 160


def headline(run: Run) -> str:
    """Strict passes with interval and n, and the verdict against the baseline."""
    rate = Rate.of(result.score.passed for result in run.results)
    low, high = rate.interval
    share = "no cases" if rate.value is None else f"{rate.value:.1%} [{low:.1%}, {high:.1%}]"
    partial = "" if len(run.results) == run.planned else f" (interrupted: {len(run.results)} of {run.planned} cases were run)"
    return f"strict {share}, {rate.hits} of {rate.n} cases pass{partial}"


def delta(against: Difference | None) -> str:
    """The comparison with the baseline in one line."""
    if against is None or not against.both:
        return "no baseline to compare with"
    paired = against.paired
    low, high = paired.interval
    left = f"; {against.left_out} cases are new or changed and left out" if against.left_out else ""
    return (
        f"{paired.verdict} against the baseline: {paired.difference:+.1%} [{low:+.1%}, {high:+.1%}], "
        f"{paired.won} won and {paired.lost} lost of {paired.n} cases (exact McNemar p = {paired.p_value:.3f}){left}"
    )


def shown(metric: Metric) -> str:
    """A metric's value for people."""
    if metric.value is None:
        return "–"
    if metric.unit:
        return f"{metric.value:.1f} {metric.unit}"
    interval = "" if metric.low is None or metric.high is None else f" [{metric.low:.1%}, {metric.high:.1%}]"
    return f"{metric.value:.1%}{interval}"


def terminal(run: Run) -> str:
    """The plain summary: headline, metrics, slices, gates, failing cases with their reasons."""
    lines = [headline(run), delta(run.against), ""]
    lines += [f"  {metric.name:<20} {shown(metric):<28} n = {metric.n}" for metric in measure(run.scored)]
    for name, slices in (
        ("kind", by_kind(run.scored)),
        ("company", by_company(run.scored)),
        ("wording", by_wording(run.scored)),
    ):
        lines += ["", f"  strict by {name}"]
        lines += [f"    {one.name:<18} {_share(one.rate)}" for one in slices]
    lines += ["", f"  answerable cases: {_funnel(run)}"]
    used = model_use(result.outcome.answer for result in run.results if result.outcome.answer is not None)
    lines += [f"  {used}"] if used else []
    if run.beside:
        lines += ["", f"  {'':<34} {'without the model':<20} {run.fingerprint.model}"]
        lines += [f"  {name:<34} {plain:<20} {worded}" for name, plain, worded in run.beside]
        lines.append("")
    cached = sum(result.outcome.cached for result in run.results)
    if cached:
        lines.append(f"  {cached} of {len(run.results)} answers came from the cache, with the times they took then")
    if run.gates:
        lines += ["", "gates"]
        lines += [f"  {'ok    ' if gate.holds else 'FAILED'} {gate.name}: {gate.measured}, {gate.wanted}" for gate in run.gates]
    if run.failed:
        lines += ["", f"{len(run.failed)} failing cases"]
        lines += [line for result in run.failed for line in _failing(result)]
    return "\n".join(lines) + "\n"


def markdown(run: Run) -> str:
    """The same as Markdown."""
    lines = ["# Evaluation", "", f"**{headline(run)}**", "", delta(run.against), ""]
    if run.gates:
        lines += ["| gate | wanted | measured | |", "|---|---|---|---|"]
        lines += [
            f"| {gate.name} | {gate.wanted} | {_cell(gate.measured)} | {'ok' if gate.holds else '**failed**'} |"
            for gate in run.gates
        ]
        lines.append("")
    lines += ["| metric | value | n | what |", "|---|---|---|---|"]
    lines += [f"| {one.name} | {shown(one)} | {one.n} | {DESCRIPTIONS[one.name]} |" for one in measure(run.scored)]
    for name, slices in (
        ("kind", by_kind(run.scored)),
        ("company", by_company(run.scored)),
        ("wording", by_wording(run.scored)),
    ):
        lines += ["", f"| {name} | strict |", "|---|---|", *_rows(slices)]
    lines += ["", f"Answerable cases: {_funnel(run)}.", ""]
    used = model_use(result.outcome.answer for result in run.results if result.outcome.answer is not None)
    lines += [f"{used[0].upper()}{used[1:]}.", ""] if used else []
    if run.beside:
        lines += [f"| | without the model | {_cell(run.fingerprint.model)} |", "|---|---|---|"]
        lines += [f"| {name} | {plain} | {worded} |" for name, plain, worded in run.beside]
        lines.append("")
    if run.failed:
        lines += [f"## {len(run.failed)} failing cases", ""]
        lines += [
            f"- `{result.case.case_id}` {_cell(result.case.question)}: {_cell('; '.join(result.score.reasons))}"
            for result in run.failed
        ]
        lines.append("")
    lines += ["## Made of", ""]
    lines += [f"- {name}: `{value}`" for name, value in run.fingerprint.model_dump().items()]
    return "\n".join(lines) + "\n"


def comparison(whole: Difference, by_kinds: Sequence[tuple[str, Difference]]) -> str:
    """Two recorded runs side by side, in plain text."""
    lines = [delta(whole), ""]
    for kind, part in by_kinds:
        paired = part.paired
        lines.append(
            f"  {kind:<18} {paired.difference:+7.1%}  {paired.won} won, {paired.lost} lost of {paired.n}: {paired.verdict}"
        )
    for name, ids in (("now pass", whole.won), ("no longer pass", whole.lost)):
        if ids:
            lines += ["", f"{len(ids)} {name}", *(f"  {case_id}" for case_id in ids)]
    return "\n".join(lines) + "\n"


def _parts(run: Run) -> tuple[tuple[str, tuple[Slice, ...]], ...]:
    return ("kind", by_kind(run.scored)), ("company", by_company(run.scored)), ("wording", by_wording(run.scored))


def _failing(result: Result) -> Iterator[str]:
    yield f"  {result.case.case_id} ({result.case.kind}): {_cut(result.case.question)}"
    yield from (f"    - {_cut(reason)}" for reason in result.score.reasons)


def _rows(slices: Sequence[Slice]) -> Iterator[str]:
    return (f"| {_cell(one.name)} | {_share(one.rate)} |" for one in slices)


def _share(rate: Rate) -> str:
    low, high = rate.interval
    return f"{rate.value or 0:.1%} [{low:.1%}, {high:.1%}] ({rate.hits} of {rate.n})"


def _funnel(run: Run) -> str:
    steps = funnel(run.scored)
    return (
        f"{steps.answerable} → clauses found {steps.retrieved} → cited {steps.cited} → "
        f"facts right {steps.answered} → strict {steps.passed}"
    )


def _cut(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= LINE_CHARS else words[: LINE_CHARS - 1] + "…"


def _cell(text: str) -> str:
    """Text that stays in its table cell or list item and is no markup."""
    words = " ".join(text.split())
    return words.replace("&", "&amp;").replace("<", "&lt;").replace("|", "\\|").replace("`", "'")

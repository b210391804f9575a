"""`python -m evals`, also `policy-assistant-evals`. Exit codes: 0 done, 1 failed, 2 wrong usage, 3 a gate, 130 interrupted."""

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, get_args

import typer

from assistant.cli_output import progress_on_stderr
from assistant.command_line import FAILED, INTERRUPTED, run_program, utf8_streams
from assistant.settings import load_settings
from evals.case import CASES, SCHEMA, Case, Kind, read_cases, sample_of, schema_text, select
from evals.errors import EvalError
from evals.fingerprint import fingerprint_of
from evals.gates import GATES, GateFile, check_gates, read_gates
from evals.lint import ABSTAIN_SHARE, lint, lint_cases
from evals.output import DEFAULT_OUT, Output
from evals.run import Run, results_of
from evals.run_record import baseline_path, difference, read_record
from evals.runner import run_cases
from evals.score import Outcome
from evals.shelf import Shelf
from evals.summary import comparison, terminal
from evals.systems import opened
from ingest.corpus import BUNDLED

PROGRAM = "policy-assistant-evals"
GATE_MISSED = 3

app = typer.Typer(name=PROGRAM, no_args_is_help=True, rich_markup_mode=None, add_completion=False)

Cases = Annotated[
    Path, typer.Option("--cases", metavar="PATH", help="A case file or a folder of them.", show_default="evals/cases")
]
Policies = Annotated[
    Path,
    typer.Option("--policies", metavar="FOLDER", help="Ask about these policies.", show_default="the bundled ones"),
]
KindOption = Annotated[
    list[str] | None, typer.Option("--kind", metavar="KIND", help=f"Only this kind, repeatable: {', '.join(get_args(Kind))}.")
]
Model = Annotated[str | None, typer.Option("--model", metavar="PROVIDER:NAME", help="Let this chat model word the answers.")]
Out = Annotated[Path, typer.Option("--out", metavar="FOLDER", help="Where results and the cache go.", show_default="evals/out")]
Fresh = Annotated[bool, typer.Option("--fresh", help="Ask everything again instead of using the cache.")]
Baseline = Annotated[
    Path | None,
    typer.Option("--baseline", metavar="FILE", help="Compare with this run.", show_default="the model's committed baseline"),
]


@app.callback()
def _program() -> None:
    """Measure the answers on questions whose right answers are known.

    \b
    Examples:
      python -m evals run --kind fact
      python -m evals run --cases questions.jsonl --policies folder-of-policies
      python -m evals gate
    """


@app.command()
def run(
    *,
    cases: Cases = CASES,
    policies: Policies = BUNDLED,
    kind: KindOption = None,
    failed: Annotated[bool, typer.Option("--failed", help="Only cases that failed when they were last run.")] = False,
    sample: Annotated[
        int | None, typer.Option("--sample", min=1, metavar="N", help="Only N cases, the same every time: for a slow model.")
    ] = None,
    model: Model = None,
    out: Out = DEFAULT_OUT,
    fresh: Fresh = False,
    baseline: Baseline = None,
    save_baseline: Annotated[bool, typer.Option("--save-baseline", help="Make this run the model's baseline.")] = False,
) -> None:
    """Ask the questions and report: strict passes, all metrics, every failing case with its reasons.

    Leaves report.html, summary.md, junit.xml, run.json and results.jsonl in the output folder.
    """
    if save_baseline and (kind or failed or sample or policies != BUNDLED):
        raise typer.BadParameter("a baseline is of all cases on the bundled policies", param_hint="--save-baseline")
    folder = Output(out)
    chosen = sample_of(_chosen(read_cases(cases), kind, folder.failing() if failed else None), sample)
    if not chosen:
        sys.stdout.write("no case to run: none failed when it was last run\n" if failed else "no case to run\n")
        return
    done = _run(chosen, policies=policies, model=model, folder=folder, fresh=fresh, baseline=baseline)
    if save_baseline:
        _save_baseline(done, model)


@app.command("baseline")
def save_baseline_command(cases: Cases = CASES, model: Model = None, out: Out = DEFAULT_OUT, fresh: Fresh = False) -> None:
    """Run all cases and make the result the baseline that later runs are compared with. Commit the file."""
    done = _run(read_cases(cases), policies=BUNDLED, model=model, folder=Output(out), fresh=fresh)
    _save_baseline(done, model)


@app.command()
def gate(
    *,
    cases: Cases = CASES,
    policies: Policies = BUNDLED,
    model: Model = None,
    out: Out = DEFAULT_OUT,
    fresh: Fresh = False,
    baseline: Baseline = None,
    gates: Annotated[
        Path, typer.Option("--gates", metavar="FILE", help="What must be reached.", show_default="evals/gate.toml")
    ] = GATES,
) -> None:
    """Check the cases, run them all, and exit with 3 when something that must be reached is not."""
    wanted = read_gates(gates)
    complaints = lint(cases, Shelf.read(policies), ABSTAIN_SHARE if cases == CASES else 0.0)
    if complaints:
        _write_complaints(complaints)
        raise typer.Exit(FAILED)
    done = _run(
        read_cases(cases), policies=policies, model=model, folder=Output(out), fresh=fresh, baseline=baseline, gates=wanted
    )
    if not all(result.holds for result in done.gates):
        raise typer.Exit(GATE_MISSED)


@app.command()
def compare(
    old: Annotated[
        Path | None, typer.Argument(metavar="[OLD]", help="A recorded run; the committed baseline otherwise.")
    ] = None,
    new: Annotated[Path | None, typer.Argument(metavar="[NEW]", help="A recorded run; the last one otherwise.")] = None,
    out: Out = DEFAULT_OUT,
) -> None:
    """Compare two recorded runs case by case: better, worse or not distinguishable, and which cases changed."""
    before, after = read_record(old or baseline_path(None)), read_record(new or out / "run.json")
    kinds = sorted({row.kind for row in after.cases.values()})
    parts = [(kind, difference(before, after, kind)) for kind in kinds]
    sys.stdout.write(comparison(difference(before, after), [(kind, part) for kind, part in parts if part.both]))


@app.command("lint")
def lint_command(
    cases: Cases = CASES,
    policies: Policies = BUNDLED,
    abstain_share: Annotated[
        float | None,
        typer.Option(
            min=0, max=1, help="How many of the cases must not be answered.", show_default=f"{ABSTAIN_SHARE} of our own, else 0"
        ),
    ] = None,
) -> None:
    """Check the cases: schema, gold against the policies, facts against gold, twins, duplicates. A line a complaint."""
    share = abstain_share if abstain_share is not None else ABSTAIN_SHARE if cases == CASES else 0.0
    complaints = lint(cases, Shelf.read(policies), share)
    _write_complaints(complaints)
    if complaints:
        raise typer.Exit(FAILED)
    sys.stdout.write(f"{len(read_cases(cases))} cases, nothing to complain about\n")


@app.command()
def schema(
    write: Annotated[bool, typer.Option("--write", help="Write evals/case.schema.json instead of showing it.")] = False,
) -> None:
    """Show the JSON schema of a case."""
    if write:
        SCHEMA.write_text(schema_text(), encoding="utf-8")
    else:
        sys.stdout.write(schema_text())


def _chosen(cases: Sequence[Case], kinds: Sequence[str] | None, ids: frozenset[str] | None) -> tuple[Case, ...]:
    for kind in kinds or ():
        if kind not in get_args(Kind):
            raise typer.BadParameter(f"no kind {kind!r}; known are {', '.join(get_args(Kind))}", param_hint="--kind")
    return select(cases, kinds or (), ids)


def _run(
    cases: Sequence[Case],
    *,
    policies: Path,
    model: str | None,
    folder: Output,
    fresh: bool,
    baseline: Path | None = None,
    gates: GateFile | None = None,
) -> Run:
    """Run, report, and on Ctrl-C report what there is before leaving."""
    pairs: list[tuple[Case, Outcome]] = []
    plain: list[tuple[Case, Outcome]] = []
    interrupted = False
    with progress_on_stderr() as progress, opened(folder.folder, policies, progress) as product:
        shelf = product.shelf()
        for complaint in lint_cases(cases, shelf):
            sys.stderr.write(f"{complaint}\n")
        model = model or load_settings().chat_model or None
        fingerprint = fingerprint_of(cases, product, shelf, model)
        cache = None if fresh else folder.cache
        folder.begin()
        try:
            for pair in run_cases(cases, product, model=model, cache=cache, fingerprint=fingerprint.system):
                pairs.append(pair)
                folder.add(results_of([pair], shelf)[0])
                if progress is not None:
                    progress("Asking", len(pairs), len(cases))
            if model is not None:
                quoting = fingerprint_of(cases, product, shelf, None).system
                plain = list(run_cases(cases, product, cache=cache, fingerprint=quoting))
        except KeyboardInterrupt:
            interrupted = True
    done = Run(results_of(pairs, shelf), len(cases), fingerprint, shelf, without_model=results_of(plain, shelf))
    before = baseline or baseline_path(model)
    if baseline is not None or before.exists():
        done = replace(done, against=difference(read_record(before), done.record))
    if gates is not None:
        done = replace(done, gates=check_gates(gates, done.scored, done.against))
    folder.finish(done)
    sys.stdout.write(terminal(done))
    sys.stdout.write(f"\n{folder.folder / 'report.html'}\n")
    if interrupted:
        raise typer.Exit(INTERRUPTED)
    return done


def _save_baseline(done: Run, model: str | None) -> None:
    path = baseline_path(model)
    path.parent.mkdir(exist_ok=True)
    path.write_text(done.record.text(), encoding="utf-8")
    sys.stdout.write(f"{path}\n")


def _write_complaints(complaints: Sequence[str]) -> None:
    sys.stdout.write("".join(f"{complaint}\n" for complaint in complaints))


def command_line(arguments: Sequence[str]) -> int:
    """Run a command line and return its exit code. Whatever goes wrong is one line on stderr."""
    return run_program(app, PROGRAM, arguments, expected=(EvalError,))


def main() -> None:
    """The console script's entry: UTF-8 out whatever the locale, exit with the command's code."""
    utf8_streams()
    sys.exit(command_line(sys.argv[1:]))


if __name__ == "__main__":
    main()

"""`python -m evals.benchmarks.plot SVG`: the figures of `speed` and `growth` as one picture, drawn from what they wrote."""

import argparse
import json
import math
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from evals.benchmarks.growth import Stage
from evals.benchmarks.processes import OUT
from evals.errors import EvalError

WIDTH, HEIGHT = 460, 300
# The right edge leaves room for half of the last number under the axis.
LEFT, RIGHT, TOP, BOTTOM = 56, 36, 40, 64
# Told apart by people who see few colours too (Okabe and Ito 2008), and by their dashes.
INKS = (("#0072b2", ""), ("#d55e00", "6 3"), ("#009e73", "2 3"), ("#cc79a7", "8 2 2 2"))
STYLE = (
    "text{font:12px system-ui,sans-serif;fill:#222}.t{font-size:14px;font-weight:600}.g{stroke:#ddd}.a{stroke:#888;fill:none}"
    "@media(prefers-color-scheme:dark){text{fill:#ddd}.g{stroke:#444}}"
)


@dataclass(frozen=True, slots=True)
class Line:
    """Points (x, y), both above 0, joined in their order."""

    name: str
    points: tuple[tuple[float, float], ...]


def _ticks(low: float, high: float) -> list[float]:
    """1, 10, 100, … around a range."""
    return [10.0**power for power in range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)]


def _plain(value: float) -> str:
    return f"{value:,.0f}" if value >= 1 else f"{value:g}"


def chart(title: str, unit: str, lines: Sequence[Line], offset: int) -> str:
    """Lines over a logarithmic x (clauses) and y (`unit`), `offset` pixels from the left."""
    across = [x for line in lines for x, _ in line.points]
    up = [y for line in lines for _, y in line.points]
    x_ticks, y_ticks = _ticks(min(across), max(across)), _ticks(min(up), max(up))

    def place(value: float, ticks: Sequence[float], begin: float, end: float) -> float:
        span = math.log10(ticks[-1] / ticks[0]) or 1.0
        return begin + (end - begin) * math.log10(value / ticks[0]) / span

    def at(x: float, y: float) -> tuple[float, float]:
        return place(x, x_ticks, LEFT, WIDTH - RIGHT), place(y, y_ticks, HEIGHT - BOTTOM, TOP)

    parts = [f'<g transform="translate({offset} 0)"><text class="t" x="{LEFT}" y="20">{escape(title)}</text>']
    for tick in y_ticks:
        _, y = at(x_ticks[0], tick)
        parts.append(f'<path class="g" d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}"/>')
        parts.append(f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{_plain(tick)}</text>')
    for tick in x_ticks:
        x, _ = at(tick, y_ticks[0])
        parts.append(f'<text x="{x:.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{_plain(tick)}</text>')
    parts.append(f'<path class="a" d="M{LEFT} {TOP}V{HEIGHT - BOTTOM}H{WIDTH - RIGHT}"/>')
    parts.append(f'<text x="{LEFT}" y="{TOP - 6}">{escape(unit)}</text>')
    parts.append(f'<text x="{WIDTH - RIGHT}" y="{HEIGHT - BOTTOM + 34}" text-anchor="end">clauses in the library</text>')
    for number, (line, (color, dashes)) in enumerate(zip(lines, INKS, strict=False)):
        route = "L".join(f"{x:.1f} {y:.1f}" for x, y in (at(*point) for point in line.points))
        parts.append(f'<path d="M{route}" fill="none" stroke="{color}" stroke-width="2" stroke-dasharray="{dashes}"/>')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{color}"/>' for x, y in (at(*point) for point in line.points)]
        key = LEFT + number * 102
        parts.append(f'<path d="M{key} {HEIGHT - 12}h16" stroke="{color}" stroke-width="2" stroke-dasharray="{dashes}"/>')
        parts.append(f'<text x="{key + 20}" y="{HEIGHT - 8}">{escape(line.name)}</text>')
    return "".join(parts) + "</g>"


def picture(stages: Sequence[Stage]) -> str:
    """The stages of a growth as SVG: times on the left, memory and size on the right."""
    held = sorted(stages, key=lambda stage: stage.clauses)

    def line(name: str, values: Sequence[float]) -> Line:
        return Line(name, tuple(zip((float(stage.clauses) for stage in held), values, strict=True)))

    readers = [stage.reader for stage in held]
    # As multiples: a machine that does other things too slows both alike.
    times = [
        line("ask", [reader.ask.p50_ms / reader.encoder.p50_ms for reader in readers]),
        line("search, one", [reader.search_scoped.p50_ms / reader.encoder.p50_ms for reader in readers]),
        line("search, all", [reader.search_unscoped.p50_ms / reader.encoder.p50_ms for reader in readers]),
    ]
    sizes = [
        line("memory", [reader.resident_mib for reader in readers]),
        line("index", [stage.index_mib for stage in held]),
        line("library", [stage.library_mib for stage in held]),
    ]
    charts = chart("Time of one question, median", "times the bare encoder's", times, 0) + chart(
        "Memory of a reader, and disk", "MiB", sizes, WIDTH
    )
    last = held[-1]
    (_, few), (_, many), (_, everywhere) = times[0].points[0], times[0].points[-1], times[2].points[-1]
    told = (
        f"From {held[0].clauses:,} to {last.clauses:,} clauses the median answer goes from {few:.1f} to {many:.1f} times the "
        f"bare encoder's time, a search of all policies to {everywhere:.1f}, and a reader's memory from "
        f"{readers[0].resident_mib:.0f} to {readers[-1].resident_mib:.0f} MiB."
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {2 * WIDTH} {HEIGHT}" role="img" aria-labelledby="t d">'
        f'<title id="t">Speed and size as the library grows</title><desc id="d">{escape(told)}</desc>'
        f"<style>{STYLE}</style>{charts}</svg>\n"
    )


def read_stages(path: Path) -> list[Stage]:
    """The stages that `growth` wrote. EvalError when they cannot be read."""
    try:
        return TypeAdapter(list[Stage]).validate_python(json.loads(path.read_bytes())["stages"])
    except OSError as error:
        remedy = "run python -m evals.benchmarks.growth FOLDER first"
        raise EvalError(f"{path}: cannot be read ({error.strerror}); {remedy}") from error
    except (ValueError, KeyError, TypeError, ValidationError) as error:
        raise EvalError(f"{path}: not what python -m evals.benchmarks.growth writes; run it again") from error


def main(arguments: list[str] | None = None) -> int:
    """Draw; 1 when there is nothing to draw."""
    parser = argparse.ArgumentParser(prog="python -m evals.benchmarks.plot", description=__doc__)
    parser.add_argument("svg", type=Path, help="the picture to write")
    parser.add_argument("--growth", type=Path, default=OUT / "growth.json", help="what `growth` wrote")
    chosen = parser.parse_args(arguments)
    try:
        chosen.svg.write_text(picture(read_stages(chosen.growth)), encoding="utf-8")
    except (EvalError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

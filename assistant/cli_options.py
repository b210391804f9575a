"""Options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

Companies = Annotated[
    list[str] | None,
    typer.Option("--company", "-c", metavar="NAME", help="Use this company's policy only; may be given several times."),
]
Model = Annotated[
    str | None,
    typer.Option("--model", metavar="PROVIDER:NAME", help="Let this chat model word the answer; every claim is still checked."),
]
ShowDropped = Annotated[
    bool, typer.Option("--show-dropped", help="Show what the chat model wrote that was refused, and why. None of it is proven.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Write JSON, and nothing but JSON, on stdout.")]
Batch = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE", help="Take every line of this JSONL file ('-' is stdin) and write a line of JSON each, in order."
    ),
]

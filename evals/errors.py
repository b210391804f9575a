"""The errors of the evaluation layer: one line each, naming what is wrong and what mends it.

EvalError
├── CaseError      a case file that cannot be read
├── ShelfError     policies that cannot be brought in for an evaluation
├── RecordError    a baseline or a recorded run that cannot be read
└── GateError      a gate file that cannot be read
"""


class EvalError(Exception):
    """Anything the evaluation refuses. Its message is one line."""


class CaseError(EvalError):
    """A case file is missing or a line of it is no case."""


class ShelfError(EvalError):
    """Policies cannot be read or brought into the home that an evaluation runs on."""


class RecordError(EvalError):
    """A recorded run is missing or is none."""


class GateError(EvalError):
    """The gate file is missing, malformed or names an unknown metric."""

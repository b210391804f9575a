"""A run as JUnit XML, which continuous integration shows as tests."""

import re
from xml.etree import ElementTree as Xml

from evals.run import Run

# Characters that XML 1.0 cannot hold.
_UNFIT = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(run: Run) -> str:
    """One test case a case, in a class named by its kind; gates are test cases too."""
    failures = len(run.failed) + sum(not gate.holds for gate in run.gates)
    suite = Xml.Element(
        "testsuite", name="evals", tests=str(len(run.results) + len(run.gates)), failures=str(failures), errors="0", skipped="0"
    )
    for result in run.results:
        seconds = f"{(result.score.elapsed_ms or 0.0) / 1000:.4f}"
        row = Xml.SubElement(suite, "testcase", classname=f"evals.{result.case.kind}", name=result.case.case_id, time=seconds)
        if not result.score.passed:
            text = result.outcome.answer.text if result.outcome.answer else result.outcome.error
            failure = Xml.SubElement(row, "failure", message=_fit("; ".join(result.score.reasons)))
            failure.text = _fit(f"{result.case.question}\n\n{text}")
    for gate in run.gates:
        row = Xml.SubElement(suite, "testcase", classname="evals.gate", name=gate.name)
        if not gate.holds:
            Xml.SubElement(row, "failure", message=_fit(f"{gate.measured}, {gate.wanted}"))
    root = Xml.Element("testsuites")
    root.append(suite)
    Xml.indent(root)
    return Xml.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _fit(text: str) -> str:
    return _UNFIT.sub("\ufffd", text)

"""Problems as failed tests, in JUnit's XML."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from openaccord.problems import Problem, Severity
from openaccord.reports.checked import Checked
from openaccord.reports.harmless import harmless
from openaccord.reports.problems_text import summary


def problems_junit(checked: Checked) -> str:
    """One suite: a test for the check as a whole, which always passes, and one for each problem.

    An error is a test that failed; a warning one that passed and has something to say. The characters that
    XML cannot hold never arrive.
    """
    counts = {
        "name": "openaccord",
        "tests": str(len(checked.problems) + 1),
        "failures": str(checked.count(Severity.ERROR)),
        "errors": "0",
    }
    suites = ET.Element("testsuites", counts)
    suite = ET.SubElement(suites, "testsuite", {**counts, "skipped": "0"})
    ET.SubElement(suite, "testcase", {"classname": "openaccord", "name": summary(checked)})
    for problem in checked.problems:
        _test(suite, checked, problem)
    ET.indent(suites, " ")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(suites, encoding="unicode")}'


def _test(suite: ET.Element, checked: Checked, problem: Problem) -> None:
    place = problem.place
    file = harmless(checked.path(place.file))
    name = f"{file}:{place.line}:{place.column} {problem.code}"
    message, hint = harmless(problem.message), harmless(problem.hint)
    test = ET.SubElement(suite, "testcase", {"classname": file, "name": name, "file": file})
    if problem.severity is Severity.ERROR:
        told = ET.SubElement(test, "failure", {"type": problem.code, "message": message})
    else:
        told = ET.SubElement(test, "system-out")
    told.text = f"{message}\n{hint}"

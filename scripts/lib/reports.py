"""Reads what the test tools write."""

import xml.etree.ElementTree as ET


def junit_counts(path):
    """Count the tests in a report in JUnit's form.

    :param path: the report; a missing one means that no test ran
    :returns: numbers of passed, failed and skipped tests
    """
    if not path.exists():
        return 0, 0, 0
    total = failed = skipped = 0
    for suite in ET.parse(path).getroot().iter("testsuite"):
        total += int(suite.get("tests", 0))
        failed += int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        skipped += int(suite.get("skipped", 0))
    return max(0, total - failed - skipped), failed, skipped

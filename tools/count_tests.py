#!/usr/bin/env python3
"""Counts single tests for script/test, and prints "PASSED FAILED".

  count_tests.py gtest CTEST_JUNIT FOLDER   programs run by ctest, with GoogleTest's XML reports in FOLDER
  count_tests.py node LOG                   the summaries of `node --test`
  count_tests.py lines LOG                  lines that begin with "ok " or "not ok "
  count_tests.py names                      prints the programs of ctest's list (JSON) on standard input
"""
import json
import pathlib
import re
import sys
import xml.etree.ElementTree as xml


def count_gtest(junit, folder):
    passed = failed = 0
    programs = {case.get("name"): case.get("status") for case in xml.parse(junit).iter("testcase")}
    reports = {path.stem: xml.parse(path).getroot() for path in pathlib.Path(folder).glob("*.xml")}
    for program, status in programs.items():
        report = reports.get(program)
        good = bad = 0
        if report is not None:
            for case in report.iter("testcase"):
                if case.find("failure") is not None:
                    bad += 1
                elif case.get("status") == "run" and case.find("skipped") is None:
                    good += 1
        elif status == "run":
            good = 1  # a program that reports nothing is one test itself
        if status not in ("run", "disabled") and bad == 0:
            bad = 1  # crashed, or ran out of time
        passed, failed = passed + good, failed + bad
    return passed, failed


def count_node(log):
    text = pathlib.Path(log).read_text()
    return tuple(sum(map(int, re.findall(rf"^(?:#|ℹ) {word} (\d+)$", text, re.M))) for word in ("pass", "fail"))


def count_lines(log):
    lines = pathlib.Path(log).read_text().splitlines()
    return sum(line.startswith("ok ") for line in lines), sum(line.startswith("not ok ") for line in lines)


def main():
    kind, arguments = sys.argv[1], sys.argv[2:]
    if kind == "names":
        tests = json.load(sys.stdin)["tests"]
        print(*sorted({re.sub(r"_test_\d+$", "_test", test["name"]) for test in tests}))
        return
    print(*{"gtest": count_gtest, "node": count_node, "lines": count_lines}[kind](*arguments))


main()

#!/usr/bin/env python3
"""Checks the words around the code: links and paths that lead nowhere, room descriptions, the change log."""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
SKIPPED = {"build", "node_modules", ".git", ".cache", "data"}
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
# A path of this tree in back quotes, such as `src/core/users.cpp`; words with *, {, < or spaces are patterns.
PATH = re.compile(r"`((?:src|tests|docs|tools|script|bench|cmake|\.ci)/[A-Za-z0-9_./-]+)`")
FENCE = re.compile(r"^```.*?^```", re.M | re.S)


def pages():
    for page in sorted(ROOT.rglob("*.md")):
        if not SKIPPED & set(page.relative_to(ROOT).parts):
            yield page


def anchors(page):
    for title in re.findall(r"^#+ (.+)$", page.read_text(), re.M):
        yield re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")


def check_page(page):
    name, text = page.relative_to(ROOT), FENCE.sub("", page.read_text())
    for target in LINK.findall(text):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        if not file.exists():
            yield f"{name}: the link to {target} leads nowhere"
        elif anchor and file.suffix == ".md" and anchor not in anchors(file):
            yield f"{name}: there is no heading for {target}"
    for path in PATH.findall(text):
        if not (ROOT / path.rstrip(".")).exists():
            yield f"{name}: there is no {path}"


def check_rooms():
    for listing in sorted((ROOT / "src").rglob("CMakeLists.txt")):
        room = listing.parent
        if not any(room.glob("*.cpp")):
            continue
        readme = room / "README.md"
        if not readme.exists():
            yield f"{room.relative_to(ROOT)}: has no README.md"
        elif len(readme.read_text().splitlines()) > 15:
            yield f"{readme.relative_to(ROOT)}: is longer than 15 lines"


def check_changelog():
    if "## [Unreleased]" not in (ROOT / "CHANGELOG.md").read_text():
        yield "CHANGELOG.md: has no section [Unreleased]"


def main():
    problems = [problem for page in pages() for problem in check_page(page)]
    problems += [*check_rooms(), *check_changelog()]
    print("\n".join(problems) or "docs: links, paths and sections are in order")
    sys.exit(bool(problems))


main()

#!/usr/bin/env python3
"""Runs the examples of README.md and docs/ against a real server, so that they cannot rot.

A block that begins with ```console is run; every page has a server of its own, in an empty data directory, made with the
operator and the secret of OPERATOR, and a shell of its own, whose variables last until the end of the page. In a block

    $ curl -s http://127.0.0.1:8080/healthz     a command; lines that begin with "> " continue it
    ok                                          what it must print, where ... stands for anything

A command without expected lines must end with status 0. The address of the examples is replaced by the server's own.
"""
import argparse
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
ADDRESS = "http://127.0.0.1:8080"
OPERATOR = {"GUILDHALL_OPERATOR_EMAIL": "me@example.com", "GUILDHALL_OPERATOR_PASSWORD": "a long password",
            "GUILDHALL_TYK_ADMIN_SECRET": "an even longer secret"}


class Example:
    def __init__(self, page, line, command):
        self.page, self.line, self.command, self.expected = page, line, command, []

    def failure(self, printed, status):
        if not self.expected:
            return None if status == 0 else f"ended with status {status}"
        pattern = r"\s*".join(re.escape(line).replace(re.escape("..."), ".*?") for line in self.expected)
        return None if re.fullmatch(pattern + r"\s*", printed.strip(), re.S) else "printed something else"


def examples_of(page):
    inside, found = False, []
    for number, line in enumerate(page.read_text().splitlines(), 1):
        if line.startswith("```"):
            inside = line.strip() == "```console"
        elif inside and line.startswith("$ "):
            found.append(Example(page.relative_to(ROOT), number, line[2:]))
        elif inside and line.startswith("> ") and not found[-1].expected:
            found[-1].command += "\n" + line[2:]
        elif inside and line.strip():
            found[-1].expected.append(line.strip())
    return found


class Server:
    """A server on a free port, for one page."""

    def __init__(self, binary):
        self.folder = tempfile.TemporaryDirectory(prefix="guildhall-docs-")
        environment = {k: v for k, v in os.environ.items() if not k.startswith("GUILDHALL_")} | OPERATOR
        command = [binary, "serve", "--data", self.folder.name + "/data", "--listen", "127.0.0.1:0"]
        self.process = subprocess.Popen(command, env=environment, text=True, stdout=subprocess.DEVNULL,
                                        stderr=subprocess.PIPE)

    def __enter__(self):
        said = []
        for line in self.process.stderr:
            said.append(line)
            if match := re.match(r"listening on (\S+)", line):
                # Keeps reading, so that the server never waits for room in the pipe.
                self.drain = subprocess.Popen(["cat"], stdin=self.process.stderr, stdout=subprocess.DEVNULL)
                return match[1]
        sys.exit("the server ended before it listened:\n" + "".join(said))

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(20)
        self.drain.wait(20)
        self.folder.cleanup()


def run_page(examples, address, work):
    """Runs one page's commands in one shell; returns what each printed and its status."""
    script = []
    for index, example in enumerate(examples):
        command = example.command.replace(ADDRESS, address)
        script.append(f"{{ {command}\n}} >{shlex.quote(f'{work}/{index}.out')} 2>&1; echo $? >{shlex.quote(f'{work}/{index}.status')}")
    subprocess.run(["bash", "-c", "\n".join(script)], cwd=ROOT, check=False, timeout=300, stdin=subprocess.DEVNULL)
    for index in range(len(examples)):
        status = pathlib.Path(f"{work}/{index}.status")
        printed = pathlib.Path(f"{work}/{index}.out")
        yield (printed.read_text() if printed.exists() else ""), int(status.read_text()) if status.exists() else -1


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", default=str(ROOT / "build/release/guildhall"))
    binary = str(pathlib.Path(parser.parse_args().binary).resolve())
    failed = 0
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]:
        examples = examples_of(page)
        if not examples:
            continue
        with Server(binary) as address, tempfile.TemporaryDirectory() as work:
            for example, (printed, status) in zip(examples, run_page(examples, address, work)):
                why = example.failure(printed.replace(address, ADDRESS), status)
                title = f"{example.page}:{example.line} {example.command.splitlines()[0][:80]}"
                print(f"not ok {title}: {why}" if why else f"ok {title}")
                if why:
                    failed += 1
                    print(f"  expected: {' '.join(example.expected)}\n  printed:  {printed.strip()}")
    sys.exit(failed != 0)


main()

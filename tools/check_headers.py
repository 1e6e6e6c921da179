#!/usr/bin/env python3
"""Compiles every header alone, so that none leans on what another file happened to include before it."""
import argparse
import concurrent.futures
import functools
import os
import pathlib
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
WORK = ROOT / "build" / "headers"
WARNINGS = "-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Wold-style-cast -Werror".split()


def prepare():
    (WORK / "generated" / "server").mkdir(parents=True, exist_ok=True)
    template = (ROOT / "src/server/version.h.in").read_text()
    (WORK / "generated/server/version.h").write_text(template.replace("@PROJECT_VERSION@", "0"))


@functools.cache
def includes():
    packages = ["libpq", "sqlite3", "libsodium"]
    flags = subprocess.run(["pkg-config", "--cflags", *packages], capture_output=True, text=True, check=True).stdout
    return [f"-I{ROOT}", f"-I{ROOT / 'src'}", f"-I{WORK / 'generated'}", *flags.split()]


def compile_alone(header):
    name = header.relative_to(ROOT)
    unit = WORK / (str(name).replace("/", "__") + ".cpp")
    text = f'#include "{name}"\n#include "{name}"\n'
    if not unit.exists() or unit.read_text() != text:
        unit.write_text(text)
    cache = [shutil.which("ccache")] if shutil.which("ccache") else []
    command = [*cache, "g++", "-std=c++20", "-O0", *WARNINGS, *includes(), "-c", str(unit), "-o", str(unit) + ".o"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return name, done.returncode, done.stderr


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    jobs = parser.parse_args().jobs
    prepare()
    folders = [ROOT / "src", ROOT / "tests", ROOT / "bench"]
    headers = sorted(h for folder in folders for h in folder.rglob("*.h") if "node_modules" not in h.parts)
    broken = 0
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        for name, status, complaint in pool.map(compile_alone, headers):
            if status != 0:
                broken += 1
                print(f"{name} does not compile alone:\n{complaint}")
    print(f"headers: {len(headers) - broken} of {len(headers)} compile alone")
    sys.exit(broken != 0 or not headers)


main()

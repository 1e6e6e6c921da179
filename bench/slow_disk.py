#!/usr/bin/env python3
"""What joining changes into one commit brings on a disk whose flush takes 1 ms, on both engines.

Runs `bench_store_writes` with libslow_fsync.so: on SQLite with 200 changes outstanding, preloaded
into the program itself; on PostgreSQL with 50, preloaded into a server of its own.

    bench/slow_disk.py [--build build/release] [--microseconds 1000] [--seconds 5]
                       [--engines sqlite,postgres] [--folder DIR] [--json FILE]
"""
import argparse
import os
import shutil
import subprocess
import tempfile

from record_servers import Postgres

# How many times as many changes as with a commit each, with how many outstanding.
AIMS = {"sqlite": (200, 40), "postgres": (50, 5)}


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", default="build/release")
    parser.add_argument("--microseconds", type=int, default=1000)
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--engines", default="sqlite,postgres")
    parser.add_argument("--folder", help="where the databases are made, and removed")
    parser.add_argument("--json")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
        os.chmod(folder, 0o755)
        # Where PostgreSQL's user can read it.
        library = shutil.copy(f"{arguments.build}/bench/libslow_fsync.so", folder)
        slow = {"LD_PRELOAD": library, "SLOW_FSYNC_US": str(arguments.microseconds)}
        for engine in arguments.engines.split(","):
            run(engine, folder, slow, arguments)


def run(engine, folder, slow, arguments):
    outstanding, aim = AIMS[engine]
    command = [f"{arguments.build}/bench/bench_store_writes", "--outstanding", str(outstanding),
               "--aim", str(aim), "--seconds", str(arguments.seconds),
               *(["--json", arguments.json] if arguments.json else [])]
    if engine == "sqlite":
        subprocess.run([*command, folder], check=True, env={**os.environ, **slow})
        return
    postgres = Postgres(f"{folder}/postgres", 55434, slow)
    try:
        subprocess.run([*command, postgres.database("guildhall")], check=True)
    finally:
        postgres.stop()


if __name__ == "__main__":
    main()

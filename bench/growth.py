#!/usr/bin/env python3
"""What the number of users in a tenant costs: 10^4, 10^5, 10^6 and 10^7 of them.

For each size a data folder of its own is filled by `guildhall import users`: users per second, and
the disk that they take. Then, by turns over the sizes, so that all see the same machine:

- CPU per sign-in look-up, in process (`bench_growth_lookups`),
- CPU per "who am I" (Syncano's GET /v1.1/instances/default/user/ with an API key and a user key), one
  server for each size on core 0, wrk with 64 connections on core 1, and the servers' own memory.

Both over the same 10,000 hot users, who fit into the server's memory, and over --sample users drawn
from all, who are asked for once as a rule, so that what does not fit is read from the database.

    bench/growth.py [--build build/release] [--sizes 10000,100000,1000000,10000000] [--hot 10000]
                    [--sample 800000] [--groups-each 2] [--seconds 5] [--rounds 3]
                    [--folder DIR] [--json FILE]

The folder needs some 2.5 GB for each million users of the sizes together.
"""
import json
import os
import subprocess
import sys
import tempfile
import time

from measuring import (Figures, Guildhall, Questions, folder_bytes, median_of, progress,
                       read_options, spread_of)

GROUPS = 100
# Well-formed; nobody signs in.
PASSWORD_HASH = ("$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA"
                 "$dGhpcnR5LXR3byBieXRlcywgb2Ygc29tZSBuYXR1cmU")
IMPORTED_AT_LEAST = 20_000  # users per second
FLAT = 1.25                 # dearest by cheapest, over all sizes
UNIFORM_BY_HOT = 4


class Tenant:
    """A data folder with so many users, and later the server that serves it."""

    def __init__(self, build, parent, size):
        self.build, self.size = build, size
        self.folder = os.path.join(parent, f"users-{size}")
        os.mkdir(self.folder, 0o700)
        server = Guildhall(build, self.folder)
        key = server.call("POST", "/v1.1/instances/default/api_keys/", server.sign_in_operator(), {})
        server.stop()
        self.template = ("/v1.1/instances/default/user/ HTTP/1.1\\r\\nX-API-KEY: " +
                         key["api_key"] + "\\r\\nX-USER-KEY: %s")
        self.figures = {}
        self.server = None

    def keep(self, name, value):
        self.figures.setdefault(name, []).append(value)

    def median(self, name):
        return median_of([{"": value} for value in self.figures[name]], "")

    def show(self, name, unit, figures):
        figures.add(name, self.size, self.median(name), unit)

    def fill(self, groups_each):
        """Seconds that the import takes."""
        users = self.folder + ".jsonl"  # beside the data, whose size is a figure
        write_users(users, self.size, groups_each)
        begin = time.monotonic()
        subprocess.run([f"{self.build}/guildhall", "import", "users", users, "--data", self.folder],
                       check=True, stdout=sys.stderr)
        took = time.monotonic() - begin
        os.remove(users)
        return took

    def look_up(self, arguments, first):
        """Measures sign-in look-ups; the first time also writes keys for `ask`."""
        figures = os.path.join(self.folder, "lookups.jsonl")
        keys = ["--keys", os.path.join(self.folder, "keys")] if first else []
        subprocess.run(
            ["taskset", "-c", "0", f"{self.build}/bench/bench_growth_lookups", "--data", self.folder,
             "--users", str(self.size), "--hot", str(arguments.hot), "--sample",
             str(arguments.sample), "--seconds", str(arguments.seconds), "--json", figures, *keys],
            check=True, stdout=subprocess.DEVNULL)
        with open(figures) as file:
            for figure in map(json.loads, file):
                self.keep(figure["name"], figure["value"])
        os.remove(figures)

    def serve(self):
        self.server = Guildhall(self.build, self.folder)
        self.questions = {
            who: Questions(self.folder, self.template, os.path.join(self.folder, f"keys.{file}"))
            for who, file in (("hot", "hot"), ("all", "uniform"))}

    def ask(self, who, seconds):
        if who == "hot":  # back into memory, out of which others may have driven some
            self.questions[who].ask(self.server, 1)
        answer = self.questions[who].ask(self.server, seconds)
        self.keep(f"who am I, {who} users", answer["cpu"])
        self.keep(f"who am I, {who} users, rate", answer["rate"])

    def warm_up(self, arguments):
        """Until the memory for users is full, or has all of them."""
        fits = self.size <= arguments.sample
        for who, enough in (("all", arguments.sample if fits else arguments.sample // 2),
                            ("hot", arguments.hot)):
            while self.questions[who].used < enough:
                self.questions[who].ask(self.server, 1)


def write_users(path, count, groups_each):
    with open(path, "w") as file:
        for i in range(count):
            groups = ",".join(f'"group {(i + step * 37) % GROUPS}"' for step in range(groups_each))
            file.write(f'{{"username":"user{i}@example.com","email":"user{i}@example.com",'
                       f'"password_hash":"{PASSWORD_HASH}","display_name":"User {i}",'
                       f'"groups":[{groups}]}}\n')


def show_costs(tenant, what, figures):
    for who in ("hot", "all"):
        tenant.show(f"{what}, {who} users", "µs of CPU", figures)
    ratio = tenant.median(f"{what}, all users") / tenant.median(f"{what}, hot users")
    figures.aim(f"{what}, all {tenant.size} users by hot ones", ratio, UNIFORM_BY_HOT)


def compare_sizes(tenants, what, figures):
    costs = [tenant.median(f"{what}, hot users") for tenant in tenants]
    figures.aim(f"{what}, hot users, dearest size by cheapest", spread_of(costs), FLAT)


def take_turns(tenants, rounds):
    """Each size in each round, and whether this is its first turn, and its last: then its figures are
    known, and are shown at once, so that a run which ends early keeps them."""
    for turn in range(rounds):
        for tenant in tenants:
            yield tenant, turn == 0, turn == rounds - 1


def measure_imports(tenants, arguments, figures):
    for tenant in tenants:
        progress(f"importing {tenant.size} users")
        rate = tenant.size / tenant.fill(arguments.groups_each)
        figures.add("import", tenant.size, rate, "users/s")
        figures.aim(f"import of {tenant.size} users, users/s", rate, IMPORTED_AT_LEAST, at_least=True)
        figures.add("disk", tenant.size, folder_bytes(tenant.folder) / 2**20, "MiB")


def measure_look_ups(tenants, arguments, figures):
    for tenant, first, last in take_turns(tenants, arguments.rounds):
        progress(f"look-ups among {tenant.size} users")
        tenant.look_up(arguments, first)
        if last:
            show_costs(tenant, "sign-in look-up", figures)
    compare_sizes(tenants, "sign-in look-up", figures)


def measure_who_am_i(tenants, arguments, figures):
    for tenant in tenants:
        progress(f"warming up among {tenant.size} users")
        tenant.serve()
        figures.add("memory at rest", tenant.size, tenant.server.memory_megabytes(), "MiB")
        tenant.warm_up(arguments)
    for tenant, _, last in take_turns(tenants, arguments.rounds):
        progress(f"who am I among {tenant.size} users")
        for who in ("hot", "all"):
            tenant.ask(who, arguments.seconds)
        if last:
            show_costs(tenant, "who am I", figures)
            for who in ("hot", "all"):
                tenant.show(f"who am I, {who} users, rate", "requests/s", figures)
    compare_sizes(tenants, "who am I", figures)
    for tenant in tenants:
        figures.add("memory in the end", tenant.size, tenant.server.memory_megabytes(), "MiB")
        asked = tenant.questions["all"].used
        if asked > arguments.sample < tenant.size:
            progress(f"{tenant.size}: {asked} requests with {arguments.sample} keys: some were asked "
                     "for twice, so take a larger --sample")


def main():
    arguments = read_options(
        __doc__, {"folder": "where the data folders are made, and removed"}, build="build/release",
        sizes="10000,100000,1000000,10000000", hot=10_000, sample=800_000, groups_each=2, seconds=5,
        rounds=3, folder=None, json=None)
    figures = Figures("growth", arguments.json)
    with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
        tenants = [Tenant(arguments.build, folder, int(size)) for size in arguments.sizes.split(",")]
        try:
            measure_imports(tenants, arguments, figures)
            measure_look_ups(tenants, arguments, figures)
            measure_who_am_i(tenants, arguments, figures)
        finally:
            for tenant in tenants:
                if tenant.server:
                    tenant.server.stop()


if __name__ == "__main__":
    main()

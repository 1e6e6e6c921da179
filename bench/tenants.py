#!/usr/bin/env python3
"""What the number of tenants costs: 100,000 of them, made as organisations by the Tyk admin API.

Measured while they are made, with some requests in flight: time and the server's CPU per creation in
each tenth of them; afterwards the server's memory and the disk. Then "who am I" (Syncano's
GET /v1.1/instances/{i}/user/) by one user in each of 2,000 tenants, and by turns by as many users of
one tenant. The server has one event loop on core 0; the clients are on core 1.

    bench/tenants.py [--build build/release] [--tenants 100000] [--asked 2000] [--in-flight 16]
                     [--seconds 5] [--rounds 4] [--folder DIR] [--json FILE]
"""
import concurrent.futures
import http.client
import json
import os
import statistics
import sys
import tempfile
import threading
import time

from measuring import (Figures, Guildhall, Questions, cpu_seconds, folder_bytes,
                       median_of, progress, read_options)

SECRET = "a long secret for benchmarks"
TEMPLATE = ("/v1.1/instances/%s/user/ HTTP/1.1\\r\\nX-API-KEY: %s\\r\\nX-USER-KEY: %s")
MEMORY_AT_MOST = 2048  # MiB
FLAT = 1.25
PAGE = 100


class Client:
    """Many connections that stay open, one for each thread."""

    def __init__(self, server, threads):
        self.port, self.local = server.port, threading.local()
        self.pool = concurrent.futures.ThreadPoolExecutor(threads)

    def call(self, method, path, headers, body=None):
        if not hasattr(self.local, "connection"):
            self.local.connection = http.client.HTTPConnection("127.0.0.1", self.port)
        connection = self.local.connection
        connection.request(method, path, None if body is None else json.dumps(body),
                           {"Content-Type": "application/json", **headers})
        answer = connection.getresponse()
        text = answer.read()
        if answer.status >= 300:
            sys.exit(f"{method} {path}: {answer.status} {text}")
        return json.loads(text)

    def each(self, items, work):
        return list(self.pool.map(work, items))


def name_of(number):
    return f"organisation-{number}"


class Site:
    """The server, the tenants on it, and who asks there."""

    def __init__(self, server, client):
        self.server, self.client = server, client
        self.admin = {"admin-auth": SECRET}
        self.operator = server.sign_in_operator()
        self.ids = {}

    def make_tenant(self, number):
        answer = self.client.call("POST", "/admin/organisations", self.admin,
                                  {"owner_name": name_of(number)})
        self.ids[number] = answer["Meta"]

    def make_user(self, number, user):
        self.client.call("POST", "/admin/users", self.admin, {
            "org_id": self.ids[number], "first_name": "Bench", "last_name": str(user),
            "email_address": f"user{user}@example.com", "active": True})

    def make_key(self, number):
        return self.client.call("POST", f"/v1.1/instances/{name_of(number)}/api_keys/",
                                self.operator, {})["api_key"]

    def credentials(self, number):
        """A line for each user of the tenant: instance, API key, user key."""
        lines, key = [], self.make_key(number)
        path = f"/v1.1/instances/{name_of(number)}/users/?page_size={PAGE}"
        while path:
            page = self.client.call("GET", path, self.operator)
            lines += [f"{name_of(number)} {key} {user['user_key']}" for user in page["objects"]]
            path = page["next"]
        return lines


def make_tenants(site, count, figures):
    pid, times, costs = site.server.process.pid, [], []
    for tenth in range(10):
        numbers = range(count * tenth // 10, count * (tenth + 1) // 10)
        begin, before = time.monotonic(), cpu_seconds(pid)
        site.client.each(numbers, site.make_tenant)
        times.append((time.monotonic() - begin) / len(numbers) * 1e6)
        costs.append((cpu_seconds(pid) - before) / len(numbers) * 1e6)
        figures.add("time per creation", numbers.stop, times[-1], "µs")
        figures.add("CPU per creation", numbers.stop, costs[-1], "µs of CPU")
        figures.add("memory", numbers.stop, site.server.memory_megabytes(), "MiB")
        progress(f"{numbers.stop} tenants")
    # Of three tenths, because other users of the disk may disturb one.
    for what, tenths in (("time", times), ("CPU", costs)):
        figures.aim(f"{what} per creation, last three tenths by first three",
                    statistics.median(tenths[-3:]) / statistics.median(tenths[:3]), FLAT)


def write_credentials(site, count, asked, folder):
    """Files with who asks: one user in each of many tenants, and as many users of one tenant."""
    spread = [number * count // asked for number in range(asked)]
    site.client.each(spread, lambda number: site.make_user(number, 0))
    crowded = count - 1  # may be among the others: then it has one user more
    site.client.each(range(1, asked + 1), lambda user: site.make_user(crowded, user))
    files = {"spread over tenants": spread, "in one tenant": [crowded]}
    for place, (who, numbers) in enumerate(files.items()):
        files[who] = os.path.join(folder, f"credentials-{place}")
        lines = site.client.each(numbers, site.credentials)
        with open(files[who], "w") as file:
            file.writelines(f"{line}\n" for some in lines for line in some[:asked])
    return files


def compare(server, files, folder, arguments, figures):
    questions = {who: Questions(folder, TEMPLATE, file) for who, file in files.items()}
    runs = {who: [] for who in questions}
    for asker in questions.values():  # until all are in the server's memory
        while asker.used < 2 * arguments.asked:
            asker.ask(server, 1)
    for _ in range(arguments.rounds):
        for who, asker in questions.items():
            runs[who].append(asker.ask(server, arguments.seconds))
    for who in runs:
        figures.add(f"who am I, {who}", arguments.tenants, median_of(runs[who], "cpu"), "µs of CPU")
        figures.add(f"who am I, {who}, rate", arguments.tenants, median_of(runs[who], "rate"),
                    "requests/s")
    figures.aim("who am I, spread over tenants by in one tenant",
                median_of(runs["spread over tenants"], "cpu") / median_of(runs["in one tenant"], "cpu"),
                FLAT)


def start(build, folder):
    return Guildhall(build, folder, ["--log-requests", "false", "--tyk-admin-secret", SECRET])


def main():
    arguments = read_options(
        __doc__, {"folder": "where the data folder is made, and removed"}, build="build/release",
        tenants=100_000, asked=2_000, in_flight=16, seconds=5, rounds=4, folder=None, json=None)
    os.sched_setaffinity(0, {1})  # core 0 is the server's
    figures = Figures("tenants", arguments.json)
    with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
        server = start(arguments.build, folder)
        try:
            site = Site(server, Client(server, arguments.in_flight))
            make_tenants(site, arguments.tenants, figures)
            figures.add("disk", arguments.tenants, folder_bytes(folder) / 2**20, "MiB")
            files = write_credentials(site, arguments.tenants, arguments.asked, folder)
            made = server.memory_megabytes()
            server.stop()
            server = start(arguments.build, folder)
            figures.add("start", arguments.tenants, server.start_seconds * 1e3, "ms")
            figures.add("memory after a start", arguments.tenants, server.memory_megabytes(), "MiB")
            compare(server, files, folder, arguments, figures)
            asked = server.memory_megabytes()
            figures.add("memory after who am I", arguments.tenants, asked, "MiB")
            figures.aim("memory of the server, MiB", max(made, asked), MEMORY_AT_MOST)
        finally:
            server.stop()


if __name__ == "__main__":
    main()

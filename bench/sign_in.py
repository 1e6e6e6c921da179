#!/usr/bin/env python3
"""Sign-ins per second against the raw rate of password checks, by turns in one run; and what others
notice of a flood of them.

The server has one thread for hashes and shares core 0 with nobody but that rate's own program; wrk
(8 connections, one sign-in each at a time) runs on core 1.

Then "who am I" is asked 500 times a second on one connection, while nothing else happens and while
the flood runs. Each is due at its time whether or not the one before was answered, and its latency
counts from then, so that a pause of the server shows in all that were due meanwhile.

    bench/sign_in.py --build build/release [--seconds 5] [--rounds 3] [--asked-per-second 500]
                     [--json FILE]
"""
import argparse
import json
import os
import re
import socket
import subprocess
import tempfile
import threading
import time

from measuring import REPORT, Figures, Guildhall, ask, median_of

WRK = """
local n = 0
local headers = {{["Content-Type"] = "application/json"{headers}}}
request = function()
  n = (n + 1) % {users}
  return wrk.format("POST", "{path}", headers,
    '{before}user' .. n .. '@example.com{after}')
end
"""
DIALECTS = {
    "syncano": ("/v1.1/instances/default/user/auth/", '{{"username":"', '","password":"bench password"}}'),
    "daptin": ("/action/user_account/signin", '{{"attributes":{{"email":"', '","password":"bench password"}}}}'),
}
USERS = 1000


def write_scripts(seeded, folder):
    api_key = re.search(r"X-API-KEY: ([0-9a-f]+)", seeded["syncano"]["header"]).group(1)
    scripts = {}
    for dialect, (path, before, after) in DIALECTS.items():
        scripts[dialect] = os.path.join(folder, f"{dialect}.lua")
        headers = f', ["X-API-KEY"] = "{api_key}"' if dialect == "syncano" else ""
        with open(scripts[dialect], "w") as file:
            file.write(WRK.format(headers=headers, users=USERS, path=path, before=before.format(),
                                  after=after.format()) + REPORT)
    return scripts


def raw_checks(build, seconds):
    output = subprocess.run(["taskset", "-c", "0", f"{build}/bench/bench_password_checks", "--seconds", str(seconds)],
                            capture_output=True, text=True, check=True).stdout
    return float(output.split()[0])


class Prober:
    """Asks who somebody is at even times; `latencies` are in milliseconds."""

    def __init__(self, server, seeded, folder, per_second):
        with open(f"{folder}/keys.syncano") as file:
            key = file.readline().strip()
        header = seeded["syncano"]["header"].replace("\\r\\n", "\r\n")
        self.question = (f"GET {seeded['syncano']['path']} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                         f"{header}{key}\r\n\r\n").encode()
        self.connection = socket.create_connection(("127.0.0.1", server.port))
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.interval = 1 / per_second

    def ask_once(self):
        self.connection.sendall(self.question)
        answer = b""
        while b"\r\n\r\n" not in answer:
            answer += self.connection.recv(65536)
        head, _, body = answer.partition(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise SystemExit(head.decode())
        missing = int(re.search(rb"(?i)content-length: (\d+)", head).group(1)) - len(body)
        while missing > 0:
            missing -= len(self.connection.recv(missing))

    def run(self, seconds):
        begin, latencies = time.monotonic(), []
        for number in range(round(seconds / self.interval)):
            due = begin + number * self.interval
            time.sleep(max(0, due - time.monotonic()))
            self.ask_once()
            latencies.append((time.monotonic() - due) * 1e3)
        latencies.sort()
        return {"p50": latencies[len(latencies) // 2], "p99": latencies[len(latencies) * 99 // 100],
                "slowest": latencies[-1]}


def probe_in_flood(server, prober, script, seconds):
    """What the prober sees in the middle of a flood that lasts two seconds longer."""
    flood = threading.Thread(target=ask, args=(server, script, seconds + 2, 8))
    flood.start()
    time.sleep(1)
    seen = prober.run(seconds)
    flood.join()
    return seen


def measure(arguments, folder, figures):
    seeded = json.loads(subprocess.run(
        [f"{arguments.build}/bench_seed", "--data", folder, "--users", str(USERS), "--keys", f"{folder}/keys"],
        capture_output=True, text=True, check=True).stdout)
    scripts = write_scripts(seeded, folder)
    server = Guildhall(arguments.build, folder)
    rates, seen = {dialect: [] for dialect in DIALECTS}, {"quiet": [], "in a flood of sign-ins": []}
    prober = Prober(server, seeded, folder, arguments.asked_per_second)
    for _ in range(arguments.rounds):
        raw = raw_checks(arguments.build, arguments.seconds)
        for dialect, script in scripts.items():
            rate = ask(server, script, arguments.seconds, connections=8)["rate"]
            rates[dialect].append({"rate": rate, "raw": raw, "share": rate / raw})
        seen["quiet"].append(prober.run(arguments.seconds))
        seen["in a flood of sign-ins"].append(
            probe_in_flood(server, prober, scripts["syncano"], arguments.seconds))
    server.stop()
    for dialect, runs in rates.items():
        figures.add(f"sign-ins, {dialect}", USERS, median_of(runs, "rate"), "sign-ins/s")
        figures.add("raw password checks", USERS, median_of(runs, "raw"), "checks/s")
        figures.add(f"share of the raw rate, {dialect}", USERS, median_of(runs, "share"), "times")
    for when, runs in seen.items():
        for figure in ("p50", "p99", "slowest"):
            figures.add(f"who am I, {when}, {figure}", USERS, median_of(runs, figure), "ms")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", default="build/release")
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--asked-per-second", type=int, default=500)
    parser.add_argument("--json")
    arguments = parser.parse_args()
    os.sched_setaffinity(0, {1})  # core 0 is the server's
    with tempfile.TemporaryDirectory() as folder:
        measure(arguments, folder, Figures("sign-ins", arguments.json))


if __name__ == "__main__":
    main()

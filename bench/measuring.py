"""What the benchmarks that drive a server share: their options, a server on core 0, wrk on core 1,
CPU time and memory of the server, and figures as lines for people and for bench/plots.py.

CPU time is the sum over the server's threads from /proc/PID/task/*/schedstat."""
import argparse
import glob
import json
import os
import re
import signal
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request

OPERATOR = ("bench@example.com", "bench password")

# Each line of CREDENTIALS fills TEMPLATE, which is what stands between "GET " and the end of the
# head; FIRST says how many lines were used before.
WRK = """
local template = os.getenv("TEMPLATE"):gsub("\\\\r\\\\n", "\\r\\n")
local lines, n = {}, tonumber(os.getenv("FIRST"))
for line in io.lines(os.getenv("CREDENTIALS")) do lines[#lines + 1] = line end
request = function()
  n = n % #lines + 1
  local a, b, c = lines[n]:match("^(%S+) ?(%S*) ?(%S*)")
  return "GET " .. template:format(a, b, c) .. "\\r\\nHost: 127.0.0.1\\r\\nAccept: application/json\\r\\n\\r\\n"
end
"""
# What every script of wrk's ends with, so that `ask` understands what it prints.
REPORT = """
done = function(summary, latency)
  io.write("RESULT " .. summary.requests .. " " .. summary.duration .. " " .. summary.errors.status ..
    " " .. (summary.errors.read + summary.errors.write + summary.errors.timeout) ..
    " " .. latency:percentile(50) .. " " .. latency:percentile(99) .. "\\n")
end
"""


def read_options(description, help_of=None, **defaults):
    """The options of a program, by their defaults: each is of its default's type, and text where that
    is None. `help_of` has help for some of them."""
    parser = argparse.ArgumentParser(description=description,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in defaults.items():
        parser.add_argument("--" + name.replace("_", "-"), default=default,
                            type=str if default is None else type(default),
                            help=(help_of or {}).get(name))
    return parser.parse_args()


def cpu_seconds(pid):
    total = 0
    for path in glob.glob(f"/proc/{pid}/task/*/schedstat"):
        with open(path) as file:
            total += int(file.read().split()[0])
    return total / 1e9


def memory_kilobytes(pid):
    with open(f"/proc/{pid}/status") as file:
        return int(re.search(r"RssAnon:\s+(\d+)", file.read()).group(1))


def folder_bytes(folder):
    return sum(entry.stat().st_size for entry in os.scandir(folder) if entry.is_file())


def wait_until_answering(url):
    deadline = time.monotonic() + 30
    while True:
        try:
            urllib.request.urlopen(url, timeout=1).read()
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)


def progress(text):
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


class Guildhall:
    """A server with one event loop on core 0; also one that is measured from outside."""

    def __init__(self, build, folder, flags=(), name="guildhall"):
        self.name, started = name, time.monotonic()
        self.log = os.path.join(folder, f"{name.replace(' ', '-')}.log")
        with open(self.log, "w") as log:
            self.process = subprocess.Popen(
                ["taskset", "-c", "0", f"{build}/guildhall", "serve", "--data", folder, "--listen",
                 "127.0.0.1:0", "--server-loops", "1", "--operator-email", OPERATOR[0],
                 "--operator-password", OPERATOR[1], *(flags or ["--log-requests", "false"])],
                stderr=log, stdout=subprocess.DEVNULL)
        self.port = self.wait_for_port()
        self.url = f"http://127.0.0.1:{self.port}"
        wait_until_answering(f"{self.url}/healthz")
        self.start_seconds = time.monotonic() - started
        self.pids = [self.process.pid]

    def wait_for_port(self):
        deadline = time.monotonic() + 60
        while True:
            with open(self.log) as file:
                text = file.read()
            found = re.search(r"listening on http://127.0.0.1:(\d+)", text)
            if found:
                return int(found.group(1))
            if time.monotonic() > deadline or self.process.poll() is not None:
                sys.exit("guildhall did not start: " + text)
            time.sleep(0.005)

    def memory_megabytes(self):
        return memory_kilobytes(self.process.pid) / 1024

    def sign_in_operator(self):
        """The header that an operator sends."""
        account = self.call("POST", "/v1.1/account/auth/", {},
                            {"email": OPERATOR[0], "password": OPERATOR[1]})
        return {"X-API-KEY": account["account_key"]}

    def call(self, method, path, headers=None, body=None):
        request = urllib.request.Request(
            self.url + path, method=method, data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json", **(headers or {})})
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.loads(answer.read())

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(60)


def ask(server, script, seconds, connections=64, environment=None):
    """Drives the server by a script of wrk's; a refusal or a broken connection ends the program."""
    before = sum(cpu_seconds(pid) for pid in server.pids)
    output = subprocess.run(
        ["taskset", "-c", "1", "wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "20s",
         "-s", script, f"http://127.0.0.1:{server.port}"], capture_output=True, text=True,
        check=True, env={**os.environ, **(environment or {})}).stdout
    used = sum(cpu_seconds(pid) for pid in server.pids) - before
    requests, duration, bad, broken, middle, slow = map(float, re.search(
        r"RESULT (\S+) (\S+) (\S+) (\S+) (\S+) (\S+)", output).groups())
    if bad or broken or not requests:
        sys.exit(f"{server.name}: {bad} refusals, {broken} broken connections\n{output}")
    return {"requests": int(requests), "cpu": used / requests * 1e6,
            "rate": requests / (duration / 1e6), "p50": middle / 1e3, "p99": slow / 1e3}


class Questions:
    """Requests made of a template and of the lines of a file, each line once before any again."""

    def __init__(self, folder, template, credentials):
        self.template, self.credentials, self.used = template, credentials, 0
        self.script = os.path.join(folder, "questions.lua")
        with open(self.script, "w") as file:
            file.write(WRK + REPORT)

    def ask(self, server, seconds, connections=64):
        answer = ask(server, self.script, seconds, connections,
                     {"TEMPLATE": self.template, "CREDENTIALS": self.credentials,
                      "FIRST": str(self.used)})
        self.used += answer["requests"]
        return answer


class Figures:
    """As bench/figures.h: lines on standard output, and JSON lines at the end of a file."""

    def __init__(self, bench, path):
        self.bench, self.path = bench, path

    def add(self, name, size, value, unit):
        print(f"{name:64} {size:10} {value:14.2f} {unit}", flush=True)
        self.append({"name": name, "size": size, "value": value, "unit": unit})

    def aim(self, aim, value, limit, at_least=False):
        reached = value >= limit if at_least else value <= limit
        side = "at least" if at_least else "at most"
        print(f"aim: {aim}: {value:.4g}, aimed at {side} {limit:g}: "
              f"{'reached' if reached else 'NOT reached'}", flush=True)
        self.append({"aim": aim, "value": value, "limit": limit, "side": side, "reached": reached})

    def append(self, fields):
        if self.path:
            with open(self.path, "a") as file:
                file.write(json.dumps({"bench": self.bench, **fields}) + "\n")


def median_of(runs, figure):
    return statistics.median(run[figure] for run in runs)


def spread_of(values):
    """The greatest by the smallest: 1 where all are the same."""
    return max(values) / min(values)

#!/usr/bin/env python3
"""CPU per request of guarded objects: Guildhall on SQLite and on PostgreSQL beside parse-server on
PostgreSQL, in one run.

10 groups, 100 people in one group each, and objects that belong to one group each. Asked by turns: a
member reads an object, a stranger is refused, a member lists 100 of the objects of which he may see
one in ten (sorted by a number), an application creates one. Every answer is checked before it is
timed. A round asks every server every question for some seconds, by wrk with 32 connections; the
table gives medians of CPU time per request, of the server with its database.

    mkdir parse && cd parse && npm install parse-server@9.10.0
    bench/records.py --parse parse [--build build/release] [--objects 10000] [--seconds 5]
"""
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile

from measuring import read_options
from record_servers import Guildhall, ParseServer, Postgres, call, family

WRK = """
local requests, n = {}, 0

-- Not before: only now does wrk know the host.
init = function()
  for line in io.lines(os.getenv("REQUESTS")) do
    local method, path, headers, body = line:match("^(.-)\\t(.-)\\t(.-)\\t(.*)$")
    local fields = {}
    for name, value in headers:gmatch("([^:\\31]+): ([^\\31]*)") do fields[name] = value end
    requests[#requests + 1] = wrk.format(method, path, fields, body)
  end
end

request = function()
  n = n % #requests + 1
  return requests[n]
end
done = function(summary, latency)
  io.write("RESULT " .. summary.requests .. " " .. summary.duration .. " " .. summary.errors.status ..
    " " .. latency:percentile(50) .. " " .. latency:percentile(99) .. "\\n")
end
"""


def cpu_seconds(roots):
    """Of the processes and all that they have started, gone ones included."""
    ticks = 0
    for root in roots:
        for pid in family(root):
            try:
                with open(f"/proc/{pid}/stat") as file:
                    fields = file.read().rpartition(")")[2].split()
            except FileNotFoundError:
                continue
            ticks += sum(map(int, fields[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


def write_requests(path, requests):
    with open(path, "w") as file:
        for method, target, headers, body in requests:
            fields = {**headers, **({"Content-Type": "application/json"} if body else {})}
            file.write("\t".join([method, target,
                                  "\x1f".join(f"{k}: {v}" for k, v in fields.items()),
                                  json.dumps(body) if body else ""]) + "\n")


def check(server, name, status, requests):
    for method, target, headers, body in requests[:2]:
        got, answer = call(server.url + target, method, headers, body)
        if got != status:
            sys.exit(f"{server.name}, {name}: {got} {answer}")
        if name == "list 100":
            numbers = server.listed(answer)
            if len(numbers) != 100 or len({number % 10 for number in numbers}) != 1:
                sys.exit(f"{server.name} lists what it should not: {numbers}")


def measure(server, status, requests, folder, seconds):
    write_requests(f"{folder}/requests", requests)
    before = cpu_seconds(server.roots)
    output = subprocess.run(
        ["wrk", "-t1", "-c32", f"-d{seconds}s", "--timeout", "20s", "-s", f"{folder}/wrk.lua",
         server.url], capture_output=True, text=True, check=True,
        env={**os.environ, "REQUESTS": f"{folder}/requests"}).stdout
    used = cpu_seconds(server.roots) - before
    count, duration, refused, middle, slow = map(float, re.search(
        r"RESULT (\S+) (\S+) (\S+) (\S+) (\S+)", output).groups())
    unexpected = refused if status < 400 else count - refused
    if unexpected:
        sys.exit(f"{server.name}, {requests[0]}: {unexpected:.0f} of {count:.0f} answers "
                 f"unexpected\n{output}")
    return {"cpu": used / count * 1e6, "rate": count / (duration / 1e6), "p50": middle / 1e3,
            "p99": slow / 1e3}


def main():
    arguments = read_options(
        __doc__, {"parse": "folder with parse-server; without it Guildhall alone"},
        build="build/release", parse=None, objects=10_000, seconds=5, rounds=3)
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        with open(f"{folder}/wrk.lua", "w") as file:
            file.write(WRK)
        postgres = Postgres(f"{folder}/postgres", 55433)
        servers, questions, figures = [], {}, {}
        try:
            servers.append(Guildhall(arguments.build, f"{folder}/sqlite"))
            servers.append(Guildhall(arguments.build, f"{folder}/nodes", postgres))
            if arguments.parse:
                servers.append(ParseServer(os.path.abspath(arguments.parse), f"{folder}/parse",
                                           postgres, 18101))
            for server in servers:
                server.fill(arguments.objects)
                questions[server.name] = server.questions()
                for question in questions[server.name]:
                    check(server, *question)
                print(f"{server.name}: {arguments.objects} objects are there", file=sys.stderr)
            for _ in range(arguments.rounds):
                for server in servers:
                    for name, status, requests in questions[server.name]:
                        figures.setdefault((name, server.name), []).append(
                            measure(server, status, requests, folder, arguments.seconds))
        finally:
            for server in servers:
                server.stop()
            postgres.stop()
    report(servers, [name for name, *_ in questions[servers[0].name]], figures)


def report(servers, names, figures):
    def median(name, server, figure):
        return statistics.median(run[figure] for run in figures[name, server.name])
    print(f"{'':46}{'CPU µs':>10}{'req/s':>10}{'p50 ms':>9}{'p99 ms':>9}{'better':>9}")
    for name in names:
        for server in servers:
            better = median(name, servers[-1], "cpu") / median(name, server, "cpu")
            print(f"{name + ', ' + server.name:46}{median(name, server, 'cpu'):10.1f}"
                  f"{median(name, server, 'rate'):10.0f}{median(name, server, 'p50'):9.2f}"
                  f"{median(name, server, 'p99'):9.2f}{better:9.1f}")


if __name__ == "__main__":
    main()

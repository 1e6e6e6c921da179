#!/usr/bin/env python3
"""CPU per request of "who am I" against nginx answering a constant, interleaved in one run.

Guildhall answers with a credential that rotates over all users, in each dialect: Syncano's
GET /v1.1/instances/{i}/user/ with an API key and a user key, Daptin's GET /api/user_account/mine
with a token, Tyk's GET /api/users/me with an access key. nginx answers 300 bytes by `return 200`.
Both run on core 0, wrk (64 connections, keep-alive) on core 1. A round measures every variant once;
CPU time is the sum over the server's threads from /proc/PID/task/*/schedstat, divided by the
requests answered.

    bench/whoami.py --build build/release [--users 100000] [--seconds 5] [--rounds 4]
                    [--dialects syncano,daptin,tyk]
"""
import argparse
import json
import os
import signal
import statistics
import subprocess
import tempfile

from measuring import REPORT, Guildhall, ask, median_of, wait_until_answering

NGINX = """
worker_processes 1; daemon off; pid {folder}/nginx-{log}.pid; error_log {folder}/nginx-error.log;
events {{ worker_connections 1024; }}
http {{
  access_log {access};
  keepalive_requests 1000000000;
  client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
  uwsgi_temp_path {folder}; scgi_temp_path {folder};
  default_type application/json;
  server {{ listen 127.0.0.1:{port}; location / {{ return 200 '{body}'; }} }}
}}
"""

# Requests rotate over the users' keys; `depth` requests go out together.
WRK = """
local keys = {{}}
for line in io.lines("{credentials}") do keys[#keys + 1] = line end
local n, step = 0, 7919
request = function()
  local parts = {{}}
  for i = 1, {depth} do
    n = (n + step) % #keys
    parts[i] = "GET {path} HTTP/1.1\\r\\nHost: 127.0.0.1\\r\\n{header}"
      .. keys[n + 1] .. "\\r\\nAccept: application/json\\r\\n\\r\\n"
  end
  return table.concat(parts)
end
"""


def children(pid):
    with open(f"/proc/{pid}/task/{pid}/children") as file:
        return [int(child) for child in file.read().split()]


class Nginx:
    def __init__(self, folder, log, port):
        self.name = "nginx " + log
        self.port = port
        access = f"{folder}/access.log combined buffer=64k flush=1s" if log == "logs" else "off"
        path = os.path.join(folder, f"nginx-{log}.conf")
        with open(path, "w") as file:
            file.write(NGINX.format(folder=folder, log=log, port=port, access=access,
                                    body='{"padding":"' + "x" * 286 + '"}'))
        self.process = subprocess.Popen(["taskset", "-c", "0", "nginx", "-c", path],
                                        stderr=subprocess.DEVNULL)
        wait_until_answering(f"http://127.0.0.1:{port}/")
        self.pids = children(self.process.pid)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(20)


def warm(server, script, users):
    """Until one run has asked for every user, so that all are in memory however slow the machine is."""
    seconds, asked = 2, 0
    while asked < users:
        asked = ask(server, script, seconds)["requests"]
        seconds *= 2


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", default="build/release")
    parser.add_argument("--users", type=int, default=100_000)
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--dialects", default="syncano,daptin,tyk")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        seeded = json.loads(subprocess.run(
            [f"{arguments.build}/bench_seed", "--data", folder, "--users", str(arguments.users),
             "--keys", f"{folder}/keys"], capture_output=True, text=True, check=True).stdout)
        dialects = arguments.dialects.split(",")
        scripts = {}
        for dialect in dialects:
            for depth in (1, 16):
                scripts[dialect, depth] = f"{folder}/wrk-{dialect}-{depth}.lua"
                with open(scripts[dialect, depth], "w") as file:
                    file.write(WRK.format(depth=depth, credentials=f"{folder}/keys.{dialect}", **seeded[dialect])
                               + REPORT)
        os.chmod(folder, 0o755)
        figures = {}
        for log in ("logs", "quiet"):
            guildhall = Guildhall(arguments.build, folder, name=f"guildhall {log}", flags=[
                "--log-requests", "true" if log == "logs" else "false"])
            at_rest = guildhall.memory_megabytes()
            nginx = Nginx(folder, log, 18081)
            for dialect in dialects:
                warm(guildhall, scripts[dialect, 16], arguments.users)
            for _ in range(arguments.rounds):
                for depth in (1, 16):
                    measured = [(nginx, "nginx", dialects[0])] + [(guildhall, d, d) for d in dialects]
                    for server, name, dialect in measured:
                        figures.setdefault((log, depth, name), []).append(
                            ask(server, scripts[dialect, depth], arguments.seconds))
            print(f"{log}: started in {guildhall.start_seconds * 1000:.0f} ms, RssAnon at rest "
                  f"{at_rest:.1f} MiB, after {arguments.users} users "
                  f"{guildhall.memory_megabytes():.1f} MiB")
            guildhall.stop()
            nginx.stop()
        print(f"{'':32}{'nginx µs':>10}{'ours µs':>10}{'ratio':>8}{'best':>8}{'ours req/s':>12}")
        for dialect in dialects:
            for log in ("logs", "quiet"):
                for depth in (1, 16):
                    theirs, ours = figures[log, depth, "nginx"], figures[log, depth, dialect]
                    ratios = [b["cpu"] / a["cpu"] for a, b in zip(theirs, ours)]
                    print(f"{dialect + ', ' + log + ', ' + str(depth) + ' in flight':32}"
                          f"{median_of(theirs, 'cpu'):10.2f}"
                          f"{median_of(ours, 'cpu'):10.2f}"
                          f"{statistics.median(ratios):8.2f}{min(ratios):8.2f}"
                          f"{median_of(ours, 'rate'):12.0f}")


if __name__ == "__main__":
    main()

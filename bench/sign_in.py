#!/usr/bin/env python3
"""Sign-ins per second against the raw rate of password checks, by turns in one run.

The server has one thread for hashes and shares core 0 with nobody but that rate's own program; wrk
(8 connections, one sign-in each at a time) runs on core 1.

    bench/sign_in.py --build build/release [--seconds 5] [--rounds 3]
"""
import argparse
import json
import os
import re
import statistics
import subprocess
import tempfile

from whoami import Guildhall

WRK = """
local n = 0
local headers = {{["Content-Type"] = "application/json"{headers}}}
request = function()
  n = (n + 1) % {users}
  return wrk.format("POST", "{path}", headers,
    '{before}user' .. n .. '@example.com{after}')
end
done = function(summary)
  io.write("RESULT " .. summary.requests .. " " .. summary.duration .. " " .. summary.errors.status .. "\\n")
end
"""
DIALECTS = {
    "syncano": ("/v1.1/instances/default/user/auth/", '{{"username":"', '","password":"bench password"}}'),
    "daptin": ("/action/user_account/signin", '{{"attributes":{{"email":"', '","password":"bench password"}}}}'),
}
USERS = 1000


def sign_ins(server, script, seconds):
    output = subprocess.run(["taskset", "-c", "1", "wrk", "-t1", "-c8", "--timeout", "20s", f"-d{seconds}s", "-s", script,
                             f"http://127.0.0.1:{server.port}"], capture_output=True, text=True, check=True).stdout
    requests, duration, refused = map(int, re.search(r"RESULT (\d+) (\d+) (\d+)", output).groups())
    if refused:
        raise SystemExit(f"{refused} sign-ins were refused")
    return requests / (duration / 1e6)


def raw_checks(build, seconds):
    output = subprocess.run(["taskset", "-c", "0", f"{build}/bench/bench_password_checks", "--seconds", str(seconds)],
                            capture_output=True, text=True, check=True).stdout
    return float(output.split()[0])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", default="build/release")
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        seeded = json.loads(subprocess.run(
            [f"{arguments.build}/bench_seed", "--data", folder, "--users", str(USERS), "--keys", f"{folder}/keys"],
            capture_output=True, text=True, check=True).stdout)
        api_key = re.search(r"X-API-KEY: ([0-9a-f]+)", seeded["syncano"]["header"]).group(1)
        scripts = {}
        for dialect, (path, before, after) in DIALECTS.items():
            scripts[dialect] = os.path.join(folder, f"{dialect}.lua")
            headers = f', ["X-API-KEY"] = "{api_key}"' if dialect == "syncano" else ""
            with open(scripts[dialect], "w") as file:
                file.write(WRK.format(headers=headers, users=USERS, path=path,
                                      before=before.format(), after=after.format()))
        server = Guildhall(arguments.build, folder, USERS, "quiet")
        figures = {dialect: [] for dialect in DIALECTS}
        for _ in range(arguments.rounds):
            raw = raw_checks(arguments.build, arguments.seconds)
            for dialect, script in scripts.items():
                rate = sign_ins(server, script, arguments.seconds)
                figures[dialect].append((rate, raw))
        server.stop()
        for dialect, rows in figures.items():
            print(f"{dialect:10}{statistics.median(rate for rate, _ in rows):8.1f} sign-ins/s, raw "
                  f"{statistics.median(raw for _, raw in rows):8.1f} checks/s, share "
                  f"{statistics.median(rate / raw for rate, raw in rows):.3f}")


if __name__ == "__main__":
    main()

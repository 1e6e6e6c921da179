"""The servers that bench/records.py compares: each started, filled with the same data and asked the
same questions. An object belongs to one group in ten; a person is in one group."""
import concurrent.futures
import glob
import json
import os
import pwd
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request

BINARIES = "/usr/lib/postgresql/15/bin"
GROUPS, PEOPLE = 10, 100
TEXT = "x" * 100


def call(url, method="GET", headers=None, body=None):
    """Status and decoded body of one request."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, method=method,
                                     headers={"Content-Type": "application/json", **(headers or {})})
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, json.loads(answer.read() or b"null")
    except urllib.error.HTTPError as refusal:
        return refusal.code, json.loads(refusal.read() or b"null")


def must(url, method="GET", headers=None, body=None):
    status, answer = call(url, method, headers, body)
    if status >= 300:
        raise RuntimeError(f"{method} {url}: {status} {answer}")
    return answer


def each(count, work):
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        return list(pool.map(work, range(count)))


def wait_for_line(path, pattern, process):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        with open(path) as file:
            found = re.search(pattern, file.read())
        if found:
            return found
        time.sleep(0.02)
    sys.exit("did not start: " + open(path).read())


def family(pid):
    """The process and all below it."""
    members = [pid]
    for member in members:
        for path in glob.glob(f"/proc/{member}/task/*/children"):
            with open(path) as file:
                members += [int(child) for child in file.read().split()]
    return members


class Postgres:
    """A cluster of its own on a socket in `folder`, listening on loopback too. `environment`: what
    the server finds there besides what this program has."""

    def __init__(self, folder, port, environment=None):
        self.folder, self.port = folder, port
        owner = pwd.getpwnam("postgres")
        os.mkdir(folder)
        if os.geteuid() == 0:
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        self.run("initdb", "-D", f"{folder}/data", "-U", "bench", "-A", "trust", "--no-sync")
        self.run("pg_ctl", "-D", f"{folder}/data", "-w", "-l", f"{folder}/log", "-o",
                 f"-k {folder} -p {port} -c listen_addresses=127.0.0.1 -c shared_buffers=256MB",
                 "start", environment=environment)
        with open(f"{folder}/data/postmaster.pid") as file:
            self.pid = int(file.readline())

    def run(self, program, *arguments, environment=None):
        as_owner = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"]
        subprocess.run([*(as_owner if os.geteuid() == 0 else []), f"{BINARIES}/{program}",
                        *arguments], cwd="/", check=True, stdout=subprocess.DEVNULL,
                       env={**os.environ, **(environment or {})})

    def database(self, name):
        self.run("createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", "bench", name)
        return f"postgresql://bench@127.0.0.1:{self.port}/{name}"

    def stop(self):
        self.run("pg_ctl", "-D", f"{self.folder}/data", "-m", "immediate", "stop")


class Guildhall:
    def __init__(self, build, folder, postgres=None):
        self.name = "Guildhall, " + ("PostgreSQL" if postgres else "SQLite")
        os.mkdir(folder)
        flags = ["--data", folder, "--listen", "127.0.0.1:0", "--log-requests", "false",
                 "--operator-email", "bench@example.test", "--operator-password", "bench-password"]
        if postgres:
            flags += ["--database-url", postgres.database("guildhall")]
        log = f"{folder}/server.log"
        self.process = subprocess.Popen([f"{build}/guildhall", "serve", *flags],
                                        stderr=open(log, "w"), stdout=subprocess.DEVNULL)
        self.url = wait_for_line(log, r"listening on (http://\S+)", self.process).group(1)
        self.roots = [self.process.pid] + ([postgres.pid] if postgres else [])

    def fill(self, objects):
        site = self.url + "/v1.1"
        account = must(site + "/account/auth/", "POST",
                       body={"email": "bench@example.test", "password": "bench-password"})
        operator = {"X-API-KEY": account["account_key"]}
        must(site + "/instances/", "POST", operator, {"name": "bench-records"})
        inside = site + "/instances/bench-records"
        master = {"X-API-KEY": must(inside + "/api_keys/", "POST", operator,
                                    {"ignore_acl": True})["api_key"]}
        application = must(inside + "/api_keys/", "POST", operator, {})["api_key"]
        groups = [must(inside + "/groups/", "POST", operator, {"label": f"g{i}"})["id"]
                  for i in range(GROUPS)]
        people = each(PEOPLE, lambda i: must(inside + "/users/", "POST", operator,
                                             {"username": f"u{i}", "password": f"secret {i}"}))
        for i, person in enumerate(people):
            must(f"{inside}/groups/{groups[i % GROUPS]}/users/", "POST", operator,
                 {"user": person["id"]})
        schema = [{"name": "n", "type": "integer", "order_index": True},
                  {"name": "title", "type": "string"}, {"name": "text", "type": "text"}]
        for name in ("doc", "more"):
            must(inside + "/classes/", "POST", operator, {"name": name, "schema": schema})

        def create(number):
            return must(inside + "/classes/doc/objects/", "POST", master, self.object(
                number, groups[number % GROUPS]))["id"]
        self.ids = each(objects, create)
        self.inside, self.group, self.master = "/v1.1/instances/bench-records", groups[0], master
        self.people = [{"X-API-KEY": application, "X-USER-KEY": person["user_key"]}
                       for person in people]

    @staticmethod
    def object(number, group):
        return {"n": number, "title": f"doc {number}", "text": TEXT, "group": group,
                "group_permissions": "full"}

    def questions(self):
        """Name, status, and the requests that are asked by turns."""
        objects = self.inside + "/classes/doc/objects/"
        people = list(enumerate(self.people))
        return [
            ("read as member", 200, [("GET", f"{objects}{self.ids[i]}/", keys, None)
                                     for i, keys in people]),
            ("refuse a stranger", 404, [("GET", f"{objects}{self.ids[i + 1]}/", keys, None)
                                        for i, keys in people]),
            ("list 100", 200, [("GET", f"{objects}?page_size=100&order_by=n", keys, None)
                               for _, keys in people]),
            ("create", 201, [("POST", self.inside + "/classes/more/objects/", self.master,
                              self.object(1, self.group))]),
        ]

    @staticmethod
    def listed(answer):
        return [item["n"] for item in answer["objects"]]

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(20)


class ParseServer:
    """Needs a folder in which `npm install parse-server` has run."""

    def __init__(self, package, folder, postgres, port):
        self.name = "parse-server, PostgreSQL"
        os.mkdir(folder)
        settings = {
            "appId": "bench", "masterKey": "bench-master", "maintenanceKey": "bench-maintenance",
            "databaseURI": postgres.database("parse"), "port": port, "host": "127.0.0.1",
            "serverURL": f"http://127.0.0.1:{port}/parse", "mountPath": "/parse", "silent": True,
            "logLevel": "error", "logsFolder": folder, "allowClientClassCreation": True}
        with open(f"{folder}/settings.json", "w") as file:
            json.dump(settings, file)
        self.url = f"http://127.0.0.1:{port}"
        with open(f"{folder}/server.log", "w") as log:
            self.process = subprocess.Popen(
                ["node", f"{package}/node_modules/parse-server/bin/parse-server",
                 f"{folder}/settings.json"], cwd=package, stdout=log, stderr=log,
                env={**os.environ, "NODE_ENV": "production"})
        self.roots = [self.process.pid, postgres.pid]
        deadline = time.monotonic() + 90
        while True:
            try:
                call(self.url + "/parse/health")
                return
            except OSError:
                if time.monotonic() > deadline or self.process.poll() is not None:
                    sys.exit("parse-server did not start: " + open(f"{folder}/server.log").read())
                time.sleep(0.1)

    def fill(self, objects):
        application = {"X-Parse-Application-Id": "bench"}
        self.master = {**application, "X-Parse-Master-Key": "bench-master"}
        people = each(PEOPLE, lambda i: must(
            self.url + "/parse/users", "POST", application,
            {"username": f"u{i}", "password": f"secret {i}"}))
        for group in range(GROUPS):
            members = [{"__type": "Pointer", "className": "_User", "objectId": person["objectId"]}
                       for i, person in enumerate(people) if i % GROUPS == group]
            must(self.url + "/parse/roles", "POST", self.master,
                 {"name": f"g{group}", "ACL": {"*": {"read": True}},
                  "users": {"__op": "AddRelation", "objects": members}})
        self.ids = each(objects, lambda number: must(
            self.url + "/parse/classes/Doc", "POST", self.master,
            self.object(number, number % GROUPS))["objectId"])
        self.people = [{**application, "X-Parse-Session-Token": person["sessionToken"]}
                       for person in people]

    @staticmethod
    def object(number, group):
        return {"n": number, "title": f"doc {number}", "text": TEXT,
                "ACL": {f"role:g{group}": {"read": True, "write": True}}}

    def questions(self):
        people = list(enumerate(self.people))
        return [
            ("read as member", 200, [("GET", f"/parse/classes/Doc/{self.ids[i]}", keys, None)
                                     for i, keys in people]),
            ("refuse a stranger", 404, [("GET", f"/parse/classes/Doc/{self.ids[i + 1]}", keys, None)
                                        for i, keys in people]),
            ("list 100", 200, [("GET", "/parse/classes/Doc?limit=100&order=n", keys, None)
                               for _, keys in people]),
            ("create", 201, [("POST", "/parse/classes/More", self.master, self.object(1, 0))]),
        ]

    @staticmethod
    def listed(answer):
        return [item["n"] for item in answer["results"]]

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)

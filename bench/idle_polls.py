#!/usr/bin/env python3
"""What waiting clients cost: memory of idle polls, and CPU per delivered message.

Starts a server on a data folder of its own (or on PostgreSQL), makes an instance with a channel, and
opens polls by plain sockets. First many that nobody answers: resident memory before and after, and
the CPU that they use while nothing happens. Then fewer, to which every message is delivered and
which poll again at once, as clients do; the CPU per delivered message is that of the delivery and of
the next poll together.

    bench/idle_polls.py --build build/release [--idle 10000] [--pollers 1000] [--messages 50]
                        [--database-url postgresql://...]
"""
import json
import re
import resource
import selectors
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

from measuring import cpu_seconds, read_options


def resident_megabytes(pid):
    with open(f"/proc/{pid}/status") as file:
        return int(re.search(r"VmRSS:\s+(\d+)", file.read()).group(1)) / 1024


class Server:
    def __init__(self, build, folder, database_url):
        flags = ["--data", folder, "--listen", "127.0.0.1:0", "--log-requests", "false",
                 "--limits-max-connections", "200000", "--registration", "open"]
        if database_url:
            flags += ["--database-url", database_url]
        self.log = f"{folder}/server.log"
        with open(self.log, "w") as log:
            self.process = subprocess.Popen([f"{build}/guildhall", "serve", *flags], stderr=log,
                                            stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + 30
        while True:
            with open(self.log) as file:
                found = re.search(r"listening on http://127.0.0.1:(\d+)", file.read())
            if found:
                break
            if time.monotonic() > deadline or self.process.poll() is not None:
                sys.exit("guildhall did not start: " + open(self.log).read())
            time.sleep(0.01)
        self.port = int(found.group(1))
        self.pid = self.process.pid

    def ask(self, method, path, key="", body=None):
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/v1.1{path}", method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json", "X-API-KEY": key})
        with urllib.request.urlopen(request) as answer:
            return json.loads(answer.read())

    def stop(self):
        started = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(20)
        return time.monotonic() - started


class Pollers:
    """Clients that poll one channel; each goes on from the last message that it has."""

    def __init__(self, port, path, key, count):
        self.head = f" HTTP/1.1\r\nHost: 127.0.0.1\r\nX-API-KEY: {key}\r\n\r\n"
        self.path = path
        self.selector = selectors.DefaultSelector()
        self.sockets = []
        for _ in range(count):
            client = socket.create_connection(("127.0.0.1", port))
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.sockets.append(client)
            self.selector.register(client, selectors.EVENT_READ)

    def poll(self, last):
        for client in self.sockets:
            self.poll_one(client, last)

    def poll_one(self, client, last):
        client.sendall(f"GET {self.path}?last_id={last}{self.head}".encode())

    def receive_all(self, last):
        """One message for each; polls again behind it."""
        missing = len(self.sockets)
        while missing:
            for ready, _ in self.selector.select(30) or sys.exit("a message was not delivered"):
                answer = ready.fileobj.recv(65536)
                if not answer.startswith(b"HTTP/1.1 200"):
                    sys.exit(f"unexpected answer: {answer[:200]}")
                missing -= 1
                self.poll_one(ready.fileobj, last)

    def close(self):
        for client in self.sockets:
            client.close()


def await_waiting(server, count):
    deadline = time.monotonic() + 60
    while True:
        with urllib.request.urlopen(f"http://127.0.0.1:{server.port}/metrics") as answer:
            text = answer.read().decode()
        waiting = int(re.search(r"^guildhall_http_waiting_requests (\d+)", text, re.M).group(1))
        if waiting == count:
            return
        if time.monotonic() > deadline:
            sys.exit(f"{waiting} of {count} polls wait")
        time.sleep(0.05)


def main():
    arguments = read_options(__doc__, build="build/release", idle=10_000, pollers=1_000, messages=50,
                             database_url="")
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    with tempfile.TemporaryDirectory() as folder:
        server = Server(arguments.build, folder, arguments.database_url)
        name = f"bench-{int(time.time())}"
        account = server.ask("POST", "/account/register/", body={
            "email": f"{name}@example.org", "password": "secret"})["account_key"]
        server.ask("POST", "/instances/", account, {"name": name})
        instance = f"/instances/{name}"
        key = server.ask("POST", f"{instance}/api_keys/", account, {})["api_key"]
        channel = f"{instance}/channels/chat/"
        server.ask("POST", f"{instance}/channels/", account, {
            "name": "chat", "other_permissions": "subscribe", "custom_publish": True})
        path = f"/v1.1{channel}poll/"

        before = resident_megabytes(server.pid)
        idle = Pollers(server.port, path, key, arguments.idle)
        idle.poll(0)
        await_waiting(server, arguments.idle)
        after = resident_megabytes(server.pid)
        cpu = cpu_seconds(server.pid)
        time.sleep(5)
        cpu = (cpu_seconds(server.pid) - cpu) / 5
        print(f"{arguments.idle} idle polls: RSS {before:.1f} MB before, {after:.1f} MB after, "
              f"{(after - before) * 1024 / max(arguments.idle, 1):.2f} KB each; "
              f"{cpu * 1000:.2f} ms of CPU per second")
        idle.close()
        await_waiting(server, 0)

        pollers = Pollers(server.port, path, key, arguments.pollers)
        pollers.poll(0)
        await_waiting(server, arguments.pollers)
        delays = []
        cpu = cpu_seconds(server.pid)
        for _ in range(arguments.messages):
            started = time.monotonic()
            message = server.ask("POST", f"{channel}publish/", account, {"payload": {"text": "hi"}})
            pollers.receive_all(message["id"])
            delays.append(time.monotonic() - started)
        await_waiting(server, arguments.pollers)
        cpu = cpu_seconds(server.pid) - cpu
        delivered = arguments.messages * arguments.pollers
        print(f"{arguments.pollers} pollers, {arguments.messages} messages: "
              f"{cpu / delivered * 1e6:.1f} us of CPU per delivered message; the last of all has it "
              f"after {sorted(delays)[len(delays) // 2] * 1000:.1f} ms (median)")
        print(f"stopped in {server.stop():.1f} s with {arguments.pollers} polls open")


if __name__ == "__main__":
    main()

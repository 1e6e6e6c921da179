#!/usr/bin/env python3
"""Checks who includes whom. A new edge fails, and so does an exception that is no longer needed."""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src"

# Room: the rooms, folders or headers that it may include besides its own. docs/architecture.md draws this.
ALLOWED = {
    "base": [],
    "core": ["base"],
    "store/sql": ["base", "core"],
    "store/sqlite": ["base", "core", "store/sql"],
    "store/postgres": ["base", "core", "store/sql"],
    "http": ["base", "core/store.h", "core/ids.h"],
    "realtime": ["base", "core/store.h", "core/topic.h", "core/ids.h", "http/waiting.h"],
    "mail": ["base", "core"],
    "import": ["base", "core"],
    "dialects": ["base", "core", "http/request.h", "http/answer.h", "http/router.h"],
    "dialects/shared": ["base", "core", "http/request.h", "http/answer.h", "http/router.h"],
    "dialects/syncano": ["base", "core", "http/request.h", "http/answer.h", "http/router.h", "dialects/dialect.h",
                         "dialects/shared"],
    "dialects/tyk": ["base", "core", "http/request.h", "http/answer.h", "http/router.h", "dialects/dialect.h",
                     "dialects/shared"],
    "dialects/daptin": ["base", "core", "http/request.h", "http/answer.h", "http/router.h", "dialects/dialect.h",
                        "dialects/shared"],
    "server": ["base", "core", "store", "http", "realtime", "dialects", "mail"],
    "cli": ["base", "core", "store", "server", "import", "dialects/daptin/administrator.h",
            "dialects/daptin/daptin.h", "dialects/daptin/publishing.h", "dialects/syncano/publishing.h",
            "dialects/syncano/syncano.h"],
}
# A test beside its file may use these too.
FOR_TESTS = ["tests/support"]
# (file, what it includes): an edge that the table forbids, with the reason why it stands.
EXCEPTIONS = {
    ("server/main.cpp", "cli"): "the program hands its arguments to the subcommands",
}
# Libraries that stay where they are wrapped: pattern of the include, and where it may stand.
LIBRARIES = {
    r"sys/epoll\.h|sys/eventfd\.h": ["http/"],
    r"sqlite3\.h": ["store/sqlite/"],
    r"libpq-fe\.h|libpq/.*": ["store/postgres/"],
    r"simdjson.*": ["base/"],
    r"sodium.*|crypt\.h": ["base/"],
    r"openssl/.*": ["base/", "http/tls", "http/websocket_handshake"],
    r"curl/.*": ["mail/smtp_mailer.cpp"],
    r"CLI/.*": ["cli/command_line.cpp"],
    r"toml\+\+/.*": ["server/config_file.cpp"],
    r"yaml-cpp/.*": ["dialects/daptin/schema/schema_yaml.cpp"],
}
# Words of the dialects that the core must not know, as parts of its identifiers.
FOREIGN_WORDS = re.compile(r"syncano|daptin|tyk|usergroup|user_account|jwt|jsonapi|http_?status", re.I)

INCLUDE = re.compile(r'^\s*#\s*include\s+(?:"([^"]+)"|<([^>]+)>)', re.M)
COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.S)


def within(path, places):
    return any(path == place or path.startswith(place.rstrip("/") + "/") for place in places)


def room_of(path):
    rooms = [room for room in ALLOWED if path.startswith(room + "/")]
    return max(rooms, key=len) if rooms else None


def check_file(file, used):
    name, text = str(file.relative_to(SOURCE)), file.read_text()
    room, test = room_of(name), name.endswith("_test.cpp")
    if room is None:
        yield f"{name}: belongs to no room of tools/check_layers.py"
        return
    for own, library in INCLUDE.findall(text):
        exception = next((key for key in EXCEPTIONS if key[0] == name and within(own, [key[1]])), None)
        if own and not within(own, [room, *ALLOWED[room], *(FOR_TESTS if test else [])]):
            if exception:
                used.add(exception)
            else:
                yield f'{name}: {room} may not include "{own}"'
        if own and "/detail/" in own and not own.startswith(room):
            yield f'{name}: "{own}" is private to its room'
        for pattern, places in LIBRARIES.items():
            if library and re.fullmatch(pattern, library) and not any(name.startswith(place) for place in places):
                yield f"{name}: <{library}> stands in {', '.join(places)} only"
    if room == "core":
        for word in FOREIGN_WORDS.findall(COMMENT.sub("", text)):
            yield f'{name}: the core knows no "{word}"'


def main():
    used, problems = set(), []
    for file in sorted([*SOURCE.rglob("*.h"), *SOURCE.rglob("*.cpp")]):
        problems += check_file(file, used)
    problems += [f"tools/check_layers.py: the exception {key} is no longer needed" for key in EXCEPTIONS if key not in used]
    print("\n".join(problems) or "layers: every include follows the table")
    sys.exit(bool(problems))


main()

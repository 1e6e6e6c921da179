#!/usr/bin/env python3
"""Draws the figures that benchmarks appended with `--json FILE`, as SVG files.

    bench/plots.py --out docs/figures FILE...

Where a figure was measured more than once, the last one counts. A chart without figures is left out.
"""
import argparse
import json
import os

from charts import Chart

# File, title, what is on both axes, the benchmark, and the names of its figures, as they are shown.
CHARTS = [
    ("users-who-am-i", "Who am I, with more and more users in one tenant", "users",
     "CPU of the server, µs per request", "growth",
     {"who am I, hot users": "the same 10,000 users",
      "who am I, all users": "users drawn from all"}),
    ("users-look-up", "The look-up before a sign-in, with more and more users", "users",
     "CPU, µs per look-up", "growth",
     {"sign-in look-up, hot users": "the same 10,000 users",
      "sign-in look-up, all users": "users drawn from all"}),
    ("users-import", "Import of users into an empty tenant", "users", "users per second", "growth",
     {"import": "guildhall import users"}),
    ("users-space", "What users take", "users", "MiB", "growth",
     {"disk": "disk", "memory at rest": "memory after the start",
      "memory in the end": "memory after who am I of many"}),
    ("tenants-creation", "Making one more tenant", "tenants that are there", "µs per creation",
     "tenants", {"time per creation": "time, 16 in flight", "CPU per creation": "CPU of the server"}),
    ("tenants-memory", "Memory of the server while tenants are made", "tenants", "MiB", "tenants",
     {"memory": "RssAnon"}),
    ("groups-add-member", "Adding one member to a group, on SQLite", "members that it has",
     "µs, median", "decisions",
     {"add one member, until durable": "until it is durable",
      "add one member, work in the change": "work in the change"}),
    ("records-pages-sqlite", "A page of 100 of the 1,000 records that the caller may see, on SQLite",
     "records in the class", "µs, median", "record pages",
     {f"SQLite, {kept}page of 100 {order}": kept + order
      for kept in ("", "nothing kept, ") for order in ("by id", "by a field")}),
    ("records-pages-postgresql",
     "A page of 100 of the 1,000 records that the caller may see, on PostgreSQL",
     "records in the class", "µs, median", "record pages",
     {f"PostgreSQL, page of 100 {order}": order
      for order in ("by id", "by a field", "one value, by id")}),
]
# Sizes that grow evenly, and values that span decades.
EVEN_SIZES = {"tenants-creation", "tenants-memory"}
DECADES_OF_VALUES = {"users-space", "groups-add-member"}


def read_figures(files):
    """Value by (benchmark, name, size)."""
    figures = {}
    for path in files:
        with open(path) as file:
            for line in map(json.loads, file):
                if "name" in line:
                    figures[line["bench"], line["name"], line["size"]] = line["value"]
    return figures


def series_of(figures, bench, names):
    lines = {}
    for name, shown in names.items():
        points = [(size, value) for (of, named, size), value in figures.items()
                  if (of, named) == (bench, name) and value > 0]
        if points:
            lines[shown] = points
    return lines


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", required=True, help="the folder that gets the charts")
    parser.add_argument("files", nargs="+", metavar="FILE")
    arguments = parser.parse_args()
    figures = read_figures(arguments.files)
    os.makedirs(arguments.out, exist_ok=True)
    for name, title, x_label, y_label, bench, names in CHARTS:
        series = series_of(figures, bench, names)
        if not series:
            print(f"{name}: no figures of the benchmark \"{bench}\"")
            continue
        chart = Chart(title, x_label, y_label, series, x_log=name not in EVEN_SIZES,
                      y_log=name in DECADES_OF_VALUES)
        path = os.path.join(arguments.out, f"{name}.svg")
        with open(path, "w") as file:
            file.write(chart.text())
        print(path)


if __name__ == "__main__":
    main()

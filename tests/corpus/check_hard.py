#!/usr/bin/env python3
"""Hard cases: which rows of rules/assessment.yaml decide, and which rows no case reaches.

    check_hard.py BONAFIDE RULES FOLDER

Each FOLDER/NAME.html says in comments at its head what is wanted of its listings, in the order of the page:

    <!-- wanted: LEVEL CONDUCT-ROW CREDENTIAL-ROW -->   "*" for any row
    <!-- wanted: LEVEL CONDUCT-ROW CREDENTIAL-ROW AT-LEAST -->   where a rule failed of which the level depends
    <!-- wanted: KIND -->                               of a page without a listing: article, error, other

Those of FOLDER/registry are held against a roster of its boards.csv (column map csv) and leie.csv; those of FOLDER/failing are read
with its rules, too, which fail there.

Exit status: 0, all are as wanted, and each row is reached; 1, one is not; 2, a case is wrong, or the program failed.
"""
import pathlib
import re
import subprocess
import sys
import tempfile

from scoring import analyze

WANTED = re.compile(r"<!-- wanted: (.*?) -->")


def read_cases(folder):
    """The cases by their URL: name, text, and what is wanted."""
    cases = {}
    for path in sorted(folder.glob("*.html")):
        text = path.read_text(encoding="utf-8")
        wanted = WANTED.findall(text)
        if not wanted or any(len(one.split()) not in (1, 3, 4) for one in wanted):
            sys.exit(f"{path}: says nothing of what is wanted; see {sys.argv[0]} --help")
        cases[f"https://{path.stem.replace('_', '-')}.example/"] = (path, text, wanted)
    return cases


def row_of(record):
    if record["type"] != "listing":
        return record["page"]["kind"]
    risk = record["risk"]
    told = [risk["level"], risk["conduct"]["row"], risk["credential"]["row"], risk["at_least"]]
    return " ".join(filter(None, told))


def agrees(wanted, got):
    pairs = list(zip(wanted.split(), got.split()))
    return len(wanted.split()) == len(got.split()) and all(w in ("*", g) for w, g in pairs)


def rows_of(rules):
    """The names of all rows, of both tables."""
    text = (rules / "assessment.yaml").read_text(encoding="utf-8")
    return set(re.findall(r"^  - row: (\S+)", text, re.M))


def import_rosters(program, folder, roster):
    for column_map, name in (("csv", "boards.csv"), ("leie", "leie.csv")):
        subprocess.run([program, "roster", "import", "--quiet", "--roster", roster, "--as-of", "2026-10-01", column_map,
                        folder / name], check=True)


def check(cases, found, reached):
    """Tells what is not as wanted, and how many are not; the rows that decide are added to `reached`."""
    wrong = 0
    for url, (path, _, wanted) in cases.items():
        got = [row_of(record) for record in found.get(url, [])]
        reached.update(row for one in got for row in one.split()[1:3])
        if len(got) != len(wanted) or not all(map(agrees, wanted, got)):
            wrong += 1
            print(f"{path}:1: wanted {wanted}, got {got}")
    return wrong


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    program, rules, folder = (pathlib.Path(argument) for argument in sys.argv[1:])
    reached, count, wrong = set(), 0, 0
    with tempfile.TemporaryDirectory() as scratch:
        roster = pathlib.Path(scratch) / "roster.sqlite"
        import_rosters(program, folder / "registry", roster)
        failing = folder / "failing"
        for part, options in ((folder, ()), (folder / "registry", ("--roster", roster)), (failing, ("--rules", failing / "rules"))):
            cases = read_cases(part)
            found = analyze(program, rules, {url: text for url, (_, text, _) in cases.items()}, *options)
            count += len(cases)
            wrong += check(cases, found, reached)
    for row in sorted(rows_of(rules) - reached):
        wrong += 1
        print(f"{rules / 'assessment.yaml'}: no case reaches the row {row}")
    print(f"{count} hard cases, {wrong} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

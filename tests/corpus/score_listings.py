#!/usr/bin/env python3
"""How well offers are found in adverts, and how often the honest are accused.

    score_listings.py [--failures] [--table FILE] BONAFIDE RULES FOLDER...

Each FOLDER is a part of the corpus of listings (tests/corpus/README.md), with a folder for each author. Of the part
"judge" only counts are told, so that nobody tunes on it. --failures tells every page of the others that is read
otherwise, and with what words. Exit status: 0, no figure is worse than its bound; 1, one is; 2, a page or a label is
wrong, or the program failed.
"""
import argparse
import json
import math
import pathlib
import re
import subprocess
import sys
import tempfile

OFFERS = ("direct", "described", "hinted", "disguised")


class Share:
    """So many of so many, with its bound: the worst that the tests accept, and what is aimed at."""

    def __init__(self, name, least, target, most=False):
        self.name, self.least, self.target, self.most = name, least, target, most
        self.right = self.all = 0

    def count(self, right):
        self.right += bool(right)
        self.all += 1

    def ratio(self):
        return self.right / self.all

    def interval(self):
        """Wilson, 95 percent."""
        z, n, p = 1.96, self.all, self.ratio()
        middle, half = p + z * z / (2 * n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        return max(0, (middle - half) / (1 + z * z / n)), min(1, (middle + half) / (1 + z * z / n))

    def is_worse_than(self, bound):
        return self.ratio() > bound if self.most else self.ratio() < bound

    def row(self):
        if self.all == 0:
            return f"  {self.name:34} {0:5} {0:6}       -"
        low, high = self.interval()
        row = f"  {self.name:34} {self.right:5} {self.all:6}   {self.ratio():.3f}   {low:.3f} to {high:.3f}  "
        row += f"{self.least:5.2f} {self.target:6.2f}" if self.target is not None else f"{self.least:5.2f}"
        if self.target is not None and self.is_worse_than(self.target):
            row += " not met"
        return row + ("  past the bound" if self.is_worse_than(self.least) else "")


def shares(part):
    """Bounds stand a little beyond what was reached last: first of the parts that are looked at, then of the other."""
    looked_at = part != "judge"

    def bound(first, second):
        return first if looked_at else second

    return {
        "direct": Share("offers said directly, high", bound(0.92, 0.58), 0.98),
        "told": Share("described or hinted, high", bound(0.92, 0.38), 0.85),
        "disguised": Share("disguised, high", bound(0.80, 0.66), 0.95),
        "es": Share("Spanish offers, high", bound(0.93, 0.45), 0.95),
        "precision": Share("of those called high, offers", bound(0.96, 0.80), 0.97),
        "honest": Share("honest and traps called high", bound(0.03, 0.15), 0.01, most=True),
        "article": Share("articles with an asserted offer", bound(0.00, 0.15), 0.0, most=True),
        "status": Share("dismissed words, with their status", bound(0.75, 0.72), None),
        "grey": Share("grey, warning: level as read", bound(0.90, 0.55), None),
        "credentials": Share("state of credentials", bound(0.90, 0.77), None),
    }


def pages_of(folder):
    """The pages of a part by their URL, with their labels."""
    pages = {}
    for path in sorted(folder.glob("*/*.html")):
        label = json.loads(path.with_name(path.name[:-5] + ".expected.json").read_text(encoding="utf-8"))
        pages[f"https://{path.parent.name}.example/{path.stem}"] = (path, label)
    return pages


def analyze(program, rules, pages):
    """Every line that the program writes of the pages, by URL."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as lines:
        for url, (path, _) in pages.items():
            lines.write(json.dumps({"url": url, "html": path.read_text(encoding="utf-8")}) + "\n")
        lines.flush()
        done = subprocess.run([program, "analyze", "--rules", rules, "--all-pages", lines.name],
                              capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        sys.exit(f"score_listings: analyze ended with {done.returncode}: {done.stderr}")
    read = {url: [] for url in pages}
    for line in done.stdout.splitlines():
        record = json.loads(line)
        read[record["url"]].append(record)
    return read


def plain(text):
    return re.sub(r"\s+", " ", text).strip()


def meet(quote, words):
    """Whether two quotes of one page are of the same words."""
    quote, words = plain(quote).lower(), plain(words).lower()
    return quote in words or words in quote


def conduct_of(records):
    """The worst level of conduct; None of a page without a listing."""
    levels = [r["risk"]["conduct"]["level"] for r in records if r["type"] == "listing"]
    order = ("high", "medium", "unknown", "low")
    return min(levels, key=order.index) if levels else None


def findings_of(records, key):
    return [f for r in records if r["type"] == "listing" for f in r[key]]


def score_page(label, records, parts, tell):
    """Counts one page; `tell` is called with what is read otherwise."""
    group, level = label["group"], conduct_of(records)
    found = [f for f in findings_of(records, "findings") if f["category"] != "credential"]
    shown = "; ".join(f"{f['rule']} \"{plain(f['exact'])}\"" for f in found) or "nothing"
    if label["kind"] == "article":
        asserted = [f for f in found if f["severity"] == "critical"]
        parts["article"].count(asserted)
        if asserted:
            tell(f"an article accuses: {shown}")
        return
    if label["conduct"] == "high":
        name = "es" if label["language"] == "es" else "told" if group in ("described", "hinted") else \
            group if group in OFFERS else "direct"
        parts[name].count(level == "high")
        if level != "high":
            tell(f"{group}: wanted high, got {level}: {shown}; offers: {[o['quote'] for o in label['offers']]}")
    elif group in ("honest", "trap"):
        parts["honest"].count(level == "high")
        if level != "low":
            tell(f"{group}: wanted low, got {level}: {shown}")
    else:
        parts["grey"].count(level == label["conduct"])
        if level != label["conduct"]:
            tell(f"{group}: wanted {label['conduct']}, got {level}: {shown}; "
                 f"{[o['quote'] for o in label['offers'] + label['warnings']]}")
    if level == "high":
        parts["precision"].count(label["conduct"] == "high")
    for wanted in label["dismissed"]:
        status = [d["status"] for d in findings_of(records, "dismissed") if meet(wanted["quote"], d["exact"])]
        if status:  # what no rule finds needs no cue
            parts["status"].count(wanted["status"] in status)
    states = [r["credentials"]["state"] for r in records if r["type"] == "listing"]
    if label["credentials"] is not None and states:
        parts["credentials"].count(states[0] == label["credentials"])
        if states[0] != label["credentials"]:
            claims = [(c["title"], c["standing"], plain(c["exact"])) for r in records if r["type"] == "listing"
                      for c in r["credentials"]["claims"]]
            tell(f"credentials: wanted {label['credentials']}, got {states[0]}: {claims}; "
                 f"{[c['quote'] for c in label['claims']]}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--failures", action="store_true")
    parser.add_argument("--table")
    parser.add_argument("program")
    parser.add_argument("rules")
    parser.add_argument("folders", nargs="+", type=pathlib.Path)
    chosen = parser.parse_args()
    table, worse = [], False
    for folder in chosen.folders:
        pages, parts = pages_of(folder), shares(folder.name)
        for url, records in analyze(chosen.program, chosen.rules, pages).items():
            path, label = pages[url]
            looked_at = chosen.failures and folder.name != "judge"
            score_page(label, records, parts,
                       (lambda text, path=path: print(f"{path.parent.name}/{path.stem}: {text}"))
                       if looked_at else (lambda text: None))
        table.append(f"{folder.name}: {len(pages)} pages")
        table.append(f"  {'what':34} {'':5} {'of':>6}   ratio   95 % interval   bound target")
        table += [share.row() for share in parts.values()]
        worse = worse or any(s.all and s.is_worse_than(s.least) for s in parts.values())
    print("\n".join(table))
    if chosen.table:
        pathlib.Path(chosen.table).write_text("\n".join(table) + "\n", encoding="utf-8")
    return 1 if worse else 0


if __name__ == "__main__":
    sys.exit(main())

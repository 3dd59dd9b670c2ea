#!/usr/bin/env python3
"""How well offers are found in adverts, and how often the honest are accused.

    score_listings.py [--failures] [--table FILE] BONAFIDE RULES FOLDER...

Each FOLDER is a part of the corpus of listings (tests/corpus/README.md), with a folder for each author. Of the part
"judge" only counts are told, so that nobody tunes on it. --failures tells every page of the others that is read
otherwise, and with what words. Exit status: 0, no figure is worse than its bound; 1, one is; 2, a page or a label is
wrong, or the program failed.
"""
import json
import sys

from scoring import Share, conduct_of, main, of_listings, plain, score_pages, shown, statuses

OFFERS = ("direct", "described", "hinted", "disguised")


def shares(part):
    """Bounds stand a little beyond what was reached last: first of the parts that are looked at, then of the other."""
    looked_at = part != "judge"

    def bound(first, second):
        return first if looked_at else second

    return {
        "direct": Share("offers said directly, high", bound(0.92, 0.63), 0.98),
        "told": Share("described or hinted, high", bound(0.95, 0.56), 0.85),
        "disguised": Share("disguised, high", bound(0.80, 0.77), 0.95),
        "es": Share("Spanish offers, high", bound(0.93, 0.54), 0.95),
        "precision": Share("of those called high, offers", bound(0.98, 0.84), 0.97),
        "honest": Share("honest and traps called high", bound(0.008, 0.13), 0.01, most=True),
        "article": Share("articles with an asserted offer", bound(0.00, 0.13), 0.0, most=True),
        "status": Share("dismissed words, with their status", bound(0.75, 0.72), None),
        "grey": Share("grey, warning: level as read", bound(0.90, 0.55), None),
        "credentials": Share("state of credentials", bound(0.95, 0.86), 0.97),
    }


def pages_of(folder):
    """The pages of a part by their URL, with their labels."""
    pages = {}
    for path in sorted(folder.glob("*/*.html")):
        label = json.loads(path.with_name(path.name[:-5] + ".expected.json").read_text(encoding="utf-8"))
        pages[f"https://{path.parent.name}.example/{path.stem}"] = (path, label)
    return pages


def score_page(label, records, parts, tell):
    """Counts one page; `tell` is called with what is read otherwise."""
    group, level = label["group"], conduct_of(records)
    if label["kind"] == "article":
        asserted = [f for f in of_listings(records, "findings")
                    if f["category"] != "credential" and f["severity"] == "critical"]
        parts["article"].count(asserted)
        if asserted:
            tell(f"an article accuses: {shown(records)}")
        return
    if label["conduct"] == "high":
        name = "es" if label["language"] == "es" else "told" if group in ("described", "hinted") else \
            group if group in OFFERS else "direct"
        parts[name].count(level == "high")
        if level != "high":
            tell(f"{group}: wanted high, got {level}: {shown(records)}; offers: {[o['quote'] for o in label['offers']]}")
    elif group in ("honest", "trap"):
        parts["honest"].count(level == "high")
        if level != "low":
            tell(f"{group}: wanted low, got {level}: {shown(records)}")
    else:
        parts["grey"].count(level == label["conduct"])
        if level != label["conduct"]:
            tell(f"{group}: wanted {label['conduct']}, got {level}: {shown(records)}; "
                 f"{[o['quote'] for o in label['offers'] + label['warnings']]}")
    if level == "high":
        parts["precision"].count(label["conduct"] == "high")
    for wanted in label["dismissed"]:
        status = statuses(records, wanted["quote"])
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


def score_part(folder, chosen, tell):
    pages, parts = pages_of(folder), shares(folder.name)
    score_pages(pages, parts, score_page, chosen, tell)
    return f"{folder.name}: {len(pages)} pages", parts.values()


if __name__ == "__main__":
    sys.exit(main(__doc__, score_part))

"""What the scorers of adverts share: their command line, shares with their bounds, and what the program says of pages."""
import argparse
import html
import json
import math
import pathlib
import re
import subprocess
import sys
import tempfile

Z = 1.96  # of a 95 percent interval


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
        """Wilson's."""
        z, n, p = Z, self.all, self.ratio()
        middle, half = p + z * z / (2 * n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        return max(0, (middle - half) / (1 + z * z / n)), min(1, (middle + half) / (1 + z * z / n))

    def is_worse_than(self, bound):
        return self.ratio() > bound if self.most else self.ratio() < bound

    def is_past_bound(self):
        return self.all > 0 and self.is_worse_than(self.least)

    def row(self):
        if self.all == 0:
            return f"  {self.name:34} {0:5} {0:6}       -"
        low, high = self.interval()
        row = f"  {self.name:34} {self.right:5} {self.all:6}   {self.ratio():.3f}   {low:.3f} to {high:.3f}  "
        row += f"{self.least:5.2f} {self.target:6.2f}" if self.target is not None else f"{self.least:5.2f}"
        if self.target is not None and self.is_worse_than(self.target):
            row += " not met"
        return row + ("  past the bound" if self.is_past_bound() else "")


HEAD = f"  {'what':34} {'':5} {'of':>6}   ratio   95 % interval   bound target"


def main(usage, score):
    """Scores each FOLDER of the command line with `score(folder, chosen, tell)`, which gives a title and shares, and
    calls `tell` with each text that is read otherwise. The exit status: 1 when a share is worse than its bound."""
    parser = argparse.ArgumentParser(description=usage, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--failures", action="store_true")
    parser.add_argument("--table", type=pathlib.Path)
    parser.add_argument("program")
    parser.add_argument("rules")
    parser.add_argument("folders", nargs="+", type=pathlib.Path)
    chosen = parser.parse_args()
    table, worse = [], False
    for folder in chosen.folders:
        looked_at = chosen.failures and folder.name != "judge"
        title, parts = score(folder, chosen, print if looked_at else lambda text: None)
        table += [title, HEAD, *(share.row() for share in parts)]
        worse = worse or any(share.is_past_bound() for share in parts)
    print("\n".join(table))
    if chosen.table:
        chosen.table.write_text("\n".join(table) + "\n", encoding="utf-8")
    return 1 if worse else 0


ADVERT = """<!doctype html><html lang="{language}"><head><title>{title}</title></head><body><h1>{title}</h1>
<p>{about}</p>{text}<p>{booking}</p></body></html>"""
FORMS = {"# ": "<h2>{}</h2>", "- ": "<ul><li>{}</li></ul>", "> ": "<blockquote>{}</blockquote>"}


def block(line):
    """A line of a text as HTML: a heading, an item, somebody's words, or a paragraph."""
    form = FORMS.get(line[:2])
    return form.format(html.escape(line[2:])) if form else f"<p>{html.escape(line)}</p>"


def advert(text, language, around):
    """A page of one advertiser that says `text`, with what `around` has in that language: title, about, booking."""
    blocks = "".join(block(line) for line in text.split("\n")).replace("</ul><ul>", "")
    return ADVERT.format(text=blocks, language=language, **around[language])


def lines_of(folder):
    """Every line of a part, with where it stands."""
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            try:
                yield f"{path.stem}:{number}", json.loads(line)
            except json.JSONDecodeError as wrong:
                sys.exit(f"{path}:{number}: {wrong}")


def analyze(program, rules, pages, *options):
    """The records that the program writes of each page; `pages` and the result are by URL, and a page is its HTML."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as lines:
        for url, page in pages.items():
            lines.write(json.dumps({"url": url, "html": page}) + "\n")
        lines.flush()
        done = subprocess.run([program, "analyze", "--rules", rules, "--all-pages", *options, lines.name],
                              capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        sys.exit(f"analyze ended with {done.returncode}: {done.stderr}")
    read = {url: [] for url in pages}
    for line in done.stdout.splitlines():
        record = json.loads(line)
        read[record["url"]].append(record)
    return read


def score_texts(texts, parts, score_page, chosen, tell):
    """Has `score_page` count each of `texts`, name, page and label by URL, by what the program says of it."""
    for url, records in analyze(chosen.program, chosen.rules, {url: page for url, (_, page, _) in texts.items()}).items():
        name, _, label = texts[url]
        score_page(label, records, parts, lambda text, name=name: tell(f"{name}: {text}"))


def score_pages(pages, parts, score_page, chosen, tell):
    """Has `score_page` count each of `pages`, path and label by URL, by what the program says of it."""
    texts = {url: (f"{path.parent.name}/{path.stem}", path.read_text(encoding="utf-8"), label) for url, (path, label) in pages.items()}
    score_texts(texts, parts, score_page, chosen, tell)


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


def of_listings(records, key):
    """What the listings of a page have under `key`: findings, or dismissed."""
    return [item for record in records if record["type"] == "listing" for item in record[key]]


def shown(records):
    """The findings of conduct, for people."""
    found = [f for f in of_listings(records, "findings") if f["category"] != "credential"]
    return "; ".join(f"{f['rule']} \"{plain(f['exact'])}\"" for f in found) or "nothing"


def statuses(records, words):
    """Why what meets `words` was dismissed."""
    return {d["status"] for d in of_listings(records, "dismissed") if meet(words, d["exact"])}

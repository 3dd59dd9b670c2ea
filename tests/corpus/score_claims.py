#!/usr/bin/env python3
"""How well claims of credentials are read: what, as what, of whom, and how it is held.

    score_claims.py [--failures] [--table FILE] BONAFIDE RULES FOLDER...

Each FOLDER is a part of the corpus of listings, or of the corpus of claims (tests/corpus/README.md). Beside a page stands
NAME.claims.json with the claims that a person read on it; pages without one are passed over. Of the corpus of claims each
line is a passage with its claims, and is put into an advert that says nothing else. A reported claim is a labelled one when type, title,
standing and owner are equal and their quotes have a word or the number in common. F1 stands over all labelled pages of a part. Of the
part "judge" only counts are told. --failures tells each claim of the others that is missed or too many. Exit status: 0,
no figure is worse than its bound; 1, one is; 2, a page or a label is wrong, or the program failed.
"""
import json
import re
import sys

from scoring import Share, advert, lines_of, main, score_pages, score_texts

# The report's words for standings that labels name otherwise.
STANDINGS = {"expired": "lapsed", "negated": "denied", "former": "past"}
SMALL = {"a", "an", "and", "as", "at", "by", "de", "del", "el", "en", "for", "from", "i", "in", "is", "la", "my", "of", "on", "or",
         "por", "the", "to", "with", "y"}


class F1(Share):
    """The harmonic mean of precision and recall: of twice what is right, and all that was wanted or said."""

    def count_page(self, wanted, said, right):
        self.right += 2 * right
        self.all += wanted + said


# Round a passage, so that it is a listing.
AROUND = {
    "en": {"title": "Sex therapy by appointment", "about": "We talk about desire, closeness and the marriage bed.",
           "booking": "A session lasts fifty minutes and costs 120 dollars. Call (555) 555-0142 to book a session of sex therapy."},
    "es": {"title": "Terapia sexual con cita", "about": "Hablamos de deseo y de pareja.",
           "booking": "La sesión dura cincuenta minutos. Llame al (555) 555-0142 para reservar una sesión de terapia sexual."},
}


def shares(folder):
    """Bounds stand a little beyond what was reached last: of the pages that are looked at, of the others, of passages."""
    which = 2 if is_of_passages(folder) else 1 if folder.name == "judge" else 0

    def bound(*bounds):
        return bounds[which]

    return {
        "f1": F1("claims: F1", bound(0.89, 0.76, 0.90), 0.97),
        "precision": Share("of those reported, as labelled", bound(0.92, 0.82, 0.92), None),
        "recall": Share("of those labelled, reported", bound(0.86, 0.71, 0.89), None),
        "licence": F1("licences: F1", bound(0.89, 0.80, 0.88), 0.97),
        "degree": F1("degrees: F1", bound(0.95, 0.82, 0.95), 0.97),
        "certification": F1("certifications: F1", bound(0.85, 0.64, 0.91), 0.97),
        "membership": F1("memberships: F1", bound(0.91, 0.85, 0.91), 0.97),
        "words": F1("found at all, whatever is said of it", bound(0.92, 0.85, 0.94), None),
    }


def words(quote):
    return set(re.findall(r"\w+", quote.lower())) - SMALL


def key(claim):
    return claim["type"], claim["title"], STANDINGS.get(claim["standing"], claim["standing"]), claim["owner"]


def pair(wanted, said, same):
    """How many of `wanted` are among `said`, each once; and what is left of both."""
    left, missed = list(said), []
    for claim in wanted:
        found = next((one for one in left if same(claim, one)), None)
        if found is None:
            missed.append(claim)
        else:
            left.remove(found)
    return len(wanted) - len(missed), missed, left


def digits(number):
    return re.sub(r"\D", "", number or "")


def same_words(label, claim):
    """Whether their quotes have a word in common; a number of which two places tell is one."""
    one_number = digits(label.get("number")) and digits(label.get("number")) == digits(claim["number"])
    return bool(words(label["quote"]) & words(claim["exact"])) or bool(one_number)


def same_claim(label, claim):
    return key(label) == key(claim) and same_words(label, claim)


def show(claim):
    quote = " ".join(claim.get("quote", claim.get("exact")).split())
    return f'{"/".join(key(claim))} "{quote}"'


def score_page(label, records, parts, tell):
    said = [c for r in records if r["type"] == "listing" for c in r["credentials"]["claims"]]
    wanted = label["claims"]
    right, missed, more = pair(wanted, said, same_claim)
    parts["f1"].count_page(len(wanted), len(said), right)
    for claim in wanted:
        parts["recall"].count(claim not in missed)
    for claim in said:
        parts["precision"].count(claim not in more)
    for kind in ("licence", "degree", "certification", "membership"):
        mine = [[claim for claim in claims if claim["type"] == kind] for claims in (wanted, said)]
        parts[kind].count_page(len(mine[0]), len(mine[1]), pair(*mine, same_claim)[0])
    parts["words"].count_page(len(wanted), len(said), pair(wanted, said, same_words)[0])
    for claim in missed:
        tell(f"missed {show(claim)}")
    for claim in more:
        tell(f"too many {show(claim)}")


def is_of_passages(folder):
    return any(folder.glob("*.jsonl"))


def pages_of(folder):
    """The labelled pages of a part by their URL, with their labels."""
    pages = {}
    for path in sorted(folder.glob("*/*.claims.json")):
        label = json.loads(path.read_text(encoding="utf-8"))
        page = path.with_name(path.name.replace(".claims.json", ".html"))
        pages[f"https://{path.parent.name}.example/{page.stem}"] = (page, label)
    return pages


def score_part(folder, chosen, tell):
    parts = shares(folder)
    if is_of_passages(folder):
        texts = {f"https://{place.replace(':', '.example/')}": (place, advert(one["text"], one["language"], AROUND), one)
                 for place, one in lines_of(folder)}
        score_texts(texts, parts, score_page, chosen, tell)
        return f"claims/{folder.name}: {len(texts)} passages", parts.values()
    pages = pages_of(folder)
    score_pages(pages, parts, score_page, chosen, tell)
    return f"{folder.name}: {len(pages)} labelled pages", parts.values()


if __name__ == "__main__":
    sys.exit(main(__doc__, score_part))

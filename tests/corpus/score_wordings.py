#!/usr/bin/env python3
"""How well offers are found in single paragraphs, and in pairs of which one is an offer and the other none.

    score_wordings.py [--failures] [--table FILE] BONAFIDE RULES FOLDER...

Each FOLDER is a part of the corpus of wordings (tests/corpus/README.md): of "pairs" each line is a pair, of the others a
paragraph. Each text is put into an advert that says nothing else. --failures tells every text that is read otherwise,
but of the part "judge". Exit status: 0, no figure is worse than its bound; 1, one is; 2, a line is wrong, or the program
failed.
"""
import sys

from scoring import Share, advert, analyze, conduct_of, lines_of, main, shown, statuses

AROUND = {
    "en": {"title": "Dana Whitcombe, Sex Therapist in Denver",
           "about": "I work with individuals and couples in my office near the park. Denver, Colorado.",
           "booking": "Call (415) 555-0142 or write to dana@whitcombe.example. Monday to Friday, nine to six."},
    "es": {"title": "Dana Robledo, sexóloga en Denver",
           "about": "Trabajo con personas y parejas en mi consulta junto al parque. Denver, Colorado.",
           "booking": "Llama al (415) 555-0142 o escribe a dana@robledo.example. De lunes a viernes, de nueve a seis."},
}
def shares_of_paragraphs(part):
    """Bounds stand a little beyond what was reached last."""
    least = (0.60, 0.43, 0.49, 0.95, 0.03, 0.66) if part == "judge" else (0.88, 0.74, 0.92, 0.98, 0.01, 0.75)
    return {
        "direct": Share("offers said directly, high", least[0], 0.98),
        "told": Share("described or hinted, high", least[1], 0.85),
        "es": Share("Spanish offers, high", least[2], 0.95),
        "precision": Share("of those called high, offers", least[3], 0.97),
        "honest": Share("honest and traps called high", least[4], 0.01, most=True),
        "status": Share("dismissed words, with their status", least[5], 0.95),
    }


def score_paragraphs(folder, chosen, tell):
    parts, texts, labels = shares_of_paragraphs(folder.name), {}, {}
    for place, label in lines_of(folder):
        url = f"https://{place.replace(':', '.example/')}"
        texts[url], labels[url] = advert(label["text"], label["language"], AROUND), (place, label)
    for url, records in analyze(chosen.program, chosen.rules, texts).items():
        place, label = labels[url]
        level, offers = conduct_of(records), label["id"] is not None
        if offers:
            name = "es" if label["language"] == "es" else "direct" if label["how"] == "direct" else "told"
            parts[name].count(level == "high")
        else:
            parts["honest"].count(level == "high")
        if level == "high":
            parts["precision"].count(offers)
        why = statuses(records, label["words"]) if label["how"] == "trap" else set()
        if why:
            parts["status"].count(label["status"] in why)
        if (level == "high") != offers:
            tell(f"{place}: {label['how']} {label['id'] or label.get('status', '')}: {label['text']} => {level}: {shown(records)}")
        elif why and label["status"] not in why:
            tell(f"{place}: {label['status']}, read as {sorted(why)}: {label['text']}")
    return parts


def score_pairs(folder, chosen, tell):
    """A status is right when the twin of an offer is dismissed for the reason that a reader gives; what no rule finds
    in the twin needs none, and is counted apart."""
    parts, texts, pairs = {}, {}, list(lines_of(folder))
    for place, pair in pairs:
        for which in ("offer", "dismissed"):
            url = f"https://{place.replace(':', '.example/')}/{which}"
            texts[url] = advert(pair[which], pair["language"], AROUND)
    read = analyze(chosen.program, chosen.rules, texts)
    for name, least in (("offer", 0.63), ("dismissed", 0.96), ("met", 0.50), ("status", 0.88)):
        parts[name] = Share({"offer": "the offer, high", "dismissed": "the other, not high",
                             "met": "the other, dismissed by a cue",
                             "status": "of these, with its status"}[name], least, None if name == "met" else 0.95)
    for place, pair in pairs:
        offer, other = (read[f"https://{place.replace(':', '.example/')}/{which}"] for which in ("offer", "dismissed"))
        row = parts.setdefault(f"{pair['language']} {pair['status']}", Share(f"{pair['language']}: {pair['status']}", 0.0, None))
        why = statuses(other, pair["words"])
        parts["offer"].count(conduct_of(offer) == "high")
        parts["dismissed"].count(conduct_of(other) != "high")
        parts["met"].count(why)
        if why:
            parts["status"].count(pair["status"] in why)
            row.count(pair["status"] in why)
        if conduct_of(offer) != "high":
            tell(f"{place}: not found: {pair['words']!r}: {pair['offer']} => {shown(offer)}")
        if conduct_of(other) == "high" or (why and pair["status"] not in why):
            tell(f"{place}: {pair['status']}: {pair['words']!r}: {pair['dismissed']} => {conduct_of(other)} "
                 f"{sorted(why)}: {shown(other)}")
    return parts


def score_part(folder, chosen, tell):
    score = score_pairs if folder.name == "pairs" else score_paragraphs
    return f"wordings/{folder.name}", score(folder, chosen, tell).values()


if __name__ == "__main__":
    sys.exit(main(__doc__, score_part))

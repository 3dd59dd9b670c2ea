#!/usr/bin/env python3
"""Whether an offer that is denied or warned of is dismissed, and one that a disclaimer only stands near is not.

    score_mutations.py [--failures] [--table FILE] BONAFIDE RULES FOLDER...

Takes the offers of the corpus of wordings that are found as they stand, and puts each into the forms below, which people
wrote: around the whole text, so that they suit every grammar. What is said of a "judge" part are counts. Exit status: 0,
no figure is worse than its bound; 1, one is; 2, a line is wrong, or the program failed.
"""
import sys

from score_wordings import AROUND
from scoring import Share, advert, analyze, conduct_of, lines_of, main, shown

LEAST, TARGET = 0.98, 0.99  # of each form, read as it should be

# By language: what it is called, and the form.
DENIED = {
    "en": [("what I never do", "# What I never do\n- {}"),
           ("what you will not find here", "# What you will not find in my practice\n- {}"),
           ("not offered", "# Services not offered\n{}")],
    "es": [("lo que nunca hago", "# Lo que nunca hago\n- {}"),
           ("lo que no ofrezco", "# Lo que no ofrezco en mi consulta\n{}")],
}
WARNED = {
    "en": [("red flags", "# Red flags when you look for a therapist\n- {}"),
           ("beware of adverts", "Beware of adverts that say: “{}”"),
           ("report anyone who writes", "Report anyone who writes something like “{}”")],
    "es": [("señales de alarma", "# Señales de alarma al buscar terapeuta\n- {}"),
           ("desconfía", "Desconfía de los anuncios que dicen: «{}»")],
}
# What has to do with something else: the offer stands.
BESIDE = {
    "en": [("privacy", "{}\nWe never share your data with anyone."),
           ("not medical advice", "{}\nNothing on this page is medical advice."),
           ("no late arrivals, before", "Please do not arrive late, and never bring pets.\n{}"),
           ("not for everyone", "This work is not for everyone.\n{}")],
    "es": [("privacidad", "{}\nNunca compartimos sus datos con nadie."),
           ("no es consejo médico", "{}\nNada de esta página es consejo médico.")],
}


def found_as_they_stand(folder, chosen):
    """The offers that are called high, by where they stand."""
    offers = {place: label for place, label in lines_of(folder) if label["id"] is not None}
    read = analyze(chosen.program, chosen.rules,
                   {place: advert(label["text"], label["language"], AROUND) for place, label in offers.items()})
    return {place: label for place, label in offers.items() if conduct_of(read[place]) == "high"}


def score_form(offers, language, form, share, high, chosen, tell):
    """Counts the offers of one language in one form; `high` is what they should be read as."""
    texts = {place: form.format(label["text"]) for place, label in offers.items() if label["language"] == language}
    adverts = {place: advert(text, language, AROUND) for place, text in texts.items()}
    for place, records in analyze(chosen.program, chosen.rules, adverts).items():
        right = (conduct_of(records) == "high") == high
        share.count(right)
        if not right:
            tell(f"{share.name}: {place}: {texts[place]} => {shown(records)}")


def score_forms(folder, chosen, tell):
    offers, parts = found_as_they_stand(folder, chosen), []
    for forms, high in ((DENIED, False), (WARNED, False), (BESIDE, True)):
        for language, of_language in forms.items():
            for name, form in of_language:
                parts.append(Share(f"{language}: {name}", LEAST, TARGET))
                score_form(offers, language, form, parts[-1], high, chosen, tell)
    return f"mutations of wordings/{folder.name}: {len(offers)} offers", parts


if __name__ == "__main__":
    sys.exit(main(__doc__, score_forms))

#!/usr/bin/python3
"""Pages of the sizes and shapes of the web of today, for the benchmarks: invented, and the same in every run.

Usage: tests/bench/web_pages.py [--pages N] [--frames FILE] [--warc FILE] [--bytes N] [--gzip] [--describe]

    --pages N      how many different pages (300)
    --frames FILE  each page behind its length (four bytes, little endian), as tree.c and document.c read them
    --warc FILE    each page as a response record with its HTTP head (ISO 28500:2017, 6.3); - is standard output
    --bytes N      with --warc: repeats the pages, each time with another URL and date, until N bytes are written
    --gzip         with --warc: each record a gzip member (annex D)
    --describe     prints what the pages are made of

What is modelled. HTTP Archive's Web Almanac of 2024, chapter Markup, counts for mobile pages at the 10th, 25th, 50th,
75th and 90th percentile 6, 13, 32, 71 and 147 kB of HTML, nine of ten compressed, and 180, 342, 594, 1,010 and 1,716
elements: 29 % div, 13 % a, 11 % span, 8 % li, 4 % script, then img, p, link, path, meta; 33 % of attributes are class,
8 % href, 6 % id, 5 % style; 90 % of pages have data-* attributes, 86 % comments, 26 % conditional ones, 52 % an svg,
8 % elements of their own (wow-image, rs-slide), 5 % font or center, 8 % another doctype than HTML's. Uncompressed that is
about five times as much, which is where the mean of 190 kB and the spread of 20 to 900 kB come from. What the report
does not count is set by how site builders work: five KINDS, each of which spends what is left of a page's bytes in its
own way on script, style, drawings, nested elements and pictures in the page.

Text is 2 to 12 kB a page, made of TEMPLATES, in the words that such pages use: what they offer, deny, hold and
charge. No offer stands in most of them, as on the web. Names, numbers and addresses are invented.
"""

import argparse
import base64
import contextlib
import datetime
import gzip
import html
import itertools
import json
import math
import random
import re
import struct
import sys
import uuid
from typing import NamedTuple

SEED = 20261101
POOL = 300
SMALLEST, LARGEST, MEAN, SPREAD = 20_000, 900_000, 190_000, 0.85


class Kind(NamedTuple):
    """How often such a site is met, and which part of its bytes goes where; what is missing to 1 is text and menus."""

    name: str
    often: int
    script: float
    style: float
    drawing: float
    nested: float
    picture: float


KINDS = [
    Kind("builder", 40, script=0.22, style=0.38, drawing=0.06, nested=0.30, picture=0.04),
    Kind("hosted", 25, script=0.56, style=0.20, drawing=0.05, nested=0.14, picture=0.05),
    Kind("framework", 15, script=0.50, style=0.06, drawing=0.14, nested=0.28, picture=0.02),
    Kind("directory", 12, script=0.36, style=0.18, drawing=0.16, nested=0.28, picture=0.02),
    Kind("by hand", 8, script=0.45, style=0.20, drawing=0.05, nested=0.25, picture=0.05),
]

FIRST = "Ana Corin Devon Gale Imani Lena Marcus Piper Rowan Sol Tess Wren Alex Noa Robin Jules Kit Sam".split()
LAST = "Example Placeholder Imaginary Standin Notreal Fictional Sample Invented Madeup Pretend Nobody Whimsy Dummy Sketch".split()
SLOTS = {
    "who": ["individuals", "couples", "people in open relationships", "LGBTQ+ clients", "parents", "men", "women", "survivors"],
    "topic": ["low desire", "pain during sex", "performance anxiety", "mismatched desire", "intimacy after an affair", "body image",
              "sexual shame", "compulsive behaviour", "trauma", "grief", "a new diagnosis", "trouble with erection or orgasm"],
    "how": ["talk therapy", "mindfulness", "cognitive behavioral therapy", "emotionally focused work", "sensate focus as homework",
            "education about the body", "exercises that you do at home", "a careful history"],
    "title": ["licensed clinical social worker", "licensed marriage and family therapist", "AASECT certified sex therapist",
              "licensed psychologist", "sex therapist and counselor", "relationship coach", "licensed professional counselor"],
    "degree": ["a master's degree in social work", "a doctorate in clinical psychology", "a master's in counseling",
               "a Master of Arts in marriage and family therapy", "a certificate in human sexuality"],
    "place": ["Harbour Street", "Willow Lane", "the Old Mill", "Rosewater Court", "Bay and River Avenue", "a quiet house"],
    "time": ["fifty minutes", "ninety minutes", "an hour", "twelve sessions or fewer", "three months"],
    "price": ["$140", "$175", "$210", "a sliding scale", "a fee that your plan may cover"],
    "feeling": ["curious", "respected", "less alone", "at ease", "heard", "ready to begin"],
}
TEMPLATES = [
    "I work with {who} and {who} on {topic}.",
    "As a {title}, I help {who} with {topic}, {topic} and what lies beneath.",
    "My approach is {how}, together with {how}.",
    "There is never any sexual contact, nudity or touch between therapist and client.",
    "Sex therapy is {how}; nobody is asked to undress, and nobody watches.",
    "A session lasts {time}, in person at {place} or by secure video.",
    "The fee is {price}; receipts for your insurance are given on request.",
    "I hold {degree} and have practised for {number} years.",
    "License number LMFT{number}{number}{number}, in good standing.",
    "Between sessions there may be homework: {how}, at your own pace, in private.",
    "Many {who} come because of {topic}, and leave feeling {feeling}.",
    "You don’t have to know what to say – we begin wherever you are.",
    "Does talking about sex feel awkward? Most people say so at first, and feel {feeling} soon.",
    "We are a group practice of {number} clinicians &amp; interns; each is supervised.",
    "Questions about {topic} are welcome, whether you are single, dating or married.",
    "The first call of fifteen minutes is free &mdash; call (415) 555-01{number} or write to us.",
    "I am a member of several professional bodies and keep to their codes of ethics.",
    "If you are in crisis, call your local emergency number; this practice is not able to answer at once.",
    "“I came for {topic}, and learned to talk with my partner again,” says one client.",
    "Cancellations need 48 hours; otherwise {price} is due.",
    "Touch is no part of this work, &amp; dual relationships are declined.",
    "Trained in {how}, I also teach workshops for {who} at {place}.",
    "Working with the body means noticing breath and tension while you sit, clothed, in your chair.",
    "Healing from {topic} takes time, and it is not your fault.",
    "Our office at {place} has step-free access and a private entrance.",
]
SELECTOR_WORDS = ("elementor section widget wrap container column inner heading button icon menu item nav footer header hero card grid row "
                  "title text image gallery form field popup sticky mobile desktop tablet animated fade shadow primary accent global").split()
PROPERTIES = ["margin:{n}px {n}px 0", "padding:{n}px", "color:#{c}", "background-color:var(--e-global-color-{w})", "font-size:{n}px",
              "line-height:1.{n}em", "display:flex", "flex-wrap:wrap", "border-radius:{n}px {n}px 0 0", "transition:all .{n}s ease-in-out",
              "width:calc(100% - {n}px)", "transform:translate3d(0,{n}px,0)", "box-shadow:0 {n}px {n}px rgba(0,0,0,.{n})", "content:\"\\e9{n}\""]
STATEMENTS = ["var {a}={b}.{c}({n});", "function {a}({b},{c}){{return {b}<{n}&&{c}>0?{b}[\"{w}\"]:{c}||null}}", "if(!{a}.{w}){{{a}.{w}={{}}}}",
              "for(var {a}=0;{a}<{b}.length;{a}++){c}.push({b}[{a}]);", "{a}.exports={b}({n}),", "document.querySelectorAll('.{w}-{n} > a').forEach({a}=>{b}({a},\"<span>\"));",
              "Object.defineProperty({a},\"{w}\",{{enumerable:!0,get:()=>{b}.{c}}});", "{a}=({b},{c})=>{{let {w}={b}&{c}<<{n};return {w}^{n}}};",
              "e.innerHTML='<div class=\"{w}\"><p>'+{a}+'<\\/p><\\/div>';", "!function(){{\"use strict\";{a}.{w}=new {b}({{key:\"{w}-{n}\",url:\"https://cdn.example/{w}.js?v={n}&m=1\"}})}}();"]


def lognormal_size(rng):
    """Bytes of a page: few are small, most middling, some very large; MEAN in the mean."""
    return min(max(rng.lognormvariate(math.log(MEAN) - SPREAD ** 2 / 2 - 0.09, SPREAD), SMALLEST), LARGEST)


class Stock:
    """Script, style, paths and pictures in quantity, of which pages take pieces; made once, for it is slow."""

    def __init__(self, rng):
        self.statements = [self.statement(rng) for _ in range(12_000)]
        self.rules = [self.rule(rng) for _ in range(8_000)]
        self.paths = [self.path(rng) for _ in range(400)]
        self.picture = base64.b64encode(rng.randbytes(48_000)).decode()

    def statement(self, rng):
        names = {letter: rng.choice("abcdefghijklmnopqrstuvwxyz") + rng.choice(["", "", "e", "n", "t"]) for letter in "abc"}
        return rng.choice(STATEMENTS).format(w=rng.choice(SELECTOR_WORDS), n=rng.randint(1, 9999), **names)

    def rule(self, rng):
        selectors = ",".join(f".{rng.choice(SELECTOR_WORDS)}-{rng.randint(10, 99999):x} .{rng.choice(SELECTOR_WORDS)}{rng.choice(['', ':hover', ' > a', '::before'])}"
                             for _ in range(rng.randint(1, 3)))
        body = ";".join(one.format(n=rng.randint(1, 60), c=f"{rng.randrange(1 << 24):06x}", w=rng.choice(SELECTOR_WORDS))
                        for one in rng.sample(PROPERTIES, rng.randint(1, 5)))
        rule = f"{selectors}{{{body}}}"
        return f"@media (max-width:{rng.randint(300, 1600)}px){{{rule}}}" if rng.random() < 0.2 else rule

    def path(self, rng):
        steps = (f"{rng.choice('cslhvaqt')}{rng.uniform(-20, 20):.2f} {rng.uniform(-20, 20):.2f}" for _ in range(rng.randint(10, 140)))
        return f"M{rng.randint(0, 24)} {rng.randint(0, 24)}" + "".join(steps) + "z"

    def take(self, rng, pieces, size):
        """About `size` bytes of `pieces` that follow each other, from anywhere."""
        taken, at = [], rng.randrange(len(pieces))
        while size > 0:
            taken.append(pieces[at % len(pieces)])
            size -= len(taken[-1])
            at += 1
        return taken


class Maker:
    """Makes one page. Parts are collected as text; `bill` counts for --describe what they are."""

    def __init__(self, number, stock):
        self.rng = random.Random(SEED + number)
        self.stock = stock
        self.number = number
        self.kind = self.rng.choices(KINDS, [kind.often for kind in KINDS])[0]
        self.name = f"{self.rng.choice(FIRST)} {self.rng.choice(LAST)}"
        self.bill, self.filled = {}, {}

    def page(self):
        size = lognormal_size(self.rng)
        text = self.rng.randint(2_000, 12_000) if size > 40_000 else self.rng.randint(2_000, 4_000)
        self.left = max(size - 6_000 - 2.2 * text, 6_000)
        cards = self.rng.randint(10, 30) if self.kind.name == "directory" else 0
        body = [self.header(), "<main id=\"content\" class=\"site-main\">"]
        body += self.cards(cards, text) if cards else self.sections(text)
        body += ["</main>", self.footer(), *self.scripts(self.left * self.kind.script * 0.7)]
        head = self.head(self.left * self.kind.script * 0.3, self.left * self.kind.style)
        doctype = "<!DOCTYPE html>" if self.rng.random() < 0.92 else \
            '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">'
        return "\n".join([doctype, '<html lang="en-US" prefix="og: https://ogp.me/ns#">', *head, self.body_tag(), *body, "</body>", "</html>", ""]).encode()

    def spent(self, what, text):
        self.bill[what] = self.bill.get(what, 0) + len(text)
        return text

    # Text

    def sentence(self):
        text = self.rng.choice(TEMPLATES)
        while "{" in text:
            text = re.sub(r"\{(\w+)\}", lambda slot: str(self.rng.randint(10, 99)) if slot[1] == "number" else self.rng.choice(SLOTS[slot[1]]), text, count=1)
        return text

    def paragraph(self):
        text = " ".join(self.sentence() for _ in range(self.rng.randint(1, 5)))
        if self.rng.random() < 0.25:
            text = re.sub(r"\b(therapy|sessions?|homework|license)\b", r"<strong>\1</strong>", text, count=1)
        if self.rng.random() < 0.15:
            text += f' <a href="/services/{self.rng.choice(SELECTOR_WORDS)}/" class="inline-link">Read&nbsp;more</a>'
        self.spent("text", text)
        return f'<p style="font-weight: 400;">{text}</p>' if self.rng.random() < 0.2 else f"<p>{text}</p>"

    # Head

    def head(self, script, style):
        title = f"{self.name} | Therapy &amp; Counseling"
        parts = ["<head>", '<meta charset="UTF-8">', '<meta name="viewport" content="width=device-width, initial-scale=1">', f"<title>{title}</title>",
                 f'<meta name="description" content="{self.sentence()}">', f'<meta property="og:title" content="{title}">',
                 f'<link rel="canonical" href="https://site-{self.number}.example/">']
        parts += [f'<meta property="og:{self.rng.choice(SELECTOR_WORDS)}" content="{self.sentence()[:60]}">' for _ in range(self.rng.randint(2, 10))]
        parts += [f"<link rel='stylesheet' id='{word}-css' href='https://site-{self.number}.example/wp-content/{word}.min.css?ver=6.{at}' media='all'>"
                  for at, word in enumerate(self.rng.sample(SELECTOR_WORDS, self.rng.randint(3, 14)))]
        if self.rng.random() < 0.86:
            parts.append("<!-- This site is optimized with a plugin for search engines, version 21.4 -->")
        if self.rng.random() < 0.26:
            parts.append("<!--[if lt IE 9]><script src='/js/html5shiv.js'></script><![endif]-->")
        parts.append('<script async src="https://tags.example/gtag/js?id=G-000000"></script>\n<script>window.dataLayer=window.dataLayer||[];'
                     "function gtag(){dataLayer.push(arguments)}gtag('js',new Date());gtag('config','G-000000');</script>")
        if self.rng.random() < 0.6:
            parts.append(self.json_ld())
        parts += self.styles(style)
        parts += self.scripts(script)
        return parts + ["</head>"]

    def json_ld(self):
        graph = [{"@type": "WebSite", "url": f"https://site-{self.number}.example/", "name": self.name},
                 {"@type": ["LocalBusiness", "MedicalBusiness"], "name": self.name, "telephone": "(415) 555-0142", "description": self.sentence(),
                  "address": {"@type": "PostalAddress", "addressLocality": "Sample Harbour", "addressRegion": "CA"}, "priceRange": "$$"},
                 {"@type": "BreadcrumbList", "itemListElement": [{"@type": "ListItem", "position": at + 1, "name": word} for at, word in enumerate(["Home", "About"])]}]
        text = json.dumps({"@context": "https://schema.org", "@graph": graph})
        return self.spent("data", f'<script type="application/ld+json" class="schema-graph">{text}</script>')

    def styles(self, size):
        count = self.rng.randint(1, 12)
        return [self.spent("style", f'<style id="{self.rng.choice(SELECTOR_WORDS)}-inline-css">{"".join(self.stock.take(self.rng, self.stock.rules, size / count))}</style>')
                for _ in range(count)]

    def scripts(self, size):
        """External ones, small inline ones, bundles, and for some kinds the state of the page as JSON."""
        if self.kind.name in ("framework", "hosted") and size > 8_000:
            state = self.state(size * 0.45)
            size *= 0.55
        else:
            state = ""
        count = self.rng.randint(2, 10)
        parts = [f'<script src="https://cdn.example/{word}.min.js?ver={self.rng.randint(1, 99)}" id="{word}-js" defer></script>'
                 for word in self.rng.sample(SELECTOR_WORDS, count)]
        parts += [self.spent("script", f'<script id="{self.rng.choice(SELECTOR_WORDS)}-js-extra">{"".join(self.stock.take(self.rng, self.stock.statements, size / count))}</script>')
                  for _ in range(count)]
        return parts + [state]

    def state(self, size):
        rows = []
        while size > 0:
            row = {"id": f"{self.rng.getrandbits(64):016x}", "type": self.rng.choice(SELECTOR_WORDS), "html": f"<p>{self.sentence()}</p>", "visible": True,
                   "style": {"width": self.rng.randint(1, 900), "font": "inherit"}, "children": [f"comp-{self.rng.getrandbits(40):x}" for _ in range(self.rng.randint(1, 12))]}
            rows.append(row)
            size -= 330
        text = json.dumps({"props": {"pageProps": {"components": rows}}, "page": "/", "buildId": "abc"}, separators=(",", ":")).replace("</", "<\\/")
        return self.spent("data", f'<script id="__NEXT_DATA__" type="application/json">{text}</script>' if self.kind.name == "framework"
                          else f"<script>window.viewerModel = {text};</script>")

    # Body

    def classes(self, least, most):
        if self.kind.name == "framework":
            words = (f"{self.rng.choice(['', 'sm:', 'lg:', 'hover:'])}{self.rng.choice(['p', 'mt', 'flex', 'text', 'bg'])}-{self.rng.choice(SELECTOR_WORDS)}" for _ in range(most))
        else:
            words = (f"{self.rng.choice(SELECTOR_WORDS)}-{self.rng.choice(SELECTOR_WORDS)}-{self.rng.randint(1, 9999):x}" for _ in range(self.rng.randint(least, most)))
        return " ".join(words)

    def body_tag(self):
        return f'<body class="{self.classes(6, 14)}" data-rsssl="1">'

    def open_div(self):
        attributes = f'class="{self.classes(2, 6)}" data-id="{self.rng.getrandbits(28):07x}" data-element_type="{self.rng.choice(["widget", "section", "column"])}"'
        if self.rng.random() < 0.35:
            settings = json.dumps({"background": "classic", "animation": "fadeIn", "delay": self.rng.randint(0, 900), "query": "a && b"})
            attributes += f' data-settings="{html.escape(settings)}"'
        if self.rng.random() < 0.2:
            attributes += f' style="--w:{self.rng.randint(10, 99)}%;min-height:{self.rng.randint(10, 900)}px"'
        return f"<div {attributes}>"

    def nested(self, inside):
        depth = self.rng.randint(2, 7) if self.kind.name in ("builder", "hosted") else self.rng.randint(1, 4)
        text = "\n".join([*(self.open_div() for _ in range(depth)), inside, "</div>" * depth])
        self.spent("nested", text[:len(text) - len(inside)])
        return text

    def drawing(self):
        path = self.rng.choice(self.stock.paths)
        return self.spent("drawing", f'<span class="icon"><svg aria-hidden="true" class="e-font-icon-svg" viewBox="0 0 512 512" xmlns="http://www.w3.org/2000/svg">'
                          f'<path fill="currentColor" d="{path}"></path></svg></span>')

    def image(self):
        name = f"https://site-{self.number}.example/wp-content/uploads/2025/{self.rng.randint(1, 12):02}/{self.rng.choice(SELECTOR_WORDS)}-{self.rng.randint(1, 999)}"
        sizes = ", ".join(f"{name}-{width}x{width * 2 // 3}.jpg {width}w" for width in (300, 768, 1024, 1536, 2048))
        tag = (f'<img loading="lazy" decoding="async" width="1024" height="683" src="{name}-1024x683.jpg" class="{self.classes(1, 3)}" '
               f'alt="{self.rng.choice(["", self.name, "A quiet room with two chairs"])}" srcset="{sizes}" sizes="(max-width: 1024px) 100vw, 1024px">')
        if self.kind.name == "hosted":
            tag = f"<wow-image id=\"img-{self.rng.getrandbits(24):x}\" data-image-info='{json.dumps({'name': name, 'alt': 'room'})}'>{tag}</wow-image>"
        return self.spent("picture", tag)

    def picture_in_page(self, size):
        size = int(min(max(size, 400), len(self.stock.picture))) // 4 * 4
        return self.spent("picture", f'<img alt="" class="placeholder" src="data:image/webp;base64,{self.stock.picture[:size]}">')

    def header(self):
        items = []
        for word in self.rng.sample(SELECTOR_WORDS, self.rng.randint(4, 9)):
            inner = "".join(f'<li class="menu-item menu-item-{self.rng.randint(10, 9999)}"><a href="/{word}/{sub}/" class="sub-item">{sub.title()}</a></li>'
                            for sub in self.rng.sample(SELECTOR_WORDS, self.rng.randint(0, 6)))
            items.append(f'<li id="menu-item-{self.rng.randint(10, 9999)}" class="menu-item menu-item-type-post_type menu-item-has-children">'
                         f'<a href="/{word}/"><span class="menu-text">{word.title()}</span></a><ul class="sub-menu">{inner}</ul></li>')
        menu = f'<nav class="main-nav" aria-label="Menu"><ul class="menu">{"".join(items)}</ul></nav>'
        # The menu stands twice, as builders make it: once for telephones.
        return self.spent("menu", f'<a class="skip-link" href="#content">Skip to content</a>\n<header class="site-header">{self.drawing()}{menu}{menu.replace("id=", "data-item=")}</header>')

    def footer(self):
        links = "".join(f'<li><a href="https://social.example/{word}" rel="noopener" target="_blank">{self.drawing()}<span class="sr-only">{word}</span></a></li>'
                        for word in self.rng.sample(SELECTOR_WORDS, self.rng.randint(3, 8)))
        return (f'<footer class="site-footer"><ul>{links}</ul><p>&copy; 2026 {self.name}. All rights reserved. {self.sentence()}</p>'
                f'<form action="/subscribe" method="post"><input type="hidden" name="nonce" value="{self.rng.getrandbits(40):x}"><input type="email" name="email" placeholder="Email">'
                '<button type="submit">Subscribe</button></form></footer>')

    def fill(self, share):
        """The drawings, empty nested elements and pictures that go with a `share` of the text, each to its part of the bytes."""
        parts = []
        for what, make in (("nested", lambda: self.nested(f'<span class="{self.classes(1, 2)}"></span>')), ("drawing", self.drawing), ("picture", self.pictures)):
            most = self.filled.get(what, 0) + share * self.left * getattr(self.kind, what)
            self.bill.setdefault(what, 0)
            while self.bill[what] < most:
                parts.append(make())
            self.filled[what] = most
        self.rng.shuffle(parts)
        return "\n".join(parts)

    def pictures(self):
        return self.image() if self.rng.random() < 0.7 else self.picture_in_page(self.left * self.kind.picture / 3)

    def sections(self, size):
        """The text of one advert, in sections with headings, lists and questions."""
        parts, written = [self.nested(f'<h1 class="{self.classes(1, 3)}">{self.name}</h1>\n<p>{self.rng.choice(SLOTS["title"]).capitalize()}</p>')], 0
        while written < size:
            before = self.bill.get("text", 0)
            heading = self.rng.choice(SLOTS["topic"]).capitalize()
            # One in twenty headings ends as another, as people leave them.
            inside = [f'<h{self.rng.choice([1, 3]) if self.rng.random() < 0.05 else 2} class="{self.classes(1, 3)}">{heading}</h2>']
            inside += [self.paragraph() for _ in range(self.rng.randint(1, 4))]
            if self.rng.random() < 0.3:
                items = (f'<li class="icon-list-item"><span class="text">{one}</span>' for one in self.rng.sample(SLOTS["topic"], 4))
                inside.append(f"<ul>{''.join(items)}</ul>")
            if self.rng.random() < 0.05:
                inside.append(f'<center><font color="#333333">{self.sentence()}</font></center>')
            parts.append(self.nested("\n".join(inside)))
            share = min((self.bill["text"] - before) / size, 1 - written / size)
            written += self.bill["text"] - before
            parts.append(self.fill(share))
        return parts

    def cards(self, count, size):
        """A directory: cards of several people, each with a name, a title, some text and a link."""
        parts = ['<div class="results-list">']
        for number in range(count):
            before = self.bill.get("text", 0)
            name = f"{self.rng.choice(FIRST)} {self.rng.choice(LAST)}"
            inside = [self.image(), f'<h3 class="result-name"><a href="/profile/{self.rng.randint(1000, 9999)}">{name}</a></h3>',
                      f'<div class="result-title">{self.rng.choice(SLOTS["title"]).title()}</div>']
            while self.bill.get("text", 0) - before < size / count:
                inside.append(self.paragraph())
            inside.append(f'<a class="btn" href="tel:+14155550{100 + number}">(415) 555-0{100 + number}</a>')
            parts.append(f'<div class="result-row" data-position="{number}">{self.nested(chr(10).join(inside))}{self.fill(1 / count)}</div>')
        return parts + ["</div>"]


def pages(count=POOL):
    """Yields the makers and the bytes of `count` pages."""
    stock = Stock(random.Random(SEED))
    for number in range(count):
        maker = Maker(number, stock)
        yield maker, maker.page()


def frame(page):
    return struct.pack("<I", len(page)) + page


def record(number, page, head=b"HTTP/1.1 200 OK\r\nDate: Sun, 01 Nov 2026 00:00:00 GMT\r\nServer: nginx\r\nContent-Type: text/html; charset=UTF-8\r\n"
           b"Vary: Accept-Encoding\r\nContent-Length: %d\r\n\r\n"):
    """One response record (ISO 28500:2017, 6.3). Its URL, date and name follow from `number`."""
    http = head % len(page)
    date = datetime.datetime(2026, 11, 1) + datetime.timedelta(seconds=number)
    warc = (f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{uuid.UUID(int=(0x4000800000 << 88) + number)}>\r\n"
            f"WARC-Date: {date:%Y-%m-%dT%H:%M:%SZ}\r\nWARC-Target-URI: https://site-{number}.example/about/\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http) + len(page)}\r\n\r\n")
    return b"".join([warc.encode(), http, page, b"\r\n\r\n"])


def warc(pool, size=0, compressed=False):
    """Yields records of the pages of `pool`: of each once, or again and again until there are `size` bytes."""
    written = 0
    for number, page in enumerate(itertools.cycle(pool)):
        if written >= size if size else number == len(pool):
            return
        whole = record(number, page)
        whole = gzip.compress(whole, compresslevel=1, mtime=0) if compressed else whole
        written += len(whole)
        yield whole


def describe(makers, pool):
    sizes = sorted(map(len, pool))
    tags = [len(re.findall(rb"<[a-z]", page)) for page in pool]  # some stand in scripts
    total = sum(sizes)
    print(f"{len(pool)} pages, {total / 1e6:.1f} MB, mean {total / len(pool) / 1e3:.0f} kB; 10th to 90th percentile "
          + ", ".join(f"{sizes[len(sizes) * part // 100] / 1e3:.0f}" for part in (10, 25, 50, 75, 90)) + f" kB; {sizes[0] / 1e3:.0f} to {sizes[-1] / 1e3:.0f} kB")
    tags.sort()
    print("start tags: " + ", ".join(str(tags[len(tags) * part // 100]) for part in (10, 25, 50, 75, 90)))
    for what in sorted({what for maker in makers for what in maker.bill}):
        print(f"  {what:8} {sum(maker.bill.get(what, 0) for maker in makers) / total:6.1%}")
    for kind in KINDS:
        print(f"  {kind.name:10} {sum(maker.kind is kind for maker in makers)} pages")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, default=POOL)
    parser.add_argument("--frames")
    parser.add_argument("--warc")
    parser.add_argument("--bytes", type=int, default=0)
    parser.add_argument("--gzip", action="store_true")
    parser.add_argument("--describe", action="store_true")
    chosen = parser.parse_args()
    made = list(pages(chosen.pages))
    pool = [page for _, page in made]
    if chosen.describe:
        describe([maker for maker, _ in made], pool)
    if chosen.frames:
        with open(chosen.frames, "wb") as out:
            out.writelines(map(frame, pool))
    if chosen.warc:
        with contextlib.nullcontext(sys.stdout.buffer) if chosen.warc == "-" else open(chosen.warc, "wb") as out:
            out.writelines(warc(pool, chosen.bytes, chosen.gzip))


if __name__ == "__main__":
    main()

#!/bin/bash
# No rule runs away: a page for each rule, part, claim and cue, in one sentence without an end, of its own examples and of
# their beginnings, is read to its end within the time that a page may take. make soak ONE=runaway has a megabyte of each.
. "$(dirname "$0")/lib.sh"

BYTES=${RUNAWAY_BYTES:-20000}
SECONDS_MOST=$((BYTES / 100000 + 20)) # for one page, beside other tests; --page-time gives 30

python3 - "$ROOT/rules" "$BYTES" >"$TMP/pages.jsonl" <<'PY'
import html
import json
import pathlib
import re
import sys

import yaml


def examples(entry):
    """What the entry finds, or, of a cue, dismisses, without marks of the end of a sentence."""
    tests = entry.get("tests", {})
    for one in tests.get("match", []) + tests.get("dismiss", []):
        text = one["text"] if isinstance(one, dict) else one
        yield re.sub(r"[.!?]+(?:\s+|$)|[\[\]]", " ", text.replace("\n", " ")).strip()


for file in sorted(pathlib.Path(sys.argv[1]).rglob("*.yaml")):
    pack = yaml.safe_load(file.read_text(encoding="utf-8"))
    for entry in [entry for section in ("rules", "parts", "claims", "cues") for entry in pack.get(section, [])]:
        whole = list(examples(entry))
        begun = [" ".join(text.split()[:-1]) for text in whole]  # what a pattern follows for long, and does not find
        piece = html.escape(" ".join(whole + begun) + " ")
        assert whole, entry["id"]
        page = "<!DOCTYPE html><title>Ana Example, sex therapist</title><h1>Ana Example, LMFT</h1>\n" \
               "<p>I am a sex therapist in Oakland. Call (415) 555-0142. My fee is $150 a session, by appointment.</p>\n" \
               f"<p>{piece * (int(sys.argv[2]) // len(piece) + 1)}"
        print(json.dumps({"url": f"https://{entry['id'].replace('_', '-')}.example/", "html": page}))
PY
pages=$(wc -l <"$TMP/pages.jsonl")
[ "$pages" -gt 300 ] || fail "too few pages: $pages"

run bonafide analyze --quiet --all-pages --page-time="$SECONDS_MOST" "$TMP/pages.jsonl"
expect_status 0 3 # what is cut is told
[ "$(jq -r .url "$TMP/stdout" | sort -u | wc -l)" = "$pages" ] || fail "pages are missing"
[ -z "$(jq -r 'select(.type != "listing") | .url' "$TMP/stdout")" ] || fail "$(jq -c 'select(.type != "listing") | [.url, .errors]' "$TMP/stdout" | head -5)"

#!/bin/bash
# Keywords change nothing but the time: every page that we have, and every example of the rules, gives the same lines
# whether each rule is tried everywhere or only where its keywords stand, and whether patterns are compiled to machine
# code or interpreted.
. "$(dirname "$0")/lib.sh"

# The rules' own examples as pages: what each is found and dismissed by stands in the report of its page.
mkdir "$TMP/examples"
python3 - "$ROOT/rules" "$TMP/examples" <<'PY'
import html
import pathlib
import sys

import yaml

number = 0
for file in sorted(pathlib.Path(sys.argv[1]).rglob("*.yaml")):
    pack = yaml.safe_load(file.read_text(encoding="utf-8"))
    for entry in [entry for section in ("rules", "claims", "cues") for entry in pack.get(section, [])]:
        texts = [one["text"] if isinstance(one, dict) else one
                 for key in ("match", "dismiss", "miss") for one in entry.get("tests", {}).get(key, [])]
        lines = "".join(f"<p>{html.escape(line)}</p>\n" for text in texts for line in text.splitlines())
        page = f"<!DOCTYPE html><title>Ana Example, sex therapist</title><h1>Ana Example, LMFT</h1>\n<p>I am a sex therapist in Oakland.</p>\n{lines}"
        (pathlib.Path(sys.argv[2]) / f"{number:03}.html").write_text(page, encoding="utf-8")
        number += 1
PY
[ "$(find "$TMP/examples" -name '*.html' | wc -l)" -gt 100 ] || fail "too few examples"

# The corpus of wordings, forty paragraphs a page.
mkdir "$TMP/wordings"
# shellcheck disable=SC2016 # split sets FILE
cat "$ROOT"/tests/corpus/wordings/*/*.jsonl | jq -r '.text // .offer, .dismissed // empty | gsub("\n"; " ") | @html "<p>\(.)"' |
    split -l 40 --additional-suffix=.html --filter='{ echo "<title>Ana Example</title><h1>Ana Example, LMFT</h1>"; cat; } >$FILE' - "$TMP/wordings/"
[ "$(find "$TMP/wordings" -name '*.html' | wc -l)" -gt 20 ] || fail "too few wordings"

pages=("$TMP/examples" "$TMP/wordings" "$ROOT/demo/site" "$ROOT/tests/folder")
for part in "$ROOT"/tests/corpus/pages/* "$ROOT"/tests/corpus/listings; do
    [ ! -d "$part" ] || pages+=("$part")
done

# lines NAME OPTION...: what the pages give, without what differs from run to run.
lines() {
    run bonafide analyze --quiet --all-pages "${@:2}" "${pages[@]}"
    expect_status 0 3
    jq -cS 'del(.run)' "$TMP/stdout" >"$TMP/$1"
}
lines found
lines interpreted --interpret
export BONAFIDE_KEYWORDS=off
lines tried
# Both at once take minutes on all pages.
pages=("$TMP/examples" "$ROOT/demo/site" "$ROOT/tests/folder")
lines tried_interpreted --interpret
unset BONAFIDE_KEYWORDS
lines found_of_these
cmp -s "$TMP/found_of_these" "$TMP/tried_interpreted" ||
    fail "tried_interpreted: $(diff "$TMP/found_of_these" "$TMP/tried_interpreted" | head -c 2000)"
[ "$(wc -l <"$TMP/found")" -gt 500 ] || fail "too few lines"
grep -q '"findings":\[{' "$TMP/found" || fail "nothing was found"
for other in interpreted tried; do
    cmp -s "$TMP/found" "$TMP/$other" || fail "$other: $(diff "$TMP/found" "$TMP/$other" | head -c 2000)"
done

# The variable is no secret switch: what it may be is told.
export BONAFIDE_KEYWORDS=maybe
run bonafide analyze "$TMP/examples"
expect_status 2
expect_stderr_contains "BONAFIDE_KEYWORDS may be on or off, not maybe"

#!/bin/bash
# bonafide rules list, show and freq, as somebody who writes rules uses them.
. "$(dirname "$0")/lib.sh"

# A line each, of every kind of entry.
run bonafide rules list
expect_status 0
expect_stderr_empty
for kind in part rule claim title school cue; do
    grep -q "^$kind " "$TMP/stdout" || fail "no $kind is listed"
done
listed=$(wc -l <"$TMP/stdout")
run bonafide rules check
expect_stdout_contains "$listed rules, claims, titles, schools and cues"

# One entry, with what its phrases became, its sources and examples.
run bonafide rules show prohibited.sexual_contact.offered negated.en
expect_status 0
expect_stdout_contains "rule prohibited.sexual_contact.offered" "title       Offers sexual contact" "sources " \
    "prohibited.en.yaml:" "looks for " "dismisses " "(negated)" "cue negated.en" "reaches     the clause"

# A title says where its letters are the level under supervision, and which words it names.
run bonafide rules show licence.lpcc degree.doctorate
expect_status 0
expect_stdout_contains "title licence.lpcc" "is          LPCC, of a licence" "associate   in CO" "titles.yaml:" 'names       "LPCC"' \
    "nothing new beside PhD, PsyD"

# A composite and one of its parts.
cat >"$TMP/own.yaml" <<'PACK'
pack: own
version: 2026.1.1
parts:
  - {id: own.dance, group: act, find: ["we dance"], tests: {match: ["We dance.", "So we dance."], miss: ["You dance.", "We."]}}
  - {id: own.wine, group: mood, find: [wine], tests: {match: ["Wine.", "A wine."], miss: ["Whine.", "We."]}}
  - {id: own.late, group: time, scope: paragraph, find: [midnight], tests: {match: ["Midnight.", "At midnight."], miss: ["Night.", "Mid."]}}
rules:
  - id: warning.own.evening
    title: Describes an evening
    kind: evening
    group: evening
    confidence: 0.5
    needs: {within: 2 sentences, all: [[own.dance, own.wine]], any: [own.late], least_groups: 1}
    unless: {own.wine: paragraph}
    why: It is no session.
    would_clear: Says so.
    tests:
      match: ["We dance. Midnight.", "Midnight. We dance.", "We dance at midnight."]
      dismiss: [{text: "Beware: we dance at midnight.", status: warned}, {text: "It is untrue that we dance at midnight.", status: negated}]
      miss: ["We dance.", "Midnight.", "We dance at midnight, with wine."]
PACK
mkdir "$TMP/own"
mv "$TMP/own.yaml" "$TMP/own/"
run bonafide rules show --rules "$TMP/own" warning.own.evening own.late
expect_status 0
expect_stdout_contains "needs       in 2 sentences" "              own.dance or own.wine" \
    "              of 1 groups or more of own.late" "unless      own.wine stands in the paragraph" "quotes      own.dance" \
    "part own.late" "group time" "finds       \"Midnight.\""
run bonafide rules show no.such.rule
expect_status 2
expect_stderr_contains "no rule, claim, title, school or cue no.such.rule"
run bonafide rules show
expect_status 2
expect_stderr_contains "an id, please"

# Counts over pages that are known to be harmless: one denies, one offers.
mkdir "$TMP/pages"
cat >"$TMP/pages/honest.html" <<'PAGE'
<title>Ana Example, LMFT</title><h1>Ana Example, LMFT</h1><p>I work with couples. There is never any sexual contact in my office.
I offer talk therapy, and you may call me at (415) 555-0142 to book a session.
PAGE
cat >"$TMP/pages/other.html" <<'PAGE'
<title>Bo Sample, therapist</title><h1>Bo Sample</h1><p>I am a therapist. I offer sexual contact as part of every session of mine.
Call me at (415) 555-0143 to book a session of ninety minutes.
PAGE
run bonafide rules freq "$TMP/pages"
expect_status 0
expect_stdout_contains "2 pages, 2 listings"
grep -qE "^ +1 +50\.00 % +9\.45 to 90\.55 % +[0-9]+  prohibited\.sexual_contact\.offered$" "$TMP/stdout" ||
    fail "the rule's share and its interval are others"
run bonafide rules freq --profile "$TMP/pages"
expect_status 0
expect_stdout_contains " ms " " us " "prohibited.sexual_contact.offered"
run bonafide rules freq "$TMP/nowhere" "$TMP/pages"
expect_status 3
expect_stderr_contains "nowhere"
expect_stdout_contains "2 pages, 2 listings" # what can be read is counted all the same

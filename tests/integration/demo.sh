#!/bin/bash
# The demonstration site, scanned as a user does it: what the program says of every page is what a
# person says of it in demo/expected.tsv, and what is denied there stands among the dismissed.
. "$(dirname "$0")/lib.sh"

# people_say: path, kind and levels of demo/expected.tsv, in the order of paths.
people_say() {
    grep -v '^#' "$ROOT/demo/expected.tsv" | awk -F'\t' '{ print $1 "\t" $2 "\t" $3 }' | sort
}

# program_says: the same of standard output; a page's listings in their order.
program_says() {
    jq -rs --arg site "$SITE" '
        group_by(.url)[] | [
            (.[0].url | ltrimstr($site)),
            .[0].page.kind,
            (map(select(.type == "listing")) | sort_by(.listing.index) | map(.risk.level) | join(" "))
        ] | @tsv' "$TMP/stdout" | sort
}

# expect_denied PATH STATUS CUE QUOTE: a match on the page is dismissed with this cue and has these words.
expect_denied() {
    jq -se --arg url "$SITE$1" --arg status "$2" --arg cue "$3" --arg quote "$4" '
        any(.[] | select(.url == $url and .type == "listing") | .dismissed[];
            .status == $status and .cue.id == $cue and (.exact | contains($quote)) and (.cue.text | length > 0))
        ' "$TMP/stdout" >"$TMP/denied" || fail "$1: \"$4\" is not dismissed as $2 by $3"
}

serve "$ROOT/demo/site"
run bonafide scan --all-pages --allow-net 127.0.0.0/8 --delay 0 --warc "$TMP/demo.warc.gz" "$SITE/"
expect_status 0
expect_lines_valid "$TMP/stdout"

diff <(people_say) <(program_says) >"$TMP/difference" ||
    fail "pages are not judged as people do (<: demo/expected.tsv, >: the program): $(cat "$TMP/difference")"

# An article tells of every forbidden act; it is no listing and has no level.
expect_jq 'select(.url | endswith("/encyclopedia/sex-therapy.html")) | [.type, .page.kind, has("risk")] | @tsv' \
    $'page\tarticle\tfalse'

expect_denied /willow/ negated negated.en "sexual contact"
expect_denied /willow/faq.html answered_no answer.en "having sex with the therapist"
expect_denied /willow/faq.html negated_by_header header_no.en "erotic massage"
expect_denied /therapists/ana-example.html negated negated.en "sexual contact"
expect_denied /therapists/gale-imaginary.html answered_no myth.en "sleep with their clients"
expect_denied /es/terapeuta.html negated negated.es "contacto sexual"

# The registry of the demonstration confirms two people, lists one licence as expired, and knows nobody else for sure.
cp "$TMP/stdout" "$TMP/scanned"
run bonafide roster import --quiet --roster "$TMP/roster.sqlite" csv "$ROOT/demo/registry.csv"
expect_status 0
run bonafide analyze --all-pages --roster "$TMP/roster.sqlite" "$TMP/demo.warc.gz"
jq -r 'select(.type == "listing") | .listing.name as $name | .credentials.claims[]
    | select(.verification.status | IN("verified", "expired")) | [$name, .title, .verification.status] | @tsv' "$TMP/stdout" |
    sort -u >"$TMP/listed"
cmp "$TMP/listed" - <<'PEOPLE' >&2 || fail "the registry's people are others: $(cat "$TMP/listed")"
Ana Example	LMFT	verified
Gale Imaginary	psychologist	verified
Marcus Sample	LCSW	expired
PEOPLE

# robots.txt was asked for first, and what it closes was not asked for.
[ "$(requests | head -n 1)" = /robots.txt ] || fail "robots.txt was not the first request"
! requests | grep -q '^/private/' || fail "robots.txt closes /private/, and it was asked for"

# One archive gives one report, and the report of the scan; only where it is stored differs.
run bonafide analyze --all-pages "$TMP/demo.warc.gz"
expect_status 0
jq -c 'del(.run)' "$TMP/stdout" >"$TMP/first"
run bonafide analyze --all-pages "$TMP/demo.warc.gz"
expect_status 0
jq -c 'del(.run)' "$TMP/stdout" >"$TMP/second"
cmp "$TMP/first" "$TMP/second" >&2 || fail "two analyses of one archive differ"
cmp <(jq -c 'del(.run, .page.archive)' "$TMP/scanned") <(jq -c 'del(.page.archive)' "$TMP/first") >&2 ||
    fail "the scan and the analysis of its archive differ"

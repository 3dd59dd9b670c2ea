#!/bin/bash
# The score of the page corpus can fail: it holds where pages are read as their labels say, is below its floors
# where labels say otherwise, tells nothing of a part called judge but counts, and refuses a label that is not of
# the form.
. "$(dirname "$0")/lib.sh"

# page NAME PERSON PHONE: a page and its sidecar in $part.
page() {
    # shellcheck disable=SC2016 # $180 is a price
    printf '<!DOCTYPE html><html lang=en><title>%s, LMFT</title><header><a href=/>Start here</a></header><h1>%s</h1>
<p>I am a licensed therapist in Oakland. I offer talk therapy, $180 per session. Call %s.</p>
<blockquote class=testimonial>She listened to us both.</blockquote>
<p>You decide at every step how we go on, and there is time to think it over.</p><footer>All rights kept.</footer>' "$2" "$2" "$3" >"$part/$1.html"
    printf '{"url": "https://%s.example/", "fetched_at": "2026-11-02T09:15:00Z", "status": 200, "headers": {"Content-Type": "text/html; charset=utf-8"}}' \
        "$1" >"$part/$1.html.json"
}

# expected NAME PERSON PHONE: what a person reads on it.
expected() {
    jq -n --arg person "$2" --arg phone "$3" '{style: "five lines", kind: "listing", listings: [{name: $person, practice: false,
        partial: false, phones: [$phone], emails: [], website: null, locality: null, region: null, country: null,
        prices: [{amount: 180, currency: "USD", unit: "session"}]}],
        zones: [{quote: "Start here", zone: "header"}, {quote: "at every step", zone: "main"}],
        fields: [{quote: ($person + ", LMFT"), field: "title"}],
        voices: [{quote: "listened to us", voice: "testimonial", owner: $person}]}' >"$part/$1.expected.json"
}

mkdir "$TMP/learn"
part=$TMP/learn
page first "Ana Example" "(415) 555-0142"
expected first "ANA  Éxample" +14155550142
page second-page "Bo Placeholder" "(415) 555-0143"
expected second-page "Bo Placeholder" +14155550143
run "$SCORE" --failures --by-style --table "$TMP/table" "$BONAFIDE_RULES" "$part"
expect_status 0
expect_stderr_empty
expect_stdout_contains "learn: 2 pages"
expect_stdout_lacks ": wanted " below
# Two of two: Wilson's interval begins at n / (n + z²).
grep -qE "^  names +2 +2 +1.000   0.342 to 1.000  0.86   0.95$" "$TMP/stdout" || fail "no row of names"
grep -qE "^  second +1/1 " "$TMP/stdout" || fail "no row of a style"
cmp -s "$TMP/table" "$TMP/stdout" || fail "the table is another in the file"

# What is not so: a name, a telephone, a kind, a zone, a voice, an owner.
right=$part/second-page.expected.json
wrong() { # FILTER WORDS...
    cp "$right" "$TMP/right"
    jq "$1" "$TMP/right" >"$right"
    run "$SCORE" --failures "$BONAFIDE_RULES" "$part"
    cp "$TMP/right" "$right"
    expect_stdout_contains "${@:2}"
}
wrong '.listings[0].name = "Bo Other" | .voices[0].owner = "Bo Other"' "second-page: names: wanted Bo Other, got Bo Placeholder"
expect_status 1
expect_stdout_contains "0.86   0.95 not met  below the floor"
wrong '.kind = "article" | .listings = [] | .voices = []' "second-page: kind: wanted article, got listing" \
    "second-page: count: wanted 0, got 1" "second-page: names: wanted nothing, got Bo Placeholder"
expect_status 1
wrong '.listings[0].phones = ["+14155550144"]' "second-page: phones: wanted +14155550144, got nothing" \
    "second-page: phones: wanted nothing, got +14155550143"
wrong '.listings[0].prices[0].amount = 190' 'second-page: prices: wanted 190.00 USD "session", got nothing'
wrong '.listings[0].website = "/me?utm_source=x"' "second-page: website: wanted https://second-page.example/me, got nothing"
wrong '.listings[0].practice = true | .listings[0].partial = true' "second-page: practice: wanted a practice" "second-page: partial: wanted partial"
wrong '.zones[1].zone = "footer"' 'second-page: zones: wanted footer for "at every step", got main'
wrong '.zones[1].quote = "at any step"' 'second-page: zones: wanted main for "at any step", got no block with it'
wrong '.fields[0].field = "meta"' 'second-page: fields: wanted meta for "Bo Placeholder, LMFT", got title'
wrong '.voices[0].voice = "quoted"' 'second-page: voices: wanted quoted for "listened to us", got testimonial'
wrong '.kind = "directory" | .listings += [.listings[0] + {name: "Cy Other"}] | .voices[0].owner = "Cy Other"' \
    'second-page: owners: wanted Cy Other for "listened to us", got Bo Placeholder'

# A part that nobody may tune on: counts, and no names.
mv "$part" "$TMP/judge"
part=$TMP/judge
jq '.kind = "other" | .listings = [] | .voices = []' "$part/first.expected.json" >"$TMP/right"
cp "$TMP/right" "$part/first.expected.json"
run "$SCORE" --failures "$BONAFIDE_RULES" "$part"
expect_status 1
expect_stdout_contains "judge: 2 pages"
expect_stdout_lacks first "Ana Example"

# refused FILTER WORDS: a label that is not of the form is named.
refused() {
    cp "$part/first.expected.json" "$TMP/right"
    jq "$1" "$TMP/right" >"$part/first.expected.json"
    run "$SCORE" "$BONAFIDE_RULES" "$part"
    cp "$TMP/right" "$part/first.expected.json"
    expect_status 2
    expect_stderr_contains "$part/first.expected.json: $2"
}
refused '.kind = "advert"' 'the page.kind: "advert": no such word is known'
refused 'del(.zones)' 'the page.zones: it is missing'
refused '.zone = 1' 'the page.zone: no such key is known'
refused '.kind = "listing"' 'listings: a page of the kind listing has one'
refused '.voices = [{quote: "x", voice: "quoted", owner: "Di Nobody"}]' 'voices[0].owner: "Di Nobody": no listing has that name'
echo '{"style": ' >"$part/first.expected.json"
run "$SCORE" "$BONAFIDE_RULES" "$part"
expect_status 2
expect_stderr_contains "$part/first.expected.json:2:1: JSON: "
rm "$part/first.expected.json"
run "$SCORE" "$BONAFIDE_RULES" "$part"
expect_status 2
expect_stderr_contains "$part/first.expected.json: "
rm "$part/first.html"
run "$SCORE" "$BONAFIDE_RULES" "$part"
expect_status 2
expect_stderr_contains "$part/first.html: there is no such page"
rm "$part"/*
run "$SCORE" "$BONAFIDE_RULES" "$part"
expect_status 2
expect_stderr_contains "$part: no pages in it"
run "$SCORE" "$BONAFIDE_RULES"
expect_status 2

#!/bin/bash
# A round of a kept crawl that takes more links than the one before finds them, though no page has changed.
. "$(dirname "$0")/lib.sh"

mkdir -p "$TMP/site/a"
page() { # NAME LINK...
    { echo "<!DOCTYPE html><title>$1</title>"; printf '<a href="%s">x</a>' "${@:2}"; } >"$TMP/site/$1"
}
page a/index.html /a/one.html /b.html
page a/one.html /a/two.html
page a/two.html /
page b.html /
page index.html /a/
serve "$TMP/site"

# expect_round OPTION... -- PATH...: the next round asks for exactly these.
expect_round() {
    local options=()
    while [ "$1" != -- ]; do
        options+=("$1")
        shift
    done
    shift
    : >"$ACCESS_LOG"
    run bonafide crawl --quiet --sitemaps none --allow-net 127.0.0.1 --delay 0 --state "$TMP/state" --output "$TMP/out.warc" "${options[@]}" "$SITE/a/"
    expect_status 0
    expect_requests "$@"
}

# expect_unchanged: none of them was sent again.
expect_unchanged() {
    expect_equal 304 "$(awk '{ print $3 }' "$ACCESS_LOG" | sort -u)" "answers"
}

expect_round --scope page -- /robots.txt /a/ # which is kept for a day
expect_round --scope page -- /a/
expect_unchanged
expect_round --scope path --depth 1 -- /a/ /a/one.html
expect_round --scope path --depth 16 -- /a/ /a/one.html /a/two.html
expect_round --scope path --depth 16 -- /a/ /a/one.html /a/two.html
expect_unchanged
expect_round --scope host --exclude /b -- /a/ /a/one.html /a/two.html /
expect_round --scope host --include /none/ --exclude /none/ -- /a/ /a/one.html /a/two.html / # what is known comes again
expect_round --scope host -- /a/ /a/one.html /a/two.html / /b.html
expect_round --scope host -- /a/ /a/one.html /a/two.html / /b.html
expect_unchanged

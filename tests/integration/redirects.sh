#!/bin/bash
# Each redirect is a fetch of its own, seen by robots, scope and the archive; one that leads nowhere
# is a seed that gave no page.
. "$(dirname "$0")/lib.sh"

serve redirects

# crawl PATH
crawl() {
    : >"$ACCESS_LOG"
    run bonafide crawl --sitemaps named --allow-net 127.0.0.1 --delay 0 --output "$TMP/out.warc" "$SITE$1"
}

crawl /start
expect_status 0
expect_requests_in_order /robots.txt /start /middle /end.html
expect_responses "$TMP/out.warc" "/robots.txt 404 -" "/start 301 -" "/middle 302 -" "/end.html 200 -"
zgrep -a "^hopsFromSeed: RR" "$TMP/out.warc" >"$TMP/hops" || fail "the last hop is not told"
grep -a "^via: $SITE/middle" "$TMP/out.warc" >"$TMP/via" || fail "what led there is not told"

# A link's redirect to what is known is no failure; --depth counts links only.
run bonafide crawl --sitemaps named --allow-net 127.0.0.1 --delay 0 --depth 0 --strict "$SITE/start" "$SITE/to" "$SITE/end.html"
expect_status 0

# expect_failed PATH WORDS REQUEST...
expect_failed() {
    crawl "$1"
    expect_status 3
    expect_stderr_contains "$2"
    shift 2
    expect_requests_in_order /robots.txt "$@"
}
expect_failed /self "$SITE/self: redirected in a circle" /self
expect_failed /there "$SITE/back: redirected in a circle" /there /back
expect_failed /one "$SITE/three: redirected in a circle" /one /two /three
expect_failed /away "redirected out of scope" /away
expect_failed /mail "redirected to something that is no http URL" /mail
expect_failed /dead "$SITE/missing: the server answers 404" /dead /missing

crawl /n/ # twenty hops, and then no more
expect_status 3
expect_stderr_contains "redirected too often"
wait_for_requests 22
expect_equal 22 "$(requests | wc -l)" "requests"

# The tracking parameter is no part of a URL's key, and yet both are fetched.
crawl "/tracked?utm_source=list"
expect_status 0
expect_requests_in_order /robots.txt "/tracked?utm_source=list" /tracked

#!/bin/bash
# robots.txt is obeyed, and what a failure to have it means: RFC 9309, 2.3.1. The server's log says
# what was asked for.
. "$(dirname "$0")/lib.sh"

# crawl SITE-NAME: all of it, without delay.
crawl() {
    serve "$1"
    run bonafide crawl --sitemaps named --allow-net 127.0.0.1 --delay 0 --output "$TMP/out.warc" "$SITE/"
}

crawl robots-disallow # our own group alone holds; the longest pattern decides
expect_status 0
expect_requests /robots.txt / /team.html /private/open.html
expect_responses "$TMP/out.warc" "/robots.txt 200 -" "/ 200 -" "/team.html 200 -" "/private/open.html 200 -"
expect_equal "/robots.txt" "$(requests | head -n 1)" "first request"
agent=$(awk -F '"' '{ print $2 }' "$ACCESS_LOG" | sort -u)
[[ $agent == bonafide/* ]] || fail "it calls itself $agent"

run bonafide crawl --sitemaps named --allow-net 127.0.0.1 --delay 0 "$SITE/private/notes.html"
expect_status 3
expect_stderr_contains "$SITE/private/notes.html: robots.txt keeps us from this page"

crawl robots-404 # none: all is allowed, and the 404 is kept as evidence
expect_status 0
expect_requests /robots.txt / /two.html
expect_responses "$TMP/out.warc" "/robots.txt 404 -" "/ 200 -" "/two.html 200 -"

for status_code in 500 429; do # not to be had: nothing is allowed
    crawl "robots-$status_code"
    expect_status 3
    expect_requests /robots.txt
    expect_stderr_contains "$SITE/: robots.txt was answered with $status_code, so nothing of this host is fetched"
    expect_responses "$TMP/out.warc" "/robots.txt $status_code -"
done

crawl robots-moved # redirects are followed, and each is kept
expect_status 0
expect_requests_in_order /robots.txt /a/robots.txt /b /

mkdir "$TMP/raw" # a body shorter than it says: half of the rules are not the rules
printf 'HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\nUser-agent: *\nAllow: /\n' >"$TMP/raw/robots.txt.http"
printf 'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\nhi' >"$TMP/raw/index.http"
serve_raw "$TMP/raw"
run bonafide crawl --sitemaps named --allow-net 127.0.0.1 --delay 0 --output "$TMP/out.warc" "$SITE/"
expect_status 3
expect_requests /robots.txt
expect_stderr_contains "robots.txt was broken off"
expect_responses "$TMP/out.warc" "/robots.txt 200 disconnect"

printf 'HTTP/1.1 302 Found\r\nLocation: http://10.0.0.1/robots.txt\r\nContent-Length: 0\r\n\r\n' >"$TMP/raw/robots.txt.http"
run bonafide crawl --sitemaps named --allow-net 127.0.0.1 --delay 0 "$SITE/" # a redirect leads nowhere that the guard refuses
expect_status 3
expect_stderr_contains "refused: 10.0.0.1 is private"

printf 'HTTP/1.1 200 OK\r\n\r\nUser-agent: *\nDisallow: /x\n%01000d\nDisallow: /\n' 0 >"$TMP/raw/robots.txt.http"
: >"$ACCESS_LOG"
run bonafide crawl --sitemaps named --allow-net 127.0.0.1 --delay 0 --max-bytes 100 "$SITE/" # --max-bytes cuts no rules off
expect_status 3
expect_requests /robots.txt

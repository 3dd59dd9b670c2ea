#!/bin/bash
# One host is asked one thing at a time, and not sooner than it may be; another host does not wait for
# it. The servers' clocks are believed, within reason: nothing here depends on a fast machine.
. "$(dirname "$0")/lib.sh"

# expect_gaps MS [FIRST]: at least so many between two requests, from line FIRST of the log on.
expect_gaps() {
    awk -v first="${2:-1}" 'NR >= first { now = $NF * 1000
        if (before) printf "%d\n", now - before
        before = now }' "$ACCESS_LOG" >"$TMP/gaps"
    awk -v least=$(($1 - 20)) '$1 < least { exit 1 }' "$TMP/gaps" || fail "not $1 ms between requests: $(xargs <"$TMP/gaps")"
    [ -s "$TMP/gaps" ] || fail "nothing to measure"
}

serve scopes
run bonafide crawl --sitemaps named --allow-net 127.0.0.1 --delay 0.2 --depth 1 --scope path --output "$TMP/out.warc" "$SITE/a/"
expect_status 0
expect_requests /robots.txt /a/ /a/one.html /a/deep/two.html
expect_gaps 200

# Crawl-delay, where it asks for more; the wait after robots.txt itself is ours.
mkdir "$TMP/site"
printf 'User-agent: *\nCrawl-delay: 0.3\n' >"$TMP/site/robots.txt"
echo '<!DOCTYPE html><title>One</title><a href=/2.html>2</a> <a href=/3.html>3</a>' >"$TMP/site/index.html"
echo '<!DOCTYPE html><title>More</title>' | tee "$TMP/site/2.html" >"$TMP/site/3.html"
serve "$TMP/site"
run bonafide crawl --sitemaps named --allow-net 127.0.0.1 --delay 0.1 --output "$TMP/out.warc" "$SITE/"
expect_status 0
wait_for_requests 4
expect_gaps 300 2

# "Not now" is asked again, after the time that the server names.
mkdir "$TMP/raw"
printf 'HTTP/1.1 503 Busy\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n' >"$TMP/raw/index.http"
serve_raw "$TMP/raw"
run bonafide crawl --sitemaps named --allow-net 127.0.0.1 --delay 0 --output "$TMP/out.warc" "$SITE/"
expect_status 3
expect_stderr_contains "the server keeps asking us to come later"
expect_requests_in_order /robots.txt / / /
expect_gaps 1000 2

# A host that does not answer holds up nobody: the other one is done long before.
printf '{{pause 1.5}}HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n' >"$TMP/raw/robots.txt.http"
printf 'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\nhi' >"$TMP/raw/index.http"
: >"$ACCESS_LOG"
slow=$SITE slow_log=$ACCESS_LOG
serve scopes
run bonafide crawl --sitemaps named --allow-net 127.0.0.1 --delay 0 --output "$TMP/out.warc" "$slow/" "$SITE/a/"
expect_status 0
wait_for_requests 7
expect_equal 7 "$(requests | wc -l)" "requests to the other host"
last=$(awk 'END { print $NF }' "$ACCESS_LOG")
answered=$(awk '$2 == "/" { print $NF }' "$slow_log")
awk -v last="$last" -v answered="$answered" 'BEGIN { exit last >= answered }' || fail "the other host waited: $last, $answered"

# Fifty hosts with two pages each, a second apart, are asked side by side: what the hosts took one by one
# is many times what all of them took. One after another it would be the same.
hosts=50
mkdir "$TMP/many"
seeds=()
for ((i = 1; i <= hosts; i++)); do
    mkdir "$TMP/many/$i"
    echo "<!DOCTYPE html><title>Host $i</title><a href=two.html>two</a>" >"$TMP/many/$i/index.html"
    echo "<!DOCTYPE html><title>Host $i, two</title>" >"$TMP/many/$i/two.html"
done
ADDRESSES=$(seq -f '127.0.0.%g' "$hosts") serve "$TMP/many"
for ((i = 1; i <= hosts; i++)); do
    seeds+=("http://127.0.0.$i:$PORT/$i/")
done
run bonafide crawl --sitemaps none --allow-net 127.0.0.0/24 --scope path --delay 1 --output "$TMP/out.warc" "${seeds[@]}"
expect_status 0
wait_for_requests $((3 * hosts))
expect_equal "$hosts" "$(requests | grep -c '^/robots.txt$')" "robots.txt"
# "HOST MILLISECONDS" of each page, in their order; then how long each host took, and all of them.
awk '$2 ~ /^\/[0-9]+\// { split($2, part, "/"); printf "%s %.0f\n", part[2], $NF * 1000 }' "$ACCESS_LOG" >"$TMP/pages"
expect_equal $((2 * hosts)) "$(wc -l <"$TMP/pages")" "pages"
awk '{ if ($1 in first) { gap = $2 - first[$1]; sum += gap; if (gap < 980) soon = soon " " $1 ":" gap } else first[$1] = $2
       begin = NR == 1 ? $2 : begin; end = $2 }
     END { printf "%d %d%s\n", sum, end - begin, soon; exit soon != "" || sum < 5 * (end - begin) }' "$TMP/pages" >"$TMP/took" ||
    fail "one by one, and all, in milliseconds; and who was asked too soon: $(cat "$TMP/took")"

#!/bin/bash
# A limit is a result: what it keeps us from stays in the state folder, and the next run fetches it.
. "$(dirname "$0")/lib.sh"

pages=10
mkdir "$TMP/site"
for ((i = 1; i <= pages; i++)); do
    echo "<!DOCTYPE html><title>Page $i</title><a href=/$((i + 1)).html>next</a>" >"$TMP/site/$i.html"
done
echo "<!DOCTYPE html><title>The last</title>" >"$TMP/site/$pages.html"
all=()
for ((i = 1; i <= pages; i++)); do
    all+=("/$i.html")
done
serve "$TMP/site"
crawl=(bonafide crawl --sitemaps named --allow-net 127.0.0.1 --delay 0)

# Three, then three more, then the rest; each page once, in one archive.
for ((run = 1; run <= 4; run++)); do
    run "${crawl[@]}" --max-pages 3 --state "$TMP/state" --output "$TMP/out.warc.gz" "$SITE/1.html"
    [ "$run" -eq 4 ] || expect_status 4
    wait_for_requests $((run < 4 ? 3 * run + 1 : pages + 1))
    expect_equal $((run < 4 ? 3 * run : pages)) "$(requests | grep -c html)" "pages after run $run"
done
expect_status 0
expect_requests_in_order /robots.txt "${all[@]}"
expect_responses "$TMP/out.warc.gz" "/robots.txt 404 -" "${all[@]/%/ 200 -}"

# A limit that keeps us from nothing is none.
: >"$ACCESS_LOG"
run "${crawl[@]}" --max-pages "$pages" --output "$TMP/all.warc" "$SITE/1.html"
expect_status 0
expect_requests /robots.txt "${all[@]}"
run "${crawl[@]}" --max-pages $((pages - 1)) --output "$TMP/some.warc" "$SITE/1.html"
expect_status 4
run "${crawl[@]}" --max-pages 0 --output "$TMP/all.warc" "$SITE/1.html"
expect_status 0

# Time: one page a second, two seconds.
run "${crawl[@]}" --delay 0.7 --max-time 1.2 --state "$TMP/timed" --output "$TMP/timed.warc" "$SITE/1.html"
expect_status 4
expect_whole "$TMP/timed.warc"
expect_equal "/1.html 200 -" "$(tail -n 1 "$TMP/responses")" "last page in time"

# What is due after the end is not waited for.
began=$SECONDS
run "${crawl[@]}" --delay 60 --max-time 50 --output "$TMP/timed.warc" "$SITE/1.html"
expect_status 4
[ $((SECONDS - began)) -lt 25 ] || fail "it waited $((SECONDS - began)) s for nothing"

# scan says so as well, and analyzes what it got.
run bonafide scan --allow-net 127.0.0.1 --delay 0 --max-pages 3 --all-pages "$SITE/1.html"
expect_status 4
expect_lines 3
expect_lines_valid

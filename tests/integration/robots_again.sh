#!/bin/bash
# A robots.txt that is asked for again, a day later: what was kept holds when it still holds, and never
# because of an answer to another question.
. "$(dirname "$0")/lib.sh"

mkdir "$TMP/site"
echo '<!DOCTYPE html><title>Home</title><a href=/secret.html>no</a><a href=/open.html>yes</a>' >"$TMP/site/index.html"
echo '<!DOCTYPE html><title>Secret</title>' >"$TMP/site/secret.html"
echo '<!DOCTYPE html><title>Open</title>' >"$TMP/site/open.html"
printf 'User-agent: *\nDisallow: /secret\n' >"$TMP/site/robots.txt"
printf 'User-agent: *\nDisallow: /open\n' >"$TMP/site/other.txt"
serve "$TMP/site"
crawl=(bonafide crawl --quiet --sitemaps named --allow-net 127.0.0.1 --delay 0 --state "$TMP/state" --output "$TMP/out.warc")

# a_day_later: robots.txt that is kept was had two days ago; and the page has changed, so that its links
# are read.
a_day_later() {
    echo '<p>And a day later.' >>"$TMP/site/index.html"
    /usr/bin/python3 - "$TMP/state/frontier.sqlite" <<'PYTHON'
import sqlite3
import sys
with sqlite3.connect(sys.argv[1]) as state:
    state.execute("UPDATE host SET robots_at = robots_at - 2 * 86400000")
PYTHON
    : >"$ACCESS_LOG"
}

# expect_answer STATUS PATH...: robots.txt is answered so, and these are asked for beside it.
expect_answer() {
    run "${crawl[@]}" "$SITE/"
    expect_status 0
    expect_requests /robots.txt "${@:2}"
    expect_equal "$1" "$(awk '$2 == "/robots.txt" { print $3 }' "$ACCESS_LOG")" "answer for robots.txt"
}

expect_answer 200 / /open.html

# The same: no body is sent again, and the rules hold.
a_day_later
expect_answer 304 / /open.html

# Within the day it is not asked for.
: >"$ACCESS_LOG"
run "${crawl[@]}" "$SITE/"
expect_requests / /open.html

# Gone for a day, and there again as it was: the rules that are kept are those of the day before, of
# which there were none, and "not changed" is no word of them.
mv "$TMP/site/robots.txt" "$TMP/kept.txt"
a_day_later
expect_answer 404 / /open.html /secret.html
cp -p "$TMP/kept.txt" "$TMP/site/robots.txt"
a_day_later
expect_answer 200 / /open.html

# Somewhere else for a day, and back.
mv "$TMP/site/robots.txt" "$TMP/kept.txt"
# shellcheck disable=SC2016 # nginx expands it
echo 'location = /robots.txt { if (-f $document_root/moved) { return 302 /other.txt; } }' >"$TMP/site/nginx.conf"
touch "$TMP/site/moved"
rm -r "$TMP/state"
serve "$TMP/site"
rm "$TMP/site/moved"
cp -p "$TMP/kept.txt" "$TMP/site/robots.txt"
expect_answer 200 / /open.html
touch "$TMP/site/moved"
a_day_later
run "${crawl[@]}" "$SITE/"
expect_requests /robots.txt /other.txt / /secret.html
rm "$TMP/site/moved"
a_day_later
expect_answer 200 / /open.html

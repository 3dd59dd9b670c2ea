#!/bin/bash
# A site that has everything that grows without end beside sixty profiles: all profiles are fetched, each
# trap is bounded, and the summary names what was left and why.
. "$(dirname "$0")/lib.sh"

: >"$TMP/log"
"$ROOT/tests/support/trap_site" "$TMP/port" "$TMP/log" 2>"$TMP/server.stderr" &
servers+=($!)
for ((i = 0; i < 200; i++)); do
    [ ! -s "$TMP/port" ] || break
    sleep 0.05
done
SITE=http://127.0.0.1:$(cat "$TMP/port") || fail "no server: $(cat "$TMP/server.stderr")"
ACCESS_LOG=$TMP/log
crawl=(bonafide crawl --depth 1000 --sitemaps named --allow-net 127.0.0.1 --delay 0 --output "$TMP/out.warc")

# count PATTERN: how many requests have a path like this.
count() {
    requests | grep -c "$1"
}

# expect_directory: each list and each profile was asked for, once.
expect_directory() {
    expect_equal "$(seq -f '/therapists?page=%g' 6)" "$(requests | grep '^/therapists?' | sort)" "pages of the list"
    expect_equal "$(seq -f '/therapists/person-%g.html' 0 59 | sort)" "$(requests | grep '^/therapists/' | sort)" "profiles"
}

run "${crawl[@]}" --max-pages 400 "$SITE/"
expect_status 0 # it has an end, below the limit
expect_directory
expect_equal 1 "$(wc -l <"$TMP/stderr")" "lines of standard error"
expect_stderr_contains "ever-growing path" "session ids" "calendar" "query permutations" "soft 404"
# A fifth of 400 on trust, and what is not a link that leads on: the first of each, from the home page.
for trap in '^/calendar/' '^/(S(' '^/shop'; do
    [ "$(count "$trap")" -ge 20 ] || fail "too few of $trap: $(count "$trap")"
    [ "$(count "$trap")" -le 85 ] || fail "too many of $trap: $(count "$trap")"
done
[ "$(count '^/maze/')" -le 4 ] || fail "the maze was walked: $(requests | grep maze)"
expect_equal 30 "$(count '^/gone/')" "pages that are gone"
expect_whole "$TMP/out.warc"
expect_equal "$(requests | wc -l)" "$(wc -l <"$TMP/responses")" "responses kept"

# What is taken on trust beyond a quarter of the limit comes after all profiles.
last=$(requests | grep -n '^/therapists/' | tail -n 1 | cut -d : -f 1)
[ "$last" -le 200 ] || fail "the last profile is request $last"

# With a budget that is nearly all profiles they are still there.
: >"$ACCESS_LOG"
run "${crawl[@]}" --max-pages 250 "$SITE/"
expect_status 0 4
expect_directory

# As one of the traps begins with the seed itself, that is fetched, and the rest of the site with it.
: >"$ACCESS_LOG"
run "${crawl[@]}" --max-pages 400 "$SITE/maze/deeper/deeper/deeper/deeper/"
expect_status 0
expect_requests /robots.txt /maze/deeper/deeper/deeper/deeper/
expect_stderr_contains "1 with an ever-growing path"

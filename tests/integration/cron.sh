#!/bin/bash
# From cron there is no terminal, no locale and hardly an environment: a scan is the same there, says
# nothing with --quiet but what ends it, and its exit status is as the README has it.
. "$(dirname "$0")/lib.sh"

FAKE_DNS_LIBRARY=${FAKE_DNS_LIBRARY:-$ROOT/build/release/tests/fake_dns.so}
cp -r "$ROOT/demo/site" "$TMP/site"
serve "$TMP/site"
site=http://bücher.example:$PORT

# cron OPTION...: a scan as cron would start it, in a session of its own and from the root folder.
cron() {
    run setsid --wait env -i -C / PATH=/usr/bin:/bin HOME=/ LC_ALL=C BONAFIDE_RULES="$BONAFIDE_RULES" \
        LD_PRELOAD="$FAKE_DNS_LIBRARY" FAKE_DNS="xn--bcher-kva.example=127.0.0.1" \
        "$BONAFIDE" scan --quiet --allow-net 127.0.0.1 --delay 0 "$@"
}

# lines: what a line says but for the run, and when it was fetched and where that is kept.
lines() {
    jq -cS 'del(.run, .fetched_at, .page.archive)' "$TMP/stdout" | sort
}

# Two weeks: the second costs no body, and its lines are as before.
cron --state "$TMP/state" "$site/"
expect_status 0
expect_stderr_empty
expect_lines_valid
[ "$(wc -l <"$TMP/stdout")" -gt 20 ] || fail "too few lines to compare"
expect_jq 'select(.type == "listing") | .url | select(startswith("http://xn--bcher-kva.example:") | not)' ""
lines >"$TMP/first"
: >"$ACCESS_LOG"
cron --state "$TMP/state" "$site/"
expect_status 0
expect_stderr_empty
lines | diff "$TMP/first" - >"$TMP/difference" || fail "lines of the second week differ: $(cat "$TMP/difference")"
awk '$3 == 304' "$ACCESS_LOG" | grep -q . || fail "nothing was asked for by its validator"
expect_equal "" "$(awk '$2 ~ /html$/ && $3 == 200 { print $2 }' "$ACCESS_LOG")" "pages that were sent again"

# What it found, what it could not read, and what kept it from the rest, by status alone.
cron --state "$TMP/state" --fail-on high "$site/"
expect_status 1
expect_stderr_empty
cron --state "$TMP/dead" "http://unknown.example:$PORT/"
expect_status 3
expect_stderr_empty
expect_jq .type error
cron --state "$TMP/some" --max-pages 3 "$site/"
expect_status 4
expect_stderr_empty

# What ends it is said, in one line of mail.
for wrong in "--state /dev/null/state:5" "--state $TMP/state --output /dev/null/lines:5" "--delay soon:2"; do
    read -ra options <<<"${wrong%:*}"
    cron "${options[@]}" "$site/"
    expect_status "${wrong##*:}"
    expect_equal 1 "$(wc -l <"$TMP/stderr")" "lines of mail for ${wrong%:*}"
done
"$BONAFIDE" scan --quiet --allow-net 127.0.0.1 --delay 5 --state "$TMP/busy" "$SITE/" >"$TMP/busy.lines" 2>&1 &
busy=$!
servers+=("$busy") # ends with the test
for ((i = 0; i < 100; i++)); do
    [ ! -s "$TMP/busy/frontier.sqlite" ] || break
    sleep 0.05
done
cron --state "$TMP/busy" "$site/"
expect_status 5
expect_stderr_contains "$TMP/busy: another run uses this folder"
expect_equal 1 "$(wc -l <"$TMP/stderr")" "lines of mail when the last run still goes on"

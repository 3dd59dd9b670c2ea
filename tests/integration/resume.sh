#!/bin/bash
# A crawl that was interrupted or killed goes on where it was: the archive is whole, no page is lost,
# and what is done is not asked for again.
. "$(dirname "$0")/lib.sh"

pages=40
mkdir "$TMP/site"
for ((i = 1; i <= pages; i++)); do
    echo "<!DOCTYPE html><title>Page $i</title><p>$(head -c 3000 /dev/zero | tr '\0' "$((i % 10))")" >"$TMP/site/$i.html"
    echo "<a href=/$i.html>$i</a>" >>"$TMP/links"
done
{ echo "<!DOCTYPE html><title>All</title>"; cat "$TMP/links"; } >"$TMP/site/index.html"
mapfile -t all < <(seq -f '/%g.html' "$pages")
serve "$TMP/site"

# start OPTION...: the crawl in the background; $crawl is its process.
start() {
    "$BONAFIDE" crawl --sitemaps named --allow-net 127.0.0.1 --state "$TMP/state" --output "$TMP/out.warc.gz" "$@" "$SITE/" \
        >"$TMP/stdout" 2>"$TMP/stderr" &
    crawl=$!
}

# await: until it has ended; $status is how.
await() {
    status=0
    { wait "$crawl" || status=$?; } 2>/dev/null
}

# expect_all: every page is there, and once: what a kill left behind the last commit is cut.
expect_all() {
    expect_whole "$TMP/out.warc.gz"
    expect_equal "" "$(sort "$TMP/responses" | uniq -d)" "responses that came twice"
    expect_equal $((pages + 2)) "$(wc -l <"$TMP/responses")" "responses"
}

for signal in INT:130 TERM:143; do
    rm -rf "$TMP/state" "$TMP/out.warc.gz"
    : >"$ACCESS_LOG"
    start --delay 0.02
    wait_for_requests 8
    kill -"${signal%:*}" "$crawl"
    await
    expect_status "${signal#*:}"
    expect_whole "$TMP/out.warc.gz"
    got=$(wc -l <"$TMP/responses")
    [ "$got" -lt $((pages + 2)) ] || fail "it was not interrupted"
    wait_for_requests "$got"
    expect_equal "$(requests | wc -l)" "$got" "responses kept"
    start --delay 0
    await
    expect_status 0
    expect_all
    expect_requests /robots.txt / "${all[@]}"
done

rm -rf "$TMP/state" "$TMP/out.warc.gz"
: >"$ACCESS_LOG"
kills=0
for wanted in 5 12 19 26 33; do
    start --delay 0.01
    wait_for_requests "$wanted"
    kill -KILL "$crawl"
    await
    expect_status 137
    kills=$((kills + 1))
done
start --delay 0
await
expect_status 0
expect_all
twice=$(requests | sort | uniq -d | wc -l)
[ "$twice" -le "$kills" ] || fail "$twice pages were asked for twice after $kills kills"

# What a kill tears off in the middle of a record is cut, and what stands before it is kept.
rm -rf "$TMP/state" "$TMP/out.warc.gz"
start --delay 0 --max-pages 5
await
expect_status 4
head -c 700 "$TMP/out.warc.gz" | tail -c 300 >"$TMP/torn"
cat "$TMP/torn" >>"$TMP/out.warc.gz"
start --delay 0
await
expect_status 0
expect_all

# A file that is no archive is not touched; without --state it is written anew.
echo "my notes" >"$TMP/notes.txt"
run bonafide crawl --sitemaps named --allow-net 127.0.0.1 --delay 0 --state "$TMP/state" --output "$TMP/notes.txt" "$SITE/"
expect_status 5
expect_stderr_contains "$TMP/notes.txt: holds no WARC records"
expect_equal "my notes" "$(cat "$TMP/notes.txt")"

# Other seeds than before: what was queued for the old ones is still theirs.
mkdir "$TMP/other"
echo "<!DOCTYPE html><title>Other</title><p>Nothing" >"$TMP/other/index.html"
first=$SITE first_log=$ACCESS_LOG
serve "$TMP/other"
: >"$first_log"
rm -rf "$TMP/state"
run bonafide crawl --sitemaps named --allow-net 127.0.0.1 --delay 0 --scope host --max-pages 2 --state "$TMP/state" --output "$TMP/two.warc" "$SITE/" "$first/"
expect_status 4
run bonafide crawl --sitemaps named --allow-net 127.0.0.1 --delay 0 --scope host --state "$TMP/state" --output "$TMP/two.warc" "$SITE/"
expect_status 0
ACCESS_LOG=$first_log expect_requests /robots.txt /robots.txt / "${all[@]}"

# Two runs of one folder.
rm -rf "$TMP/state"
: >"$ACCESS_LOG"
start --delay 1
wait_for_requests 1
run bonafide crawl --sitemaps named --allow-net 127.0.0.1 --state "$TMP/state" "$SITE/"
expect_status 5
expect_stderr_contains "another run uses this folder"
size=$(wc -c <"$TMP/out.warc.gz")
for way in "--state $TMP/other-state" ""; do # shellcheck disable=SC2086 # two words or none
    run bonafide crawl --sitemaps named --allow-net 127.0.0.1 $way --output "$TMP/out.warc.gz" "$SITE/"
    expect_status 5
    expect_stderr_contains "$TMP/out.warc.gz: another run writes to this file"
    [ "$(wc -c <"$TMP/out.warc.gz")" -ge "$size" ] || fail "the file of another run was cut"
done
kill -INT "$crawl"
await

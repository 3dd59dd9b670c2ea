#!/bin/bash
# Output that cannot be written ends the crawl with 5 and a sentence, never with a crash; what was
# written before is whole records.
. "$(dirname "$0")/lib.sh"

mkdir "$TMP/site"
for i in 1 2 3 4 5 6 7 8; do
    { echo "<!DOCTYPE html><title>Page $i</title><a href=/$((i + 1)).html>next</a><p>"; head -c 40000 /dev/urandom | base64; } >"$TMP/site/$i.html"
done
serve "$TMP/site"
crawl=(bonafide crawl --sitemaps named --allow-net 127.0.0.1 --delay 0 --quiet)

# piped READER...: the crawl into a pipe; $status is the crawl's.
piped() {
    ran="${crawl[*]} $SITE/1.html | $*"
    "${crawl[@]}" "$SITE/1.html" 2>"$TMP/stderr" | "$@" >"$TMP/stdout"
    status=${PIPESTATUS[0]}
}

piped head -c 100 # the other end has gone
expect_status 5
expect_stderr_contains "cannot write: Broken pipe"
expect_equal 100 "$(wc -c <"$TMP/stdout")" "bytes read"

piped cat # and a pipe that is read to its end
expect_status 0
expect_stderr_empty
expect_whole "$TMP/stdout"
expect_equal 10 "$(wc -l <"$TMP/responses")" "responses" # robots.txt, eight pages, and the one that is missing

run "${crawl[@]}" --output /dev/full "$SITE/1.html"
expect_status 5
expect_stderr_contains "No space left on device"

run "${crawl[@]}" --output "$TMP/no/such/folder/out.warc" "$SITE/1.html"
expect_status 5
expect_stderr_contains "$TMP/no/such/folder/out.warc: cannot write: No such file or directory"

run "${crawl[@]}" --state /dev/null/state --output "$TMP/out.warc" "$SITE/1.html"
expect_status 5
expect_stderr_contains "/dev/null/state: cannot keep state there"

# The file may grow to 200 KiB: the record that does not fit is taken back.
run bash -c 'ulimit -f 200; trap "" XFSZ; "$@"' bash "${crawl[@]}" --output "$TMP/small.warc" "$SITE/1.html"
expect_status 5
expect_stderr_contains "File too large"
expect_whole "$TMP/small.warc"
[ "$(wc -l <"$TMP/responses")" -gt 2 ] || fail "nothing was kept"

# scan: the reports cannot be written, or the archive cannot.
run bonafide scan --allow-net 127.0.0.1 --delay 0 --all-pages --output /dev/full "$SITE/1.html"
expect_status 5
run bonafide scan --allow-net 127.0.0.1 --delay 0 --all-pages --warc /dev/full "$SITE/1.html"
expect_status 5
expect_lines_valid
run bonafide scan --allow-net 127.0.0.1 --delay 0 --warc "$TMP/no/such/folder/out.warc" "$SITE/1.html"
expect_status 5
expect_stdout_empty
"${crawl[@]/crawl/scan}" "$SITE/1.html" --all-pages 2>"$TMP/stderr" | head -c 10 >/dev/null
status=${PIPESTATUS[0]} ran="scan | head -c 10"
expect_status 5

# A terminal is no place for a WARC stream.
run script --quiet --return --command "bonafide crawl $SITE/1.html" /dev/null
expect_status 2
expect_stdout_contains "not for a terminal"

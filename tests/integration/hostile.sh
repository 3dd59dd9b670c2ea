#!/bin/bash
# A server that means harm (tests/support/hostile_server) costs neither the crawl, nor the archive, nor
# time and memory without end: what came is kept and marked, what did not is told in words.
. "$(dirname "$0")/lib.sh"

FETCH_ONE=${FETCH_ONE:-$ROOT/build/release/tests/fetch_one}

# hostile [ROBOTS]: sets $SITE, $PORT and $ACCESS_LOG; $SENT_LOG has what each path could send.
hostile() {
    local prefix i
    prefix=$(mktemp -d "$TMP/server.XXXXXX")
    : >"$prefix/log"
    "$ROOT/tests/support/hostile_server" "$prefix/port" "$prefix/log" "$@" 2>"$prefix/stderr" &
    servers+=($!)
    for ((i = 0; i < 200; i++)); do
        [ ! -s "$prefix/port" ] || break
        sleep 0.05
    done
    PORT=$(cat "$prefix/port" 2>/dev/null) || fail "hostile: $(cat "$prefix/stderr")"
    SITE=http://127.0.0.1:$PORT
    ACCESS_LOG=$prefix/log SENT_LOG=$prefix/log.sent
    ln -sf "$ACCESS_LOG" "$TMP/access.log"
}

# expect_one FIELD...: what fetch_one said of the last exchange has each of them.
expect_one() {
    expect_status 0
    expect_stdout_contains "$@"
}

# Waits for its twenty seconds while the rest runs.
hostile drip
began=$SECONDS
bonafide crawl --sitemaps named --allow-net 127.0.0.1 --delay 0 --output "$TMP/drip.warc" "$SITE/" 2>"$TMP/drip.stderr" &
drip=$! drip_site=$SITE
servers+=("$drip") # ends with the test, whatever becomes of it

# Everything at once, in little memory: 64 MiB of text in 64 KB of gzip among it.
hostile
crawl=(bonafide crawl --sitemaps named --allow-net 127.0.0.1 --delay 0 --max-bytes 300000)
in_little_memory() {
    ulimit -v 600000 && "$@"
}
run in_little_memory "${crawl[@]}" --output "$TMP/out.warc" "$SITE/"
expect_status 0
expect_responses "$TMP/out.warc" "/robots.txt 404 -" "/ 200 -" \
    "/endless 200 length" "/endless-chunks 200 length" "/endless-chunk-extension 200 length" \
    "/many-fields 200 -" "/loop-one 302 -" "/loop-two 302 -" "/to-metadata 302 -" "/to-file 302 -" \
    "/length-too-long 200 disconnect" "/length-too-short 200 -" "/two-lengths 200 -" "/huge-length 200 -" \
    "/length-and-chunks 200 -" "/chunk-garbage 200 disconnect" "/chunk-overflow 200 disconnect" "/trailers 200 -" \
    "/bomb 200 -" "/bomb-in-bombs 200 -" "/no-gzip 200 -" "/hints 200 -" "/claims-http-2 200 -" "/folded 200 -" \
    "/carriage-return 200 -" "/charsets 200 -"
expect_told() { # PATH WORDS
    grep -qF "bonafide: $SITE$1: $2" "$TMP/stderr" || fail "not told of $1: $2"
}
expect_told /ten-megabytes-of-head "the head of the response is too large: more than 256 KiB"
expect_told /line-of-70000 "the head of the response is too large: a line of more than 64 KiB"
expect_told /long-line "the head of the response is too large"
expect_told /to-file "redirected to something that is no http URL"
expect_told /negative-length "the head of the response is malformed (Invalid Content-Length: value)"
expect_told /end-in-head "the connection ended within the head of the response"
expect_told /continue-storm "the server sends interim responses (1xx) without end"
expect_told /switching "the head of the response is malformed"
expect_told /http-0-9 "the server does not answer in HTTP: there is no status line"
expect_told /http-3-1 "the server does not answer in HTTP: there is no status line"
expect_told /no-colon "the head of the response is malformed (Header without colon)"
expect_told /nul-in-head "the head of the response is malformed (Nul byte in header)"

# What is without end was let go of early (what the system holds for a socket is sent in any case).
for path in /endless /endless-chunks /endless-chunk-extension /ten-megabytes-of-head /continue-storm; do
    sent=$(awk -v path="$path" '$1 == path && $2 > most { most = $2 } END { print most + 0 }' "$SENT_LOG")
    [ "$sent" -lt 9000000 ] || fail "$path could send $sent bytes"
done

# Kept as it came.
grep -aq "^0$(printf '\r')\$" "$TMP/out.warc" || fail "the last chunk is not kept"
grep -aq "^Digest: x" "$TMP/out.warc" || fail "a trailer is not kept"
grep -aq "^	c$(printf '\r')\$" "$TMP/out.warc" || fail "a folded line is not kept"
grep -aq "^HTTP/2 200 " "$TMP/out.warc" || fail "a false status line is not kept as it came"
! grep -aq "103 Early Hints\|^Set-Cookie: a=b" "$TMP/out.warc" || fail "an interim head was kept"
bomb=$(awk '$1 == "response" && $2 ~ "/bomb$" { print $5 }' "$TMP/records")
[ "$bomb" -lt 100000 ] || fail "the bomb was kept in $bomb bytes: not as it came"

# As a seed, each is a page that could not be read.
run "${crawl[@]}" --output "$TMP/seeds.warc" "$SITE/to-metadata" "$SITE/to-file" "$SITE/loop-one" "$SITE/http-0-9" \
    http://169.254.169.254/latest/ http://0xa9fea9fe/ "$SITE/end-in-head"
expect_status 3
expect_told /to-metadata "redirected out of scope"
expect_told /loop-two "redirected in a circle"
expect_stderr_contains "http://169.254.169.254/latest/: refused: 169.254.169.254 is link-local" \
    "http://169.254.169.254/: refused: 169.254.169.254 is link-local"
expect_responses "$TMP/seeds.warc" "/robots.txt 404 -" "/to-metadata 302 -" "/to-file 302 -" "/loop-one 302 -" \
    "/loop-two 302 -"

# Of 30,000 links as many are queued as a page may have (BF_LINKS_MOST), and a crawl with a limit ends.
run "${crawl[@]}" --max-bytes 16M --max-pages 1 --state "$TMP/links" --output "$TMP/links.warc" "$SITE/links"
expect_stderr_contains "/links: more than 6,000 links"
expect_status 4
expect_responses "$TMP/links.warc" "/robots.txt 404 -" "/links 200 -"
queued=$(python3 -c 'import sqlite3, sys; print(*sqlite3.connect(sys.argv[1]).execute("SELECT count(*) FROM url").fetchone())' \
    "$TMP/links/frontier.sqlite")
expect_equal 6001 "$queued" "URLs in the frontier"

# A byte a second is waited for as long as is set, and no longer.
run "$FETCH_ONE" --allow-net 127.0.0.1 --time-ms 2500 "$SITE/drip"
expect_one "status=200 truncated=time" "failure=-"
run "$FETCH_ONE" --allow-net 127.0.0.1 --time-ms 2500 "$SITE/drip-head"
expect_one "status=0 " "failure=no whole head after 2.5 s"

# 100 MB of robots.txt: half a megabyte is read, kept and obeyed.
hostile huge
run "${crawl[@]}" --output "$TMP/huge.warc" "$SITE/length-too-short" "$SITE/endless"
expect_status 3
expect_told /endless "robots.txt keeps us from this page"
expect_responses "$TMP/huge.warc" "/robots.txt 200 length" "/length-too-short 200 -"
expect_requests /robots.txt /length-too-short
size=$(awk '$2 ~ "/robots.txt$" && $1 == "response" { print $5 }' "$TMP/records")
if [ "$size" -le 524288 ] || [ "$size" -gt 530000 ]; then
    fail "$size bytes of robots.txt were kept"
fi

# robots.txt may be elsewhere, but not where no page may be.
hostile away
run "${crawl[@]}" --output "$TMP/away.warc" "$SITE/"
expect_status 3
expect_stderr_contains "robots.txt could not be had (refused: 169.254.169.254 is link-local"
expect_requests /robots.txt

# robots.txt has a time of its own, and what was broken off gives no rules.
status=0
wait "$drip" || status=$?
expect_equal 3 "$status" "exit status of the crawl with a slow robots.txt"
[ $((SECONDS - began)) -lt 100 ] || fail "a slow robots.txt took $((SECONDS - began)) s"
grep -qF "$drip_site/: robots.txt was broken off, so nothing of this host is fetched" "$TMP/drip.stderr" ||
    fail "a slow robots.txt: $(cat "$TMP/drip.stderr")"
expect_responses "$TMP/drip.warc" "/robots.txt 200 time"

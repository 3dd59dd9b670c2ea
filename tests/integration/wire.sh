#!/bin/bash
# Bytes are kept as they came, whatever they are: codings, interim heads, bodies that are short, slow
# or too long, and heads that mean harm. Nothing that a server sends ends the crawl of the others.
. "$(dirname "$0")/lib.sh"

mkdir "$TMP/raw"

# page NAME: standard input is what /NAME is answered with; every page is linked from /.
page() {
    cat >"$TMP/raw/$1.http"
    echo "<a href=/$1>$1</a>" >>"$TMP/links"
}

# html BODY: a response with a length.
html() {
    printf 'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%s' ${#1} "$1"
}

ok='HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n'
linked='<title>x</title><a href=/leaf>leaf</a>'
html '<title>leaf</title>' | page leaf
printf '%sTransfer-Encoding: chunked\r\n\r\n%x;ext=1\r\n%s\r\n0\r\nTrailer: t\r\n\r\n' "$(printf '%b' "$ok")"$'\r\n' ${#linked} "$linked" | page chunked
{ printf '%b' "${ok}Content-Encoding: gzip\r\n\r\n"; echo '<a href=/from-gzip>g</a>' | gzip -n; } | page gzip
html '<title>from gzip</title>' >"$TMP/raw/from-gzip.http"
# <a href=/from-br>b</a> in one uncompressed block of brotli (RFC 7932, 9.2)
{ printf '%b' "${ok}Content-Encoding: br\r\n\r\n" '\x8b\x0a\x80' '<a href=/from-br>b</a>' '\x03'; } | page br
html '<title>from br</title>' >"$TMP/raw/from-br.http"
{ printf 'HTTP/1.1 103 Early Hints\r\nLink: </s.css>\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n'; html '<title>hints</title>'; } | page hints
printf '%b' "${ok}Content-Length: 500\r\n\r\nonly this" | page short
printf '%b' "${ok}Content-Length: 500\r\n\r\nonly this{{reset}}" | page reset
printf '%b' "${ok}Transfer-Encoding: chunked\r\n\r\n80\r\ncut in a chunk" | page short-chunk
printf '%b' "${ok}HTTP/x: not a status line\r\nHTTP/1.1 404: nor this\r\nContent-Length: 2\r\n\r\nhi" | page false-status
printf '%b' "${ok}A:\r\n b\r\n\tfolded\r\nControls: \x01\x7f\r\n\r\nhi" | page odd-fields
printf '%b' "${ok}no colon here\r\n\r\nhi" | page no-colon
printf 'HTTP/1.1 200\nContent-Type: text/html\n\nbare line feeds' | page bare-feeds
printf '%b' "${ok}Content-Type: application/pdf\r\nContent-Length: 2\r\n\r\nhi" | page two-types
printf 'HTTP/1.1 200 OK\r\n\r\n<title>no type</title>' | page no-type
printf 'HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\nContent-Length: 9999999\r\n\r\n%%PDF-1.7{{pause 30}}' | page leaflet.pdf
printf '%b' "${ok}Content-Length: 0\r\n\r\n" | page empty
{ printf '%b' "${ok}\r\n"; head -c 40000 /dev/zero | tr '\0' x; } | page long
{ printf '%b' "${ok}Transfer-Encoding: chunked\r\n\r\n9c40\r\n"; head -c 40000 /dev/zero | tr '\0' y; printf '\r\n0\r\n\r\n'; } | page long-chunk
{ printf '%b' "${ok}X: "; head -c 400000 /dev/zero | tr '\0' x; printf '\r\n\r\nhi'; } | page long-head
printf 'SSH-2.0-OpenSSH_9.2\r\n' | page no-http
printf '{{reset}}' | page nothing
html "<title>all</title>$(cat "$TMP/links")" >"$TMP/raw/index.http"

serve_raw "$TMP/raw"
for file in out.warc out.warc.gz; do
    run bonafide crawl --sitemaps named --allow-net 127.0.0.1 --delay 0 --max-bytes 20000 --output "$TMP/$file" "$SITE/"
    expect_status 0
    expect_responses "$TMP/$file" "/robots.txt 404 -" "/ 200 -" "/leaf 200 -" "/chunked 200 -" "/gzip 200 -" \
        "/from-gzip 200 -" "/br 200 -" "/from-br 200 -" "/hints 200 -" "/short 200 disconnect" "/reset 200 disconnect" \
        "/short-chunk 200 disconnect" "/false-status 200 -" "/odd-fields 200 -" "/bare-feeds 200 -" \
        "/no-type 200 -" "/empty 200 -" "/long 200 length" "/long-chunk 200 length"
    for name in no-colon no-http nothing "long-head: the head of the response is too large"; do
        expect_stderr_contains "$SITE/$name"
    done
done

# The interim heads are left out, the chunks and their extensions kept, the cut body is as long as was
# allowed.
sed -n '\|^response .*/hints |,$p' "$TMP/records" >"$TMP/seen"
! grep -aq "103 Early Hints" "$TMP/out.warc" || fail "an interim head was kept"
grep -aq ";ext=1" "$TMP/out.warc" || fail "a chunk's extension was not kept"
grep -aq "^HTTP/x: not a status line" "$TMP/out.warc" || fail "a field was lost"
head_length=$(printf '%b' "${ok}\r\n" | wc -c)
grep -q "^response $SITE/long 200 length $((20000 + head_length))\$" "$TMP/records" || fail "not cut at 20000 bytes"

# What comes slowly is waited for only as long as the user says.
html "<title>slow</title><a href=/slow>s</a>" >"$TMP/raw/index.http"
printf '%b' "${ok}Content-Length: 99\r\n\r\n<title>slow</title>{{pause 30}}" >"$TMP/raw/slow.http"
: >"$ACCESS_LOG"
began=$SECONDS
run bonafide crawl --sitemaps named --allow-net 127.0.0.1 --delay 0 --max-time 1 --state "$TMP/state" --output "$TMP/slow.warc" "$SITE/"
expect_status 4
[ $((SECONDS - began)) -lt 12 ] || fail "--max-time 1 took $((SECONDS - began)) s"
expect_responses "$TMP/slow.warc" "/robots.txt 404 -" "/ 200 -"
html "<title>quick</title>" >"$TMP/raw/slow.http"
run bonafide crawl --sitemaps named --allow-net 127.0.0.1 --delay 0 --state "$TMP/state" --output "$TMP/slow.warc" "$SITE/"
expect_status 0
expect_responses "$TMP/slow.warc" "/robots.txt 404 -" "/ 200 -" "/slow 200 -"

#!/bin/bash
# WARC files go both ways: what wget records is read by our reader, and what our writer makes of it
# passes the check of warcio (tests/tools/install), digest by digest.
. "$(dirname "$0")/lib.sh"

VENV=$ROOT/tests/tools/venv

build_copier() {
    local flags
    read -ra flags <<<"$(pkg-config --cflags --libs zlib libdeflate libcrypto libcurl)"
    "${CC:-cc}" -std=c17 -D_GNU_SOURCE -I"$ROOT" -I"$ROOT/include" -o "$TMP/warc_copy" \
        "$ROOT/tests/integration/warc_copy.c" "$ROOT"/common/{arena,buf,digest,error,http,input,str,time}.c \
        "$ROOT"/common/warc_{reader,writer}.c "${flags[@]}" || fail "warc_copy.c was not built"
}

make_site() {
    mkdir "$TMP/site"
    printf '<!DOCTYPE html><title>One</title><p>First page, <a href="two.html">second</a>.' >"$TMP/site/index.html"
    printf '<!DOCTYPE html><title>Two</title><p>Caf\xc3\xa9, <a href="missing.html">nothing</a>.' >"$TMP/site/two.html"
    head -c 300000 /dev/urandom >"$TMP/site/large.bin"
    : >"$TMP/site/empty.txt"
    # A body of unknown length is sent in chunks; SSI has one.
    mkdir "$TMP/site/chunked"
    printf '<p>Sent in chunks: <!--# echo var="document_uri" -->' >"$TMP/site/chunked/index.html"
    # shellcheck disable=SC2016 # nginx's own words
    echo 'location /chunked/ { ssi on; chunked_transfer_encoding on; }
location /moved { return 301 /two.html; }' >"$TMP/site/nginx.conf"
}

# record NAME WGET-OPTION...: what wget makes of the site, in $TMP/NAME.warc or .warc.gz, and what it
# asked the server for, in $TMP/NAME.requests.
record() {
    : >"$ACCESS_LOG"
    run wget --quiet --recursive --level 2 --directory-prefix "$TMP/tree" --warc-file "$TMP/$1" \
        --warc-tempdir "$TMP" "${@:2}" "$SITE/" "$SITE/large.bin" "$SITE/empty.txt" "$SITE/moved" \
        "$SITE/chunked/"
    expect_status 0 8 # 8: a page was not found, which is part of the site
    requests | sort >"$TMP/$1.requests"
}

# exchanges TYPE: the paths of the copier's list, as the server's log has them.
exchanges() {
    sed -n "s|^$1 $SITE\(/[^ ]*\) [0-9]*$|\1|p" "$TMP/stdout" | sort
}

# expect_exchanges WHAT REQUESTS: each of the requests was read, and its response, once.
expect_exchanges() {
    expect_stdout_lacks BAD
    expect_equal "$(cat "$2")" "$(exchanges response)" "$1: responses"
    expect_equal "$(sort -u "$2")" "$(exchanges request | sort -u)" "$1: requests"
}

# expect_sound FILE: warcio reads it all, and every digest is right.
expect_sound() {
    local chunked
    [ -x "$VENV/bin/warcio" ] || return 0
    run "$VENV/bin/python" "$ROOT/tests/integration/warc_payloads.py" "$1"
    expect_status 0
    chunked=$(cat "$TMP/stdout")
    [ "$chunked" -gt 0 ] || fail "the site sends nothing in chunks"
    run "$VENV/bin/warcio" check --verbose "$1"
    expect_stdout_contains "digest pass"
    expect_stdout_lacks "block digest failed" "unknown hash" "no digest to check"
    expect_equal "$chunked" "$(grep -c "payload digest failed" "$TMP/stdout")" "payloads that warcio finds wrong"
    run "$VENV/bin/warcio" index --fields warc-type,warc-target-uri,offset,length "$1"
    expect_status 0
    expect_equal warcinfo "$(head -n 1 "$TMP/stdout" | jq -r '."warc-type"')" "type of the first record"
}

# same_bodies FROM TO: the responses of both files have the same blocks.
same_bodies() {
    local from to
    from=$(grep '^response' "$1") to=$(grep '^response' "$2")
    expect_equal "$from" "$to" "responses read and written"
}

build_copier
make_site
serve "$TMP/site"
record plain --no-warc-compression
record members
expect_file "$TMP/plain.warc"
expect_file "$TMP/members.warc.gz"
gzip --keep --stdout "$TMP/plain.warc" >"$TMP/whole.warc.gz"
cp "$TMP/plain.requests" "$TMP/whole.requests"

for from in plain.warc members.warc.gz whole.warc.gz; do
    for options in "" --gzip --revisit "--gzip --chunk"; do
        # shellcheck disable=SC2086 # several options, or none
        run "$TMP/warc_copy" $options "$TMP/$from" "$TMP/copy.warc"
        expect_status 0
        expect_exchanges "$from" "$TMP/${from%%.*}.requests"
        cp "$TMP/stdout" "$TMP/read"
        expect_sound "$TMP/copy.warc"
        [ "$options" != --gzip ] || gzip --test <"$TMP/copy.warc" || fail "gzip finds the copy broken"
        run "$TMP/warc_copy" "$TMP/copy.warc" "$TMP/copy of copy.warc"
        expect_status 0
        expect_exchanges "our copy of $from" "$TMP/${from%%.*}.requests"
        [ "$options" = "--gzip --chunk" ] || same_bodies "$TMP/read" "$TMP/stdout"
    done
done

# wget was killed: what is whole is read, and the end is named.
size=$(stat -c %s "$TMP/members.warc.gz")
head -c $((size - 100)) "$TMP/members.warc.gz" >"$TMP/torn.warc.gz"
run "$TMP/warc_copy" "$TMP/torn.warc.gz" "$TMP/copy.warc"
expect_status 3
expect_stdout_contains "BAD cut off at offset $((size - 100))"
expect_sound "$TMP/copy.warc"

[ -x "$VENV/bin/warcio" ] || echo "not compared with warcio: run tests/tools/install first" >&2

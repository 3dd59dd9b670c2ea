#!/bin/bash
# Certificates are verified: what does not hold is told by its reason, and nothing of the page is kept.
# Whose authority is not the system's is named with a file, beside the system's and not in their place.
. "$(dirname "$0")/lib.sh"
. "$ROOT/tests/support/tls.sh"

mkdir "$TMP/site"
echo '<!DOCTYPE html><title>secret page</title><a href=/two.html>two</a>' >"$TMP/site/index.html"
echo '<!DOCTYPE html><title>two</title>' >"$TMP/site/two.html"
make_authority root
make_authority other
make_certificate good root 30 DNS:localhost IP:127.0.0.1
make_certificate expired root -1 DNS:localhost
make_certificate wrong-host root 30 DNS:www.localhost.example
make_certificate self-signed - 30 DNS:localhost
make_certificate by-other other 30 DNS:localhost

# A page is fetched, and how is known; the keys of the connection are written nowhere.
serve_tls good "$TMP/site"
export SSLKEYLOGFILE=$TMP/keys
fetch_tls --ca-file "$TMP/root.pem" "https://localhost:$TLS_PORT/" "https://127.0.0.1:$TLS_PORT/"
unset SSLKEYLOGFILE
expect_lines 2
expect_equal 2 "$(grep -c "^status=200 .*protocols=http/1.1,tls/1.3 cipher=TLS_[A-Z0-9_]* .*failure=-\$" "$TMP/stdout")" "pages"
[ ! -e "$TMP/keys" ] || fail "SSLKEYLOGFILE was obeyed"

# An authority that is not known; and plain HTTP where TLS is asked for.
fetch_tls "https://localhost:$TLS_PORT/"
expect_stdout_contains "status=0 " "tls_failed=1 ip=127.0.0.1 " "head=0 body=0 " \
    "failure=TLS: the certificate comes from no authority that is trusted here"
run "$FETCH_ONE" --allow-net 127.0.0.1 "https://$SITE_ADDRESS/"
expect_stdout_contains "status=0 " "tls_failed=1 " "failure=TLS: "

# expect_refused NAME WORDS: of the certificate NAME, although its authority is known.
expect_refused() {
    serve_tls "$1" "$TMP/site"
    fetch_tls --ca-file "$TMP/root.pem" --show "https://localhost:$TLS_PORT/"
    expect_stdout_contains "status=0 " "tls_failed=1 " "failure=TLS: $2"
    expect_stdout_lacks "secret page" "GET /"
    # shellcheck disable=SC2119 # none at all
    expect_requests
}
expect_refused expired "the certificate has expired"
expect_refused wrong-host "the certificate is not for localhost"
expect_refused by-other "the certificate comes from no authority that is trusted here"
expect_refused self-signed "the certificate is self-signed"

# A file may have more than one; what it has must be whole.
cat "$TMP/root.pem" "$TMP/other.pem" >"$TMP/two.pem"
serve_tls by-other "$TMP/site"
fetch_tls --ca-file "$TMP/two.pem" "https://localhost:$TLS_PORT/"
expect_stdout_contains "status=200 "
{ cat "$TMP/root.pem" && sed 3d "$TMP/other.pem"; } >"$TMP/broken.pem"
for file in broken.pem root.key; do
    run "$FETCH_ONE" --ca-file "$TMP/$file" "https://localhost:$TLS_PORT/"
    expect_status 2
    expect_stderr_contains "$file has no certificate in PEM form, or a broken one"
done

# The command says so of a seed, and its archive has no page of it.
serve_tls self-signed "$TMP/site"
run bonafide crawl --allow-net "localhost:$TLS_PORT" --delay 0 --output "$TMP/out.warc" "https://localhost:$TLS_PORT/"
expect_status 3
expect_stderr_contains "https://localhost:$TLS_PORT/: " "TLS: the certificate is self-signed"
expect_whole "$TMP/out.warc"
[ ! -s "$TMP/responses" ] || fail "the archive has a page: $(cat "$TMP/responses")"

# TLS 1.2 is told as such.
make_certificate older root 30 DNS:localhost
serve_tls older "$TMP/site" "" "ssl_protocols TLSv1.2;"
fetch_tls --ca-file "$TMP/root.pem" "https://localhost:$TLS_PORT/"
expect_stdout_contains "protocols=http/1.1,tls/1.2 cipher=TLS_ECDHE_"

# The system's authorities hold beside the file's. Where a user may not mount, the system's file cannot
# be made to have one that we can sign with; the other half has been seen above.
bundle=/etc/ssl/certs/ca-certificates.crt
if [ -f "$bundle" ] && unshare --map-root-user --mount mount --bind "$TMP/root.pem" "$bundle" 2>"$TMP/unshare"; then
    for ca in "" "--ca-file $TMP/other.pem"; do
        # shellcheck disable=SC2016,SC2086 # the other shell's words; several words
        run unshare --map-root-user --mount sh -c 'mount --bind "$1" "$2" && shift 2 && exec "$@"' sh "$TMP/root.pem" "$bundle" \
            "$FETCH_ONE" --allow-net "localhost:$TLS_PORT" $ca "https://localhost:$TLS_PORT/"
        expect_status 0
        expect_stdout_contains "status=200 "
    done
else
    echo "not seen: the system's authorities beside --ca-file (no mount: $(cat "$TMP/unshare"))"
fi

#!/bin/bash
# HTTP/2 is spoken when it is asked for and the server offers it, and only over TLS. What is kept then
# reads as HTTP/1.1, and says what it was.
. "$(dirname "$0")/lib.sh"
. "$ROOT/tests/support/tls.sh"

mkdir "$TMP/site"
echo '<!DOCTYPE html><title>page</title>' >"$TMP/site/index.html"
make_authority root
make_certificate both root 30 DNS:localhost
make_certificate old root 30 DNS:localhost
make_certificate nghttpd root 30 DNS:localhost
tr=$(printf '\r')

# expect_head: what --show printed has each line, with its line end.
expect_head() {
    local line
    for line in "$@"; do
        grep -qF -- "$line$tr" "$TMP/stdout" || fail "no line: $line"
    done
}

serve_tls both "$TMP/site" http2
fetch_tls --http2 --show --ca-file "$TMP/root.pem" "https://localhost:$TLS_PORT/" "https://localhost:$TLS_PORT/none"
expect_stdout_contains "status=200 " "status=404 " "protocols=h2,tls/1.3 " "<title>page</title>"
expect_head "GET / HTTP/1.1" "HTTP/1.1 200 OK" "content-type: text/html; charset=utf-8" "GET /none HTTP/1.1" \
    "HTTP/1.1 404 Not Found"
expect_stdout_lacks ":status" ":path" "HTTP/2"
expect_equal 2 "$(grep -c "^HTTP/1.1 " "$TMP/stdout")" "status lines"

# Without being asked for, and where the server has none: as ever. Over plain HTTP nothing is upgraded.
fetch_tls --show --ca-file "$TMP/root.pem" "https://localhost:$TLS_PORT/"
expect_stdout_contains "protocols=http/1.1,tls/1.3 "
run "$FETCH_ONE" --http2 --show --allow-net 127.0.0.1 "$SITE/"
expect_stdout_contains "status=200 " "protocols=http/1.1 cipher=- "
expect_stdout_lacks "Upgrade" "HTTP2-Settings"
serve_tls old "$TMP/site"
fetch_tls --http2 --ca-file "$TMP/root.pem" "https://localhost:$TLS_PORT/"
expect_stdout_contains "status=200 " "protocols=http/1.1,tls/1.3 "

# Another server, which speaks nothing else; one connection serves again, and each exchange knows it.
port=$(python3 -c 'import socket; s = socket.create_server(("127.0.0.1", 0)); print(s.getsockname()[1])')
nghttpd --verbose --no-content-length --address 127.0.0.1 --htdocs "$TMP/site" --trailer "late: field" "$port" \
    "$TMP/nghttpd.key" "$TMP/nghttpd.pem" >"$TMP/nghttpd.log" 2>&1 &
servers+=($!)
TLS_PORT=$port
for ((i = 0; i < 100; i++)); do
    run "$FETCH_ONE" --http2 --times 3 --show --ca-file "$TMP/root.pem" --allow-net "localhost:$port" "https://localhost:$port/index.html"
    ! grep -q "failure=no connection" "$TMP/stdout" || { sleep 0.1 && continue; }
    break
done
expect_equal 3 "$(grep -c "^status=200 truncated=- .*protocols=h2,tls/1.3 .*failure=-\$" "$TMP/stdout")" "exchanges of nghttpd"
expect_equal 3 "$(grep -c "^HTTP/1.1 200 OK$tr\$" "$TMP/stdout")" "status lines of nghttpd"
expect_equal 3 "$(grep -c "<title>page</title>" "$TMP/stdout")" "bodies of nghttpd"

#!/bin/bash
# Nothing of the environment leads a request elsewhere or adds to it. A proxy that is named is used; the
# archive has what was said to the site, not to the proxy; and the guard judges what it can see.
. "$(dirname "$0")/lib.sh"
. "$ROOT/tests/support/tls.sh"

# A proxy that logs what it is asked for, and forwards CONNECT to any port of loopback.
cat >"$TMP/proxy.py" <<'PYTHON'
import re
import socket
import sys
import threading


def copy(source, target):
    while (got := source.recv(65536)):
        target.sendall(got)
    target.shutdown(socket.SHUT_WR)


def serve(connection):
    head = b""
    while b"\r\n\r\n" not in head:
        got = connection.recv(65536)
        if not got:
            return
        head += got
    print(head.split(b"\r\n")[0].decode(), flush=True)
    tunnel = re.match(rb"CONNECT \S+:(\d+) ", head)
    if not tunnel:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5\r\n\r\nproxy")
        return
    site = socket.create_connection(("127.0.0.1", int(tunnel.group(1))))
    connection.sendall(b"HTTP/1.1 200 Tunnel made\r\nVia: proxy\r\n\r\n")
    threading.Thread(target=copy, args=(site, connection), daemon=True).start()
    copy(connection, site)


listener = socket.create_server(("127.0.0.1", 0))
with open(sys.argv[1], "w", encoding="ascii") as file:
    file.write(f"{listener.getsockname()[1]}\n")
while True:
    threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()
PYTHON
python3 "$TMP/proxy.py" "$TMP/port" >"$TMP/asked" 2>"$TMP/proxy.stderr" &
servers+=($!)
for ((i = 0; i < 200; i++)); do
    [ ! -s "$TMP/port" ] || break
    sleep 0.05
done
proxy=http://127.0.0.1:$(cat "$TMP/port")

mkdir "$TMP/site"
echo '<!DOCTYPE html><title>page</title>' >"$TMP/site/index.html"
make_authority root
make_certificate site root 30 DNS:localhost DNS:practice.example
serve_tls site "$TMP/site"

# The environment and .netrc.
export HOME=$TMP
echo "machine localhost login name password secret" >"$TMP/.netrc"
echo "proxy = $proxy" >"$TMP/.curlrc"
environment=(env "http_proxy=$proxy" "HTTP_PROXY=$proxy" "https_proxy=$proxy" "HTTPS_PROXY=$proxy" "all_proxy=$proxy"
    "ALL_PROXY=$proxy")
run "${environment[@]}" "$FETCH_ONE" --show --ca-file "$TMP/root.pem" --allow-net "localhost:$TLS_PORT" "https://localhost:$TLS_PORT/"
expect_stdout_contains "status=200 " "ip=127.0.0.1 "
expect_stdout_lacks Authorization Cookie
run "${environment[@]}" bonafide crawl --allow-net "$SITE_ADDRESS" --delay 0 --output "$TMP/out.warc" "$SITE/"
expect_status 0
run "${environment[@]}" "$FETCH_ONE" http://169.254.169.254/
expect_stdout_contains "refused=1 "
expect_equal "" "$(cat "$TMP/asked")" "what the proxy was asked for"

# A tunnel: the name is the proxy's to look up, the certificate ours to verify.
run "$FETCH_ONE" --show --proxy "$proxy" --ca-file "$TMP/root.pem" --allow-net "practice.example:$TLS_PORT" \
    "https://practice.example:$TLS_PORT/"
expect_stdout_contains "status=200 " "ip=- " "protocols=http/1.1,tls/1.3 " "GET / HTTP/1.1" "<title>page</title>"
expect_stdout_lacks CONNECT Tunnel Via
expect_stderr_contains "the proxy ${proxy#http://} looks names up itself"
run "$FETCH_ONE" --proxy "$proxy" --ca-file "$TMP/root.pem" --allow-net "other.example:$TLS_PORT" "https://other.example:$TLS_PORT/"
expect_stdout_contains "status=0 " "tls_failed=1 " "failure=TLS: the certificate is not for other.example"
run "$FETCH_ONE" --proxy "$proxy" http://practice.example/a
expect_stdout_contains "status=200 " "body=5 "
expect_equal "CONNECT practice.example:$TLS_PORT HTTP/1.1
CONNECT other.example:$TLS_PORT HTTP/1.1
GET http://practice.example/a HTTP/1.1" "$(cat "$TMP/asked")" "what the proxy was asked for"

# What the guard can see of a target, it judges; the proxy hears nothing of it.
: >"$TMP/asked"
run "$FETCH_ONE" --proxy "$proxy" http://169.254.169.254/ http://0xa9fea9fe/ http://localhost/ "http://[::1]/" \
    http://practice.example:22/ http://127.0.0.1./
expect_equal 6 "$(grep -c "^status=0 .* refused=1 .*failure=refused: " "$TMP/stdout")" "refused"
expect_equal "" "$(cat "$TMP/asked")" "what the proxy was asked for"

# A proxy that cannot be is told at once; one that is not there is a failure of its own.
run "$FETCH_ONE" --proxy socks5://127.0.0.1:1 http://practice.example/
expect_status 2
expect_stderr_contains "socks5://127.0.0.1:1\" is no proxy like"
run "$FETCH_ONE" --proxy http://127.0.0.1:1 http://practice.example/
expect_stdout_contains "failure=no connection: Connection refused"

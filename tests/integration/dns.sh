#!/bin/bash
# Names are looked up by the system, and what comes of it is judged address by address, each time. Most
# of it is seen through a resolver that is preloaded (tests/support/fake_dns.c), which needs no
# privilege; the rest with dnsmasq, in a network of its own, where the kernel lets a user have one.
. "$(dirname "$0")/lib.sh"

FETCH_ONE=${FETCH_ONE:-$ROOT/build/release/tests/fetch_one}
FAKE_DNS_LIBRARY=${FAKE_DNS_LIBRARY:-$ROOT/build/release/tests/fake_dns.so}

# with_names "NAME=ADDRESS,ADDRESS|ADDRESS ..." COMMAND...: $TMP/lookups has a line a look-up.
with_names() {
    : >"$TMP/lookups"
    run env LD_PRELOAD="$FAKE_DNS_LIBRARY" FAKE_DNS="$1" FAKE_DNS_LOG="$TMP/lookups" "${@:2}"
}

free_port() {
    python3 -c 'import socket; s = socket.create_server(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# See below: a name server and a web server in a network of their own.
inside() {
    local hosts=$TMP/hosts
    ip link set lo up && mount --bind "$TMP/resolv.conf" /etc/resolv.conf || exit 99
    dnsmasq --no-daemon --no-resolv --no-hosts --listen-address=127.0.0.1 --bind-interfaces --local-ttl=0 \
        --user="$(id -un)" --addn-hosts="$hosts" 2>"$TMP/dnsmasq.log" &
    servers+=($!)
    serve "$TMP/site"
    for ((i = 0; i < 100; i++)); do
        ! grep -q "read $hosts" "$TMP/dnsmasq.log" || break
        sleep 0.05
    done

    # The same name, which first leads where it may and then where it may not.
    run "$FETCH_ONE" --allow-net 127.0.0.1 "http://flips.test:$PORT/"
    expect_stdout_contains "status=200 " "ip=127.0.0.1 "
    echo "127.0.0.9 flips.test" >"$hosts"
    kill -HUP "${servers[0]}"
    for ((i = 0; i < 100; i++)); do
        [ "$(grep -c "read $hosts" "$TMP/dnsmasq.log")" -lt 2 ] || break
        sleep 0.05
    done
    run "$FETCH_ONE" --allow-net 127.0.0.1 "http://flips.test:$PORT/"
    expect_stdout_contains "refused=1 " "failure=refused: 127.0.0.9 is loopback"
    run "$FETCH_ONE" "http://none.test:$PORT/"
    expect_stdout_contains "refused=0 " "failure=the host's name was not found"
    expect_requests /

    # A name server that says nothing costs seconds: RES_OPTIONS is heard.
    kill -STOP "${servers[0]}"
    local began=$SECONDS
    run env -u RES_OPTIONS "$FETCH_ONE" --time-ms 60000 "http://silent.test:$PORT/"
    kill -CONT "${servers[0]}"
    expect_stdout_contains "status=0 " "failure=the host's name was not found"
    [ $((SECONDS - began)) -lt 10 ] || fail "a silent name server cost $((SECONDS - began)) s"
}

mkdir "$TMP/site"
echo '<!DOCTYPE html><title>page</title>' >"$TMP/site/index.html"
echo "127.0.0.1 flips.test" >"$TMP/hosts"
printf 'nameserver 127.0.0.1\n' >"$TMP/resolv.conf"
if [ "${1:-}" = inside ]; then
    inside
    exit
fi

# Two answers: that one may be connected to opens nothing for the other.
serve "$TMP/site"
with_names "both.test=127.0.0.2,127.0.0.1" "$FETCH_ONE" --allow-net 127.0.0.2 "http://both.test:$PORT/"
expect_stdout_contains "status=0 " "failure=no connection: Connection refused; refused: 127.0.0.1 is loopback"
expect_requests
with_names "both.test=127.0.0.2,127.0.0.1" "$FETCH_ONE" --allow-net 127.0.0.1 "http://both.test:$PORT/"
expect_stdout_contains "status=200 " "refused=0 " "ip=127.0.0.1 "
with_names "both.test=127.0.0.2,127.0.0.1" "$FETCH_ONE" "http://both.test:$PORT/"
expect_stdout_contains "status=0 " "refused=1 " "failure=refused: 127.0.0."
expect_requests /

# An entry of --allow-net with a name is for that name alone, whatever it leads to.
names="inside.test=127.0.0.1 alike.test=127.0.0.1"
with_names "$names" "$FETCH_ONE" --allow-net "inside.test:$PORT" "http://inside.test:$PORT/" "http://alike.test:$PORT/"
expect_equal "status=200 status=0" "$(cut -d' ' -f1 "$TMP/stdout" | paste -sd' ')" "by name"
with_names "$names" bonafide crawl --sitemaps named --delay 0 --allow-net "inside.test:$PORT" --output "$TMP/out.warc" "http://inside.test:$PORT/"
expect_status 0

# A second look-up of a name that was good is judged anew (look-ups are kept a minute for a host and
# port, so it is another port).
second=$(free_port)
mkdir "$TMP/second"
echo "listen 127.0.0.3:$second;" >"$TMP/second/nginx.conf"
first=$PORT
serve "$TMP/second"
with_names "turns.test=127.0.0.1|127.0.0.3" "$FETCH_ONE" --allow-net 127.0.0.1 "http://turns.test:$first/" "http://turns.test:$second/"
expect_stdout_contains "status=200 " "refused=1 " "failure=refused: 127.0.0.3 is loopback"
expect_equal 2 "$(grep -c turns.test "$TMP/lookups")" "look-ups"
expect_requests

# What no page is at, in every family and disguise.
names="v4.test=169.254.169.254 mapped.test=::ffff:127.0.0.1 nat64.test=64:ff9b::a9fe:a9fe six.test=::1 \
    local.test=fe80::1 unique.test=fd00:ec2::254 sixtofour.test=2002:7f00:1:: ten.test=10.0.0.1"
for name in v4 mapped nat64 six local unique sixtofour ten; do
    with_names "$names" "$FETCH_ONE" "http://$name.test/"
    expect_stdout_contains "status=0 " "refused=1 " "failure=refused: "
done
with_names "$names" bonafide crawl --delay 0 --output "$TMP/out.warc" http://v4.test/ http://nowhere.test/
expect_status 3
expect_stderr_contains "http://v4.test/: refused: 169.254.169.254 is link-local" \
    "http://nowhere.test/: robots.txt could not be had (the host's name was not found)"

# Names are looked up once where connections are not kept; the resolver is told to be quick, unless the
# user has told it something else.
mkdir "$TMP/closing"
cp "$TMP/site/index.html" "$TMP/closing/"
echo "keepalive_timeout 0;" >"$TMP/closing/nginx.conf"
serve "$TMP/closing"
with_names "one.test=127.0.0.1" "$FETCH_ONE" --times 5 --allow-net 127.0.0.1 "http://one.test:$PORT/"
expect_lines 5
expect_equal "one.test RES_OPTIONS=timeout:2 attempts:2" "$(cat "$TMP/lookups")" "look-ups"
export RES_OPTIONS=ndots:1
with_names "one.test=127.0.0.1" "$FETCH_ONE" --allow-net 127.0.0.1 "http://one.test:$PORT/"
expect_equal "one.test RES_OPTIONS=ndots:1" "$(cat "$TMP/lookups")" "look-ups"
unset RES_OPTIONS

# A look-up that hangs holds up neither the other exchanges nor the end.
began=$SECONDS
with_names "hangs.test=never one.test=127.0.0.1" "$FETCH_ONE" --connect-ms 1000 --allow-net 127.0.0.1 \
    http://hangs.test/ "http://one.test:$PORT/"
expect_stdout_contains "failure=the host's name was not found within 1 s" "status=200 "
[ $((SECONDS - began)) -lt 20 ] || fail "a look-up that hangs held up the rest for $((SECONDS - began)) s"

# IPv6, where this machine has it: loopback is refused, and fetched when it is opened.
if grep -q '^0*1 ' /proc/net/if_inet6 2>/dev/null; then
    six=$(free_port)
    cp -R "$TMP/site" "$TMP/six"
    echo "listen [::1]:$six;" >"$TMP/six/nginx.conf"
    serve "$TMP/six"
    run "$FETCH_ONE" "http://[::1]:$six/" "http://[::ffff:127.0.0.1]:$PORT/" "http://[::127.0.0.1]:$PORT/"
    expect_equal 3 "$(grep -c "^status=0 .* refused=1 " "$TMP/stdout")" "refused"
    expect_requests
    for allowed in ::1 "[::1]:$six" ::/64; do
        run bonafide crawl --sitemaps named --allow-net "$allowed" --delay 0 --output "$TMP/six.warc" "http://[::1]:$six/"
        expect_status 0
        expect_responses "$TMP/six.warc" "/robots.txt 404 -" "/ 200 -"
        grep -aq "^WARC-IP-Address: ::1" "$TMP/six.warc" || fail "the address is not told"
    done
    with_names "six.test=::1" "$FETCH_ONE" --allow-net "six.test:$six" "http://six.test:$six/"
    expect_stdout_contains "status=200 " "ip=::1 "
else
    echo "not seen: IPv6 (this machine has none)"
fi

if unshare --map-root-user --mount --net ip link set lo up 2>"$TMP/unshare"; then
    run unshare --map-root-user --mount --net bash "$0" inside
    expect_status 0
else
    echo "not seen: dnsmasq (no network of our own: $(cat "$TMP/unshare"))"
fi

#!/bin/bash
# Which links are followed: the scopes, and how deep.
. "$(dirname "$0")/lib.sh"

serve scopes

# expect_crawl OPTION... -- PATH...: a crawl of /a/ asks for exactly these.
expect_crawl() {
    local options=()
    while [ "$1" != -- ]; do
        options+=("$1")
        shift
    done
    shift
    : >"$ACCESS_LOG"
    run bonafide crawl --sitemaps named --allow-net 127.0.0.1 --delay 0 "${options[@]}" "$SITE/a/"
    expect_status 0
    expect_requests /robots.txt "$@"
}

folder=(/a/ /a/one.html /a/deep/two.html /a/deep/deeper/five.html)
expect_crawl --scope page -- /a/
expect_crawl --scope path -- "${folder[@]}"
expect_crawl --scope host -- "${folder[@]}" /b/three.html /four.html
expect_crawl --scope domain -- "${folder[@]}" /b/three.html /four.html
expect_crawl --depth 0 -- /a/
expect_crawl --scope path --depth 1 -- /a/ /a/one.html /a/deep/two.html

# Another port is another host, and no other domain.
other=$SITE other_log=$ACCESS_LOG
mkdir "$TMP/site"
echo "<!DOCTYPE html><title>Two ports</title><a href='$other/a/one.html'>one</a>" >"$TMP/site/index.html"
serve "$TMP/site"
: >"$other_log"
run bonafide crawl --sitemaps named --allow-net 127.0.0.1 --delay 0 --scope host "$SITE/"
expect_status 0
[ ! -s "$other_log" ] || fail "scope host asked the other port"
run bonafide crawl --sitemaps named --allow-net 127.0.0.1 --delay 0 --scope domain "$SITE/"
expect_status 0
ACCESS_LOG=$other_log expect_requests /robots.txt /a/one.html

# A path that grows without end is left, but not when it is what somebody asked for.
trap_path=/x/x/x/index.html
mkdir -p "$TMP/site/x/x/x"
echo "<!DOCTYPE html><title>Deep</title><p>Asked for." >"$TMP/site$trap_path"
echo "<!DOCTYPE html><title>Trap</title><a href='$trap_path'>x</a>" >"$TMP/site/index.html"
: >"$ACCESS_LOG"
run bonafide crawl --sitemaps named --allow-net 127.0.0.1 --delay 0 "$SITE/"
expect_requests /robots.txt /
: >"$ACCESS_LOG"
run bonafide crawl --sitemaps named --allow-net 127.0.0.1 --delay 0 "$SITE$trap_path"
expect_requests /robots.txt "$trap_path"

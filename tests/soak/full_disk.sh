#!/bin/bash
# A crawl on a real file system of 2 MB, which fills up: it says so, all that the state calls done is
# kept, and when there is room it goes on. Needs the right to mount in a name space of its own.
. "$(dirname "$0")/../integration/lib.sh"

# The rest runs in a mount name space, so that the mount ends with it.
if [ -z "${SOAK_MOUNTED:-}" ]; then
    for spaces in -m -rm; do
        if unshare "$spaces" mount -t tmpfs -o size=64k tmpfs "$TMP" 2>/dev/null; then
            SOAK_MOUNTED=1 unshare "$spaces" bash "$0"
            exit
        fi
    done
    echo "NOT RUN: nobody here may mount a file system of their own; make test has the limits of one" >&2
    exit 0
fi

pages=60
mkdir "$TMP/site" "$TMP/disk"
for ((i = 1; i <= pages; i++)); do
    {
        echo "<!DOCTYPE html><title>Page $i</title><a href=/$((i % pages + 1)).html>next</a><p>"
        head -c 30000 /dev/urandom | base64 -w 0
    } >"$TMP/site/$i.html"
done
serve "$TMP/site"

# crawl OPTION...: on the small disk.
crawl() {
    run bonafide crawl --quiet --sitemaps none --depth 100 --allow-net 127.0.0.1 --delay 0 --rotate 256K \
        --state "$TMP/disk/state" "$@" "$SITE/1.html"
}

for way in archive stream; do
    options=(--output "$TMP/disk/out/")
    [ "$way" = archive ] || options=(--output "$TMP/disk/out.warc.gz")
    mount -t tmpfs -o size=600k tmpfs "$TMP/disk"
    fulls=0
    for ((size = 800; size < 20000; size += 200)); do
        crawl "${options[@]}"
        [ "$status" -ne 0 ] || break
        expect_status 5
        expect_stderr_contains "$TMP/disk/" "make room"
        fulls=$((fulls + 1))
        mount -o "remount,size=${size}k" "$TMP/disk"
    done
    expect_status 0
    [ "$fulls" -ge 4 ] || fail "the disk was full $fulls times only"
    : >"$TMP/all"
    for file in "$TMP"/disk/out/*.warc.gz "$TMP"/disk/out.warc.gz; do
        [ -f "$file" ] || continue
        expect_whole "$file"
        grep '\.html ' "$TMP/responses" >>"$TMP/all" || true
    done
    seq -f '/%g.html 200 -' "$pages" | sort >"$TMP/wanted"
    sort "$TMP/all" | diff "$TMP/wanted" - >"$TMP/difference" || fail "$way, full $fulls times: $(cat "$TMP/difference")"
    stray=$(find "$TMP/disk" -name '*.open' -o -name '*.broken' -o -name '*.new')
    expect_equal "" "$stray" "left about"
    echo "$way: the disk was full $fulls times"
    umount "$TMP/disk"
done

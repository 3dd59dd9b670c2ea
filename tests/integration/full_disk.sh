#!/bin/bash
# A disk that is full ends a crawl with the file's name and what to do. What was fetched by then is there
# and whole, and when there is room again the crawl goes on as if nothing had been: no page is lost, and
# none is kept twice. Here a limit on the size of files (RLIMIT_FSIZE) is the disk; make soak has a real one.
. "$(dirname "$0")/lib.sh"

pages=20
mkdir "$TMP/site"
for ((i = 1; i <= pages; i++)); do
    {
        echo "<!DOCTYPE html><title>Page $i</title><a href=/$((i % pages + 1)).html>next</a><p>"
        head -c 150000 /dev/urandom | base64 -w 0
    } >"$TMP/site/$i.html"
done
serve "$TMP/site"
crawl=(bonafide crawl --quiet --sitemaps none --depth 100 --allow-net 127.0.0.1 --delay 0 --state "$TMP/state" --rotate 1M)

# limited KB COMMAND...: runs it where no file may have more.
limited() {
    # shellcheck disable=SC2016 # for the inner shell
    run bash -c 'ulimit -f "$1"; shift; exec "$@" >/dev/null' bash "$@"
}

# acknowledged: the pages that the state calls done.
acknowledged() {
    python3 - "$TMP/state/frontier.sqlite" <<'PY'
import sqlite3, sys
for (url,) in sqlite3.connect(sys.argv[1]).execute("SELECT url FROM url WHERE state = 2"):
    print("/" + url.split("/", 3)[3] + " 200 -")
PY
}

# kept FILE...: the responses with a page in these together; each file is whole.
kept() {
    local file
    for file in "$@"; do
        expect_whole "$file"
        grep '\.html ' "$TMP/responses" || true
    done
}

# expect_acknowledged FILE...: all that the state calls done is there.
expect_acknowledged() {
    acknowledged | sort >"$TMP/done"
    kept "$@" | sort -u >"$TMP/kept"
    expect_equal "" "$(comm -23 "$TMP/done" "$TMP/kept")" "pages that are done, and not kept"
}

# expect_each_once FILE...: all pages are there, and once.
expect_each_once() {
    seq -f '/%g.html 200 -' "$pages" | sort >"$TMP/wanted"
    kept "$@" | sort | diff "$TMP/wanted" - >"$TMP/difference" ||
        fail "pages differ (<: expected, >: seen): $(cat "$TMP/difference")"
}

# note_told FILE...: standard error says what to do, and names one of these, which goes to $TMP/told.
note_told() {
    local file
    expect_status 5
    expect_stderr_contains "make room"
    for file in "$@"; do
        if grep -qF -- "$file" "$TMP/stderr"; then
            echo "$file" >>"$TMP/told"
            return
        fi
    done
    fail "none of the files is named: $*"
}

# The archive in the state, a stream in a file, and both; by turns another file is the first that is full.
for way in archive stream folder; do
    case $way in
    archive) options=() first=$TMP/state/warc/ ;;
    stream) options=(--output "$TMP/out.warc.gz") first=$TMP/out.warc.gz ;;
    folder) options=(--output "$TMP/out/") first=$TMP/out/ ;;
    esac
    : >"$TMP/told"
    rm -rf "$TMP/state" "$TMP/out" "$TMP/out.warc.gz"
    for limit in 20 160 160 400 800; do
        limited "$limit" "${crawl[@]}" "${options[@]}" "$SITE/1.html"
        note_told "$TMP/state/frontier.sqlite" "$TMP/state/warc/" "$TMP/out.warc.gz" "$TMP/out/"
        [ "$way" != stream ] || [ "$limit" -eq 20 ] || expect_acknowledged "$TMP/out.warc.gz"
    done
    for file in "$TMP/state/frontier.sqlite" "$first"; do
        grep -qxF -- "$file" "$TMP/told" || fail "was never full: $file; these were: $(sort "$TMP/told" | uniq -c)"
    done
    run "${crawl[@]}" "${options[@]}" "$SITE/1.html"
    expect_status 0
    case $way in
    archive) expect_each_once "$TMP"/state/warc/*.warc.gz ;;
    stream) expect_each_once "$TMP/out.warc.gz" && expect_each_once "$TMP"/state/warc/*.warc.gz ;;
    folder) expect_each_once "$TMP"/out/*.warc.gz ;;
    esac
done

# A device that is always full, and the file behind standard output.
rm -rf "$TMP/state"
run "${crawl[@]}" --output /dev/full "$SITE/1.html"
expect_status 5
expect_stderr_contains "/dev/full: cannot write: No space left on device"
# shellcheck disable=SC2016
run bash -c 'ulimit -f 400; "$@" >"$0"' "$TMP/out.warc" bonafide crawl --quiet --allow-net 127.0.0.1 --delay 0 "$SITE/1.html"
expect_status 5
expect_stderr_contains "standard output: cannot write: File too large" "make room"
run "${crawl[@]}" "$SITE/1.html"
expect_status 0
expect_each_once "$TMP"/state/warc/*.warc.gz

# scan names the file as well: its crawl only sees a pipe that nobody reads.
run bonafide scan --quiet --allow-net 127.0.0.1 --delay 0 --warc /dev/full --output "$TMP/report.jsonl" "$SITE/1.html"
expect_status 5
expect_stderr_contains "/dev/full: cannot write: No space left on device"

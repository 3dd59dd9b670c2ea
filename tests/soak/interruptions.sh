#!/bin/bash
# Ten crawls that are interrupted at random moments, some of them twice at once, and go on: every file is
# whole when each ends, no page is lost and none is kept twice.
. "$(dirname "$0")/../integration/lib.sh"

SEED=${SEED:-$$} pages=150
RANDOM=$SEED
echo "SEED=$SEED"
mkdir "$TMP/site"
for ((i = 1; i <= pages; i++)); do
    echo "<!DOCTYPE html><title>Page $i</title><p>Text $i<a href=/$((i % pages + 1)).html>next</a>" >"$TMP/site/$i.html"
done
# Slow enough that something is in flight: some 0.02 s a page.
echo 'limit_rate 8k;' >"$TMP/site/nginx.conf"
serve "$TMP/site"

start() {
    bonafide crawl --quiet --sitemaps none --depth 1000 --max-pages 0 --allow-net 127.0.0.1 --delay 0.005 --rotate 16K \
        --state "$TMP/state" --output "$TMP/out.warc.gz" "$SITE/1.html" >"$TMP/stdout" 2>"$TMP/stderr" &
    crawl=$!
}

await() {
    status=0
    { wait "$crawl" || status=$?; } 2>/dev/null
}

interrupted=0
for ((i = 1; i <= 10; i++)); do
    start
    printf -v wait '0.%03d' $((RANDOM % 300))
    sleep "$wait"
    kill -INT "$crawl" 2>/dev/null
    twice=$((i % 2))
    [ "$twice" -eq 0 ] || kill -INT "$crawl" 2>/dev/null
    await
    expect_status 0 130
    [ "$status" -eq 0 ] || interrupted=$((interrupted + 1))
    # One signal lets it complete its files; a second one is as a kill.
    if [ "$twice" -eq 0 ] && [ -f "$TMP/out.warc.gz" ]; then
        expect_whole "$TMP/out.warc.gz"
        expect_equal "" "$(find "$TMP/state/warc" -name '*.open')" "files that are not complete"
    fi
done
[ "$interrupted" -ge 5 ] || fail "only $interrupted of 10 runs were interrupted"
start
await
expect_status 0
seq -f '/%g.html 200 -' "$pages" | sort >"$TMP/wanted"
for kept in "$TMP/out.warc.gz" archive; do
    : >"$TMP/all"
    files=("$kept")
    [ "$kept" != archive ] || files=("$TMP"/state/warc/*.warc.gz)
    for file in "${files[@]}"; do
        expect_whole "$file"
        grep '\.html ' "$TMP/responses" >>"$TMP/all" || true
    done
    sort "$TMP/all" | diff "$TMP/wanted" - >"$TMP/difference" || fail "$kept, SEED=$SEED: $(cat "$TMP/difference")"
done
"$ROOT/tests/support/index_check" "$TMP/state/warc" >"$TMP/faults" || fail "index.cdxj: $(cat "$TMP/faults")"

#!/bin/bash
# A crawl that is killed again and again, at any moment, is in the end as one that was not: every page
# is in the archive, and once, every file is whole and indexed, and nothing of a kill is left about.
#
#     KILLS=100 PAGES=500 PERIOD_MS=400 SEED=17 tests/integration/kills.sh
#
# KILLS is for each of four kinds of crawl: of one host and of four, kept in the archive of its state and
# also in a file; a fourth of it more is for the moment of completion. The moments are drawn from SEED,
# which is printed; a run is as repeatable as the machine is.
. "$(dirname "$0")/lib.sh"

KILLS=${KILLS:-3} PAGES=${PAGES:-60} PERIOD_MS=${PERIOD_MS:-160} SEED=${SEED:-$$}
VENV=$ROOT/tests/tools/venv
RANDOM=$SEED
repeat="KILLS=$KILLS PAGES=$PAGES PERIOD_MS=$PERIOD_MS SEED=$SEED"

# make_site FOLDER HOSTS: $PAGES pages under /1/ to /HOSTS/, each with bytes that gzip cannot make
# fewer, so that files of the archive are full soon.
make_site() {
    local i host next noise
    mapfile -t noise < <(head -c $((PAGES * 4500)) /dev/urandom | base64 -w 6000)
    for ((i = 1; i <= $2; i++)); do
        mkdir -p "$1/$i"
    done
    for ((i = 1; i <= PAGES; i++)); do
        host=$((i % $2 + 1))
        {
            echo "<!DOCTYPE html><title>Page $i</title><p>${noise[i - 1]}"
            for next in $((i + $2)) $((i + 3 * $2)); do
                [ "$next" -gt "$PAGES" ] || echo "<a href=/$host/$next.html>$next</a>"
            done
        } >"$1/$host/$i.html"
    done
}

# draw_wait MOST: sets $wait to a random time of so many milliseconds at most, at start-up in one of
# four cases.
draw_wait() {
    local most=$1
    [ $((RANDOM % 4)) -ne 0 ] || most=40
    printf -v wait '%d.%03d' 0 $((RANDOM % most))
}

# start: the crawl in the background; $crawl is its process.
start() {
    bonafide crawl --sitemaps none --allow-net 127.0.0.0/24 --delay 0.002 --max-pages 0 --depth 1000 --scope host --rotate 128K \
        "${options[@]}" "${seeds[@]}" >/dev/null 2>>"$TMP/stderr" &
    crawl=$!
}

# crawl_once MILLISECONDS: one run, killed after that time; $status is how it ended.
crawl_once() {
    draw_wait "$1"
    start
    sleep "$wait"
    kill -KILL "$crawl" 2>/dev/null
    status=0
    { wait "$crawl" || status=$?; } 2>/dev/null
    expect_status 0 137
    [ "$status" -eq 0 ] || killed=$((killed + 1))
}

# crawl_on: with no more kills, to the end.
crawl_on() {
    status=0
    start
    { wait "$crawl" || status=$?; } 2>/dev/null
    expect_status 0
}

# expect_each_once FILE...: of all pages together, each has one response with its body.
expect_each_once() {
    local file
    : >"$TMP/all"
    for file in "$@"; do
        expect_whole "$file"
        cat "$TMP/responses" >>"$TMP/all"
    done
    [ ! -x "$VENV/bin/warcio" ] || "$VENV/bin/warcio" check "$@" >"$TMP/warcio" 2>&1 || fail "warcio: $(cat "$TMP/warcio")"
    (cd "$TMP/site" && find . -name '*.html' | sed 's|^\.||; s|$| 200 -|' | sort) >"$TMP/wanted"
    grep -v '^/robots.txt ' "$TMP/all" | sort | diff "$TMP/wanted" - >"$TMP/difference" ||
        fail "pages of the archive differ (<: expected, >: seen); $repeat: $(head -n 20 "$TMP/difference")"
    expect_equal "${#seeds[@]}" "$(grep -c '^/robots.txt ' "$TMP/all")" "robots.txt kept; $repeat"
}

# expect_archive: the folder of the state has complete files and their index, and nothing else.
expect_archive() {
    local stray
    stray=$(cd "$TMP/state/warc" && find . -type f ! -name '*.warc.gz' ! -name index.cdxj)
    expect_equal "" "$stray" "left in the archive; $repeat"
    expect_each_once "$TMP"/state/warc/*.warc.gz
    "$ROOT/tests/support/index_check" "$TMP/state/warc" >"$TMP/faults" || fail "index.cdxj; $repeat: $(cat "$TMP/faults")"
}

expect_all() {
    expect_archive
    [ -z "$stream" ] || expect_each_once "$stream"
    # Of the next round, which begins when a kill comes after the last commit, there is no body.
    twice=$(awk '$3 == 200 { print $2 }' "$ACCESS_LOG" | sort | uniq -c | awk '{ extra += $1 - 1 } END { print extra }')
    [ "$twice" -le $((killed * ${#seeds[@]})) ] || fail "$twice bodies too many after $killed kills; $repeat"
}

begin() {
    rm -rf "$TMP/state" "$TMP/out.warc.gz"
    : >"$ACCESS_LOG"
    : >"$TMP/stderr"
    killed=0
}

# kill_often: crawls that are killed until there were $KILLS kills; each is brought to its end.
kill_often() {
    local all=0
    while [ "$all" -lt "$KILLS" ]; do
        begin
        status=137
        while [ "$status" -ne 0 ] && [ $((all + killed)) -lt "$KILLS" ]; do
            crawl_once "$PERIOD_MS"
        done
        [ "$status" -eq 0 ] || crawl_on
        expect_all
        all=$((all + killed))
    done
}

# kill_at_the_end: a crawl of which little is left, killed while it completes. Who is killed after the
# last commit begins the next round: that asks whether each page is as it was, and keeps none again.
kill_at_the_end() {
    local i
    for ((i = 0; i < (KILLS + 3) / 4; i++)); do
        begin
        status=0
        start
        wait_for_requests $((PAGES + ${#seeds[@]} - 3)) 30
        draw_wait 40
        sleep "$wait"
        kill -KILL "$crawl" 2>/dev/null
        { wait "$crawl" || status=$?; } 2>/dev/null
        [ "$status" -eq 0 ] || killed=1
        [ "$status" -eq 0 ] || crawl_on
        expect_all
    done
}

echo "$repeat"
ADDRESSES=$(seq -s ' ' -f '127.0.0.%g' 4)
for hosts in 1 4; do
    rm -rf "$TMP/site"
    make_site "$TMP/site" "$hosts"
    serve "$TMP/site"
    seeds=()
    for ((i = 1; i <= hosts; i++)); do
        seeds+=("http://127.0.0.$((i % hosts + 1)):$PORT/$((i % hosts + 1))/$i.html")
    done
    options=(--state "$TMP/state") stream=
    kill_often
    options=(--state "$TMP/state" --output "$TMP/out.warc.gz") stream=$TMP/out.warc.gz
    kill_often
    kill_at_the_end
done

#!/bin/bash
# Who interrupts a crawl waits for nobody: what is in flight is finished or put back, and a second signal
# ends it at once, whatever the server does. Here it sends one byte a second, and never ends.
. "$(dirname "$0")/lib.sh"

# hostile: as serve, the server that means harm.
hostile() {
    local prefix i
    prefix=$(mktemp -d "$TMP/server.XXXXXX")
    : >"$prefix/access.log"
    "$ROOT/tests/support/hostile_server" "$prefix/port" "$prefix/access.log" 2>"$prefix/stderr" &
    servers+=($!)
    for ((i = 0; i < 100; i++)); do
        [ ! -s "$prefix/port" ] || break
        sleep 0.05
    done
    PORT=$(cat "$prefix/port" 2>/dev/null) || fail "no server: $(cat "$prefix/stderr")"
    SITE=http://127.0.0.1:$PORT
    ACCESS_LOG=$prefix/access.log
}

# start COMMAND...: in the background; $process is it.
start() {
    "$@" >"$TMP/stdout" 2>"$TMP/stderr" </dev/null &
    process=$!
}

# await SECONDS: until it has ended, in so many at most; $status is how.
await() {
    local i
    for ((i = 0; i < $1 * 10; i++)); do
        kill -0 "$process" 2>/dev/null || break
        sleep 0.1
    done
    ! kill -0 "$process" 2>/dev/null || fail "still running after $1 s: $ran"
    status=0
    { wait "$process" || status=$?; } 2>/dev/null
}

# nobody_left: no process of the crawl, which names its state, outlives it.
nobody_left() {
    local i
    echo "$TMP/state" >"$TMP/name" # in a file, or the search would find itself
    for ((i = 0; i < 50; i++)); do
        cat /proc/[0-9]*/cmdline 2>/dev/null | grep -aqF -f "$TMP/name" || return 0
        sleep 0.1
    done
    fail "a process of the crawl is still there"
}

hostile
settings=(--quiet --sitemaps none --allow-net 127.0.0.1 --delay 0 --state "$TMP/state")
for command in crawl scan; do
    for signal in INT:130 TERM:143; do
        number=${signal#*:}
        keep=(--output "$TMP/out.warc")
        [ "$command" = crawl ] || keep=(--warc "$TMP/out.warc" --output "$TMP/report.jsonl")
        ran="$command, SIG${signal%:*}"

        # Twice: at once. The first could have waited for five seconds.
        rm -rf "$TMP/state" "$TMP/out.warc"
        : >"$ACCESS_LOG"
        start bonafide "$command" "${settings[@]}" "${keep[@]}" "$SITE/drip"
        wait_for_requests 2
        kill -"${signal%:*}" "$process"
        sleep 0.2
        kill -"${signal%:*}" "$process"
        await 5
        expect_status "$number"
        nobody_left

        case $ran in
        "crawl, SIGTERM" | "scan, SIGINT") continue ;; # the others take five seconds each
        esac

        # Once: the page that never ends is put back after a while, and what came before it is kept. The
        # run before was as good as killed, and took nothing from this one.
        start bonafide "$command" "${settings[@]}" "${keep[@]}" "$SITE/drip"
        wait_for_requests 3
        kill -"${signal%:*}" "$process"
        await 25
        expect_status "$number"
        nobody_left
        expect_responses "$TMP/out.warc" "/robots.txt 404 -"
        expect_requests /robots.txt /drip /drip
        expect_stderr_empty
    done
done

# And it is still to be fetched.
start bonafide crawl "${settings[@]}" --output "$TMP/out.warc" "$SITE/drip"
wait_for_requests 4
ran="the crawl after all these"
kill -TERM "$process"
sleep 0.2 # two that are pending at once are one
kill -TERM "$process"
await 5
expect_requests /robots.txt /drip /drip /drip

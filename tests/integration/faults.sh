#!/bin/bash
# Memory and disk fail at the n-th time, over one small run: whatever n is, what was written is whole
# lines, the exit status is one that is documented, nothing crashes, and a run that says it was well
# wrote what it always writes.
. "$(dirname "$0")/lib.sh"

FAULTS=$ROOT/tests/faults
MALLOC_FAILS=${MALLOC_FAILS:-$ROOT/build/release/tests/malloc_fails.so}
[ -f "$MALLOC_FAILS" ] || fail "not built: $MALLOC_FAILS"

mkdir "$TMP/rules"
cp "$ROOT/rules/assessment.yaml" "$ROOT/rules/pages.yaml" "$ROOT/rules/sources.yaml" "$FAULTS/few.yaml" "$TMP/rules/"
export BONAFIDE_RULES=$TMP/rules
page=(bonafide analyze --base-url https://ana.example/ "$FAULTS/page.html")

# fails VARIABLES...: how to run a command with them and the library preloaded.
fails() {
    with=(timeout --signal=KILL 20 env LD_PRELOAD="$MALLOC_FAILS" "$@")
}

# The line without what differs between two runs, which stands last in it.
lasting() {
    sed 's/,"run":{.*//' "$1"
}

expect_whole_lines() { # FILE
    [ ! -s "$1" ] || [ -z "$(tail -c 1 "$1")" ] || fail "half a line at the end"
}

check_allocation() { # N LOADED
    fails FAIL_MALLOC_AT="$1"
    run "${with[@]}" "${page[@]}"
    expect_whole_lines "$TMP/stdout"
    cat "$TMP/stdout" >>"$TMP/all"
    case $status in
    0)
        [ "$(lasting "$TMP/stdout")" = "$usual" ] || grep -q '"errors":\[{' "$TMP/stdout" ||
            fail "allocation $1 failed, the exit status is 0, and the line is another"
        ;;
    2) [ "$1" -le "$2" ] || fail "allocation $1 failed, and the rules are blamed" ;;
    3) grep -q '"type":"error"' "$TMP/stdout" || fail "exit status 3 without an error line" ;;
    5) [ -s "$TMP/stderr" ] || fail "exit status 5 without a word" ;;
    *) fail "allocation $1 failed" ;;
    esac
}

check_allocations() {
    local loaded all step n
    fails COUNT_TO="$TMP/count"
    run "${with[@]}" bonafide rules check
    expect_status 0
    read -r loaded _ <"$TMP/count"
    run "${with[@]}" "${page[@]}"
    expect_status 0
    expect_lines_valid
    usual=$(lasting "$TMP/stdout")
    read -r all _ <"$TMP/count"
    [ "$all" -gt "$loaded" ] || fail "nothing was counted: $loaded, $all"

    # Loading is long and alike; the analysis is short and has a path of its own in every line.
    step=$((loaded / 150 + 1))
    for ((n = 1; n <= loaded; n += step)); do
        check_allocation "$n" "$loaded"
    done
    step=$(((all - loaded) / 350 + 1))
    for ((n = loaded > 40 ? loaded - 40 : 1; n <= all + 1; n += step)); do
        check_allocation "$n" "$loaded"
    done
    expect_lines_valid "$TMP/all"
}

# A crawl whose memory fails says so or does what it always does; it never takes a robots.txt that it
# could not follow for one that allows everything, and what it wrote is whole records.
check_crawl() {
    local all n
    serve robots-elsewhere
    local crawl=(bonafide crawl --quiet --delay 0 --sitemaps named --allow-net 127.0.0.1 --output "$TMP/out.warc" "$SITE/")
    fails COUNT_TO="$TMP/count"
    run "${with[@]}" "${crawl[@]}"
    expect_status 0
    expect_requests_in_order /robots.txt /rules.txt / /moved /page.html
    read -r all _ <"$TMP/count"
    # What starts up is long and alike; the exchanges are at the end.
    for ((n = 1; n <= all; n += n > all - 1000 ? 2 : 100)); do
        fails FAIL_MALLOC_AT="$n"
        run "${with[@]}" "${crawl[@]}"
        expect_status 0 2 3 5
        [ "$status" -eq 0 ] || [ -s "$TMP/stderr" ] || [ "$status" -eq 3 ] || fail "exit status $status without a word"
        bonafide analyze --quiet --all-pages "$TMP/out.warc" >"$TMP/read" 2>&1 || [ ! -s "$TMP/out.warc" ] ||
            fail "allocation $n failed, and the archive cannot be read: $(cat "$TMP/read")"
        ! requests | grep -q /private/ || fail "allocation $n failed, and what robots.txt forbids was fetched"
    done
}

check_writes() {
    local three=(bonafide analyze "$FAULTS/page.html" "$FAULTS/page.html" "$FAULTS/page.html") n
    for ((n = 1; n <= 3; n++)); do
        fails FAIL_WRITE_AT="$n"
        run "${with[@]}" "${three[@]}"
        expect_status 5
        expect_lines_valid
        expect_lines $((n - 1))
        run "${with[@]}" "${three[@]}" --output "$TMP/lines"
        expect_status 5
        expect_lines_valid "$TMP/lines"
        expect_equal $((n - 1)) "$(wc -l <"$TMP/lines")" "lines of the file"
    done
}

check_places() {
    run bonafide analyze "$FAULTS/page.html" --output /dev/full
    expect_status 5
    expect_stderr_contains /dev/full
    run bonafide analyze "$FAULTS/page.html" --output "$TMP/no/such/folder/lines"
    expect_status 5
    run bash -c '"$@" | true; exit "${PIPESTATUS[0]}"' bash bash -c 'sleep 0.3; "$@"' bash "${page[@]}"
    expect_status 5
}

: >"$TMP/all"
check_allocations
check_crawl
check_writes
check_places

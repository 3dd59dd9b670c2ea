#!/bin/bash
# Memory fails at the n-th time in an import: whatever n is, nothing crashes, a failure is told, and the roster is the former one or
# the new one, whole; the command that is given again ends as it always does.
. "$(dirname "$0")/lib.sh"

MALLOC_FAILS=${MALLOC_FAILS:-$ROOT/build/release/tests/malloc_fails.so}
[ -f "$MALLOC_FAILS" ] || fail "not built: $MALLOC_FAILS"
samples=$ROOT/tests/roster/samples
roster=$TMP/roster.sqlite
gzip -c "$samples/tx-bhec.csv" >"$TMP/texas.csv.gz"
iconv -f UTF-8 -t UTF-16 "$samples/neutral.csv" >"$TMP/wide.csv"
python3 -m zipfile -c "$TMP/nppes.zip" "$samples/nppes.csv"

bonafide roster import --quiet --roster "$roster" leie "$samples/leie.csv" || fail "no roster"
cp "$roster" "$TMP/former.sqlite"

dump() {
    sqlite3 "file:$1?immutable=1" .dump | sed -E "s/'[0-9]{4}-[0-9-]{5}T[0-9:]{8}Z'/'NOW'/"
}

# check MAP FILE: every 1/150 of the allocations fails.
check() {
    local import=(bonafide roster import --quiet --roster "$roster" "$1" "$2") all n step
    cp "$TMP/former.sqlite" "$roster"
    run env LD_PRELOAD="$MALLOC_FAILS" COUNT_TO="$TMP/count" "${import[@]}"
    expect_status 0
    dump "$roster" >"$TMP/new.dump"
    read -r all _ <"$TMP/count"
    step=$((all / 150 + 1))
    for ((n = 1; n <= all + 1; n += step)); do
        cp "$TMP/former.sqlite" "$roster"
        run timeout --signal=KILL 20 env LD_PRELOAD="$MALLOC_FAILS" FAIL_MALLOC_AT="$n" "${import[@]}"
        case $status in
        0) dump "$roster" | cmp -s - "$TMP/new.dump" || fail "allocation $n failed, the exit status is 0, and the roster is another" ;;
        2 | 3 | 5)
            [ -s "$TMP/stderr" ] || fail "allocation $n failed without a word"
            if ! cmp -s "$roster" "$TMP/former.sqlite"; then
                dump "$roster" | cmp -s - "$TMP/new.dump" || fail "allocation $n failed, and the roster is neither"
            fi
            "${import[@]}" 2>"$TMP/stderr" || fail "allocation $n failed, and the import does not go on"
            dump "$roster" | cmp -s - "$TMP/new.dump" || fail "allocation $n failed, and the import goes on to another end"
            ;;
        *) fail "allocation $n failed" ;;
        esac
        [ ! -e "$roster.importing" ] || fail "allocation $n failed, and something is left"
    done
}

check tx-bhec "$TMP/texas.csv.gz"
check nppes "$TMP/nppes.zip"
check neutral "$TMP/wide.csv"

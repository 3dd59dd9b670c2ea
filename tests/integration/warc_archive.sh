#!/bin/bash
# An archive on disk: it rotates, survives a kill, is indexed, and an unchanged page is read from it.
# What it holds is compared with warcio (tests/tools/install) where that is installed.
. "$(dirname "$0")/lib.sh"

VENV=$ROOT/tests/tools/venv
LARGE=1000000000

build_driver() {
    local flags
    read -ra flags <<<"$(pkg-config --cflags --libs zlib libdeflate libcrypto libcurl libcjson)"
    "${CC:-cc}" -std=c17 -D_GNU_SOURCE -O2 -I"$ROOT" -I"$ROOT/include" \
        -I"$(dirname "$BONAFIDE")/generated" -o "$TMP/warc_folder" \
        "$ROOT/tests/integration/warc_folder.c" \
        "$ROOT"/common/{arena,buf,cdxj,charset,digest,entity,error,http,input,json,reference,str,surt,time,utf8}.c \
        "$ROOT"/common/warc_{archive,reader,tail,writer}.c "${flags[@]}" || fail "warc_folder.c was not built"
}

# write FOLDER MAX_BYTES COUNT: writes, and keeps what was printed in $TMP/written.
write() {
    run "$TMP/warc_folder" write "$@"
    expect_status 0
    cp "$TMP/stdout" "$TMP/written"
}

# expect_index FOLDER: the index is sorted, every file is complete, and each capture has one line.
expect_index() {
    local file
    ! compgen -G "$1/*.open" >/dev/null || fail "a file is left open: $(ls "$1")"
    LC_ALL=C sort --check --unique "$1/index.cdxj" || fail "the index is not sorted"
    sed 's/^[^{]*//' "$1/index.cdxj" | jq -r '[.filename, .offset, .length, .digest, .url] | join(" ")' |
        sort >"$TMP/indexed"
    for file in "$1"/*.warc*; do
        expect_whole "$file"
        cat "$TMP/responses"
    done >"$TMP/all responses"
    expect_equal "$(wc -l <"$TMP/all responses")" "$(wc -l <"$TMP/indexed")" "responses and lines of the index"
}

# expect_same_for_warcio FOLDER: it also finds the same captures at the same places, and every digest
# right. Of a plain file it does not count the blank lines after a record.
expect_same_for_warcio() {
    [ -x "$VENV/bin/warcio" ] || return 0
    run "$VENV/bin/warcio" index --fields warc-type,filename,offset,length,warc-payload-digest,warc-target-uri \
        "$1"/*.warc*
    expect_status 0
    diff <(jq -r 'select(."warc-type" == "response") |
                  [.filename, .offset, (if .filename | endswith(".gz") then .length else (.length | tonumber + 4) end),
                   ."warc-payload-digest", ."warc-target-uri"] | join(" ")' \
        "$TMP/stdout" | sort) "$TMP/indexed" >"$TMP/difference" || fail "warcio (<) differs: $(cat "$TMP/difference")"
    run "$VENV/bin/warcio" check "$1"/*.warc*
    expect_status 0
}

# expect_written: each exchange that was said to be written is in the index.
expect_written() {
    diff <(awk '{ print $1, $2, $3, $5, $6 }' "$TMP/written" | sort) "$TMP/indexed" | grep '^<' >"$TMP/difference"
    [ ! -s "$TMP/difference" ] || fail "written and not indexed: $(head "$TMP/difference")"
}

build_driver

# Rotation: no file begins an exchange behind the bound, and the next run begins a file of its own.
write "$TMP/rotated" 5000 60
expect_index "$TMP/rotated"
expect_written
files=$(find "$TMP/rotated" -name 'test-*.warc.gz' | wc -l)
[ "$files" -gt 4 ] || fail "60 pages in $files files"
awk '$2 > 6000 { exit 1 }' "$TMP/written" || fail "an exchange begins behind the bound"
write --plain "$TMP/rotated" "$LARGE" 3
expect_index "$TMP/rotated"
expect_written
expect_same_for_warcio "$TMP/rotated"
expect_equal $((files + 1)) "$(find "$TMP/rotated" -name 'test-*.warc*' | wc -l)" "files after another run"

# Torn at many places: what is whole is kept and indexed.
for kind in "" --plain; do
    # shellcheck disable=SC2086 # one option, or none
    write $kind "$TMP/whole" "$LARGE" 30
    file=$(basename "$TMP"/whole/test-*)
    size=$(stat -c %s "$TMP/whole/$file")
    for ((at = size - 1; at > 0; at -= 1 + size / 15)); do
        rm -rf "$TMP/torn"
        mkdir "$TMP/torn"
        head -c "$at" "$TMP/whole/$file" >"$TMP/torn/$file.open"
        run "$TMP/warc_folder" write "$TMP/torn" "$LARGE" 0
        expect_status 0
        [ -e "$TMP/torn/$file" ] || continue
        expect_index "$TMP/torn"
        awk -v size="$(stat -c %s "$TMP/torn/$file")" '$2 + $3 <= size' "$TMP/written" >"$TMP/written.whole"
        expect_equal "$(wc -l <"$TMP/written.whole")" "$(wc -l <"$TMP/indexed")" "captures before byte $at"
    done
    rm -r "$TMP/whole"
done

# Killed in the middle, several times over: nothing that was said to be written is lost.
: >"$TMP/all written"
for _ in 1 2 3; do
    : >"$TMP/written"
    "$TMP/warc_folder" write "$TMP/killed" 20000 1000000 >>"$TMP/written" &
    writer=$!
    while [ "$(wc -l <"$TMP/written")" -lt 200 ]; do sleep 0.01; done
    kill -9 "$writer"
    wait "$writer" 2>/dev/null
    grep -E ' [0-9-]+T[0-9:]+Z$' "$TMP/written" >>"$TMP/all written" # but for a line that the kill cut
done
run "$TMP/warc_folder" write "$TMP/killed" "$LARGE" 0
expect_status 0
mv "$TMP/all written" "$TMP/written"
expect_index "$TMP/killed"
expect_written
expect_same_for_warcio "$TMP/killed"

# Memory fails at the n-th time: a documented end, and nothing that was said to be written is lost.
MALLOC_FAILS=${MALLOC_FAILS:-$ROOT/build/release/tests/malloc_fails.so}
[ -f "$MALLOC_FAILS" ] || fail "not built: $MALLOC_FAILS"
run env COUNT_TO="$TMP/count" LD_PRELOAD="$MALLOC_FAILS" "$TMP/warc_folder" write "$TMP/starved" 2000 6
expect_status 0
read -r all _ <"$TMP/count"
for ((n = 1; n <= all; n += 1 + all / 50)); do
    rm -rf "$TMP/starved"
    run env FAIL_MALLOC_AT="$n" LD_PRELOAD="$MALLOC_FAILS" "$TMP/warc_folder" write "$TMP/starved" 2000 6
    expect_status 0 5
    cp "$TMP/stdout" "$TMP/written"
    run "$TMP/warc_folder" write "$TMP/starved" 2000 0
    expect_status 0
    [ -s "$TMP/written" ] || continue
    expect_index "$TMP/starved"
    expect_written
done

# An unchanged page has the line that it had, but for the time.
write "$TMP/archive" 5000 40
run bonafide analyze --all-pages "$TMP/archive"
expect_status 0
jq -cS 'del(.run, .fetched_at)' "$TMP/stdout" | sort >"$TMP/first"
expect_equal 40 "$(wc -l <"$TMP/first")" "lines of the pages as first fetched"
"$TMP/warc_folder" revisit "$TMP/today.warc.gz" <"$TMP/written" >"$TMP/revisits" || fail "revisits were not written"
expect_equal 40 "$(wc -l <"$TMP/revisits")" "revisits"
run bonafide analyze --all-pages --archive "$TMP/archive" "$TMP/today.warc.gz"
expect_status 0
expect_stderr_empty
expect_equal "$(cat "$TMP/first")" "$(jq -cS 'del(.run, .fetched_at)' "$TMP/stdout" | sort)" "lines of unchanged pages"
expect_equal "$(awk '{ print $7 }' "$TMP/revisits" | sort)" "$(jq -r .fetched_at "$TMP/stdout" | sort)" "times"
run sh -c 'cat "$1" | bonafide analyze --all-pages --archive "$2" -' - "$TMP/today.warc.gz" "$TMP/archive"
expect_status 0
expect_equal "$(cat "$TMP/first")" "$(jq -cS 'del(.run, .fetched_at)' "$TMP/stdout" | sort)" "lines out of a pipe"

# So has one whose revisit another tool wrote, in the spelling of WARC 1.0 and without a place.
if [ -x "$VENV/bin/warcio" ]; then
    run "$VENV/bin/warcio" check "$TMP/today.warc.gz"
    expect_status 0
    read -r _ _ _ _ digest url date <"$TMP/written"
    "$VENV/bin/python" -c '
import sys
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter
name, url, digest, date = sys.argv[1:]
with open(name, "wb") as out:
    writer = WARCWriter(out, gzip=True)
    head = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
    writer.write_record(writer.create_revisit_record(url, digest, url, date, http_headers=head))
' "$TMP/foreign.warc.gz" "$url" "$digest" "$date" || fail "warcio wrote no revisit"
    run bonafide analyze --all-pages --archive "$TMP/archive" "$TMP/foreign.warc.gz"
    expect_status 0
    expect_lines 1
    grep -qxF "$(jq -cS 'del(.run, .fetched_at)' "$TMP/stdout")" "$TMP/first" || fail "another line than the page had"
fi

# Without the archive they are counted; with one that lacks them each is an error.
run bonafide analyze --all-pages "$TMP/today.warc.gz"
expect_status 0
expect_stdout_empty
expect_stderr_contains "40 revisit records passed over" --archive
mkdir "$TMP/other"
run bonafide analyze --all-pages --archive "$TMP/other" "$TMP/today.warc.gz"
expect_status 3
expect_equal 40 "$(jq -r 'select(.type == "error") | .url' "$TMP/stdout" | grep -c '/therapist-')" "error lines"
expect_stderr_contains "not in the archive $TMP/other"

[ -x "$VENV/bin/warcio" ] || echo "not compared with warcio: run tests/tools/install first" >&2

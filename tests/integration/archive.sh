#!/bin/bash
# An archive that rotates: files of a bounded size, each whole, with an index that is sorted and
# complete; with and without a state, run after run, and for one run at a time.
. "$(dirname "$0")/lib.sh"

pages=24
mkdir "$TMP/site"
{
    echo '<!DOCTYPE html><title>Home</title>'
    for ((i = 1; i <= pages; i++)); do
        { echo "<!DOCTYPE html><title>Page $i</title><p>"; head -c 12000 /dev/urandom | base64; } >"$TMP/site/$i.html"
        echo "<a href=/$i.html>$i</a>"
    done
} >"$TMP/site/index.html"
serve "$TMP/site"
crawl=(bonafide crawl --sitemaps named --allow-net 127.0.0.1 --quiet --rotate 64K --delay 0)
mapfile -t all < <(seq -f '/%g.html 200 -' "$pages")
all+=("/robots.txt 404 -" "/ 200 -")

# expect_archive FOLDER: files that are whole, an index, and nothing else; the folder's
# responses and revisits are in $TMP/all, those with a line in the index (all but 304s) in
# $TMP/lines, the files' names in $files.
expect_archive() {
    local file
    files=("$1"/*.warc.gz)
    : >"$TMP/all"
    : >"$TMP/lines"
    for file in "${files[@]}"; do
        [[ ${file##*/} =~ ^bonafide-[0-9]{14}-[0-9]{5}-[A-Za-z0-9]{8}\.warc\.gz$ ]] || fail "the name ${file##*/}"
        expect_whole "$file"
        sed -nE "s#^(response|revisit) ([^ ]*) .*#\1 \2 ${file##*/}#p" "$TMP/records" >>"$TMP/all"
        sed -nE "/^revisit [^ ]* 304 /d; s#^(response|revisit) ([^ ]*) .*#\2 ${file##*/}#p" "$TMP/records" >>"$TMP/lines"
        expect_equal 1 "$(grep -c '^warcinfo ' "$TMP/records")" "warcinfo records of $file"
    done
    expect_equal "$(printf '%s\n' "${files[@]##*/}" index.cdxj | sort)" "$(find "$1" -mindepth 1 -printf '%f\n' | sort)" "files of $1"
    LC_ALL=C sort -c "$1/index.cdxj" 2>"$TMP/difference" || fail "the index is not sorted: $(cat "$TMP/difference")"
    expect_equal "" "$(LC_ALL=C uniq -d "$1/index.cdxj")" "lines that stand twice in the index"
    sed 's/^[^{]*//' "$1/index.cdxj" | jq -r '"\(.url) \(.filename)"' | sort >"$TMP/indexed"
    sort "$TMP/lines" | diff - "$TMP/indexed" >"$TMP/difference" || fail "the index differs: $(cat "$TMP/difference")"
    expect_places "$1"
}

# expect_places FOLDER: each line of the index leads to a gzip member with the record of its URL.
expect_places() {
    local offset length file url
    sed 's/^[^{]*//' "$1/index.cdxj" | jq -r '"\(.offset) \(.length) \(.filename) \(.url)"' >"$TMP/places"
    while read -r offset length file url; do
        tail -c +$((offset + 1)) "$1/$file" | head -c "$length" | zcat >"$TMP/record" 2>"$TMP/difference" ||
            fail "no member at $offset of $file: $(cat "$TMP/difference")"
        grep -aqF "WARC-Target-URI: $url"$'\r' "$TMP/record" || fail "another record at $offset of $file"
    done <"$TMP/places"
}

# expect_sizes FOLDER: no file goes on after 64 KiB, so that each is that and one exchange at most.
expect_sizes() {
    find "$1" -name '*.warc.gz' -size +100k >"$TMP/large"
    [ ! -s "$TMP/large" ] || fail "too large: $(cat "$TMP/large")"
}

# Without a state: all pages, over several files.
run "${crawl[@]}" --output "$TMP/new/" "$SITE/"
expect_status 0
expect_stdout_empty
expect_stderr_empty
expect_archive "$TMP/new"
expect_sizes "$TMP/new"
[ "${#files[@]}" -ge 4 ] || fail "only ${#files[@]} files"
expect_equal $((pages + 2)) "$(wc -l <"$TMP/all")" "responses"
first=${#files[@]}

# A second run adds files, and its captures are whole, for no state says what is known.
run "${crawl[@]}" --output "$TMP/new" "$SITE/" # a folder that is there needs no slash
expect_status 0
expect_archive "$TMP/new"
[ "${#files[@]}" -ge $((2 * first)) ] || fail "only ${#files[@]} files after the second run"
expect_equal $((2 * (pages + 2))) "$(grep -c '^response ' "$TMP/all")" "responses of both"

# One bound is no bound.
run "${crawl[@]}" --rotate 0 --output "$TMP/single/" "$SITE/"
expect_status 0
expect_archive "$TMP/single"
expect_equal 1 "${#files[@]}" "files"
expect_equal "$(printf '%s\n' "${all[@]}" | sort)" "$(sort "$TMP/responses")" "responses"

# With a state, the second round is revisits of the first, in its own files.
for revisits in 0 $((pages + 1)); do
    run "${crawl[@]}" --state "$TMP/state" --output "$TMP/rounds/" "$SITE/"
    expect_status 0
    expect_archive "$TMP/rounds"
    expect_sizes "$TMP/rounds"
    expect_equal "$revisits" "$(grep -c '^revisit ' "$TMP/all")" "revisits"
done
[ ! -e "$TMP/state/warc" ] || fail "there is a second archive"

# From a pipe, with a state: both are written, and tell of the same pages.
run "${crawl[@]}" --state "$TMP/piped" "$SITE/"
expect_status 0
mv "$TMP/stdout" "$TMP/piped.warc"
: >"$TMP/stdout"
expect_responses "$TMP/piped.warc" "${all[@]}"
sort "$TMP/responses" >"$TMP/wanted"
expect_archive "$TMP/piped/warc"
expect_equal $((pages + 2)) "$(grep -c '^response ' "$TMP/all")" "responses"
expect_sizes "$TMP/piped/warc"
run "${crawl[@]}" --state "$TMP/into-a-file" --output "$TMP/out.warc.gz" "$SITE/"
expect_status 0
expect_stdout_empty
expect_responses "$TMP/out.warc.gz" "${all[@]}"
expect_archive "$TMP/into-a-file/warc"

# Two runs at once: the second is refused, with a state of its own too, and harms nothing.
"${crawl[@]}" --delay 0.2 --output "$TMP/busy/" "$SITE/" 2>"$TMP/stderr.first" &
process=$!
for ((i = 0; i < 200; i++)); do
    ls "$TMP"/busy/*.open >"$TMP/difference" 2>&1 && break
    sleep 0.05
done
for state in "" "--state $TMP/other"; do
    # shellcheck disable=SC2086 # several words or none
    run "${crawl[@]}" $state --output "$TMP/busy/" "$SITE/"
    expect_status 5
    expect_stdout_empty
    expect_equal "bonafide: $TMP/busy/: another run writes to this folder" "$(cat "$TMP/stderr")" "words"
done
kill -0 "$process" || fail "the first has ended"
kill -INT "$process"
status=0
wait "$process" || status=$?
expect_status 130
expect_archive "$TMP/busy"

# A kill: what it left is completed by the next run of the same folder, without a state too.
: >"$ACCESS_LOG"
"${crawl[@]}" --delay 0.05 --rotate 0 --output "$TMP/killed/" "$SITE/" 2>"$TMP/stderr.first" &
process=$!
wait_for_requests 8
kill -KILL "$process"
{ wait "$process"; } 2>"$TMP/difference"
ls "$TMP"/killed/*.warc.gz.open >"$TMP/difference" || fail "no open file is left"
[ ! -e "$TMP/killed/index.cdxj" ] || fail "an index before its time"
run "${crawl[@]}" --rotate 0 --output "$TMP/killed/" "$SITE/1.html"
expect_status 0
expect_archive "$TMP/killed"
expect_equal 2 "${#files[@]}" "files"
[ "$(grep -c "^response " "$TMP/all")" -ge 8 ] || fail "what the killed run had is lost: $(cat "$TMP/all")"

# A folder that cannot be: 5, with its name, and nothing is asked for.
: >"$ACCESS_LOG"
for folder in "$TMP/no/such/" /dev/null/warc/ "$TMP/site/1.html/"; do
    run "${crawl[@]}" --output "$folder" "$SITE/"
    expect_status 5
    expect_equal 1 "$(wc -l <"$TMP/stderr")" "lines of standard error"
    expect_stderr_contains "bonafide: $folder: cannot write: "
done
# shellcheck disable=SC2119 # none
expect_requests

# scan keeps its evidence in the same way.
run bonafide scan --sitemaps named --allow-net 127.0.0.1 --quiet --delay 0 --rotate 64K --all-pages --warc "$TMP/evidence/" "$SITE/"
expect_status 0
expect_lines_valid
expect_lines $((pages + 1))
expect_archive "$TMP/evidence"
[ "${#files[@]}" -ge 4 ] || fail "only ${#files[@]} files"

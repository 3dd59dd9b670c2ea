#!/bin/bash
# What a crawl tells while it runs and at its end: lines of JSON for a program, one line for people, or
# nothing; and that its counts are those of the server's log.
. "$(dirname "$0")/lib.sh"

mkdir "$TMP/site"
{
    echo '<!DOCTYPE html><title>Home</title>'
    for ((i = 1; i <= 30; i++)); do
        echo "<!DOCTYPE html><title>Page $i</title><p>Text $i" >"$TMP/site/$i.html"
        echo "<a href=/$i.html>$i</a>"
    done
    echo '<a href=/gone.html></a><a href=/far/moved></a><a href=http://other.example/></a><a href=/busy></a>'
    echo '<a href=/x/x/x/x></a><a href=/picture></a><a href=/secret></a>'
} >"$TMP/site/index.html"
cat >"$TMP/site/nginx.conf" <<'CONF'
location = /far/moved { return 302 /1.html; }
location = /busy { return 429; }
location = /picture { default_type image/png; return 200 x; }
location = /robots.txt { return 200 "User-agent: *\nDisallow: /secret\n"; }
CONF
serve "$TMP/site"
dead=http://127.0.0.1:9/
crawl=(bonafide crawl --sitemaps named --allow-net 127.0.0.1 --output "$TMP/out.warc")

# The keys that programs go by, by type.
keys='{
  "progress": ["bytes","errors","host","pages","pages_per_second","queued","responses","status","type","unchanged","url"],
  "note": ["host","seed","status","type","url","why"],
  "warning": ["host","seed","status","type","url","why"],
  "crawl_summary": ["bytes","ended","errors","left","pages","pages_per_second","queued","renewed","responses",
                    "seeds_failed","sitemaps","truncated","type","unchanged"]}'

# Those of left in the summary: programs go by them, so none is ever renamed.
reasons="address calendar deep_path depth growing_path long_url no_robots nofollow numbers out_of_scope pattern query_parameters query_permutations robots session soft_404 type unchanged"

# expect_events FILE: each line is one JSON object with these keys, and the last one, and no other, is the summary.
expect_events() {
    local lines
    lines=$(wc -l <"$1")
    expect_equal "$lines" "$(jq -R 'fromjson | objects | 1' "$1" 2>"$TMP/jq" | wc -l)" "lines of JSON: $(cat "$TMP/jq")"
    jq -c --argjson keys "$keys" 'select(keys != $keys[.type])' "$1" >"$TMP/odd"
    [ ! -s "$TMP/odd" ] || fail "other keys: $(cat "$TMP/odd")"
    expect_equal "$lines" "$(jq 'select(.type == "crawl_summary") | input_line_number' "$1")" "lines with a summary"
    iconv -f UTF-8 -t UTF-16 "$1" >/dev/null || fail "no UTF-8"
}

# summary FILTER: of the last line.
summary() {
    tail -n 1 "$TMP/stderr" | jq -r "$1"
}

# of CLASS: how many answers of the log, robots.txt not among them, have such a status.
of() {
    awk -v class="$1" '$2 != "/robots.txt" && $3 ~ "^" class { n++ } END { print n + 0 }' "$ACCESS_LOG"
}

# A terminal is not there, and nobody asks for a line: only notes and the summary.
run "${crawl[@]}" --delay 0 --exclude busy "$SITE/" "$dead"
expect_status 3
expect_stdout_empty
expect_stderr_contains "bonafide: $dead: robots.txt could not be had" "bonafide: $SITE/gone.html: the server answers 404"
expect_equal 3 "$(wc -l <"$TMP/stderr")" "lines of standard error"
pages=$(($(requests | wc -l) - 2)) # robots.txt, and the picture, of which nothing is kept
expect_equal "bonafide: crawl done: $pages pages, 2 errors, 0 queued; left: 1 out of scope, 1 left out by a pattern, 1 kept out by robots.txt, 1 of hosts without an answer for robots.txt, 1 neither HTML nor text, 1 with an ever-growing path" \
    "$(tail -n 1 "$TMP/stderr")" "summary"

# JSON, with and without --quiet: the counts are those of the log.
for quiet in "" --quiet; do
    : >"$ACCESS_LOG"
    # shellcheck disable=SC2086 # one word or none
    run "${crawl[@]}" --delay 0.02 --progress json --exclude busy $quiet "$SITE/" "$dead"
    expect_status 3
    expect_stdout_empty
    expect_events "$TMP/stderr"
    [ "$(jq -c 'select(.type == "progress")' "$TMP/stderr" | wc -l)" -ge 2 ] || fail "no progress"
    expect_equal 2 "$(jq -c 'select(.type == "note")' "$TMP/stderr" | wc -l)" "notes"
    expect_equal "$dead true 0" "$(jq -r 'select(.type == "note" and .seed) | "\(.url) \(.seed) \(.status)"' "$TMP/stderr")" "note of the seed"
    expect_equal "$SITE/gone.html 127.0.0.1:$PORT 404" "$(jq -r 'select(.type == "note" and (.seed | not)) | "\(.url) \(.host) \(.status)"' "$TMP/stderr")" "note of the link"
    expect_equal "$(of 2) $(of 3) $(of 4) 0" "$(summary '.responses | "\(.["2xx"]) \(.["3xx"]) \(.["4xx"]) \(.["5xx"])"')" "responses by class"
    expect_equal "done $pages 0 2 1" "$(summary '"\(.ended) \(.pages) \(.queued) \(.errors) \(.seeds_failed)"')" "counts"
    expect_equal "$reasons" "$(summary '.left | keys | join(" ")')" "reasons"
    expect_equal "growing_path no_robots out_of_scope pattern robots type 6" \
        "$(summary '.left | ([to_entries[] | select(.value > 0) | .key] | sort | join(" ")) + " \([.[]] | add)"')" "what was left"
    expect_whole "$TMP/out.warc"
    expect_equal "$pages" "$(grep -vc '^/robots.txt ' "$TMP/responses")" "responses kept"
    expect_equal "$(awk '$1 == "response" && $2 !~ "robots.txt" { n += $5 } END { print n }' "$TMP/records")" "$(summary .bytes)" "bytes"
    jq -s -e '[.[] | select(.type == "progress") | .pages] | . == sort' "$TMP/stderr" >"$TMP/jq" || fail "the count goes back"
done

# 429 is counted by itself, each time.
: >"$ACCESS_LOG"
run "${crawl[@]}" --delay 0 --max-time 3 --progress json "$SITE/"
expect_events "$TMP/stderr"
expect_equal "$(of 429)" "$(summary '.responses["429"]')" "responses of 429"
[ "$(of 429)" -ge 1 ] || fail "nobody said 429"

# Limits and interruptions say so.
run "${crawl[@]}" --delay 0 --max-pages 3 --progress json "$SITE/"
expect_status 4
expect_events "$TMP/stderr"
expect_equal "limited 3 true" "$(summary '"\(.ended) \(.pages) \(.queued > 0)"')" "limited"
: >"$ACCESS_LOG"
"${crawl[@]}" --delay 0.2 --progress json "$SITE/" 2>"$TMP/stderr" &
process=$!
wait_for_requests 4
kill -INT "$process"
status=0
wait "$process" || status=$?
expect_status 130
expect_events "$TMP/stderr"
expect_equal interrupted "$(summary .ended)" "end"

# A crawl that fails says why, in a line that is no JSON, and how far it came.
run "${crawl[@]}" --delay 0 --progress json --output /dev/full "$SITE/"
expect_status 5
grep -q "No space left on device" "$TMP/stderr" || fail "no reason"
grep -v '^bonafide: ' "$TMP/stderr" >"$TMP/events"
expect_events "$TMP/events"
expect_equal failed "$(jq -r 'select(.type == "crawl_summary") | .ended' "$TMP/events")" "end"

# A line in a pipe, for who asks for it: written over itself, erased before every other line.
run "${crawl[@]}" --delay 0.02 --progress line --exclude busy "$SITE/" "$dead"
expect_status 3
[ "$(tr '\r' '\n' <"$TMP/stderr" | grep -c 'pages\{0,1\}, .*/s, .* queued, .* errors\{0,1\}, .* answered 429  127.0.0.1:')" -ge 2 ] || fail "no line"
sed 's/.*\r\x1b\[K//' "$TMP/stderr" >"$TMP/seen"
expect_equal 3 "$(grep -c '^bonafide: ' "$TMP/seen")" "lines that stay"
expect_equal 3 "$(wc -l <"$TMP/seen")" "lines that stay, and no other"

# Nothing.
for how in none auto; do
    run "${crawl[@]}" --delay 0 --progress "$how" --quiet --exclude busy "$SITE/" "$dead"
    expect_status 3
    expect_stdout_empty
    expect_stderr_empty
done
run "${crawl[@]}" --progress loudly "$SITE/"
expect_status 2
expect_stderr_contains "auto, line, json"

# scan tells its crawl in the same way, beside its reports.
run bonafide scan --sitemaps named --allow-net 127.0.0.1 --delay 0 --exclude busy --progress json --all-pages "$SITE/" "$dead"
expect_status 3
expect_lines_valid
expect_events "$TMP/stderr"

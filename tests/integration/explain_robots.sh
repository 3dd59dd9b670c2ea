#!/bin/bash
# --explain-robots: which line of a robots.txt decides on a URL, told without fetching anything else, and
# without a byte of a stranger's reaching the terminal as it is.
. "$(dirname "$0")/lib.sh"

mkdir "$TMP/raw"
# answer STATUS [FIELD...]: how robots.txt is answered from now on, with the body of standard input.
answer() {
    { printf 'HTTP/1.1 %s x\r\n' "$1"; [ $# -eq 1 ] || printf '%s\r\n' "${@:2}"; printf '\r\n'; cat; } >"$TMP/raw/robots.txt.http"
    : >"$ACCESS_LOG"
}
explain=(bonafide crawl --explain-robots --allow-net 127.0.0.1)
serve_raw "$TMP/raw"

# A rule: with its line, that of its group, and what is asked for besides.
answer 200 <<'ROBOTS'
# about us
User-agent: *
Disallow: /

User-agent: BonaFide
Crawl-delay: 2.5
Disallow: /private # not for you
Allow: /private/open
Sitemap: https://example.com/sitemap.xml
ROBOTS
run "${explain[@]}" "$SITE/private/notes.html?x=1"
expect_status 0
expect_stderr_empty
cat >"$TMP/wanted" <<WANTED
$SITE/private/notes.html?x=1: not allowed
  $SITE/robots.txt, answered with 200: a rule decides
  rule, line 7: Disallow: /private # not for you
  group, line 5: User-agent: BonaFide
  delay, line 6: Crawl-delay: 2.5
  sitemaps named: 1
WANTED
diff "$TMP/wanted" "$TMP/stdout" >"$TMP/difference" || fail "$(cat "$TMP/difference")"
expect_requests /robots.txt # and nothing else

# Several URLs, each with its own answer.
run "${explain[@]}" "$SITE/private/open/x" "$SITE/" "$SITE/robots.txt"
expect_status 0
expect_equal "$SITE/private/open/x: allowed $SITE/: allowed $SITE/robots.txt: allowed" "$(grep -v '^ ' "$TMP/stdout" | xargs)" "answers"
expect_stdout_contains "rule, line 8: Allow: /private/open" "no rule of the group that speaks to us matches" \
    "robots.txt itself may always be fetched"

# As the crawl obeys it.
for path in /private/notes.html /private/open/x /; do
    run "${explain[@]}" "$SITE$path"
    allowed=$(grep -c ': allowed$' "$TMP/stdout")
    : >"$ACCESS_LOG"
    run bonafide crawl --sitemaps none --depth 0 --delay 0 --allow-net 127.0.0.1 "$SITE$path"
    wait_for_requests $((1 + allowed))
    expect_equal $((1 + allowed)) "$(requests | wc -l)" "requests for $path"
done

# No group that speaks to us, an empty file, none at all, and an HTML page for "not found".
printf 'User-agent: otherbot\nDisallow: /\n' | answer 200
run "${explain[@]}" "$SITE/x"
expect_status 0
expect_stdout_contains "$SITE/x: allowed" "no group speaks to bonafide, nor to everybody"
for status_code in 200 404 403; do
    answer "$status_code" </dev/null
    run "${explain[@]}" "$SITE/x"
    expect_status 0
    expect_stdout_contains "$SITE/x: allowed" "answered with $status_code: "
done

# Not to be had: 3, and why.
for status_code in 503 429; do
    answer "$status_code" "Retry-After: 1" </dev/null
    run "${explain[@]}" "$SITE/x"
    expect_status 3
    expect_stdout_contains "$SITE/x: not allowed" "robots.txt was answered with $status_code, so nothing of this host is fetched"
    expect_equal 2 "$(wc -l <"$TMP/stdout")" "lines"
done
answer 200 "Content-Length: 999" <<<"User-agent: *"
run "${explain[@]}" "$SITE/x"
expect_status 3
expect_stdout_contains "robots.txt was broken off"
run bonafide crawl --explain-robots "$SITE/x" # the guard
expect_status 3
expect_stdout_contains "$SITE/x: not allowed" "refused: 127.0.0.1 is loopback"
run "${explain[@]}" http://127.0.0.1:9/x "$SITE/x"
expect_status 3
expect_stdout_contains "http://127.0.0.1:9/x: not allowed" "robots.txt could not be had (no connection: Connection refused)"
expect_stdout_contains "$SITE/x: not allowed"

# A redirect: asked where it leads, and the place is named; of another scheme: not to be had.
printf 'HTTP/1.1 200 OK\r\n\r\nUser-agent: *\nDisallow: /x\n' >"$TMP/raw/rules.http"
answer 302 "Location: /rules" </dev/null
run "${explain[@]}" "$SITE/x"
expect_status 0
expect_requests_in_order /robots.txt /rules
expect_stdout_contains "$SITE/x: not allowed" "$SITE/rules, answered with 200: a rule decides" "rule, line 2: Disallow: /x"
answer 302 "Location: ftp://127.0.0.1/robots.txt" </dev/null
run "${explain[@]}" "$SITE/x"
expect_status 3
expect_stdout_contains "robots.txt redirects to what is no http URL"
answer 302 "Location: /robots.txt" </dev/null # round and round, and then it is as if there were none
run "${explain[@]}" "$SITE/x"
expect_status 0
expect_equal 6 "$(requests | wc -l)" "requests"

# Bytes of strangers: in the rule, in the group, in the redirect.
printf 'User-agent: * \033]0;owned\007\nCrawl-delay: 2 \233\nDisallow: /x*\033[2J\302\2332J\342\200\256\377\n' | answer 200
run "${explain[@]}" "$SITE/x%1B%5B2Jy" "$SITE/x%1B%5B2J%C2%9B2J%E2%80%AE%FF"
expect_status 0
run "${explain[@]}" "$SITE/y"
expect_no_controls() {
    ! LC_ALL=C grep -q $'[\001-\010\013-\037\177]' "$1" || fail "a control reached the reader: $(cat -v "$1")"
    iconv -f UTF-8 -t UTF-16 "$1" >/dev/null 2>&1 || fail "no UTF-8: $(cat -v "$1")"
    ! LC_ALL=C grep -q $'\302[\200-\237]' "$1" || fail "a C1 control reached the reader"
    ! grep -q $'\342\200\256' "$1" || fail "a mark that turns the text reached the reader"
}
expect_no_controls "$TMP/stdout"
printf 'User-agent: *\nDisallow: /\033]0;owned\007\302\233\377\nDisallow: /x\033[2J\n' | answer 200
run "${explain[@]}" "$SITE/x%1B%5B2J" "$SITE/%1B%5D0;owned%07%C2%9B%FF"
expect_status 0
expect_no_controls "$TMP/stdout"
expect_equal 2 "$(grep -c "rule, line [23]: Disallow: /" "$TMP/stdout")" "rules told"
for how in line none json; do # and the same line, as a crawl tells it
    run bonafide crawl --progress "$how" --sitemaps none --delay 0 --allow-net 127.0.0.1 --output "$TMP/out.warc" "$SITE/x%1B%5B2J" "$SITE/%1B%5D0;owned%07%C2%9B%FF"
    expect_status 3
    sed 's/\r\x1b\[K//g' "$TMP/stderr" >"$TMP/plain"
    expect_no_controls "$TMP/plain"
    expect_stderr_contains "robots.txt keeps us from this page (line 3: Disallow: /x"
done
run bonafide scan --delay 0 --sitemaps none --allow-net 127.0.0.1 "$SITE/%1B%5D0;owned%07%C2%9B%FF"
expect_status 3
expect_lines_valid # whatever the bytes are, the line is JSON
expect_no_controls "$TMP/stderr"

# What is no URL: 2, and the others are told all the same.
run "${explain[@]}" ftp://127.0.0.1/ "$SITE/y"
expect_status 2
expect_stdout_contains "$SITE/y: allowed"
expect_equal 1 "$(wc -l <"$TMP/stderr")" "lines of standard error"
run "${explain[@]}"
expect_status 2
printf '%s/x%%1B%%5B2J\n%s/y\n' "$SITE" "$SITE" >"$TMP/list"
run "${explain[@]}" --seeds "$TMP/list"
expect_status 0
expect_stdout_contains ": not allowed" "$SITE/y: allowed"
run bash -c '"$@" >/dev/full' bash "${explain[@]}" "$SITE/y"
expect_status 5

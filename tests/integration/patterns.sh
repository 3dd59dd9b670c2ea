#!/bin/bash
# Which links are followed by --include and --exclude, which URLs a list names, and what is said of a
# pattern or a list that is wrong.
. "$(dirname "$0")/lib.sh"

FAKE_DNS_LIBRARY=${FAKE_DNS_LIBRARY:-$ROOT/build/release/tests/fake_dns.so}
[ -f "$FAKE_DNS_LIBRARY" ] || fail "not built: $FAKE_DNS_LIBRARY"
mkdir -p "$TMP/site/profile" "$TMP/site/news"
link() {
    printf '<a href="%s">x</a>' "$@"
}
{ echo '<!DOCTYPE html><title>Home</title>'; link /profile/ana.html /profile/bo.html '/profile/bo.html?print=1' /news/one.html /Profile/no.html; } >"$TMP/site/index.html"
{ echo '<!DOCTYPE html><title>News</title>'; link /profile/cy.html /; } >"$TMP/site/news/one.html"
for name in ana bo cy; do
    { echo "<!DOCTYPE html><title>$name</title>"; link /; } >"$TMP/site/profile/$name.html"
done
cat >"$TMP/site/nginx.conf" <<'CONF'
location = /moved { return 302 /profile/ana.html; }
location = /away { return 302 http://www.patterns.test:$server_port/news/one.html; }
CONF
serve "$TMP/site"
crawl=(bonafide crawl --sitemaps named --allow-net 127.0.0.1 --delay 0 --output "$TMP/out.warc")

# expect_crawl OPTION-OR-URL... -- PATH...: such a crawl asks for robots.txt and exactly these.
expect_crawl() {
    local words=()
    while [ "$1" != -- ]; do
        words+=("$1")
        shift
    done
    shift
    : >"$ACCESS_LOG"
    run "${crawl[@]}" "${words[@]}"
    expect_status 0
    expect_requests /robots.txt "$@"
}

# A seed is fetched whatever the patterns say; they are for what is found.
expect_crawl --include /profile/ "$SITE/" -- / /profile/ana.html /profile/bo.html '/profile/bo.html?print=1'
expect_stderr_contains "left: 2 left out by a pattern" # /Profile/: case counts
expect_crawl --exclude 'print=' "$SITE/" -- / /profile/ana.html /profile/bo.html /news/one.html /profile/cy.html /Profile/no.html
expect_stderr_contains "1 left out by a pattern"
expect_crawl --include /profile/ --exclude 'print=' --exclude '/ana\.' "$SITE/" -- / /profile/bo.html # an exclusion wins
expect_crawl --include '/profile/(?!bo)' --include /news/ "$SITE/" -- / /profile/ana.html /news/one.html /profile/cy.html
expect_crawl --include '(?i)/PROFILE/no' "$SITE/" -- / /Profile/no.html
expect_crawl --include '^/profile/' "$SITE/" -- / # the whole URL is matched, and not its path
expect_crawl --include "^$SITE/profile/a" "$SITE/" -- / /profile/ana.html
expect_crawl --exclude . "$SITE/" -- /
expect_crawl --include /nothing/ "$SITE/moved" -- /moved /profile/ana.html # a redirect need not be included
expect_crawl --exclude '/[bc]o?y?\.' --include /profile/ --include /news/ "$SITE/news/one.html" -- /news/one.html

# and may be excluded, which is told.
: >"$ACCESS_LOG"
run "${crawl[@]}" --exclude /ana "$SITE/moved"
expect_status 3
expect_requests /robots.txt /moved
expect_stderr_contains "$SITE/moved: redirected out of scope"

# A pattern that is none: 2, with the pattern and the byte, and nothing is fetched or written.
rm -f "$TMP/out.warc"
: >"$ACCESS_LOG"
for command in "${crawl[*]}" "bonafide scan --allow-net 127.0.0.1"; do
    for option in --include --exclude; do
        for wrong in 'a(b:4' 'x[:3' 'ok)(:3' '*x:1' '(?<n>a)\k<m>:11' 'prüf:3'; do
            # shellcheck disable=SC2086 # several words
            run $command $option fine $option "${wrong%:*}" "$SITE/"
            expect_status 2
            expect_stdout_empty
            expect_equal 1 "$(wc -l <"$TMP/stderr")" "lines of standard error"
            expect_stderr_contains "${wrong%:*}" "byte"
            grep -q "byte ${wrong##*:}\b" "$TMP/stderr" || fail "no byte ${wrong##*:} in: $(cat "$TMP/stderr")"
        done
    done
done
[ ! -e "$TMP/out.warc" ] || fail "a file was made"
expect_requests

# A pattern that takes too long on a URL leaves that out, and the crawl goes on.
long=/$(printf 'a%.0s' {1..60})!
{ echo '<!DOCTYPE html><title>Slow</title>'; link "$long" /profile/ana.html; } >"$TMP/site/slow.html"
: >"$ACCESS_LOG"
run timeout 20 "${crawl[@]}" --exclude '(a+a+)+[bc]' "$SITE/slow.html"
expect_status 0
expect_stderr_contains "left out by a pattern"

# A list: what it names and no link; with --scope domain its entries are seeds like any other.
cat >"$TMP/list" <<LIST
# checked in autumn

  $SITE/profile/ana.html  
$SITE/moved
$SITE/profile/ana.html
LIST
printf '%s\r\n' "$SITE/profile/bo.html" >>"$TMP/list"
expect_crawl --scope list --seeds "$TMP/list" -- /profile/ana.html /moved /profile/bo.html
expect_crawl --scope list --seeds "$TMP/list" "$SITE/news/one.html" -- /profile/ana.html /moved /profile/bo.html /news/one.html
: >"$ACCESS_LOG"
run bash -c 'cat "$1" | "${@:2}"' bash "$TMP/list" "${crawl[@]}" --scope list --seeds -
expect_status 0
expect_requests /robots.txt /profile/ana.html /moved /profile/bo.html
: >"$ACCESS_LOG"
run bash -c '"${@:2}" <"$1"' bash "$TMP/list" bonafide scan --all-pages --scope list --seeds - --allow-net 127.0.0.1 --delay 0 --sitemaps named
expect_status 0
expect_lines_valid
expect_equal "$SITE/profile/ana.html $SITE/profile/bo.html" "$(jq -r .url "$TMP/stdout" | sort | xargs)" "pages that were read"

# Seeds without a line are no seeds; a line that is no URL is named with its place.
: >"$ACCESS_LOG"
for list in "" "# nothing" ; do
    echo "$list" >"$TMP/wrong"
    run "${crawl[@]}" --seeds "$TMP/wrong"
    expect_status 2
done
printf '%s/\n\nwww.example.com\n' "$SITE" >"$TMP/wrong"
for command in "${crawl[*]}" "bonafide scan --allow-net 127.0.0.1"; do
    # shellcheck disable=SC2086 # several words
    run $command --seeds "$TMP/wrong"
    expect_status 2
    expect_stdout_empty
    expect_equal 1 "$(wc -l <"$TMP/stderr")" "lines of standard error"
    expect_stderr_contains "$TMP/wrong:3: " "it begins with http:// or https://"
    # shellcheck disable=SC2086 # several words
    run $command --seeds "$TMP/no-such-list"
    expect_status 2
    expect_stderr_contains "$TMP/no-such-list: cannot read: No such file or directory"
done
expect_requests

# Names that differ in a leading www. are one host, and a list's redirect may lead to any of its domain.
named() {
    : >"$ACCESS_LOG"
    run env LD_PRELOAD="$FAKE_DNS_LIBRARY" FAKE_DNS='patterns.test=127.0.0.1 www.patterns.test=127.0.0.1 other.patterns.test=127.0.0.1' \
        "${crawl[@]}" "$@"
    expect_status 0
}
{ echo '<!DOCTYPE html><title>Twins</title>'; link "http://www.patterns.test:$PORT/profile/ana.html" "http://other.patterns.test:$PORT/profile/bo.html"; } >"$TMP/site/twins.html"
twins=http://patterns.test:$PORT
named --scope host --include twins --include ana --include /bo "$twins/twins.html"
expect_requests /robots.txt /twins.html /robots.txt /profile/ana.html
expect_stderr_contains "1 out of scope"
named --scope domain --include twins --include ana --include /bo "$twins/twins.html"
expect_requests /robots.txt /twins.html /robots.txt /profile/ana.html /robots.txt /profile/bo.html
named --scope list "$twins/away"
expect_requests /robots.txt /away /robots.txt /news/one.html

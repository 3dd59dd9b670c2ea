#!/bin/bash
# A crawl with a state that is complete begins its next round: what did not change costs no body, is
# kept as a revisit of what the archive has, and is read from there, so that its line is as before.
. "$(dirname "$0")/lib.sh"

cp -r "$ROOT/demo/site" "$TMP/site"
serve "$TMP/site"
crawl=(bonafide crawl --quiet --allow-net 127.0.0.1 --delay 0 --state "$TMP/state")
scan=(bonafide scan --quiet --allow-net 127.0.0.1 --delay 0 --state "$TMP/state" --format jsonl)

# lines FILE: what a line says but for the run, when it was fetched, and where that is kept.
lines() {
    jq -cS 'del(.run, .fetched_at, .page.archive)' "$1" | sort
}

run "${scan[@]}" "$SITE/"
expect_status 0
expect_lines_valid
cp "$TMP/stdout" "$TMP/first.jsonl"
[ "$(wc -l <"$TMP/first.jsonl")" -gt 20 ] || fail "too few lines to compare"
first=$(requests | wc -l)
archive=("$TMP"/state/warc/*.warc.gz)
expect_equal 1 "${#archive[@]}" "files of the archive"
expect_whole "${archive[0]}"
expect_file "$TMP/state/warc/index.cdxj"

# The second week: every page is asked whether it changed, and none has.
sleep 1.1
: >"$ACCESS_LOG"
run "${scan[@]}" "$SITE/"
expect_status 0
lines "$TMP/first.jsonl" >"$TMP/wanted"
lines "$TMP/stdout" | diff "$TMP/wanted" - >"$TMP/difference" || fail "lines differ: $(cat "$TMP/difference")"
expect_equal $((first - 1)) "$(requests | wc -l)" "requests of the second round: all but robots.txt, of the same day"
expect_equal "" "$(awk '$2 != "/robots.txt" && $2 != "/sitemap.xml" && $3 == 200 { print $2 }' "$ACCESS_LOG")" "bodies that were sent again"
[ "$(jq -r .fetched_at "$TMP/stdout" | sort | head -n 1)" \> "$(jq -r .fetched_at "$TMP/first.jsonl" | sort | tail -n 1)" ] ||
    fail "a revisit has the time of the page that it refers to"
expect_equal "${archive[0]}" "$(jq -r .page.archive.file "$TMP/stdout" | sort -u)" "file that holds the bodies"
archive=("$TMP"/state/warc/*.warc.gz)
expect_equal 2 "${#archive[@]}" "files of the archive"
expect_whole "${archive[1]}"
expect_equal "" "$(awk '$2 == 200' "$TMP/responses")" "pages kept in full again"
[ "$(awk '$2 == 304' "$TMP/revisits" | wc -l)" -gt 20 ] || fail "too few revisits: $(cat "$TMP/revisits")"

# A page that changed is kept in full, one that is gone is told, and one that is new is found.
sed -i 's/Devon Placeholder/Devon Renamed/g' "$TMP/site/therapists/devon-placeholder.html"
rm "$TMP/site/app/poster.html"
echo '<!DOCTYPE html><title>New here</title><h1>Robin Newcomer, LMFT</h1><p>Talk therapy for couples.' >"$TMP/site/new.html"
sed -i 's|</body>|<a href="/new.html">new</a></body>|' "$TMP/site/index.html"
grep -q new.html "$TMP/site/index.html" || echo '<a href="/new.html">new</a>' >>"$TMP/site/index.html"
run "${crawl[@]}" --output "$TMP/third.warc" "$SITE/"
expect_status 0
expect_whole "$TMP/third.warc"
for page in "/therapists/devon-placeholder.html 200 -" "/new.html 200 -" "/ 200 -"; do
    grep -qxF -- "$page" "$TMP/responses" || fail "not kept in full: $page"
done
grep -qx '/app/poster.html 404 -' "$TMP/responses" || fail "what is gone is not told"
grep -qx '/therapists/.* 304 -' "$TMP/revisits" || fail "no page is a revisit"

# The archive alone is read, and with --archive a stream is; without it a revisit is passed over.
run bonafide analyze --archive "$TMP/state/warc" "$TMP/third.warc"
expect_status 0
expect_lines_valid
cp "$TMP/stdout" "$TMP/with.jsonl"
grep -q "Devon Renamed" "$TMP/with.jsonl" || fail "the page that changed is not in the lines"
run bonafide analyze "$TMP/third.warc"
expect_status 0
[ "$(wc -l <"$TMP/stdout")" -lt "$(wc -l <"$TMP/with.jsonl")" ] || fail "revisits were read without an archive"

# A server without validators: an equal body is known by its digest.
mkdir "$TMP/plain"
cp "$ROOT/demo/site/therapists/devon-placeholder.html" "$TMP/plain/index.html"
echo 'etag off; if_modified_since off; add_header Last-Modified "";' >"$TMP/plain/nginx.conf"
serve "$TMP/plain"
for round in 1 2; do
    run bonafide crawl --quiet --allow-net 127.0.0.1 --delay 0 --state "$TMP/plain-state" --output "$TMP/plain-$round.warc" "$SITE/"
    expect_status 0
done
expect_whole "$TMP/plain-2.warc"
expect_equal "/ 200 length" "$(cat "$TMP/revisits")" "revisits of a server without validators"
run bonafide analyze --archive "$TMP/plain-state/warc" "$TMP/plain-2.warc"
expect_jq .listing.name "Devon Placeholder"

# What --trust-lastmod leaves out: what the sitemap calls older than the capture.
mkdir "$TMP/dated"
for i in 1 2 3 4; do
    echo "<!DOCTYPE html><title>Page $i</title><p>Text $i" >"$TMP/dated/$i.html"
done
{
    echo '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    echo '<url><loc>/1.html</loc><lastmod>2020-01-01</lastmod></url>'
    echo '<url><loc>/2.html</loc><lastmod>2020-01-02</lastmod></url>'
    echo "<url><loc>/3.html</loc><lastmod>$(date -u +%F)</lastmod></url>"
    echo '<url><loc>/4.html</loc></url></urlset>'
} >"$TMP/dated/sitemap.xml"
serve "$TMP/dated"
dated=(bonafide crawl --allow-net 127.0.0.1 --delay 0 --state "$TMP/dated-state" --output "$TMP/dated.warc")
run "${dated[@]}" "$SITE/1.html"
expect_requests /robots.txt /sitemap.xml /1.html /2.html /3.html /4.html
: >"$ACCESS_LOG"
run "${dated[@]}" --trust-lastmod "$SITE/1.html"
expect_requests /sitemap.xml /1.html /3.html /4.html
expect_stderr_contains "1 unchanged as a sitemap says"

#!/bin/bash
# Sitemaps: those that robots.txt names, index files, gzip, and /sitemap.xml where none is named; what
# they list is fetched when it is in scope, the latest change first, and what is broken is told.
. "$(dirname "$0")/lib.sh"

site=$TMP/site
mkdir -p "$site/deep"
for i in 1 2 3 4 5 6; do
    echo "<!DOCTYPE html><title>Page $i</title><p>Text" >"$site/$i.html"
done
echo "<!DOCTYPE html><title>Home</title><p>No link here." >"$site/index.html"
serve "$site"
crawl=(bonafide crawl --allow-net 127.0.0.1 --delay 0 --output "$TMP/out.warc")
urlset() {
    echo '<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    cat
    echo '</urlset>'
}

# Guessed, latest change first; what is of another site is left.
urlset >"$site/sitemap.xml" <<XML
<url><loc>$SITE/1.html</loc><lastmod>2024-05-01</lastmod></url>
<url><loc> $SITE/2.html </loc><lastmod>2025-05-01T10:00:00Z</lastmod></url>
<url><loc>http://elsewhere.example/3.html</loc></url>
<url><loc>/3.html</loc><lastmod>2025-04</lastmod></url>
XML
run "${crawl[@]}" "$SITE/"
expect_status 0
expect_requests_in_order /robots.txt /sitemap.xml / /2.html /3.html /1.html
expect_stderr_contains "1 out of scope"
expect_whole "$TMP/out.warc"
grep -qx '/sitemap.xml 200 -' "$TMP/responses" || fail "the sitemap is not kept"
expect_equal "" "$(bonafide analyze --all-pages "$TMP/out.warc" | jq -r .url | grep sitemap)" "sitemaps that count as pages"

# Named by robots.txt: then no other is guessed. An index, one file gzipped, one of them missing.
printf 'User-agent: *\nDisallow: /5.html\nSitemap: %s/deep/index.xml\n' "$SITE" >"$site/robots.txt"
cat >"$site/deep/index.xml" <<XML
<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>$SITE/deep/a.xml.gz</loc></sitemap><sitemap><loc>b.txt</loc></sitemap>
<sitemap><loc>$SITE/deep/missing.xml</loc></sitemap><sitemap><loc>$SITE/deep/index.xml</loc></sitemap>
</sitemapindex>
XML
urlset <<<"<url><loc>$SITE/4.html</loc></url><url><loc>$SITE/5.html</loc></url>" | gzip >"$site/deep/a.xml.gz"
printf '%s/6.html\n' "$SITE" >"$site/deep/b.txt"
: >"$ACCESS_LOG"
run "${crawl[@]}" "$SITE/"
expect_status 0
expect_requests /robots.txt /deep/index.xml /deep/a.xml.gz /deep/b.txt /deep/missing.xml / /4.html /6.html
expect_stderr_contains "1 kept out by robots.txt"

# None at all, and where no link is followed.
for how in "--sitemaps none" "--scope page" "--scope list" "--depth 0"; do
    : >"$ACCESS_LOG"
    # shellcheck disable=SC2086 # an option and its value
    run "${crawl[@]}" $how "$SITE/"
    expect_status 0
    expect_requests /robots.txt /
done

# Broken in the middle: what could be read, and a warning with its line.
rm "$site/robots.txt"
printf '<urlset>\n<url><loc>%s/1.html</loc></url>\n<url><loc>%s/2.html</loc></url>\n<url><l' "$SITE" "$SITE" >"$site/sitemap.xml"
: >"$ACCESS_LOG"
run "${crawl[@]}" "$SITE/"
expect_status 0
expect_requests /robots.txt /sitemap.xml / /1.html /2.html
expect_stderr_contains "sitemap.xml:" "4"

# A page for "not found" that is answered with 200 is no sitemap, and no warning.
echo "<!DOCTYPE html><title>Oops</title><a href=/1.html>home</a>" >"$site/sitemap.xml"
: >"$ACCESS_LOG"
run "${crawl[@]}" "$SITE/"
expect_requests /robots.txt /sitemap.xml /
expect_equal 1 "$(wc -l <"$TMP/stderr")" "lines of standard error"

# 50,000 URLs in one file: read, and bounded by --max-pages.
seq 1 50010 | sed "s|.*|<url><loc>$SITE/many/&.html</loc></url>|" | urlset >"$site/sitemap.xml"
run "${crawl[@]}" --max-pages 3 "$SITE/"
expect_status 4
expect_stderr_contains "sitemap.xml: " "stopped by a limit"

# The memory of an entry goes with it, however long the URL that all of them are read against.
long=$(for i in a b c d e f g h; do printf "$i%.0s" {1..120}; printf /; done)
echo 'location ^~ /long/ { rewrite .* /long.xml break; }' >"$site/nginx.conf"
seq 1 50000 | sed 's|.*|<url><loc>&</loc></url>|' | urlset >"$site/long.xml"
serve "$site"
printf 'Sitemap: %s/long/%sx.xml\n' "$SITE" "$long" >"$site/robots.txt"
run bash -c 'ulimit -v 160000; exec "$@"' bash "${crawl[@]}" --max-pages 1 "$SITE/"
expect_status 4
expect_stderr_contains "50000 queued"

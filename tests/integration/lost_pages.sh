#!/bin/bash
# Pages that stand in the shadow of something else: of a sitemap that is one URL with them, of seeds
# that are done, of a crawl that began elsewhere. Each is fetched, and read for links.
. "$(dirname "$0")/lib.sh"

site=$TMP/site
crawl() { # STATE [OPTION|URL]...
    local folder=$TMP/$1
    shift
    : >"$ACCESS_LOG"
    run bonafide crawl --allow-net 127.0.0.1 --delay 0 --state "$folder" --output "$TMP/out.warc" "$@"
}
page() { # FILE [LINK]...
    local file=$1 link
    shift
    mkdir -p "$(dirname "$site/$file")"
    {
        echo "<!DOCTYPE html><title>$file</title><p>This is $file."
        for link in "$@"; do echo "<a href=\"$link\">on</a>"; done
    } >"$site/$file"
}

# A site that sends whom it does not understand to its front page: /sitemap.xml leads to a page.
page index.html /en/
page en/index.html /en/ana.html
page en/ana.html
echo 'location = /sitemap.xml { return 302 /en/; }' >"$site/nginx.conf"
serve "$site"
crawl redirected "$SITE/"
expect_status 0
expect_requests /robots.txt /sitemap.xml /en/ / /en/ /en/ana.html

# A page that robots.txt names as a sitemap is a page all the same, with links of its own.
rm -r "$site"
page index.html /all.html
page all.html /ana.html /ben.html
page ana.html
page ben.html
serve "$site"
printf 'Sitemap: %s/all.html\n' "$SITE" >"$site/robots.txt"
crawl named "$SITE/"
expect_status 0
expect_requests /robots.txt /all.html / /all.html /ana.html /ben.html
crawl named "$SITE/"
expect_requests /all.html / /all.html /ana.html /ben.html

# A list longer than a run may fetch: the next run comes to its end before it begins anew.
rm -r "$site"
for i in 1 2 3 4 5; do page "$i.html"; done
serve "$site"
seeds=("$SITE"/{1,2,3,4,5}.html)
crawl list --scope list --max-pages 3 "${seeds[@]}"
expect_status 4
expect_requests /robots.txt /1.html /2.html /3.html
crawl list --scope list --max-pages 3 "${seeds[@]}"
expect_status 4
expect_requests_in_order /4.html /5.html /1.html
crawl list --scope list --max-pages 3 "${seeds[@]}"
expect_requests_in_order /2.html /3.html /1.html
crawl list --scope list --max-pages 3 "${seeds[@]}"
expect_requests_in_order /4.html /5.html /1.html

# Who begins elsewhere than before, gets all that can be reached from there.
rm -r "$site"
page index.html /a/ /b/ /c.html
page a/index.html /a/1.html /c.html
page a/1.html
page b/index.html /b/1.html
page b/1.html
page c.html
serve "$site"
crawl begun "$SITE/"
expect_status 0
crawl begun "$SITE/a/"
expect_status 0
expect_requests /robots.txt /sitemap.xml /a/ /a/1.html /c.html
crawl begun "$SITE/a/"
expect_requests /sitemap.xml /a/ /a/1.html /c.html
expect_stderr_contains "3 pages (3 unchanged)"
crawl begun "$SITE/"
expect_requests /robots.txt /sitemap.xml / /a/ /a/1.html /b/ /b/1.html /c.html

# A page that is named from now on is a seed, and counts as one.
crawl begun "$SITE/" "$SITE/a/"
rm "$site/a/index.html"
crawl begun "$SITE/" "$SITE/a/"
expect_status 3

# What a list has is in the scope of whoever is named next.
rm -r "$site"
page a/index.html
page b/index.html
page b/1.html
serve "$site"
printf '%s/b/1.html\n' "$SITE" >"$site/sitemap.xml"
crawl scoped --scope path "$SITE/a/"
expect_requests /robots.txt /sitemap.xml /a/
crawl scoped --scope path "$SITE/a/" "$SITE/b/"
expect_requests /robots.txt /sitemap.xml /a/ /b/ /b/1.html

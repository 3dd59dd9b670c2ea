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

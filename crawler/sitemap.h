/* crawler/sitemap.h: one sitemap file, from its bytes to the URLs that it lists. Knows the formats
 * of sitemaps.org (urlset, sitemapindex, text, RSS, Atom) and their bounds; where sitemaps are
 * found, and what of a list may be fetched, is the crawl's. */
#ifndef BF_CRAWLER_SITEMAP_H
#define BF_CRAWLER_SITEMAP_H

#include <stdint.h>

#include "bonafide/error.h"
#include "bonafide/str.h"

enum {
    BF_SITEMAP_MOST_ENTRIES = 50000,  /* of one file (sitemaps.org) */
    BF_SITEMAP_MOST_BYTES = 52428800, /* of one file, after gzip */
    BF_SITEMAP_MOST_DEPTH = 32,       /* of elements in each other */
    BF_SITEMAP_MOST_LOC_BYTES = 8192  /* of one URL; what is longer is left out */
};

typedef enum {
    BF_SITEMAP_NONE,  /* no sitemap: a page, a soft 404, a login form */
    BF_SITEMAP_URLS,  /* its entries are pages */
    BF_SITEMAP_INDEX, /* its entries are sitemaps */
    BF_SITEMAP_KINDS
} bf_sitemap_kind;

/* One URL of the list. Priority and changefreq are not read: they say what a site wishes. */
typedef struct {
    bf_sitemap_kind kind; /* of the file: BF_SITEMAP_URLS or BF_SITEMAP_INDEX */
    bf_str loc;           /* valid UTF-8 as written, trimmed, entities undone, never empty; it may
                             be relative, of another host, or no URL at all */
    int64_t modified_ms;  /* -1: not said, or said in a way that cannot be read */
} bf_sitemap_entry;

/* Told each entry, in the order of the file; its views live during the call. false stops. */
typedef bool bf_sitemap_visit(const bf_sitemap_entry *entry, void *user);

/* What became of a file. */
typedef struct {
    bf_sitemap_kind kind;
    size_t entries;   /* told */
    bool distrust;    /* the dates say nothing: three or more, all the same, or one in the future */
    const char *cut;  /* why the rest was left out, in words; NULL: nothing was for a bound */
    bf_error warning; /* the first thing wrong in what was read, with its line; BF_OK: none */
} bf_sitemap_outcome;

/* Tells `visit` the entries of the sitemap in `bytes`, the HTTP body with its content codings
 * undone, and `out` what became of it. gzip is known by its first bytes and undone up to twice.
 * Broken XML gives what can be read of it; an entry whose URL is cut off by the end is none. No
 * entity but the predefined is expanded, nothing is fetched, and time and memory are linear in
 * `bytes` and bounded by BF_SITEMAP_MOST_BYTES. A date more than a day later than `now_ms` lies in
 * the future: clocks and zones differ. false: `visit` stopped, or BF_ERR_MEMORY; `out` says how far
 * it came. */
BF_MUST_CHECK bool bf_sitemap_read(bf_str bytes, int64_t now_ms, bf_sitemap_visit *visit,
                                   void *user, bf_sitemap_outcome *out, bf_error *err);

#endif

/* analyzer/source.h: what a user names, as pages. Knows WARC files, HTML files, folders and JSON
 * Lines, told apart by their first bytes, plain or gzipped; what a page says is not its business.
 */
#ifndef BF_ANALYZER_SOURCE_H
#define BF_ANALYZER_SOURCE_H

#include "analyzer/raw_page.h"

typedef enum {
    BF_SOURCE_PAGE, /* a page is there */
    BF_SOURCE_END,  /* nothing is left */
    BF_SOURCE_BAD,  /* one page, record or file could not be read, or takes more memory than there
                       is: `err` says where and why, the URL is given where it is known;
                       reading may go on */
    BF_SOURCE_FATAL /* memory ran out: only bf_source_close() may follow */
} bf_source_next_kind;

typedef struct bf_source bf_source;

/* Called before each read of `fd`, which may be a pipe whose other end is slow: returns when there
 * is something to read. */
typedef void bf_source_wait(int fd, void *user);

/* How a source is read; zeroed is the default. */
typedef struct {
    const char *base_url;    /* of HTML files; NULL: their path as a file URL, or "-" */
    const char *archive_dir; /* WARC files that revisits refer to; NULL: only those beside the file
                                that is read are looked into */
    bf_page_limits limits;
    bf_source_wait *wait; /* NULL: a read waits for itself */
    void *waiting;        /* given to it */
} bf_source_settings;

/* Opens `path`: a file, a folder (read recursively, in the order of names: what ends in .html,
 * .htm, .xhtml, .warc, .warc.gz, .jsonl or .jsonl.gz), or "-" for standard input. A folder
 * without any of these is one BF_SOURCE_BAD. NULL: BF_ERR_INPUT with the system's words, or
 * BF_ERR_MEMORY. */
bf_source *bf_source_open(const char *path, const bf_source_settings *settings, bf_error *err);

/* The same for an open descriptor, closed by bf_source_close(); `name` is what lines call it. */
bf_source *bf_source_of_fd(int fd, const char *name, const bf_source_settings *settings,
                           bf_error *err);

/* Reads the next page, as it is, into `raw`; its views live until the next call on `source`. Of a
 * WARC file pages are response records of type text/html, application/xhtml+xml, text/plain or none
 * with status 200 to 299 or 400 and above, and resource records of those types, of http, https, ftp
 * and file URLs; a second record with the target, date and digest of one of the last 4,096 is
 * passed over, and so are robots.txt and sitemaps. A revisit is the page in the response that it
 * refers to, with its own URL and time, where that response is found (warc_lookup.h) in the archive
 * or beside the file. Where not, it is BF_SOURCE_BAD when an archive was named, else passed over
 * and counted. A line of JSON Lines is an object with "url" and "html", and where known
 * "requested_url", "fetched_at", "status" and "headers" (an object of texts). An HTML file
 * "page.html" may have such an object, without "html", in "page.html.json". */
BF_MUST_CHECK bf_source_next_kind bf_source_next_raw(bf_source *source, bf_raw_page *raw,
                                                     bf_error *err);

/* The same, and makes the page in `arena` (bf_raw_page_read()): one that cannot be made, or takes
 * more memory than there is, is BF_SOURCE_BAD. */
BF_MUST_CHECK bf_source_next_kind bf_source_next(bf_source *source, bf_arena *arena, bf_page *page,
                                                 bf_error *err);

/* How many revisits were passed over so far, for want of what they refer to. */
uint64_t bf_source_revisits_passed_over(const bf_source *source);

/* Closes what was opened; NULL is allowed. */
void bf_source_close(bf_source *source);

#endif

/* common/cdxj.h: the index of a folder of WARC files: a line a capture, sorted by key (surt.h) and
 * time, so that pywb and its kin replay the folder, and a revisit finds what it refers to. Knows
 * lines; which files there are is warc_archive.h's. */
#ifndef BF_COMMON_CDXJ_H
#define BF_COMMON_CDXJ_H

#include <stdint.h>

#include "bonafide/arena.h"
#include "bonafide/error.h"
#include "common/buf.h"

/* The index's name in its folder. A line is
 *
 *     com,example)/ana 20261123200000 {"url": "https://example.com/ana", "mime": "text/html",
 *       "status": "200", "digest": "sha1:…", "length": "1234", "offset": "567", "filename": "…"}
 *
 * without the break, all values texts, and what is unknown left out. */
#define BF_CDXJ_NAME "index.cdxj"

enum {
    BF_CDXJ_RUN = 4 * 1024 * 1024, /* bytes of lines that are best merged at once */
    BF_CDXJ_MOST = 8 * 1024 * 1024 /* the limit of a buffer of lines: one more fits */
};

/* What a line says of a capture; empty and 0 is unknown. */
typedef struct {
    bf_str target_uri;
    int64_t date_ms;
    bf_str mime; /* without parameters, "warc/revisit" of a revisit */
    int status;  /* HTTP's */
    bf_str payload_digest;
    uint64_t offset, length; /* of the record as stored */
} bf_cdxj_capture;

/* Fills mime and status from the HTTP message `response`, of a revisit record or a full one; their
 * memory is that of `response` and `arena`, which is reset first. */
void bf_cdxj_read_head(bf_str response, bool revisit, bf_arena *arena, bf_cdxj_capture *out);

/* Appends the line of `capture`, which stands in a file `name`, to `lines`; a revisit by a 304 has
 * none: who asks for its day is to find the full capture, which is what the page was. A failure is
 * latched. */
void bf_cdxj_append(bf_buf *lines, const bf_cdxj_capture *capture, const char *name);

/* Sorts what was appended to `lines` into the index in `folder`, and empties them. Lines that are
 * there already are not added again. The index is replaced by renaming, on the disk before it is
 * seen, and never held in memory. false: BF_ERR_INPUT, the old index cannot be read; BF_ERR_OUTPUT,
 * the new one cannot be written; BF_ERR_LIMIT, BF_ERR_MEMORY. The old index then still stands. */
BF_MUST_CHECK bool bf_cdxj_merge(const char *folder, bf_buf *lines, bf_error *err);

/* Adds the captures in the WARC file `path` to the index in `folder`, as those of a file `name`:
 * response, revisit and resource records with a target and a date. Their lines are those that were
 * appended when they were written. false: as bf_cdxj_merge(), or BF_ERR_INPUT, `path` cannot be
 * read.
 */
BF_MUST_CHECK bool bf_cdxj_add(const char *folder, const char *path, const char *name,
                               bf_error *err);

/* A line of an index, as far as it leads to a record. */
typedef struct {
    bf_str file; /* UTF-8, as written: not to be trusted as a path */
    uint64_t offset;
} bf_cdxj_entry;

/* Shown an entry; false ends the search. */
typedef bool bf_cdxj_visit(const bf_cdxj_entry *entry, void *user);

/* Shows `visit` the entries for captures of `url` in the second of `date_ms`, by binary search in
 * the index of `folder`. Without an index there are none, and lines that are no entries are passed
 * over. false: BF_ERR_INPUT, the index cannot be read; BF_ERR_MEMORY. */
BF_MUST_CHECK bool bf_cdxj_find(const char *folder, bf_str url, int64_t date_ms,
                                bf_cdxj_visit *visit, void *user, bf_error *err);

#endif

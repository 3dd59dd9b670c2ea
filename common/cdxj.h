/* common/cdxj.h: the index of a folder of WARC files: a line a capture, sorted by key (surt.h) and
 * time, so that pywb and its kin replay the folder, and a revisit finds what it refers to. Knows
 * lines; which files there are is warc_archive.h's. */
#ifndef BF_COMMON_CDXJ_H
#define BF_COMMON_CDXJ_H

#include <stdint.h>

#include "bonafide/error.h"
#include "bonafide/str.h"

/* The index's name in its folder. A line is
 *
 *     com,example)/ana 20261123200000 {"url": "https://example.com/ana", "mime": "text/html",
 *       "status": "200", "digest": "sha1:…", "length": "1234", "offset": "567", "filename": "…"}
 *
 * without the break, all values texts, and what is unknown left out. */
#define BF_CDXJ_NAME "index.cdxj"

/* Adds the captures in the WARC file `path` to the index in `folder`, as those of a file `name`:
 * response, revisit and resource records with a target and a date. Lines that are there already are
 * not added again. The index is replaced by renaming, on the disk before it is seen, and never held
 * in memory. false: BF_ERR_INPUT, `path` or the old index cannot be read; BF_ERR_OUTPUT, the new
 * one cannot be written; BF_ERR_MEMORY. The old index then still stands. */
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

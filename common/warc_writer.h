/* common/warc_writer.h: WARC/1.1 files, written (ISO 28500:2017). Knows records, digests and
 * members; reading is bonafide/warc.h's. */
#ifndef BF_COMMON_WARC_WRITER_H
#define BF_COMMON_WARC_WRITER_H

#include <stdint.h>

#include "bonafide/error.h"
#include "bonafide/str.h"

typedef struct bf_warc_writer bf_warc_writer;

/* A name and value of a warcinfo or metadata record (application/warc-fields). */
typedef struct {
    bf_str name, value;
} bf_warc_pair;

/* One HTTP exchange to be kept. Empty texts are left out. */
typedef struct {
    bf_str target_uri;
    int64_t date_ms;       /* when the capture began */
    bf_str ip;             /* address really connected to */
    bf_str request;        /* raw request message; empty: no request record */
    bf_str response;       /* raw head with its blank line, and the body as on the wire */
    bf_str truncated;      /* "length", "time", "disconnect", "unspecified" or empty */
    const char *profile;   /* NULL: a response record; else that of a revisit record, whose block
                              is the head of `response` */
    bf_str payload_digest; /* "sha1:…" when the caller knows it (revisits must); else computed */
    bf_str refers_to;      /* record id of the capture that is the same, "urn:uuid:…" */
    bf_str refers_to_uri;
    int64_t refers_to_ms;
    const bf_warc_pair *metadata; /* via, hopsFromSeed, fetchTimeMs …; none: no metadata record */
    size_t metadata_count;
} bf_warc_exchange;

/* Where a record went. */
typedef struct {
    uint64_t offset;         /* of the response or revisit record, from where the writer began */
    uint64_t length;         /* as stored */
    char record_id[46];      /* "urn:uuid:…", terminated */
    char payload_digest[38]; /* "sha1:…", terminated */
} bf_warc_place;

/* Makes a writer to the descriptor `fd`, which stays the caller's and is written from where it
 * stands; `gzip` gives each record a member of its own (annex D). `info` becomes the warcinfo
 * record at the first write, "format" and "conformsTo" added. NULL: no memory. */
bf_warc_writer *bf_warc_writer_new(int fd, bool gzip, const bf_warc_pair *info, size_t info_count);

/* Writes the warcinfo record now, unless it has been; so that a crawl that gets nothing leaves a
 * file that says so. false: as bf_warc_write_exchange(). */
BF_MUST_CHECK bool bf_warc_write_info(bf_warc_writer *writer, bf_error *err);

/* Writes the records of one exchange, request first, all with one date and concurrent to the
 * response, in one write where the system takes it whole; when it returns, the bytes are with the
 * kernel. Control characters in fields become blanks. false: BF_ERR_OUTPUT with the system's words
 * (a regular file is cut back to where the exchange began; elsewhere a torn record stands at the
 * end, and every later write fails), BF_ERR_FORMAT for a response without a status line, or
 * BF_ERR_MEMORY. */
BF_MUST_CHECK bool bf_warc_write_exchange(bf_warc_writer *writer, const bf_warc_exchange *exchange,
                                          bf_warc_place *place, bf_error *err);

/* Frees `writer`; NULL is allowed. Nothing is held back, so nothing is written. */
void bf_warc_writer_free(bf_warc_writer *writer);

#endif

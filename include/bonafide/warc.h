/* bonafide/warc.h: WARC files, read. Knows records, whichever tool wrote them; what a block means
 * is page.h's. Written ones are common/warc_writer.h's. */
#ifndef BONAFIDE_WARC_H
#define BONAFIDE_WARC_H

#include "bonafide/error.h"
#include "bonafide/str.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum { BF_WARC_RECORD, BF_WARC_END, BF_WARC_BAD, BF_WARC_FATAL } bf_warc_next;

/* One record (ISO 28500:2017, 5). Texts are raw bytes as they stood, except that angle brackets
 * round URIs are taken off and folded lines are joined by blanks. Of a repeated field the first
 * counts; of a text that is absent the view is empty. */
typedef struct {
    bf_str type;             /* "response", "revisit", … (5.5) */
    bf_str record_id;        /* "urn:uuid:…" (5.2) */
    bf_str date;             /* as written (5.4) */
    bf_str target_uri;       /* (5.13) */
    bf_str content_type;     /* lower case, blanks taken out (5.6) */
    bf_str ip;               /* (5.11) */
    bf_str payload_digest;   /* as written (5.9) */
    bf_str block_digest;     /* as written (5.8) */
    bf_str truncated;        /* "length", "time", "disconnect", "unspecified" or empty (5.12) */
    bf_str profile;          /* revisit records (5.16) */
    bf_str refers_to;        /* (5.10) */
    bf_str refers_to_uri;    /* (5.10) */
    bf_str refers_to_date;   /* (5.10) */
    bf_str head;             /* all named fields, raw, without the version line */
    bf_str block;            /* after gzip, before any HTTP decoding; cut at the reader's bound */
    uint64_t content_length; /* what the record claims */
    bool cut;                /* `block` is shorter than claimed, for the reader's bound */
    uint64_t offset;         /* bytes from the start of the file to the record or its member */
    uint64_t length;         /* bytes of the record as stored, separators included; 0 when it
                                shares its member with other records */
} bf_warc_record;

typedef struct bf_warc_reader bf_warc_reader;

/* Gives up to `most` bytes of the file into `bytes`, and how many in `count`: 0 at its end. false:
 * `err` says why it could not be read. */
typedef bool bf_warc_source(void *user, char *bytes, size_t most, size_t *count, bf_error *err);

/* Makes a reader of what `source` gives, for WARC/0.17 to 1.1, plain, one gzip member a record
 * (annex D), or gzipped as a whole. At most `block_limit` bytes of a block are kept (0: 64 MiB);
 * memory grows with bytes that came, never with bytes that were claimed. NULL: no memory. */
BF_API bf_warc_reader *bf_warc_reader_new(bf_warc_source *source, void *user, size_t block_limit);

/* Reads the next record. The views in `out` live until the next call on `reader`.
 *   BF_WARC_RECORD  `out` is filled
 *   BF_WARC_END     the input ended between two records
 *   BF_WARC_BAD     malformed, corrupt or cut off: `err` says why and at which offset; reading may
 *                   go on, at the next member, or in a plain file at the next line with "WARC/"
 *   BF_WARC_FATAL   the input failed or memory ran out: only bf_warc_reader_free() may follow */
BF_API BF_MUST_CHECK bf_warc_next bf_warc_read(bf_warc_reader *reader, bf_warc_record *out,
                                               bf_error *err);

/* Frees `reader`; NULL is allowed. */
BF_API void bf_warc_reader_free(bf_warc_reader *reader);

/* The value of the first named field `name` of the record's head, without case, trimmed: a view
 * into `record`; empty when absent. */
BF_API bf_str bf_warc_field(const bf_warc_record *record, bf_str name);

#ifdef __cplusplus
}
#endif

#endif

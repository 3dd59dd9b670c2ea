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

enum { BF_WARC_ID_TEXT = 46 }; /* "urn:uuid:", 36 characters and a NUL */

/* The names of the records of one exchange. Who writes it to two places makes them beforehand, so
 * that both tell of the same records. */
typedef struct {
    char response[BF_WARC_ID_TEXT]; /* of the response or revisit record */
    char request[BF_WARC_ID_TEXT];
    char metadata[BF_WARC_ID_TEXT];
} bf_warc_ids;

/* The profiles of revisit records (ISO 28500:2017, 6.7.2 and 6.7.3). */
#define BF_WARC_SAME_PAYLOAD "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
#define BF_WARC_NOT_MODIFIED "http://netpreserve.org/warc/1.1/revisit/server-not-modified"

/* One HTTP exchange to be kept. Empty texts are left out. */
typedef struct {
    bf_str target_uri;
    int64_t date_ms;         /* when the capture began */
    bf_str ip;               /* address really connected to */
    const bf_str *protocols; /* "h2", "tls/1.3" …: a WARC-Protocol each */
    size_t protocol_count;
    bf_str cipher_suite;    /* "TLS_AES_128_GCM_SHA256" */
    bf_str request;         /* raw request message; empty: no request record */
    bf_str response;        /* raw head with its blank line, and the body as on the wire */
    bf_str truncated;       /* "length", "time", "disconnect", "unspecified" or empty */
    const bf_warc_ids *ids; /* NULL: made when it is written */
    const char *profile;    /* NULL: a response record; else that of a revisit record, whose block
                               is the head of `response`: of a 200 with an equal payload
                               BF_WARC_SAME_PAYLOAD, of a real 304 BF_WARC_NOT_MODIFIED */
    bf_str payload_digest;  /* "sha1:…" when the caller knows it, for a 304 that of the kept
                               payload; else computed, but for a 304 */
    bf_str refers_to;       /* record id of the capture that is the same, "urn:uuid:…" */
    bf_str refers_to_uri; /* its target and date: readers find it by these, so a revisit has both */
    int64_t refers_to_ms;
    bf_str refers_to_file; /* the name of the file that holds it, without a folder, and where in it
                              the record begins; empty: unknown */
    uint64_t refers_to_offset;
    const bf_warc_pair *metadata; /* via, hopsFromSeed, fetchTimeMs …; none: no metadata record */
    size_t metadata_count;
} bf_warc_exchange;

/* Where a record went. */
typedef struct {
    uint64_t offset;                 /* of the response or revisit record, from where the writer
                                        began; of the metadata record of a failure */
    uint64_t length;                 /* as stored */
    char record_id[BF_WARC_ID_TEXT]; /* "urn:uuid:…", terminated */
    char payload_digest[38];         /* "sha1:…", terminated; empty: none */
} bf_warc_place;

/* Makes the names of the records of one exchange. false: BF_ERR_OUTPUT, the system gives no random
 * bytes. */
BF_MUST_CHECK bool bf_warc_make_ids(bf_warc_ids *out, bf_error *err);

/* Writes the digest of the payload of `response`, a raw message, into `out`, which has room for
 * BF_DIGEST_SHA1_TEXT: of the body with chunks undone and content coding kept (ISO 28500:2017,
 * 5.9), as bf_warc_write_exchange() computes it. false: BF_ERR_FORMAT for a response without a
 * status line, or BF_ERR_MEMORY. */
BF_MUST_CHECK bool bf_warc_payload_digest(bf_str response, char *out, bf_error *err);

/* Makes a writer to the descriptor `fd`, which stays the caller's and is written from where it
 * stands; `gzip` gives each record a member of its own (annex D). `info` becomes the warcinfo
 * record at the first write, "format" and "conformsTo" added. NULL: no memory. */
bf_warc_writer *bf_warc_writer_new(int fd, bool gzip, const bf_warc_pair *info, size_t info_count);

/* Gives the file that is written a name for the warcinfo record (WARC-Filename), before the first
 * write. */
void bf_warc_writer_name(bf_warc_writer *writer, const char *name);

/* Writes the warcinfo record now, unless it has been; so that a crawl that gets nothing leaves a
 * file that says so. false: as bf_warc_write_exchange(). */
BF_MUST_CHECK bool bf_warc_write_info(bf_warc_writer *writer, bf_error *err);

/* Writes the records of one exchange, request first, all with one date and concurrent to the
 * response, in one write where the system takes it whole; when it returns, the bytes are with the
 * kernel. Control characters in fields become blanks. false: BF_ERR_OUTPUT with the system's words
 * (a regular file is cut back to where the exchange began; elsewhere a torn record stands at the
 * end, and every later write fails), BF_ERR_FORMAT for a response without a status line or a
 * revisit without the target that it refers to, or BF_ERR_MEMORY. */
BF_MUST_CHECK bool bf_warc_write_exchange(bf_warc_writer *writer, const bf_warc_exchange *exchange,
                                          bf_warc_place *place, bf_error *err);

/* Writes of a fetch that brought no response one metadata record with its target, date, address and
 * pairs ("fetchError" and the like), so that a refused or broken fetch leaves evidence. The other
 * members of `exchange` are not looked at, but for `ids`, whose `metadata` is the record's name.
 * `place` and false: as bf_warc_write_exchange(). */
BF_MUST_CHECK bool bf_warc_write_failure(bf_warc_writer *writer, const bf_warc_exchange *exchange,
                                         bf_warc_place *place, bf_error *err);

/* Bytes written so far. */
uint64_t bf_warc_writer_written(const bf_warc_writer *writer);

/* Frees `writer`; NULL is allowed. Nothing is held back, so nothing is written. */
void bf_warc_writer_free(bf_warc_writer *writer);

#endif

/* crawler/captures.h: what a URL answered when it was last fetched, and where that is kept, so that
 * the next round can ask whether it is still so. Knows validators, digests and places; whether an
 * answer is the same is the crawl's to say. */
#ifndef BF_CRAWLER_CAPTURES_H
#define BF_CRAWLER_CAPTURES_H

#include "bonafide/arena.h"
#include "crawler/state.h"

/* The last full capture of a URL. Texts that are unknown are empty. */
typedef struct {
    bf_str etag, modified; /* values of ETag and Last-Modified as received (RFC 9110, 8.8) */
    bf_str digest;         /* of the payload, "sha1:…" */
    bf_str record_id;      /* of its response record, "urn:uuid:…" */
    int64_t date_ms;       /* of that record */
    bf_str file;           /* of the archive, without its folder */
    uint64_t offset;       /* of the record in it */
} bf_capture;

typedef struct bf_captures bf_captures;

/* Makes the captures of `state`, which outlives them. NULL: BF_ERR_STATE, BF_ERR_MEMORY. */
bf_captures *bf_captures_new(bf_state *state, bf_error *err);

/* Frees them; what is committed stays. NULL is allowed. */
void bf_captures_free(bf_captures *captures);

/* Finds the capture of `url`, in its fetch form, its texts copied into `arena`; without one `out`
 * is all empty. */
BF_MUST_CHECK bool bf_captures_find(bf_captures *captures, bf_str url, bf_arena *arena,
                                    bf_capture *out, bf_error *err);

/* Keeps `capture` as the last one of `url`. */
BF_MUST_CHECK bool bf_captures_keep(bf_captures *captures, bf_str url, const bf_capture *capture,
                                    bf_error *err);

/* Forgets them all unless the last call was with the same `basis`, a hash of what decides which
 * links are taken: who takes others has to see each page again, though it be as it was. `*same`
 * says that it was. */
BF_MUST_CHECK bool bf_captures_rest_on(bf_captures *captures, int64_t basis, bool *same,
                                       bf_error *err);

#endif

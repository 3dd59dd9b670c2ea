/* crawler/recorder.h: what was fetched, kept as evidence: WARC records in an archive folder, on a
 * stream, or both. Knows which exchange is a revisit of a capture that is kept already, and how far
 * its files are committed; the form of records is warc_writer.h's. */
#ifndef BF_CRAWLER_RECORDER_H
#define BF_CRAWLER_RECORDER_H

#include "bonafide/arena.h"
#include "crawler/captures.h"
#include "crawler/fetch.h"

typedef struct bf_recorder bf_recorder;

/* Makes a recorder to what `settings` name: an archive folder, a stream, or both. What an earlier
 * run of this state wrote there and did not commit is cut off, so that what is fetched once more is
 * kept once. `state` and `settings` outlive it. NULL: BF_ERR_OUTPUT with file and reason,
 * BF_ERR_STATE, BF_ERR_MEMORY. */
bf_recorder *bf_recorder_new(const bf_crawl_settings *settings, bf_state *state, bf_error *err);

/* Says whether this run takes other links than the one before: no capture counts then, so that each
 * page is read for them. */
bool bf_recorder_takes_other_links(const bf_recorder *recorder);

/* Completes the archive's file when it is full. What is complete stays: to be called when all that
 * was recorded is committed. false: as bf_recorder_close(). */
BF_MUST_CHECK bool bf_recorder_rotate(bf_recorder *recorder, bf_error *err);

/* Completes the archive's file: it gets its name and its lines in the index. false: BF_ERR_OUTPUT;
 * what was recorded stays. */
BF_MUST_CHECK bool bf_recorder_close(bf_recorder *recorder, bf_error *err);

/* Frees it; NULL is allowed. One that was not closed leaves its files as a kill would, for the next
 * run of the state to cut and complete; without a state, the archive's file is completed if it can
 * be. */
void bf_recorder_free(bf_recorder *recorder);

/* The last capture of `url`, texts in `arena`, for a conditional request; all empty when none is
 * kept, its file is gone, or there is no archive. false: as bf_captures_find(). */
BF_MUST_CHECK bool bf_recorder_last(bf_recorder *recorder, bf_str url, bf_arena *arena,
                                    bf_capture *out, bf_error *err);

/* Makes the next request for `url` an unconditional one. false: as bf_captures_keep(). */
BF_MUST_CHECK bool bf_recorder_forget(bf_recorder *recorder, bf_str url, bf_error *err);

/* What is to be recorded. */
typedef struct {
    bf_str url; /* that was asked for */
    bf_str via, hops;
    const bf_fetch_result *result;
    const bf_capture *last; /* as bf_recorder_last() gave it before the request */
    bf_str digest;          /* of the payload, as bf_warc_payload_digest() has it */
    bf_str directives;      /* "noindex", "nofollow", both with a comma, or empty */
    bf_str canonical;       /* what the page calls its own URL, or empty */
} bf_recorded;

/* Says whether `what` is as it was: the server says that the last capture still holds (304), or the
 * payload is the same. */
bool bf_recorder_is_unchanged(const bf_recorded *what);

/* Records an exchange: as a revisit where it is unchanged, else in full, and that is then the last
 * capture. When it returns, the bytes are with the kernel; they count when the state is committed.
 * false: BF_ERR_OUTPUT, BF_ERR_STATE, BF_ERR_MEMORY. */
BF_MUST_CHECK bool bf_recorder_write(bf_recorder *recorder, const bf_recorded *what, bf_error *err);

/* Records that a fetch brought no response, and why. false: as bf_recorder_write(). */
BF_MUST_CHECK bool bf_recorder_write_failure(bf_recorder *recorder, const bf_recorded *what,
                                             bf_error *err);

#endif

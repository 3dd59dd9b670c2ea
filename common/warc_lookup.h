/* common/warc_lookup.h: the record that a revisit refers to, in a folder of WARC files. Knows where
 * to look, and what to believe of what is there. */
#ifndef BF_COMMON_WARC_LOOKUP_H
#define BF_COMMON_WARC_LOOKUP_H

#include "bonafide/warc.h"

/* What a revisit says of the response that it refers to. Texts are views into its record. */
typedef struct {
    bf_str target_uri;
    int64_t date_ms;
    bf_str payload_digest; /* empty: not said */
    bf_str file;           /* the name of its file; empty: not said */
    uint64_t offset;       /* of the record in it */
} bf_warc_reference;

/* Reads from a revisit record of the profiles of ISO 28500:2017, 6.7, in the spelling of any
 * version, what it refers to. A target that is not said is its own, and the digest of no bytes says
 * nothing of what a server did not send again. false: of another profile, or no date is said. */
bool bf_warc_reference_of(const bf_warc_record *revisit, bf_warc_reference *out);

typedef struct bf_warc_lookup bf_warc_lookup;

/* Makes a look-up in `folder`, which need not exist; of a block at most `block_limit` bytes are
 * kept. NULL: no memory. */
bf_warc_lookup *bf_warc_lookup_new(const char *folder, size_t block_limit);

/* Frees `lookup`; NULL is allowed. */
void bf_warc_lookup_free(bf_warc_lookup *lookup);

typedef enum {
    BF_WARC_LOOKUP_FOUND,   /* `record` and `path` are filled */
    BF_WARC_LOOKUP_MISSING, /* the folder has no such record */
    BF_WARC_LOOKUP_FAILED   /* `err` says why: BF_ERR_MEMORY */
} bf_warc_lookup_end;

/* Finds the response that `reference` names: in the file and at the offset that it says, else by
 * the folder's index (cdxj.h); a file that is still written (warc_archive.h) is looked into as
 * well. A record is believed that is a response to the same target, of the same second and, where
 * both say one, with the same payload digest. A name that leads out of the folder is no name. The
 * views in `record`, its offset counted from the start of the file, and `path`, which is the file's
 * when it is complete, live until the next call on `lookup`. */
BF_MUST_CHECK bf_warc_lookup_end bf_warc_lookup_find(bf_warc_lookup *lookup,
                                                     const bf_warc_reference *reference,
                                                     bf_warc_record *record, bf_str *path,
                                                     bf_error *err);

#endif

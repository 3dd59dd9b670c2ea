/* common/input.h: the bytes of a file as they come, gzip members undone where the caller looks for
 * them. Knows where in the file a byte stood; what the bytes mean is the caller's. */
#ifndef BF_COMMON_INPUT_H
#define BF_COMMON_INPUT_H

#include "bonafide/error.h"
#include "bonafide/str.h"
#include "bonafide/warc.h"

typedef struct bf_input bf_input;

typedef enum {
    BF_INPUT_MORE,   /* as many bytes as were asked for are in view */
    BF_INPUT_END,    /* fewer, because the file ends after them */
    BF_INPUT_SEAM,   /* fewer, because a gzip member ends after them */
    BF_INPUT_BROKEN, /* fewer, because the member is cut off, corrupt or a bomb: `err` says so */
    BF_INPUT_FAILED  /* the source failed, or BF_ERR_MEMORY: only bf_input_free() may follow */
} bf_input_state;

enum { BF_INPUT_MOST_VIEW = 512 * 1024 }; /* bytes that may be asked for at once */

/* Makes an input of what `source` gives. NULL: no memory. */
bf_input *bf_input_new(bf_warc_source *source, void *user);

/* Frees `input`; NULL is allowed. */
void bf_input_free(bf_input *input);

/* Brings at least `want` bytes into view, or says why there are fewer. Reads no further than it
 * must, so that a pipe is not waited for in vain. */
BF_MUST_CHECK bf_input_state bf_input_fill(bf_input *input, size_t want, bf_error *err);

/* The bytes in view, until the next call on `input`. */
bf_str bf_input_view(const bf_input *input);

/* Takes the first `count` bytes out of view; no more than there are. */
void bf_input_take(bf_input *input, size_t count);

/* Where a gzip member begins at the next byte, goes into it and says so in `opened`; where not, or
 * inside one, nothing changes. */
BF_MUST_CHECK bf_input_state bf_input_open_member(bf_input *input, bool *opened, bf_error *err);

/* Leaves the member whose seam was met, for what follows it in the file. */
void bf_input_leave_member(bf_input *input);

/* Gives up a member that is broken, and goes back to the first bytes after its beginning that are
 * still there and were not looked at before: another member may begin among them. */
void bf_input_abandon_member(bf_input *input);

/* Says whether the bytes in view come out of a member. */
bool bf_input_in_member(const bf_input *input);

/* Bytes of the file before the member in which the view stands. */
uint64_t bf_input_member_offset(const bf_input *input);

/* Bytes of the file that were used up: outside a member, those before the view. */
uint64_t bf_input_offset(const bf_input *input);

/* Begins to count anew for the bound on bombs: more than a GiB at more than a hundredfold since
 * the last call, or since the member began, is BF_INPUT_BROKEN. */
void bf_input_forgive(bf_input *input);

/* A bf_warc_source for the descriptor that the `int` at `user` holds. */
bool bf_input_read_fd(void *user, char *bytes, size_t most, size_t *count, bf_error *err);

#endif

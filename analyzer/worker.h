/* analyzer/worker.h: a process that reads pages and can be hurt by none but itself: it has no
 * files, no network, and only the memory that it is given. Knows the frames that it speaks in, on
 * both sides; who asks it for what is pool.h's. */
#ifndef BF_ANALYZER_WORKER_H
#define BF_ANALYZER_WORKER_H

#include <sys/types.h>

#include "analyzer/raw_page.h"
#include "bonafide/analysis.h"
#include "common/sandbox.h"

enum {
    BF_WORKER_HEAD = 5,                      /* bytes of a frame's length and kind */
    BF_WORKER_FRAME_MOST = 80 * 1024 * 1024, /* bytes of a frame's payload */
};

/* What a frame is. Its length is four bytes, little endian, and its kind one, before it. */
typedef enum {
    BF_FRAME_PAGE,   /* to a worker: a raw page */
    BF_FRAME_LINES,  /* from it: all lines of that page */
    BF_FRAME_FAILED, /* from it: why there are none */
    BF_FRAME_LACKS,  /* from it, before its first page: what its sandbox is without, for people */
    BF_FRAME_KINDS
} bf_frame_kind;

/* One page's work. */
typedef struct {
    const bf_raw_page *raw;
    bf_arena *arena; /* of at most the page's memory */
    bf_str url;      /* set by the work where it is known: for a failure */
    bf_report_visit *visit;
    void *visiting;
} bf_worker_job;

/* What a worker does with a page: tells `job->visit` its lines. false: as bf_analyze(). */
typedef bool bf_worker_work(bf_worker_job *job, void *user, bf_error *err);

/* Opens what a worker reads besides pages: called once, when all else is closed and before it gives
 * up its rights. false: it cannot be a worker. */
typedef bool bf_worker_begin(void *user);

typedef struct {
    bf_worker_work *work;
    bf_worker_begin *begin; /* NULL: nothing */
    void *user;             /* given to both */
    size_t page_bytes;      /* memory for one page, beside what the process has when it begins */
    bf_sandbox_mode sandbox;
} bf_worker_settings;

/* Makes the parser and the digests ready, which read files when first used: before any worker is
 * forked. The tables of encodings are the caller's to load. false: BF_ERR_MEMORY. */
BF_MUST_CHECK bool bf_worker_prepare(bf_error *err);

/* Is a worker, in a process just forked by `coordinator`: gives up all but `socket` and standard
 * error, tells what kept it from giving up all of that, then answers each page with one frame until
 * the other side closes or the coordinator ends. Leaves by _exit. */
_Noreturn void bf_worker_serve(int socket, pid_t coordinator, const bf_worker_settings *settings);

/* What a worker that ended with exit status `status` could not do before its first page, as "had no
 * memory", for people. */
const char *bf_worker_setup_name(int status);

/* Reads the head of a frame that must be of one of the kinds in `kinds` (bit 1 << bf_frame_kind).
 * false: BF_ERR_FORMAT, or BF_ERR_LIMIT for a length over BF_WORKER_FRAME_MOST. */
BF_MUST_CHECK bool bf_worker_read_head(const uint8_t raw[BF_WORKER_HEAD], unsigned kinds,
                                       bf_frame_kind *kind, size_t *length, bf_error *err);

/* Writes such a head. */
void bf_worker_write_head(uint8_t raw[BF_WORKER_HEAD], bf_frame_kind kind, size_t length);

/* Takes the next line off `*rest`, the payload of a BF_FRAME_LINES; `line->json` is a view of it.
 * Believes nothing: false when what is left is not a line. */
BF_MUST_CHECK bool bf_worker_take_line(bf_str *rest, bf_report_line *line);

/* Reads the payload of a BF_FRAME_FAILED. false: it is none. */
BF_MUST_CHECK bool bf_worker_take_failure(bf_str payload, bf_str *url, bf_error *failure);

#endif

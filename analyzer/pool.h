/* analyzer/pool.h: pages handed to worker processes, and what they make of them told in the order
 * in which the pages came. Knows who works on what, for how long, and what to say when a worker
 * ends; what a worker does is worker.h's. */
#ifndef BF_ANALYZER_POOL_H
#define BF_ANALYZER_POOL_H

#include "analyzer/worker.h"

typedef struct bf_pool bf_pool;

typedef struct {
    size_t jobs;               /* workers at once; 0: as many as this process has cores */
    int64_t page_ms;           /* time for one page; 0: 30 seconds */
    bool no_code;              /* no pattern is machine code: nothing is sealed */
    bf_worker_settings worker; /* page_bytes 0: 512 MiB */
} bf_pool_settings;

/* Told of the pages one after the other, in the order in which they were given. */
typedef struct {
    void (*page)(void *user); /* a page was read; its lines follow, if there are any */
    bf_report_visit *line;    /* each line of a page; false stops the pool */
    /* Why there are no lines: the page or source is `url`, `archive` or both. `told`: a person has
     * heard of it already. false stops the pool. */
    bool (*failed)(bf_str url, const bf_page_archive *archive, const bf_error *failure, bool told,
                   void *user);
    /* Told once, when the kernel or a container keeps workers from giving up all that they should:
     * what is missing, as a worker has it, to be believed no more than a page. NULL: nobody asks.
     */
    void (*lacks)(bf_str what, void *user);
    void *user;
} bf_pool_listener;

/* Makes a pool; `listener` is told of what happens during the calls below. Machine code of patterns
 * is sealed (seal.h) as long as the pool lives. Workers are forked when there is work for them.
 * NULL: BF_ERR_MEMORY, BF_ERR_STATE. */
bf_pool *bf_pool_new(const bf_pool_settings *settings, const bf_pool_listener *listener,
                     bf_error *err);

/* Ends all workers and frees `pool`, told or not; NULL is allowed. */
void bf_pool_free(bf_pool *pool);

/* Gives a page to a worker, when one is free; until then tells what others have finished. A worker
 * that crashes, runs past its time or out of memory costs its page, which is then told as failed,
 * and is replaced. false: the listener stopped (`err` untouched), or BF_ERR_STATE (no worker can be
 * made to stay), BF_ERR_MEMORY: only bf_pool_free() may follow. */
BF_MUST_CHECK bool bf_pool_give(bf_pool *pool, const bf_raw_page *raw, bf_error *err);

/* Tells of a failure in its turn, behind the pages given before. false: as bf_pool_give(). */
BF_MUST_CHECK bool bf_pool_fail(bf_pool *pool, const bf_raw_page *raw, const bf_error *failure,
                                bool told, bf_error *err);

/* Waits until there is something to read from `fd`, or its end; meanwhile tells what is finished.
 * When the listener stops, the calls above return false from then on. */
void bf_pool_wait(bf_pool *pool, int fd);

/* Waits until all that was given is told. false: the listener stopped. */
BF_MUST_CHECK bool bf_pool_finish(bf_pool *pool);

#endif

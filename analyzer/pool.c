/* pool.c: pages handed to worker processes. A ticket stands for each page that was given and is not
 * told yet, in a ring, in order; a hand is a place for a worker. One loop moves bytes. */
#include "analyzer/pool.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/charset.h"
#include "common/seal.h"
#include "common/time.h"

enum {
    PAGE_MS = 30 * 1000,
    PAGE_BYTES = 512 * 1024 * 1024,
    MOST_JOBS = 256,
    TICKETS_PER_JOB = 16,          /* pages that may be ahead of the oldest */
    HELD_BYTES = 16 * 1024 * 1024, /* of answers that wait for their turn */
    PIECE = 64 * 1024,             /* bytes read at once */
    MOST_STRIKES = 5               /* workers in a row that end before they answer anything */
};

typedef enum { TICKET_RUNNING, TICKET_ANSWERED, TICKET_FAILED } ticket_state;

typedef struct {
    ticket_state state;
    bf_buf head;   /* of the raw page: its URL and where it is kept */
    bf_buf answer; /* payload of its lines */
    bf_error failure;
    bool told;
} ticket;

typedef struct {
    pid_t process; /* 0: none */
    int socket;
    ticket *work;    /* NULL: it is free */
    int64_t left_us; /* of its time; only what passes while it is listened to is taken off */
    bf_buf in;       /* what came of the answer, its head too */
} hand;

struct bf_pool {
    bf_pool_settings settings;
    bf_pool_listener listener;
    bf_seal seal;
    bf_charset_tables *tables;
    hand *hands;
    ticket *tickets;
    size_t ticket_count, first, waiting; /* the ring, its oldest, and how many are in it */
    size_t held;                         /* bytes of answers in it */
    unsigned strikes;
    int last_status; /* how the last of them ended, as exit() had it */
    bool stopped;    /* by the listener */
    bool lack_told;  /* to the listener */
};

/* --- Beginning and end ---------------------------------------------------------------------------
 */

static size_t count_cores(void)
{
    cpu_set_t cores;
    int count = sched_getaffinity(0, sizeof cores, &cores) == 0 ? CPU_COUNT(&cores) : 1;
    return count > 0 ? (size_t)count : 1;
}

static void fill_settings(bf_pool_settings *settings)
{
    if (settings->jobs == 0)
        settings->jobs = count_cores();
    if (settings->jobs > MOST_JOBS)
        settings->jobs = MOST_JOBS;
    if (settings->page_ms == 0)
        settings->page_ms = PAGE_MS;
    if (settings->worker.page_bytes == 0)
        settings->worker.page_bytes = PAGE_BYTES;
}

bf_pool *bf_pool_new(const bf_pool_settings *settings, const bf_pool_listener *listener,
                     bf_error *err)
{
    bf_pool *pool = calloc(1, sizeof *pool);
    if (pool == NULL) {
        bf_fail(err, BF_ERR_MEMORY, "workers: no memory");
        return NULL;
    }
    pool->settings = *settings;
    pool->listener = *listener;
    fill_settings(&pool->settings);
    pool->ticket_count = TICKETS_PER_JOB * pool->settings.jobs;
    pool->hands = calloc(pool->settings.jobs, sizeof *pool->hands);
    pool->tickets = calloc(pool->ticket_count, sizeof *pool->tickets);
    pool->tables = bf_charset_tables_new();
    if (pool->hands == NULL || pool->tickets == NULL || pool->tables == NULL)
        bf_fail(err, BF_ERR_MEMORY, "workers: no memory");
    else if (bf_worker_prepare(err) && (settings->no_code || bf_seal_make(&pool->seal, err))) {
        for (size_t i = 0; i < pool->settings.jobs; i++)
            bf_buf_init(&pool->hands[i].in, BF_WORKER_HEAD + BF_WORKER_FRAME_MOST);
        return pool;
    }
    bf_pool_free(pool);
    return NULL;
}

/* Ends the worker of `one`; gives how it ended, as waitpid() does. */
static int end_worker(hand *one)
{
    int status = 0;
    kill(one->process, SIGKILL); /* changes nothing for one that has ended itself */
    while (waitpid(one->process, &status, 0) < 0 && errno == EINTR)
        ;
    close(one->socket);
    one->process = 0;
    bf_buf_free(&one->in);
    return status;
}

void bf_pool_free(bf_pool *pool)
{
    if (pool == NULL)
        return;
    for (size_t i = 0; pool->hands && i < pool->settings.jobs; i++)
        if (pool->hands[i].process > 0)
            end_worker(&pool->hands[i]);
    for (size_t i = 0; pool->tickets && i < pool->ticket_count; i++) {
        bf_buf_free(&pool->tickets[i].head);
        bf_buf_free(&pool->tickets[i].answer);
    }
    bf_seal_break(&pool->seal);
    bf_charset_tables_free(pool->tables);
    free(pool->hands);
    free(pool->tickets);
    free(pool);
}

/* Forks a worker for `one`. */
static bool begin_worker(bf_pool *pool, hand *one, bf_error *err)
{
    int pair[2];
    pid_t coordinator = getpid();
    if (pool->strikes >= MOST_STRIKES)
        return bf_fail(err, BF_ERR_STATE,
                       "%u workers in a row ended before they read a page; the last %s",
                       pool->strikes, bf_worker_setup_name(pool->last_status));
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
        return bf_fail(err, BF_ERR_STATE, "cannot start a worker: %s", strerror(errno));
    pid_t process = fcntl(pair[0], F_SETFL, O_NONBLOCK) == 0 ? fork() : -1;
    if (process == 0) {
        close(pair[0]);
        bf_worker_serve(pair[1], coordinator, &pool->settings.worker);
    }
    if (process < 0) {
        bf_fail(err, BF_ERR_STATE, "cannot start a worker: %s", strerror(errno));
        close(pair[0]);
    }
    close(pair[1]);
    if (process < 0)
        return false;
    one->process = process;
    one->socket = pair[0];
    return true;
}

/* --- Tickets -------------------------------------------------------------------------------------
 */

static ticket *oldest(bf_pool *pool)
{
    return pool->waiting > 0 ? &pool->tickets[pool->first] : NULL;
}

static void fail_ticket(ticket *one, const bf_error *failure)
{
    one->state = TICKET_FAILED;
    one->failure = *failure;
}

/* Tells the listener what a worker failed at. */
static bool tell_failure(bf_pool *pool, ticket *one, bf_str answered_url)
{
    bf_raw_page raw;
    if (!bf_raw_page_take((bf_str){one->head.bytes, one->head.length}, &raw))
        raw = (bf_raw_page){0};
    if (raw.line > 0) /* of a worker that ended without a word */
        bf_fail_at(&one->failure, raw.archive.file, raw.line, 0);
    return pool->listener.failed(answered_url.length > 0 ? answered_url : raw.url, &raw.archive,
                                 &one->failure, one->told, pool->listener.user);
}

static bool tell_lines(bf_pool *pool, bf_str payload)
{
    bf_report_line line;
    while (payload.length > 0 && bf_worker_take_line(&payload, &line))
        if (!pool->listener.line(&line, pool->listener.user))
            return false;
    return true;
}

static bool tell_ticket(bf_pool *pool, ticket *one)
{
    bf_str payload = {one->answer.bytes, one->answer.length}, url = {0};
    bf_error failure = {0};
    if (one->state == TICKET_ANSWERED) {
        pool->listener.page(pool->listener.user);
        return tell_lines(pool, payload);
    }
    if (payload.length > 0 && bf_worker_take_failure(payload, &url, &failure))
        one->failure = failure;
    return tell_failure(pool, one, url);
}

/* Tells all tickets that are finished, from the oldest on. */
static bool tell_finished(bf_pool *pool)
{
    for (ticket *one;
         !pool->stopped && (one = oldest(pool)) != NULL && one->state != TICKET_RUNNING;) {
        pool->stopped = !tell_ticket(pool, one);
        pool->held -= one->answer.length;
        bf_buf_free(&one->head);
        bf_buf_free(&one->answer);
        *one = (ticket){0};
        pool->first = (pool->first + 1) % pool->ticket_count;
        pool->waiting--;
    }
    return !pool->stopped;
}

/* Takes the next place in the ring, which has one. NULL: no memory. */
static ticket *add_ticket(bf_pool *pool, const bf_raw_page *raw, bf_error *err)
{
    bf_str view;
    bf_raw_page told = *raw;
    ticket *one = &pool->tickets[(pool->first + pool->waiting) % pool->ticket_count];
    told.described = told.described_by = (bf_str){0};
    *one = (ticket){0};
    bf_buf_init(&one->head, SIZE_MAX / 4);
    bf_raw_page_append_head(&told, &one->head);
    if (!bf_buf_view(&one->head, "workers", &view, err)) {
        bf_buf_free(&one->head);
        return NULL;
    }
    pool->waiting++;
    return one;
}

/* --- Answers -------------------------------------------------------------------------------------
 */

/* Says how a worker ended. */
static void name_end(int status, bf_error *out)
{
    if (WIFSIGNALED(status))
        bf_fail(out, BF_ERR_LIMIT, "its worker was ended by signal %d (%s)", WTERMSIG(status),
                strsignal(WTERMSIG(status)));
    else
        bf_fail(out, BF_ERR_LIMIT, "its worker ended with status %d", WEXITSTATUS(status));
}

/* Gives up on the worker of `one`; its page has failed, by `failure`, or by how it ended. */
static void lose_worker(bf_pool *pool, hand *one, const bf_error *failure)
{
    bf_error ended = {0};
    int status = end_worker(one);
    if (one->work == NULL) {
        pool->strikes++;
        pool->last_status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
        return;
    }
    if (failure == NULL)
        name_end(status, &ended);
    fail_ticket(one->work, failure ? failure : &ended);
    one->work = NULL;
}

/* Says whether every line of an answer is one, before any is told; fills `failure` with a failure.
 */
static bool is_answer(bf_frame_kind kind, bf_str payload, bf_error *failure)
{
    bf_report_line line;
    bf_str url;
    if (kind == BF_FRAME_FAILED)
        return bf_worker_take_failure(payload, &url, failure);
    while (payload.length > 0)
        if (!bf_worker_take_line(&payload, &line))
            return false;
    return true;
}

/* Hands over a whole answer of `length` bytes behind its head. */
static void take_answer(bf_pool *pool, hand *one, bf_frame_kind kind, size_t length)
{
    bf_error nonsense = {0}, failure = {0};
    if (one->in.length > BF_WORKER_HEAD + length ||
        !is_answer(kind, (bf_str){one->in.bytes + BF_WORKER_HEAD, length}, &failure)) {
        bf_fail(&nonsense, BF_ERR_FORMAT, "its worker answered with what is no report");
        lose_worker(pool, one, &nonsense);
        return;
    }
    bf_buf_consume(&one->in, BF_WORKER_HEAD);
    one->work->answer = one->in;
    one->work->state = kind == BF_FRAME_LINES ? TICKET_ANSWERED : TICKET_FAILED;
    one->work = NULL;
    pool->held += length;
    pool->strikes = 0;
    bf_buf_init(&one->in, BF_WORKER_HEAD + BF_WORKER_FRAME_MOST);
    if (failure.code == BF_ERR_MEMORY) /* it may be left without any */
        end_worker(one);
}

/* Tells once what workers lack, and takes it off what came of `one`. */
static void take_lack(bf_pool *pool, hand *one, size_t length)
{
    if (!pool->lack_told && pool->listener.lacks)
        pool->listener.lacks((bf_str){one->in.bytes + BF_WORKER_HEAD, length}, pool->listener.user);
    pool->lack_told = true;
    bf_buf_consume(&one->in, BF_WORKER_HEAD + length);
}

/* Looks whether the answer of `one` is whole; what it lacks may come before it. */
static void look_at_answer(bf_pool *pool, hand *one)
{
    const unsigned kinds = 1u << BF_FRAME_LINES | 1u << BF_FRAME_FAILED | 1u << BF_FRAME_LACKS;
    bf_error nonsense = {0};
    bf_frame_kind kind;
    size_t length;
    while (one->in.length >= BF_WORKER_HEAD) {
        if (!bf_worker_read_head((const uint8_t *)one->in.bytes, kinds, &kind, &length,
                                 &nonsense)) {
            lose_worker(pool, one, &nonsense);
            return;
        }
        if (one->in.length < BF_WORKER_HEAD + length)
            return;
        if (kind != BF_FRAME_LACKS) {
            take_answer(pool, one, kind, length);
            return;
        }
        take_lack(pool, one, length);
    }
}

/* Reads what the worker of `one` has written. */
static void read_answer(bf_pool *pool, hand *one)
{
    bf_error no_memory = {0};
    char *room = bf_buf_room(&one->in, PIECE);
    if (room == NULL) {
        bf_fail(&no_memory, BF_ERR_MEMORY, "no memory for its report");
        lose_worker(pool, one, &no_memory);
        return;
    }
    ssize_t got = read(one->socket, room, PIECE - 1);
    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (got <= 0) {
        lose_worker(pool, one, NULL);
        return;
    }
    bf_buf_wrote(&one->in, (size_t)got);
    look_at_answer(pool, one);
}

/* Says whether `one` is listened to: of answers ahead of the oldest only so many bytes are held;
 * the rest stays where it is. */
static bool is_heard(bf_pool *pool, const hand *one)
{
    return one->work && (pool->held < HELD_BYTES || one->work == oldest(pool));
}

/* Ends a worker whose time is over. */
static void end_late_worker(bf_pool *pool, hand *one)
{
    bf_error late = {0};
    bf_fail(&late, BF_ERR_LIMIT, "took more than %" PRId64 ".%" PRId64 " s: see --page-time",
            pool->settings.page_ms / 1000, pool->settings.page_ms % 1000 / 100);
    lose_worker(pool, one, &late);
}

/* Milliseconds, rounded up, until one that is listened to is late; -1: none is. */
static int until_late(bf_pool *pool)
{
    int64_t least = -1;
    for (size_t i = 0; i < pool->settings.jobs; i++) {
        const hand *one = &pool->hands[i];
        int64_t left_ms = one->left_us > 0 ? one->left_us / 1000 + 1 : 0;
        if (is_heard(pool, one) && (least < 0 || left_ms < least))
            least = left_ms;
    }
    return least < INT32_MAX ? (int)least : INT32_MAX;
}

/* Waits until a worker has written something or is late, or until `fd` (-1: none) may be read; says
 * whether it may. */
static bool wait_for_answers(bf_pool *pool, int fd)
{
    struct pollfd polled[MOST_JOBS + 1];
    size_t count = pool->settings.jobs;
    int64_t began_us = bf_time_monotonic_us();
    for (size_t i = 0; i < count; i++) {
        hand *one = &pool->hands[i];
        polled[i] = (struct pollfd){.fd = is_heard(pool, one) ? one->socket : -1, .events = POLLIN};
    }
    polled[count] = (struct pollfd){.fd = fd, .events = POLLIN};
    int ready = poll(polled, (nfds_t)count + 1, until_late(pool));
    bool failed = ready < 0 && errno != EINTR;
    int64_t took_us = bf_time_monotonic_us() - began_us;
    for (size_t i = 0; i < count; i++) {
        hand *one = &pool->hands[i];
        if (polled[i].fd < 0)
            continue;
        one->left_us -= took_us;
        if (ready > 0 && polled[i].revents != 0)
            read_answer(pool, one);
        else if (one->left_us <= 0)
            end_late_worker(pool, one);
    }
    return failed || (ready > 0 && polled[count].revents != 0);
}

/* --- Work ----------------------------------------------------------------------------------------
 */

/* Writes all of `text` before `deadline_us`; false: the worker does not read, or has ended. */
static bool write_all(int socket, bf_str text, int64_t deadline_us)
{
    while (text.length > 0) {
        ssize_t wrote = send(socket, text.bytes, text.length, MSG_NOSIGNAL);
        if (wrote >= 0) {
            text = bf_str_after(text, (size_t)wrote);
            continue;
        }
        if (errno != EAGAIN && errno != EINTR)
            return false;
        int64_t left_ms = (deadline_us - bf_time_monotonic_us()) / 1000;
        struct pollfd out = {.fd = socket, .events = POLLOUT};
        if (left_ms <= 0 ||
            (poll(&out, 1, left_ms < 1000 ? (int)left_ms : 1000) < 0 && errno != EINTR))
            return false;
    }
    return true;
}

/* Sends the page; a worker that is free reads it at once, or not at all. */
static bool send_page(const bf_pool *pool, const hand *one, const bf_raw_page *raw, bf_str head)
{
    uint8_t frame[BF_WORKER_HEAD];
    int64_t deadline_us = bf_time_monotonic_us() + 1000 * pool->settings.page_ms;
    bf_worker_write_head(frame, BF_FRAME_PAGE, head.length + raw->bytes.length);
    return write_all(one->socket, (bf_str){(const char *)frame, sizeof frame}, deadline_us) &&
           write_all(one->socket, head, deadline_us) &&
           write_all(one->socket, raw->bytes, deadline_us);
}

/* A free place, with or without a worker; NULL when all work. */
static hand *free_hand(bf_pool *pool)
{
    hand *place = NULL;
    for (size_t i = 0; i < pool->settings.jobs; i++) {
        hand *one = &pool->hands[i];
        if (one->work == NULL && one->process > 0)
            return one;
        if (one->work == NULL && place == NULL)
            place = one;
    }
    return place;
}

/* Gives the page to `one`, whose worker may have ended since it was last heard of; then another
 * takes its place. A page that ends that one too has failed. */
static bool hand_over(bf_pool *pool, hand *one, const bf_raw_page *raw, bf_str head, ticket *work,
                      bf_error *err)
{
    bf_error failure = {0};
    for (int attempt = 0; attempt < 2; attempt++) {
        if (one->process == 0 && !begin_worker(pool, one, err))
            return false;
        if (send_page(pool, one, raw, head)) {
            one->work = work;
            one->left_us = 1000 * pool->settings.page_ms;
            return true;
        }
        lose_worker(pool, one, NULL);
    }
    bf_fail(&failure, BF_ERR_LIMIT, "its worker ended before it had read it");
    fail_ticket(work, &failure);
    return true;
}

/* Waits until the ring has a place. false: the listener stopped. */
static bool make_place(bf_pool *pool)
{
    while (pool->waiting == pool->ticket_count) {
        wait_for_answers(pool, -1);
        if (!tell_finished(pool))
            return false;
    }
    return true;
}

bool bf_pool_fail(bf_pool *pool, const bf_raw_page *raw, const bf_error *failure, bool told,
                  bf_error *err)
{
    ticket *one = make_place(pool) ? add_ticket(pool, raw, err) : NULL;
    if (one == NULL)
        return false;
    fail_ticket(one, failure);
    one->told = told;
    return tell_finished(pool);
}

/* Gives the page, which `head` begins, to a worker that is free. */
static bool give(bf_pool *pool, const bf_raw_page *raw, bf_str head, bf_error *err)
{
    bf_error failure = {0};
    hand *one;
    if (raw->bytes.length > BF_WORKER_FRAME_MOST - head.length) {
        bf_fail(&failure, BF_ERR_LIMIT, "a page of %zu bytes", raw->bytes.length);
        return bf_pool_fail(pool, raw, &failure, false, err);
    }
    while ((one = free_hand(pool)) == NULL) {
        wait_for_answers(pool, -1);
        if (!tell_finished(pool))
            return false;
    }
    ticket *work = make_place(pool) ? add_ticket(pool, raw, err) : NULL;
    return work != NULL && hand_over(pool, one, raw, head, work, err);
}

bool bf_pool_give(bf_pool *pool, const bf_raw_page *raw, bf_error *err)
{
    bf_buf head;
    bf_str view;
    bf_buf_init(&head, BF_WORKER_FRAME_MOST);
    bf_raw_page_append_head(raw, &head);
    bool given =
        bf_buf_view(&head, "a page's description", &view, err) && give(pool, raw, view, err);
    bf_buf_free(&head);
    return given;
}

void bf_pool_wait(bf_pool *pool, int fd)
{
    while (tell_finished(pool) && pool->waiting > 0 && !wait_for_answers(pool, fd))
        ;
}

bool bf_pool_finish(bf_pool *pool)
{
    while (tell_finished(pool)) {
        if (pool->waiting == 0)
            return true;
        wait_for_answers(pool, -1);
    }
    return false;
}

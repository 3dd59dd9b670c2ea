/* worker.c: a process that reads pages and can be hurt by none but itself. */
#include "analyzer/worker.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <libxml/parser.h>

#include "common/descriptor.h"
#include "common/digest.h"
#include "common/octets.h"
#include "common/sanitized.h"
#include "common/utf8.h"

enum {
    SOCKET = 3,              /* where a worker has its socket */
    KEPT_BYTES = 256 * 1024, /* of a buffer, from page to page */
    LARGE_PAGE = 1024 * 1024 /* bytes: what it took is given back */
};

/* --- Frames --------------------------------------------------------------------------------------
 */

static void write_number(uint8_t raw[4], uint32_t number)
{
    for (unsigned i = 0; i < 4; i++)
        raw[i] = (uint8_t)(number >> (8 * i));
}

static uint32_t read_number(const uint8_t raw[4])
{
    return raw[0] | (uint32_t)raw[1] << 8 | (uint32_t)raw[2] << 16 | (uint32_t)raw[3] << 24;
}

void bf_worker_write_head(uint8_t raw[BF_WORKER_HEAD], bf_frame_kind kind, size_t length)
{
    write_number(raw, (uint32_t)length);
    raw[4] = (uint8_t)kind;
}

bool bf_worker_read_head(const uint8_t raw[BF_WORKER_HEAD], unsigned kinds, bf_frame_kind *kind,
                         size_t *length, bf_error *err)
{
    uint32_t bytes = read_number(raw);
    if (bytes > BF_WORKER_FRAME_MOST) /* before anything is allocated for it */
        return bf_fail(err, BF_ERR_LIMIT, "worker: a frame of %u bytes", bytes);
    if (raw[4] >= BF_FRAME_KINDS || (kinds >> raw[4] & 1) == 0)
        return bf_fail(err, BF_ERR_FORMAT, "worker: a frame of kind %d", raw[4]);
    *length = bytes;
    *kind = (bf_frame_kind)raw[4];
    return true;
}

static bool take_valid_text(bf_str *rest, bf_str *out)
{
    return bf_octets_take_text(rest, out) && bf_utf8_valid(*out);
}

static void append_line(bf_buf *out, const bf_report_line *line)
{
    bf_octets_append_number(out, line->kind);
    bf_octets_append_number(out, line->level);
    bf_octets_append_text(out, line->json);
}

bool bf_worker_take_line(bf_str *rest, bf_report_line *line)
{
    uint64_t kind, level;
    bf_report_line taken = {0};
    if (!bf_octets_take_number(rest, BF_LINE_ERROR, &kind) ||
        !bf_octets_take_number(rest, BF_LEVEL_COUNT - 1, &level) ||
        !take_valid_text(rest, &taken.json) || !bf_str_starts(taken.json, BF_STR("{")) ||
        bf_str_find(taken.json, BF_STR("\n"), 0) != SIZE_MAX)
        return false;
    taken.kind = (bf_line_kind)kind;
    taken.level = (bf_level)level;
    *line = taken;
    return true;
}

static void append_failure(bf_buf *out, bf_str url, const bf_error *failure)
{
    bf_octets_append_number(out, failure->code);
    bf_octets_append_number(out, failure->line);
    bf_octets_append_number(out, failure->column);
    bf_octets_append_text(out, bf_str_of(failure->file));
    bf_octets_append_text(out, bf_str_of(failure->message));
    bf_octets_append_text(out, url);
}

bool bf_worker_take_failure(bf_str payload, bf_str *url, bf_error *failure)
{
    uint64_t code, line, column;
    bf_str file, message;
    if (!bf_octets_take_number(&payload, BF_ERR_COUNT - 1, &code) || code == BF_OK ||
        !bf_octets_take_number(&payload, UINT32_MAX, &line) ||
        !bf_octets_take_number(&payload, UINT32_MAX, &column) ||
        !take_valid_text(&payload, &file) || !take_valid_text(&payload, &message) ||
        !take_valid_text(&payload, url) || payload.length > 0)
        return false;
    bf_fail(failure, (bf_error_code)code, "%.*s", BF_STR_ARG(message));
    if (file.length > 0)
        bf_fail_at(failure, file, (unsigned)line, (unsigned)column);
    return true;
}

/* --- Before the fork -----------------------------------------------------------------------------
 */

bool bf_worker_prepare(bf_error *err)
{
    static const bf_digest_kind kinds[] = {BF_DIGEST_SHA1, BF_DIGEST_SHA256};
    xmlInitParser();
    tzset();
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        bf_digest *digest = bf_digest_new(kinds[i]);
        if (digest == NULL)
            return bf_fail(err, BF_ERR_MEMORY, "worker: no memory");
        bf_digest_free(digest);
    }
    return true;
}

/* --- The worker ----------------------------------------------------------------------------------
 */

/* The exit status of a worker that cannot be one. */
enum {
    SETUP_MEMORY = 10,
    SETUP_PARENT,
    SETUP_LIMITS,
    SETUP_FILES,
    SETUP_OPEN,
    SETUP_RIGHTS,
    SETUP_END
};

const char *bf_worker_setup_name(int status)
{
    static const char *const names[] = {
        "had no memory",
        "was left by its coordinator",
        "could not bound its memory: see --page-memory, and ulimit -v",
        "could not close what it had open",
        "could not open what it reads besides pages: see --roster",
        "could not give up its rights: see BONAFIDE_SANDBOX",
    };
    static_assert(sizeof names / sizeof *names == SETUP_END - SETUP_MEMORY, "each has a name");
    return status >= SETUP_MEMORY && status < SETUP_END ? names[status - SETUP_MEMORY]
                                                        : "did not say why";
}

/* Keeps the socket and standard error, and nothing else. */
static bool close_others(int socket)
{
    int null = open("/dev/null", O_RDWR);
    if (null < 0 || dup2(null, STDIN_FILENO) < 0 || dup2(null, STDOUT_FILENO) < 0)
        return false;
    if (socket != SOCKET && dup2(socket, SOCKET) < 0) /* where null may be, which is done with */
        return false;
    return syscall(SYS_close_range, SOCKET + 1, ~0U, 0) == 0;
}

/* Bytes of address space that this process has. */
static size_t address_space(void)
{
    unsigned long pages = 0;
    FILE *statm = fopen("/proc/self/statm", "re");
    if (statm == NULL)
        return 0;
    if (fscanf(statm, "%lu", &pages) != 1)
        pages = 0;
    fclose(statm);
    return pages * (size_t)sysconf(_SC_PAGESIZE);
}

static bool limit(int resource, size_t most)
{
    const struct rlimit bound = {most, most};
    return setrlimit((__rlimit_resource_t)resource, &bound) == 0;
}

/* The text of a page and what is made of it, in the arena and beside it, is in memory at once. */
static bool limit_resources(const bf_worker_settings *settings)
{
    size_t space = address_space();
    bool limited = limit(RLIMIT_CORE, 0);
    if (space > 0 && !BF_SANITIZED) /* which maps terabytes, that no limit allows */
        limited = limit(RLIMIT_AS, space + settings->page_bytes + BF_WORKER_FRAME_MOST) && limited;
    return limited;
}

/* The terminal's interrupts are the coordinator's to obey; when it ends, so do we. */
static bool follow(pid_t coordinator)
{
    signal(SIGINT, SIG_IGN);
    signal(SIGTERM, SIG_IGN);
    signal(SIGPIPE, SIG_IGN);
    return prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && getppid() == coordinator;
}

static bool confine(const bf_worker_settings *settings, char without[BF_SANDBOX_WORDS])
{
    const bf_sandbox_plan plan = {.report = settings->sandbox == BF_SANDBOX_REPORT};
    bf_error err = {0};
    return settings->sandbox == BF_SANDBOX_OFF || bf_sandbox_enter(&plan, without, &err);
}

/* What a page came in: as large as it must be and no larger, or the largest would not fit. */
typedef struct {
    char *bytes;
    size_t size;
} frame_room;

static bool make_room(frame_room *room, size_t length)
{
    if (length <= room->size && room->bytes != NULL)
        return true;
    free(room->bytes);
    room->bytes = malloc(length + 1);
    room->size = room->bytes ? length : 0;
    return room->bytes != NULL;
}

/* Receives the next page into `room`; false: the other side has closed, or there is no memory. */
static bool receive_page(frame_room *room, bf_raw_page *raw)
{
    uint8_t head[BF_WORKER_HEAD];
    bf_frame_kind kind;
    bf_error err = {0};
    size_t length;
    if (!bf_descriptor_read(SOCKET, (char *)head, sizeof head) ||
        !bf_worker_read_head(head, 1u << BF_FRAME_PAGE, &kind, &length, &err))
        return false;
    return make_room(room, length) && bf_descriptor_read(SOCKET, room->bytes, length) &&
           bf_raw_page_take((bf_str){room->bytes, length}, raw);
}

static bool send_frame(bf_frame_kind kind, bf_str payload)
{
    uint8_t head[BF_WORKER_HEAD];
    bf_worker_write_head(head, kind, payload.length);
    return bf_descriptor_write(SOCKET, (bf_str){(const char *)head, sizeof head}) &&
           bf_descriptor_write(SOCKET, payload);
}

static bool gather_line(const bf_report_line *line, void *user)
{
    bf_buf *lines = user;
    append_line(lines, line);
    return !lines->failed;
}

static bool send_failure(bf_str url, const bf_error *failure)
{
    bf_buf told;
    bf_str view;
    bf_error err = {0};
    bf_buf_init(&told, BF_WORKER_FRAME_MOST);
    append_failure(&told, url, failure);
    bool sent = bf_buf_view(&told, "worker", &view, &err) && send_frame(BF_FRAME_FAILED, view);
    bf_buf_free(&told);
    return sent;
}

/* Does the work of one page and answers; false: the other side has closed. */
static bool answer(const bf_worker_settings *settings, const bf_raw_page *raw, bf_arena *arena,
                   bf_buf *lines)
{
    bf_error failure = {0};
    bf_worker_job job = {
        .raw = raw, .arena = arena, .url = raw->url, .visit = gather_line, .visiting = lines};
    bf_str view;
    if (settings->work(&job, settings->user, &failure) &&
        bf_buf_view(lines, "the lines of one page", &view, &failure))
        return send_frame(BF_FRAME_LINES, view);
    if (failure.code == BF_OK && !bf_buf_view(lines, "the lines of one page", &view, &failure))
        bf_fail_at(&failure, raw->archive.file, 0, 0);
    return send_failure(job.url, &failure);
}

/* Gives back what a large page took. */
static void forget(frame_room *room, bf_buf *lines, bf_arena *arena)
{
    bool large = room->size > LARGE_PAGE || bf_arena_used(arena) > 4 * (size_t)LARGE_PAGE;
    bf_arena_reset(arena);
    if (room->size > KEPT_BYTES) {
        free(room->bytes);
        *room = (frame_room){0};
    }
    if (lines->capacity > KEPT_BYTES)
        bf_buf_free(lines);
    bf_buf_reset(lines);
    if (large)
        malloc_trim(0);
}

_Noreturn void bf_worker_serve(int socket, pid_t coordinator, const bf_worker_settings *settings)
{
    frame_room room = {0};
    bf_buf lines;
    bf_raw_page raw;
    char without[BF_SANDBOX_WORDS] = "";
    bf_arena *arena = bf_arena_new(settings->page_bytes);
    bf_buf_init(&lines, BF_WORKER_FRAME_MOST);
    if (arena == NULL)
        _exit(SETUP_MEMORY);
    if (!follow(coordinator))
        _exit(SETUP_PARENT);
    if (!limit_resources(settings))
        _exit(SETUP_LIMITS);
    if (!close_others(socket))
        _exit(SETUP_FILES);
    if (settings->begin && !settings->begin(settings->user))
        _exit(SETUP_OPEN);
    if (!confine(settings, without))
        _exit(SETUP_RIGHTS);
    if (*without && !send_frame(BF_FRAME_LACKS, bf_str_of(without)))
        _exit(EXIT_SUCCESS);
    while (receive_page(&room, &raw) && answer(settings, &raw, arena, &lines))
        forget(&room, &lines, arena);
    _exit(EXIT_SUCCESS);
}

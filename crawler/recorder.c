/* recorder.c: what was fetched, kept as evidence. */
#include "crawler/recorder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/buf.h"
#include "common/http.h"
#include "common/warc_archive.h"

enum {
    HEAD_ARENA = 1024 * 1024,
    MOST_INFO = 4,
    PIPE_BYTES = 1024 * 1024 /* a page, and its reader need not wake for each part of it */
};

/* How far the files of a state are committed: what stands behind that, a killed run wrote and never
 * told the frontier of. A file of the archive goes by its name, wherever the folder stands today; a
 * stream's by its path; and the marks of the archives that runs of this state opened are here too,
 * so that a file of which nothing is committed is known as ours. */
static const char schema[] = "CREATE TABLE IF NOT EXISTS written (path TEXT PRIMARY KEY, "
                             "  length INTEGER NOT NULL) WITHOUT ROWID;";

typedef enum { KEEP_LENGTH, LENGTH_OF, STATEMENTS } statement;

static const char *const sql[STATEMENTS] = {
    [KEEP_LENGTH] = "INSERT OR REPLACE INTO written (path, length) VALUES (?1, ?2)",
    [LENGTH_OF] = "SELECT length FROM written WHERE path = ?1",
};

struct bf_recorder {
    const bf_crawl_settings *settings;
    bf_state *state;
    sqlite3_stmt *statements[STATEMENTS];
    bf_captures *captures;
    bool same_links; /* as the run before */
    int lock;        /* descriptor of the archive's folder; -1: none */
    bf_warc_pair info[MOST_INFO];
    size_t info_count;
    bf_warc_archive_settings archive_settings;
    bf_warc_sink sink;
    char out_path[PATH_MAX]; /* of the stream, whole; empty: it is no file */
    bf_arena *arena;         /* of one response's head */
};

static bool keep_length(bf_recorder *recorder, const char *path, int64_t length, bf_error *err)
{
    sqlite3_stmt *keep = recorder->statements[KEEP_LENGTH];
    return bf_state_run(
        recorder->state, keep,
        bf_state_bind_text(keep, 1, bf_str_of(path)) && bf_state_bind_int(keep, 2, length), err);
}

/* The committed length of `path`; -1: nothing of it is. */
static bool length_of(bf_recorder *recorder, bf_str path, int64_t *length, bf_error *err)
{
    sqlite3_stmt *ask = recorder->statements[LENGTH_OF];
    return bf_state_ask(recorder->state, ask, bf_state_bind_text(ask, 1, path), length, err);
}

static bool cannot_write(const char *path, bf_error *err)
{
    return bf_fail(err, BF_ERR_OUTPUT, "%s: cannot write: %s", path, strerror(errno));
}

/* --- What a killed run left --------------------------------------------------------------------
 */

/* The mark in the name of an archive's file, or something that is nobody's. */
static bf_str mark_of(bf_str name)
{
    size_t dash = name.length;
    while (dash > 0 && name.bytes[dash - 1] != '-')
        dash--;
    bf_str rest = bf_str_after(name, dash);
    return bf_str_slice(rest, 0, bf_str_find(rest, BF_STR("."), 0));
}

/* Cuts the open file `name` of the archive back to what is committed of it, which may be nothing.
 */
static bool cut_open_file(bf_recorder *recorder, const char *name, bf_error *err)
{
    char path[PATH_MAX];
    struct stat about;
    int64_t length, ours;
    bf_str complete = bf_str_slice(bf_str_of(name), 0, strlen(name) - strlen(BF_WARC_OPEN_ENDING));
    const char *folder = recorder->settings->archive_dir;
    if ((size_t)snprintf(path, sizeof path, "%s/%s", folder, name) >= sizeof path)
        return true; /* no name of ours */
    if (!length_of(recorder, complete, &length, err) ||
        !length_of(recorder, mark_of(complete), &ours, err))
        return false;
    if (length < 0 && ours < 0)
        return true; /* of a run without this state, which may count all of it */
    if (length < 0)
        return unlink(path) == 0 || cannot_write(path, err);
    if (stat(path, &about) == 0 && about.st_size > length && truncate(path, length) != 0)
        return cannot_write(path, err);
    return true;
}

static bool cut_archive(bf_recorder *recorder, bf_error *err)
{
    const struct dirent *entry;
    DIR *folder = opendir(recorder->settings->archive_dir);
    bool cut = true;
    if (folder == NULL)
        return cannot_write(recorder->settings->archive_dir, err);
    while (cut && (entry = readdir(folder)) != NULL)
        if (bf_str_ends(bf_str_of(entry->d_name), BF_STR(BF_WARC_OPEN_ENDING)))
            cut = cut_open_file(recorder, entry->d_name, err);
    closedir(folder);
    return cut;
}

/* Cuts the stream's file, whose descriptor stands behind its last whole record, back to what is
 * committed of it. One that the state does not know is left as it is, and known from now on: what
 * the first step writes to it can be cut, too. */
static bool cut_stream(bf_recorder *recorder, bf_error *err)
{
    int fd = recorder->settings->out_fd;
    int64_t length;
    off_t end = lseek(fd, 0, SEEK_CUR);
    if (end < 0 || realpath(recorder->settings->out_path, recorder->out_path) == NULL) {
        recorder->out_path[0] = '\0'; /* a pipe that has a name */
        return true;
    }
    if (!length_of(recorder, bf_str_of(recorder->out_path), &length, err))
        return false;
    if (length < 0 || end < length)
        return keep_length(recorder, recorder->out_path, end, err);
    if (end > length && (ftruncate(fd, length) != 0 || lseek(fd, length, SEEK_SET) != length))
        return cannot_write(recorder->out_path, err);
    return true;
}

/* --- Opening and closing -----------------------------------------------------------------------
 */

/* What stands at the head of each WARC file (ISO 28500:2017, 6.3). */
static void fill_info(bf_recorder *recorder)
{
    const bf_crawl_settings *settings = recorder->settings;
    const bf_warc_pair pairs[MOST_INFO] = {
        {BF_STR("software"), BF_STR("bonafide/" BF_VERSION)},
        {BF_STR("robots"), BF_STR("obey")},
        {BF_STR("http-header-user-agent"), bf_str_of(settings->user_agent)},
        {BF_STR("operator"), bf_str_of(settings->contact)},
    };
    memcpy(recorder->info, pairs, sizeof pairs);
    recorder->info_count = settings->contact ? MOST_INFO : MOST_INFO - 1;
}

/* Makes the folder, and locks it: two runs would complete each other's files. */
static bool lock_archive(bf_recorder *recorder, bf_error *err)
{
    const char *folder = recorder->settings->archive_dir;
    if (mkdir(folder, 0777) != 0 && errno != EEXIST)
        return cannot_write(folder, err);
    recorder->lock = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (recorder->lock < 0)
        return cannot_write(folder, err);
    return flock(recorder->lock, LOCK_EX | LOCK_NB) == 0 ||
           bf_fail(err, BF_ERR_OUTPUT, "%s: another run writes to this folder", folder);
}

static bool open_archive(bf_recorder *recorder, bf_error *err)
{
    const bf_crawl_settings *settings = recorder->settings;
    if (settings->archive_dir == NULL)
        return true;
    if (!lock_archive(recorder, err) ||
        (settings->state_dir != NULL && !cut_archive(recorder, err)))
        return false;
    recorder->archive_settings = (bf_warc_archive_settings){
        .folder = settings->archive_dir,
        .prefix = "bonafide",
        .gzip = true,
        .max_bytes = settings->archive_bytes ? settings->archive_bytes : UINT64_MAX,
        .info = recorder->info,
        .info_count = recorder->info_count};
    recorder->sink.archive = bf_warc_archive_open(&recorder->archive_settings, err);
    return recorder->sink.archive != NULL &&
           (settings->state_dir == NULL ||
            keep_length(recorder, bf_warc_archive_mark(recorder->sink.archive), 0, err));
}

/* What an error calls the stream; NULL: it is a pipe, whose other end knows better. */
static const char *path_of_stream(const bf_crawl_settings *settings)
{
    struct stat about;
    if (settings->out_path != NULL)
        return settings->out_path;
    return fstat(settings->out_fd, &about) == 0 && S_ISREG(about.st_mode) ? "standard output"
                                                                          : NULL;
}

static bool open_stream(bf_recorder *recorder, bf_error *err)
{
    const bf_crawl_settings *settings = recorder->settings;
    if (settings->out_fd < 0)
        return true;
    if (settings->out_path && settings->state_dir && !cut_stream(recorder, err))
        return false;
    (void)fcntl(settings->out_fd, F_SETPIPE_SZ, PIPE_BYTES); /* of a pipe, where it may be */
    recorder->sink.stream =
        bf_warc_writer_new(settings->out_fd, settings->gzip, recorder->info, recorder->info_count);
    if (recorder->sink.stream == NULL)
        return bf_fail(err, BF_ERR_MEMORY, "crawl: no memory");
    recorder->sink.stream_path = path_of_stream(settings);
    return bf_warc_write_info(recorder->sink.stream, err) ||
           bf_fail_at(err,
                      recorder->sink.stream_path ? bf_str_of(recorder->sink.stream_path)
                                                 : (bf_str){0},
                      0, 0);
}

static void append_patterns(bf_buf *out, char kind, const char *const *patterns, size_t count)
{
    for (size_t i = 0; i < count; i++)
        bf_buf_append_format(out, "\n%c%s", kind, patterns[i]);
}

/* What decides which links are taken. Who names other seeds takes others: what a page, or a
 * sitemap, leads to may be in the scope of the new one alone. */
static void append_basis(const bf_crawl_settings *settings, bf_buf *out)
{
    uint64_t seeds = 0; /* in whatever order */
    bool linked = settings->scope != BF_SCOPE_PAGE && settings->scope != BF_SCOPE_LIST;
    for (size_t i = 0; i < settings->seed_count && linked; i++)
        seeds += (uint64_t)bf_state_hash(bf_str_of(settings->seeds[i]));
    bf_buf_append_format(out, "%d %" PRIu64 " %d %" PRIu64, (int)settings->scope, settings->depth,
                         (int)settings->sitemaps, seeds);
    append_patterns(out, '+', settings->includes, settings->include_count);
    append_patterns(out, '-', settings->excludes, settings->exclude_count);
}

/* A page that is as it was is not read for links, so a run that takes others than the one before
 * has to ask for each page whole, or it would find nothing new. */
static bool open_captures(bf_recorder *recorder, bf_error *err)
{
    const bf_crawl_settings *settings = recorder->settings;
    bf_buf text;
    bf_str basis;
    recorder->captures = bf_captures_new(recorder->state, err);
    bf_buf_init(&text, SIZE_MAX / 2);
    append_basis(settings, &text);
    bool opened =
        recorder->captures && bf_buf_view(&text, "patterns", &basis, err) &&
        bf_captures_rest_on(recorder->captures, bf_state_hash(basis), &recorder->same_links, err);
    bf_buf_free(&text);
    return opened;
}

bf_recorder *bf_recorder_new(const bf_crawl_settings *settings, bf_state *state, bf_error *err)
{
    bf_recorder *recorder = calloc(1, sizeof *recorder);
    if (recorder == NULL) {
        bf_fail(err, BF_ERR_MEMORY, "crawl: no memory");
        return NULL;
    }
    recorder->settings = settings;
    recorder->state = state;
    recorder->lock = -1;
    recorder->arena = bf_arena_new(HEAD_ARENA);
    fill_info(recorder);
    if (recorder->arena == NULL)
        bf_fail(err, BF_ERR_MEMORY, "crawl: no memory");
    else if (open_captures(recorder, err) &&
             bf_state_prepare(state, schema, sql, STATEMENTS, recorder->statements, err) &&
             open_archive(recorder, err) && open_stream(recorder, err))
        return recorder;
    bf_recorder_free(recorder);
    return NULL;
}

bool bf_recorder_takes_other_links(const bf_recorder *recorder)
{
    return !recorder->same_links;
}

bool bf_recorder_rotate(bf_recorder *recorder, bf_error *err)
{
    return recorder->sink.archive == NULL || bf_warc_archive_rotate(recorder->sink.archive, err);
}

bool bf_recorder_close(bf_recorder *recorder, bf_error *err)
{
    bf_warc_archive *archive = recorder->sink.archive;
    recorder->sink.archive = NULL;
    return bf_warc_archive_close(archive, err);
}

void bf_recorder_free(bf_recorder *recorder)
{
    bf_error unsaid = {0}; /* of a run that has failed, and says why */
    if (recorder == NULL)
        return;
    if (recorder->settings->state_dir != NULL)
        bf_warc_archive_abandon(recorder->sink.archive); /* its end may not be committed */
    else if (!bf_warc_archive_close(recorder->sink.archive, &unsaid))
        recorder->sink.archive = NULL; /* it stands, and who opens the folder next completes it */
    bf_warc_writer_free(recorder->sink.stream);
    bf_captures_free(recorder->captures);
    bf_state_finalize(recorder->statements, STATEMENTS);
    bf_arena_free(recorder->arena);
    if (recorder->lock >= 0)
        close(recorder->lock);
    free(recorder);
}

/* --- Recording ---------------------------------------------------------------------------------
 */

/* Says whether the archive still has a file: what somebody took away is no capture any more. */
static bool has_file(const bf_recorder *recorder, bf_str name)
{
    char path[PATH_MAX];
    static const char *const endings[] = {"", BF_WARC_OPEN_ENDING};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if ((size_t)snprintf(path, sizeof path, "%s/%.*s%s", recorder->settings->archive_dir,
                             BF_STR_ARG(name), endings[i]) < sizeof path &&
            access(path, F_OK) == 0)
            return true;
    return false;
}

bool bf_recorder_last(bf_recorder *recorder, bf_str url, bf_arena *arena, bf_capture *out,
                      bf_error *err)
{
    *out = (bf_capture){0};
    if (recorder->sink.archive == NULL)
        return true;
    if (!bf_captures_find(recorder->captures, url, arena, out, err))
        return false;
    if (out->record_id.length > 0 && !has_file(recorder, out->file))
        *out = (bf_capture){0};
    return true;
}

bool bf_recorder_forget(bf_recorder *recorder, bf_str url, bf_error *err)
{
    const bf_capture none = {0};
    return recorder->sink.archive == NULL || bf_captures_keep(recorder->captures, url, &none, err);
}

bool bf_recorder_is_unchanged(const bf_recorded *what)
{
    const bf_capture *last = what->last;
    if (last == NULL || last->record_id.length == 0)
        return false;
    return what->result->status == 304 ||
           (what->result->status == 200 && what->result->truncated.length == 0 &&
            what->digest.length > 0 && bf_str_equal(what->digest, last->digest));
}

/* Notes in the state how long the files are now, so that what a kill keeps from being committed is
 * cut off again. */
static bool note_lengths(bf_recorder *recorder, const bf_warc_archive_place *place, bf_error *err)
{
    char path[PATH_MAX + sizeof place->file + sizeof BF_WARC_OPEN_ENDING];
    struct stat about;
    if (recorder->settings->state_dir == NULL)
        return true;
    if (place->file[0] != '\0') {
        snprintf(path, sizeof path, "%s/%s" BF_WARC_OPEN_ENDING, recorder->settings->archive_dir,
                 place->file);
        if (stat(path, &about) != 0)
            return cannot_write(path, err);
        if (!keep_length(recorder, place->file, about.st_size, err))
            return false;
    }
    off_t end = recorder->out_path[0] ? lseek(recorder->settings->out_fd, 0, SEEK_CUR) : -1;
    return end < 0 || keep_length(recorder, recorder->out_path, end, err);
}

/* Keeps where a full response went, with what a later request asks by. */
static bool keep_capture(bf_recorder *recorder, const bf_recorded *what,
                         const bf_warc_archive_place *place, bf_error *err)
{
    bf_http_head head;
    bf_arena_reset(recorder->arena);
    if (recorder->sink.archive == NULL || what->result->status != 200 ||
        what->result->truncated.length > 0)
        return true;
    if (!bf_http_head_parse(what->result->response, recorder->arena, &head, err))
        return false;
    const bf_capture capture = {.etag = bf_http_field_of(&head, BF_STR("ETag")),
                                .modified = bf_http_field_of(&head, BF_STR("Last-Modified")),
                                .digest = bf_str_of(place->record.payload_digest),
                                .record_id = bf_str_of(place->record.record_id),
                                .date_ms = place->date_ms,
                                .file = bf_str_of(place->file),
                                .offset = place->record.offset};
    return bf_captures_keep(recorder->captures, what->url, &capture, err);
}

/* Names the capture that is still as it was. */
static void refer(const bf_recorded *what, bf_warc_exchange *exchange)
{
    const bf_capture *last = what->last;
    exchange->profile = what->result->status == 304 ? BF_WARC_NOT_MODIFIED : BF_WARC_SAME_PAYLOAD;
    exchange->payload_digest = last->digest;
    exchange->refers_to = last->record_id;
    exchange->refers_to_uri = what->url;
    exchange->refers_to_ms = last->date_ms;
    exchange->refers_to_file = last->file;
    exchange->refers_to_offset = last->offset;
}

enum { MOST_PAIRS = 6 };

/* What HTTP does not say of an exchange. */
static size_t fill_pairs(const bf_recorded *what, char took[24], bf_warc_pair pairs[MOST_PAIRS])
{
    size_t count = 0;
    snprintf(took, 24, "%" PRIu64, what->result->took_ms);
    const bf_warc_pair all[MOST_PAIRS] = {
        {BF_STR("via"), what->via},
        {BF_STR("hopsFromSeed"), what->hops},
        {BF_STR("fetchTimeMs"), bf_str_of(took)},
        {BF_STR("pageRobots"), what->directives},
        {BF_STR("pageCanonical"), what->canonical},
        {BF_STR("fetchError"), what->result->failure},
    };
    for (size_t i = 0; i < MOST_PAIRS; i++)
        if (all[i].value.length > 0)
            pairs[count++] = all[i];
    return count;
}

static bf_warc_exchange exchange_of(const bf_recorded *what, const bf_warc_pair *pairs,
                                    size_t count)
{
    const bf_fetch_result *result = what->result;
    return (bf_warc_exchange){.target_uri = what->url,
                              .date_ms = result->started_ms,
                              .ip = result->ip,
                              .protocols = result->protocols,
                              .protocol_count = result->protocol_count,
                              .cipher_suite = result->cipher_suite,
                              .request = result->request,
                              .response = result->response,
                              .truncated = result->truncated,
                              .payload_digest = what->digest,
                              .metadata = pairs,
                              .metadata_count = count};
}

bool bf_recorder_write(bf_recorder *recorder, const bf_recorded *what, bf_error *err)
{
    char took[24];
    bf_warc_pair pairs[MOST_PAIRS];
    bf_warc_archive_place place;
    bf_warc_exchange exchange = exchange_of(what, pairs, fill_pairs(what, took, pairs));
    bool unchanged = bf_recorder_is_unchanged(what);
    if (unchanged)
        refer(what, &exchange);
    return bf_warc_sink_write(&recorder->sink, &exchange, &place, err) &&
           (unchanged || keep_capture(recorder, what, &place, err)) &&
           note_lengths(recorder, &place, err);
}

bool bf_recorder_write_failure(bf_recorder *recorder, const bf_recorded *what, bf_error *err)
{
    char took[24];
    bf_warc_pair pairs[MOST_PAIRS];
    bf_warc_archive_place place;
    const bf_warc_exchange exchange = exchange_of(what, pairs, fill_pairs(what, took, pairs));
    return bf_warc_sink_write_failure(&recorder->sink, &exchange, &place, err) &&
           note_lengths(recorder, &place, err);
}

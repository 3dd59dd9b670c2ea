/* warc_archive.c: a folder of WARC files that grows. A file is complete in four steps, each of
 * which may be done again after a kill: to the disk, indexed, renamed, the folder to the disk. */
#include "common/warc_archive.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/cdxj.h"
#include "common/time.h"
#include "common/warc_tail.h"

enum {
    MOST_PREFIX = 64,
    HEAD_ARENA = 4 * 1024 * 1024,
    NAME_TRIES = 8 /* a name that is taken is rarer than a disk that fails */
};

struct bf_warc_archive {
    bf_warc_archive_settings settings;
    unsigned serial; /* of the next file */
    char mark[9];
    int fd; /* of the present file; -1: none is open */
    bf_warc_writer *writer;
    char name[128];  /* of the present file, when it is complete */
    bf_buf lines;    /* of the index, for the present file */
    bool lines_lost; /* some could not be kept: the file is read again for them */
    bf_arena *arena; /* of one response's head */
};

/* What is written: an exchange or a failure. */
typedef bool write_records(bf_warc_writer *writer, const bf_warc_exchange *exchange,
                           bf_warc_place *place, bf_error *err);

static bool fail_with_errno(const char *path, const char *what, bf_error *err)
{
    int reason = errno;
    const char *advice = reason == ENOSPC || reason == EDQUOT ? ": make room, and go on" : "";
    return bf_fail(err, BF_ERR_OUTPUT, "%s: cannot %s: %s%s", path, what, strerror(reason), advice);
}

/* "FOLDER/NAME" and an ending; NULL: no memory, and `err` says so. */
static char *path_of(const bf_warc_archive *archive, const char *name, const char *ending,
                     bf_error *err)
{
    char *path = NULL;
    if (asprintf(&path, "%s/%s%s", archive->settings.folder, name, ending) >= 0)
        return path;
    bf_fail(err, BF_ERR_MEMORY, "archive: no memory");
    return NULL;
}

static bool sync_folder(const char *folder, bf_error *err)
{
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool synced = fd >= 0 && (fsync(fd) == 0 || errno == EINVAL); /* some systems have no such */
    if (!synced)
        fail_with_errno(folder, "write", err);
    if (fd >= 0)
        close(fd);
    return synced;
}

/* Completes the file `name`, which is whole and open as `fd`. `lines` are those of the index; NULL:
 * they are not at hand, and the file is read for them. */
static bool complete(const bf_warc_archive *archive, int fd, const char *name, bf_buf *lines,
                     bf_error *err)
{
    bool done = false;
    char *open_path = path_of(archive, name, BF_WARC_OPEN_ENDING, err);
    char *path = open_path ? path_of(archive, name, "", err) : NULL;
    if (path == NULL)
        done = false;
    else if (fsync(fd) != 0)
        fail_with_errno(open_path, "write", err);
    else if (lines ? bf_cdxj_merge(archive->settings.folder, lines, err)
                   : bf_cdxj_add(archive->settings.folder, open_path, name, err))
        done = (rename(open_path, path) == 0 || fail_with_errno(open_path, "rename", err)) &&
               sync_folder(archive->settings.folder, err);
    free(open_path);
    free(path);
    return done;
}

/* --- What a kill left ------------------------------------------------------------------------ */

/* Cuts what was torn off the file at `path`, which is `name` when it is complete, and completes it.
 */
static bool mend(const bf_warc_archive *archive, int fd, const char *path, const char *name,
                 bf_error *err)
{
    struct stat about;
    uint64_t end;
    if (fstat(fd, &about) != 0)
        return fail_with_errno(path, "read", err);
    if (about.st_size == 0)
        return unlink(path) == 0 || fail_with_errno(path, "remove", err);
    if (!bf_warc_find_end(fd, &end, err))
        return bf_fail_at(err, bf_str_of(path), 0, 0);
    if (end > 0)
        return (end == (uint64_t)about.st_size || ftruncate(fd, (off_t)end) == 0 ||
                fail_with_errno(path, "write", err)) &&
               complete(archive, fd, name, NULL, err);
    char *broken = path_of(archive, name, ".broken", err);
    bool renamed =
        broken != NULL && (rename(path, broken) == 0 || fail_with_errno(path, "rename", err));
    free(broken);
    return renamed;
}

/* Completes the file `open_name` ("….open"). */
static bool recover(const bf_warc_archive *archive, const char *open_name, bf_error *err)
{
    bf_str whole = bf_str_of(open_name);
    bool mended = false;
    char *path = path_of(archive, open_name, "", err);
    char *name = strndup(open_name, whole.length - strlen(BF_WARC_OPEN_ENDING));
    int fd = path && name ? open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW) : -1;
    if (path != NULL && name == NULL)
        bf_fail(err, BF_ERR_MEMORY, "archive: no memory");
    else if (path != NULL && fd < 0)
        fail_with_errno(path, "open", err);
    else if (path != NULL)
        mended = mend(archive, fd, path, name, err);
    if (fd >= 0)
        close(fd);
    free(path);
    free(name);
    return mended;
}

static int is_open_file(const struct dirent *entry)
{
    bf_str name = bf_str_of(entry->d_name);
    return bf_str_ends(name, BF_STR(".warc" BF_WARC_OPEN_ENDING)) ||
           bf_str_ends(name, BF_STR(".warc.gz" BF_WARC_OPEN_ENDING));
}

/* Completes every file that was left open. */
static bool recover_all(const bf_warc_archive *archive, bf_error *err)
{
    const char *folder = archive->settings.folder;
    struct dirent **entries;
    bool recovered = true;
    int count = scandir(folder, &entries, is_open_file, alphasort);
    if (count < 0)
        return fail_with_errno(folder, "read", err);
    for (int i = 0; i < count; i++) {
        recovered = recovered && recover(archive, entries[i]->d_name, err);
        free(entries[i]);
    }
    free(entries);
    return recovered;
}

static bool is_prefix(const char *prefix)
{
    size_t length = strlen(prefix);
    return length > 0 && length <= MOST_PREFIX && prefix[0] != '.' &&
           strspn(prefix, "-_.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") ==
               length;
}

static void free_archive(bf_warc_archive *archive)
{
    bf_arena_free(archive->arena);
    bf_buf_free(&archive->lines);
    free(archive);
}

static bool make_mark(bf_warc_archive *archive, bf_error *err)
{
    uint32_t random;
    if (getrandom(&random, sizeof random, 0) != (ssize_t)sizeof random)
        return bf_fail(err, BF_ERR_OUTPUT, "archive: no random bytes for the names of files");
    snprintf(archive->mark, sizeof archive->mark, "%08" PRIx32, random);
    return true;
}

bf_warc_archive *bf_warc_archive_open(const bf_warc_archive_settings *settings, bf_error *err)
{
    if (!is_prefix(settings->prefix)) {
        bf_fail(err, BF_ERR_USAGE, "archive: '%s' cannot begin the names of files",
                settings->prefix);
        return NULL;
    }
    bf_warc_archive *archive = calloc(1, sizeof *archive);
    if (archive == NULL) {
        bf_fail(err, BF_ERR_MEMORY, "archive: no memory");
        return NULL;
    }
    archive->settings = *settings;
    archive->fd = -1;
    archive->arena = bf_arena_new(HEAD_ARENA);
    bf_buf_init(&archive->lines, BF_CDXJ_MOST);
    if (archive->arena == NULL)
        bf_fail(err, BF_ERR_MEMORY, "archive: no memory");
    else if (mkdir(settings->folder, 0777) != 0 && errno != EEXIST)
        fail_with_errno(settings->folder, "make the folder", err);
    else if (make_mark(archive, err) && recover_all(archive, err))
        return archive;
    free_archive(archive);
    return NULL;
}

const char *bf_warc_archive_mark(const bf_warc_archive *archive)
{
    return archive->mark;
}

/* --- The present file ------------------------------------------------------------------------ */

/* Makes the name of the next file. */
static void make_name(bf_warc_archive *archive)
{
    char date[BF_TIME_TEXT], stamp[16];
    bf_time_format(bf_time_now_ms(), date);
    snprintf(stamp, sizeof stamp, "%.4s%.2s%.2s%.2s%.2s%.2s", date, date + 5, date + 8, date + 11,
             date + 14, date + 17);
    snprintf(archive->name, sizeof archive->name, "%s-%s-%05u-%s%s", archive->settings.prefix,
             stamp, archive->serial++, archive->mark,
             archive->settings.gzip ? ".warc.gz" : ".warc");
}

/* Creates a file under a new name. */
static bool create_file(bf_warc_archive *archive, bf_error *err)
{
    for (int tries = 0; archive->fd < 0; tries++) {
        make_name(archive);
        char *path = path_of(archive, archive->name, BF_WARC_OPEN_ENDING, err);
        if (path == NULL)
            return false;
        archive->fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        bool again = archive->fd < 0 && errno == EEXIST && tries < NAME_TRIES;
        if (archive->fd < 0 && !again)
            fail_with_errno(path, "write", err);
        free(path);
        if (archive->fd < 0 && !again)
            return false;
    }
    return true;
}

static bool begin_file(bf_warc_archive *archive, bf_error *err)
{
    const bf_warc_archive_settings *settings = &archive->settings;
    if (!create_file(archive, err))
        return false;
    archive->writer =
        bf_warc_writer_new(archive->fd, settings->gzip, settings->info, settings->info_count);
    if (archive->writer == NULL) {
        close(archive->fd); /* empty: the next to open the archive removes it */
        archive->fd = -1;
        return bf_fail(err, BF_ERR_MEMORY, "archive: no memory");
    }
    bf_warc_writer_name(archive->writer, archive->name);
    return true;
}

static void forget_file(bf_warc_archive *archive)
{
    bf_warc_writer_free(archive->writer);
    close(archive->fd);
    bf_buf_reset(&archive->lines);
    archive->lines_lost = false;
    archive->writer = NULL;
    archive->fd = -1;
}

/* Completes the present file; one to which nothing was written is removed. */
static bool end_file(bf_warc_archive *archive, bf_error *err)
{
    bool done;
    if (archive->fd < 0)
        return true;
    if (bf_warc_writer_written(archive->writer) > 0) {
        done = complete(archive, archive->fd, archive->name,
                        archive->lines_lost || archive->lines.failed ? NULL : &archive->lines, err);
    } else {
        char *path = path_of(archive, archive->name, BF_WARC_OPEN_ENDING, err);
        done = path != NULL && (unlink(path) == 0 || fail_with_errno(path, "remove", err));
        free(path);
    }
    forget_file(archive);
    return done;
}

/* Adds to the error of a write what stands, and what to do. */
static bool advise(const char *path, bf_error *err)
{
    return bf_fail(err, BF_ERR_OUTPUT,
                   "%s: %s: what was written before is kept; make room or repair, and go on", path,
                   err->message);
}

/* Adds which file it is of. */
static bool name_file(const bf_warc_archive *archive, bf_error *err)
{
    bf_error unsaid = {0}; /* it says itself why there is no name */
    char *path = path_of(archive, archive->name, BF_WARC_OPEN_ENDING, &unsaid);
    advise(path ? path : archive->settings.folder, err);
    free(path);
    return false;
}

/* Keeps the line of an exchange for the index. */
static void note_line(bf_warc_archive *archive, const bf_warc_exchange *exchange,
                      const bf_warc_place *place)
{
    bf_cdxj_capture capture = {.target_uri = exchange->target_uri,
                               .date_ms = exchange->date_ms,
                               .payload_digest = bf_str_of(place->payload_digest),
                               .offset = place->offset,
                               .length = place->length};
    bf_cdxj_read_head(exchange->response, exchange->profile != NULL, archive->arena, &capture);
    bf_cdxj_append(&archive->lines, &capture, archive->name);
}

static bool write_to_file(bf_warc_archive *archive, write_records *write,
                          const bf_warc_exchange *exchange, bf_warc_archive_place *place,
                          bf_error *err)
{
    bf_warc_archive_place made = {.date_ms = exchange->date_ms};
    if (archive->writer == NULL && !begin_file(archive, err))
        return false;
    if (!write(archive->writer, exchange, &made.record, err))
        return err->code == BF_ERR_OUTPUT ? name_file(archive, err) : false;
    memcpy(made.file, archive->name, sizeof made.file);
    if (write == bf_warc_write_exchange)
        note_line(archive, exchange, &made.record);
    *place = made;
    return true;
}

bool bf_warc_archive_write(bf_warc_archive *archive, const bf_warc_exchange *exchange,
                           bf_warc_archive_place *place, bf_error *err)
{
    return write_to_file(archive, bf_warc_write_exchange, exchange, place, err);
}

bool bf_warc_archive_write_failure(bf_warc_archive *archive, const bf_warc_exchange *exchange,
                                   bf_warc_archive_place *place, bf_error *err)
{
    return write_to_file(archive, bf_warc_write_failure, exchange, place, err);
}

/* Merges lines that have grown many before their file is complete: a reader looks for a file that
 * is still written as well. */
static void merge_early(bf_warc_archive *archive)
{
    bf_error ignored = {0}; /* then the file is read again, and failing that is told */
    if (archive->lines.length >= BF_CDXJ_RUN &&
        !bf_cdxj_merge(archive->settings.folder, &archive->lines, &ignored)) {
        archive->lines_lost = true;
        bf_buf_reset(&archive->lines);
    }
}

bool bf_warc_archive_rotate(bf_warc_archive *archive, bf_error *err)
{
    bool full = archive->writer != NULL &&
                bf_warc_writer_written(archive->writer) >= archive->settings.max_bytes;
    if (full)
        return end_file(archive, err);
    merge_early(archive);
    return true;
}

void bf_warc_archive_abandon(bf_warc_archive *archive)
{
    if (archive == NULL)
        return;
    if (archive->fd >= 0)
        forget_file(archive);
    free_archive(archive);
}

bool bf_warc_archive_close(bf_warc_archive *archive, bf_error *err)
{
    if (archive == NULL)
        return true;
    bool done = end_file(archive, err);
    free_archive(archive);
    return done;
}

/* --- An archive, a stream, or both ----------------------------------------------------------- */

static bool write_to_sink(const bf_warc_sink *sink, write_records *write,
                          const bf_warc_exchange *exchange, bf_warc_archive_place *place,
                          bf_error *err)
{
    bf_warc_exchange named = *exchange;
    bf_warc_archive_place made = {.date_ms = exchange->date_ms};
    bf_warc_ids ids;
    bf_warc_place streamed;
    if (named.ids == NULL && !bf_warc_make_ids(&ids, err))
        return false;
    if (named.ids == NULL)
        named.ids = &ids;
    if (sink->archive != NULL && !write_to_file(sink->archive, write, &named, &made, err))
        return false;
    if (made.record.payload_digest[0] != '\0') /* not computed twice */
        named.payload_digest = bf_str_of(made.record.payload_digest);
    if (sink->stream != NULL && !write(sink->stream, &named, &streamed, err))
        return err->code == BF_ERR_OUTPUT && sink->stream_path ? advise(sink->stream_path, err)
                                                               : false;
    if (sink->archive == NULL && sink->stream != NULL)
        made.record = streamed;
    *place = made;
    return true;
}

bool bf_warc_sink_write(const bf_warc_sink *sink, const bf_warc_exchange *exchange,
                        bf_warc_archive_place *place, bf_error *err)
{
    return write_to_sink(sink, bf_warc_write_exchange, exchange, place, err);
}

bool bf_warc_sink_write_failure(const bf_warc_sink *sink, const bf_warc_exchange *exchange,
                                bf_warc_archive_place *place, bf_error *err)
{
    return write_to_sink(sink, bf_warc_write_failure, exchange, place, err);
}

/* cdxj.c: the index of a folder of WARC files. */
#include "common/cdxj.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bonafide/arena.h"
#include "bonafide/warc.h"
#include "common/buf.h"
#include "common/http.h"
#include "common/input.h"
#include "common/json.h"
#include "common/surt.h"
#include "common/time.h"
#include "common/utf8.h"

enum {
    MOST_LINE = 4 * 1024 * 1024, /* a head of 256 KiB, as WARC readers take, escaped twice over */
    HEAD_ARENA = 4 * 1024 * 1024,
    STAMP_TEXT = 15 /* 14 digits and a NUL */
};

/* --- Lines of a WARC file -------------------------------------------------------------------- */

/* Writes "20261123200000" of "2026-11-23T20:00:00Z". */
static void format_stamp(int64_t ms, char out[STAMP_TEXT])
{
    char date[BF_TIME_TEXT];
    size_t count = 0;
    bf_time_format(ms, date);
    for (const char *at = date; *at != '\0'; at++)
        if (*at >= '0' && *at <= '9' && count < STAMP_TEXT - 1)
            out[count++] = *at;
    out[count] = '\0';
}

/* Says whether `c` stands for itself in a JSON string of ASCII alone. */
static bool is_plain(char c)
{
    return c >= 0x20 && c < 0x7f && c != '"' && c != '\\';
}

/* Appends `text` as a JSON string of ASCII alone, as pywb writes it. */
static void append_string(bf_buf *out, bf_str text)
{
    uint32_t c;
    bf_buf_append_char(out, '"');
    while (text.length > 0) {
        size_t plain = 0;
        while (plain < text.length && is_plain(text.bytes[plain]))
            plain++;
        bf_buf_append(out, bf_str_slice(text, 0, plain));
        text = bf_str_after(text, plain);
        if (text.length == 0)
            break;
        bf_utf8_take(&text, &c);
        if (c == '"' || c == '\\')
            bf_buf_append_format(out, "\\%c", (char)c);
        else if (c >= 0x10000)
            bf_buf_append_format(out, "\\u%04x\\u%04x", (unsigned)(0xd7c0 + (c >> 10)),
                                 (unsigned)(0xdc00 + (c & 0x3ff)));
        else
            bf_buf_append_format(out, "\\u%04x", (unsigned)c);
    }
    bf_buf_append_char(out, '"');
}

/* Appends a member, where there is a value. */
static void append_member(bf_buf *out, const char *name, bf_str value)
{
    if (value.length == 0)
        return;
    bf_buf_append_format(out, "%s\"%s\": ", out->bytes[out->length - 1] == '{' ? "" : ", ", name);
    append_string(out, value);
}

static void append_number(bf_buf *out, const char *name, uint64_t value)
{
    char text[24];
    snprintf(text, sizeof text, "%" PRIu64, value);
    append_member(out, name, bf_str_of(text));
}

/* The media type without parameters, as it was sent. */
static bf_str media_type(bf_str content_type)
{
    size_t at = 0;
    while (at < content_type.length && strchr("; \t", content_type.bytes[at]) == NULL)
        at++;
    return bf_str_slice(content_type, 0, at);
}

void bf_cdxj_read_head(bf_str response, bool revisit, bf_arena *arena, bf_cdxj_capture *out)
{
    bf_http_head head;
    bf_error ignored = {0};
    out->mime = revisit ? BF_STR("warc/revisit") : (bf_str){0};
    bf_arena_reset(arena);
    if (!bf_http_head_parse(response, arena, &head, &ignored))
        return;
    out->status = head.status;
    if (!revisit)
        out->mime = bf_http_type_of(&head).media_type;
}

void bf_cdxj_append(bf_buf *lines, const bf_cdxj_capture *capture, const char *name)
{
    char stamp[STAMP_TEXT];
    if (capture->status == 304 && bf_str_equal(capture->mime, BF_STR("warc/revisit")))
        return; /* pywb 2.10 would show it as an empty page, and finds the full one without it */
    format_stamp(capture->date_ms, stamp);
    bf_surt_append(lines, capture->target_uri);
    bf_buf_append_format(lines, " %s {", stamp);
    if (lines->failed)
        return;
    append_member(lines, "url", capture->target_uri);
    append_member(lines, "mime", capture->mime);
    if (capture->status > 0)
        append_number(lines, "status", (uint64_t)capture->status);
    append_member(lines, "digest", capture->payload_digest);
    append_number(lines, "length", capture->length);
    append_number(lines, "offset", capture->offset);
    append_member(lines, "filename", bf_str_of(name));
    bf_buf_append(lines, BF_STR("}\n"));
}

/* Appends the line of `record`, where it has one. */
static void append_record(bf_buf *lines, const bf_warc_record *record, const char *name,
                          bf_arena *arena)
{
    bool revisit = bf_str_equal_nocase(record->type, BF_STR("revisit"));
    bf_cdxj_capture capture = {.target_uri = record->target_uri,
                               .payload_digest = record->payload_digest,
                               .offset = record->offset,
                               .length = record->length};
    if (record->target_uri.length == 0 || !bf_time_parse(record->date, &capture.date_ms))
        return;
    if (revisit || bf_str_equal_nocase(record->type, BF_STR("response")))
        bf_cdxj_read_head(record->block, revisit, arena, &capture);
    else if (bf_str_equal_nocase(record->type, BF_STR("resource")))
        capture.mime = media_type(bf_warc_field(record, BF_STR("Content-Type")));
    else
        return;
    bf_cdxj_append(lines, &capture, name);
}

/* --- The index's file ------------------------------------------------------------------------ */

/* Reads a line without its end into `line`; false at the end of the file, with errno 0, or when it
 * cannot be read. One that is too long, or finds no memory, is latched in `line`. */
static bool read_line(FILE *file, bf_buf *line)
{
    char piece[1024];
    size_t count = 0;
    int c;
    bf_buf_reset(line);
    errno = 0;
    while ((c = getc_unlocked(file)) != EOF && c != '\n') {
        piece[count++] = (char)c;
        if (count == sizeof piece) {
            bf_buf_append(line, (bf_str){piece, count});
            count = 0;
        }
    }
    bf_buf_append(line, (bf_str){piece, count});
    return (c == '\n' || line->length > 0) && !ferror(file);
}

static bf_str text_of(const bf_buf *line)
{
    return (bf_str){line->bytes, line->length};
}

/* What is merged: the old index and a run of sorted lines, into a new one. */
typedef struct {
    FILE *old; /* NULL: there is none */
    bf_buf line;
    bool has_line;
    FILE *out;
    bf_buf last; /* what was written last */
} merge;

static bool read_old(merge *job, const char *path, bf_error *err)
{
    job->has_line = job->old != NULL && read_line(job->old, &job->line);
    if (job->old != NULL && ferror(job->old))
        return bf_fail(err, BF_ERR_INPUT, "%s: cannot read: %s", path, strerror(errno));
    if (job->line.failed)
        return bf_fail(err, BF_ERR_INPUT, "%s: a line too long for an index: remove the file",
                       path);
    return true;
}

/* Writes `line` unless it was written just before: what a kill interrupted is indexed again. */
static void write_line(merge *job, bf_str line)
{
    if (job->last.length == line.length && job->last.length > 0 &&
        bf_str_equal(text_of(&job->last), line))
        return;
    if (line.length > 0)
        fwrite(line.bytes, 1, line.length, job->out);
    putc_unlocked('\n', job->out);
    bf_buf_reset(&job->last);
    bf_buf_append(&job->last, line);
}

static bool merge_lines(merge *job, const bf_str *run, size_t count, const char *path,
                        bf_error *err)
{
    size_t at = 0;
    if (!read_old(job, path, err))
        return false;
    while (at < count || job->has_line) {
        if (job->has_line && (at == count || bf_str_compare(text_of(&job->line), run[at]) <= 0)) {
            write_line(job, text_of(&job->line));
            if (!read_old(job, path, err))
                return false;
        } else {
            write_line(job, run[at++]);
        }
    }
    return !job->last.failed || bf_fail(err, BF_ERR_MEMORY, "index: no memory");
}

static bool cannot_write(const char *path, bf_error *err)
{
    return bf_fail(err, BF_ERR_OUTPUT, "%s: cannot write: %s", path, strerror(errno));
}

/* Writes the merged lines to `fresh` and to the disk. */
static bool write_merged(merge *job, const bf_str *run, size_t count, const char *path,
                         const char *fresh, bf_error *err)
{
    job->out = fopen(fresh, "we");
    if (job->out == NULL)
        return cannot_write(fresh, err);
    bool written = merge_lines(job, run, count, path, err);
    if (written && (fflush(job->out) != 0 || ferror(job->out) || fsync(fileno(job->out)) != 0))
        written = cannot_write(fresh, err);
    if (fclose(job->out) != 0 && written)
        written = cannot_write(fresh, err);
    return written;
}

static char *path_in(const char *folder, const char *name)
{
    char *path = NULL;
    return asprintf(&path, "%s/%s", folder, name) >= 0 ? path : NULL;
}

/* Puts the sorted `run` into the index of `folder`. */
static bool merge_run(const char *folder, const bf_str *run, size_t count, bf_error *err)
{
    merge job = {0};
    char *path = path_in(folder, BF_CDXJ_NAME), *fresh = path_in(folder, BF_CDXJ_NAME ".new");
    bool merged = false;
    bf_buf_init(&job.line, MOST_LINE);
    bf_buf_init(&job.last, BF_CDXJ_MOST);
    if (path == NULL || fresh == NULL) {
        bf_fail(err, BF_ERR_MEMORY, "index: no memory");
    } else if ((job.old = fopen(path, "re")) == NULL && errno != ENOENT) {
        bf_fail(err, BF_ERR_INPUT, "%s: cannot read: %s", path, strerror(errno));
    } else {
        merged = write_merged(&job, run, count, path, fresh, err) &&
                 (rename(fresh, path) == 0 || cannot_write(path, err));
        if (!merged)
            unlink(fresh);
    }
    if (job.old != NULL)
        fclose(job.old);
    bf_buf_free(&job.line);
    bf_buf_free(&job.last);
    free(path);
    free(fresh);
    return merged;
}

static int by_bytes(const void *left, const void *right)
{
    const bf_str *a = left, *b = right;
    return bf_str_compare(*a, *b);
}

bool bf_cdxj_merge(const char *folder, bf_buf *lines, bf_error *err)
{
    bf_str rest, line;
    size_t count = 0, at = 0;
    if (!bf_buf_view(lines, "index", &rest, err))
        return false;
    for (size_t i = 0; i < rest.length; i++)
        count += rest.bytes[i] == '\n';
    bf_str *run = calloc(count + 1, sizeof *run);
    if (run == NULL)
        return bf_fail(err, BF_ERR_MEMORY, "index: no memory");
    while (at < count && bf_str_take_line(&rest, &line))
        run[at++] = line;
    qsort(run, count, sizeof *run, by_bytes);
    bool merged = merge_run(folder, run, count, err);
    free(run);
    bf_buf_reset(lines);
    return merged;
}

/* Reads the records of one file, and puts their lines into the index run by run. */
static bool add_records(bf_warc_reader *reader, const char *folder, const char *name,
                        bf_arena *arena, bf_error *err)
{
    bf_buf lines;
    bf_warc_next next;
    bool added = true;
    bf_buf_init(&lines, BF_CDXJ_MOST);
    do {
        bf_warc_record record;
        bf_error broken = {0}; /* what cannot be read is not indexed, and not lost thereby */
        next = bf_warc_read(reader, &record, &broken);
        if (next == BF_WARC_RECORD)
            append_record(&lines, &record, name, arena);
        if (next == BF_WARC_FATAL)
            *err = broken;
        if (lines.length >= BF_CDXJ_RUN)
            added = bf_cdxj_merge(folder, &lines, err);
    } while (added && (next == BF_WARC_RECORD || next == BF_WARC_BAD));
    added = added && next == BF_WARC_END && bf_cdxj_merge(folder, &lines, err);
    bf_buf_free(&lines);
    return added;
}

bool bf_cdxj_add(const char *folder, const char *path, const char *name, bf_error *err)
{
    bool added = false;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return bf_fail(err, BF_ERR_INPUT, "%s: cannot read: %s", path, strerror(errno));
    bf_arena *arena = bf_arena_new(HEAD_ARENA);
    bf_warc_reader *reader = bf_warc_reader_new(bf_input_read_fd, &fd, BF_HTTP_MOST_HEAD);
    if (arena == NULL || reader == NULL)
        bf_fail(err, BF_ERR_MEMORY, "index: no memory");
    else
        added = add_records(reader, folder, name, arena, err);
    bf_warc_reader_free(reader);
    bf_arena_free(arena);
    close(fd);
    return added;
}

/* --- Look-up --------------------------------------------------------------------------------- */

/* Goes to the first line that begins at or behind byte `at`, and says where that is. */
static off_t seek_line(FILE *file, off_t at)
{
    int c = '\n';
    if (fseeko(file, at > 0 ? at - 1 : 0, SEEK_SET) != 0)
        return -1;
    if (at > 0)
        do
            c = getc_unlocked(file);
        while (c != '\n' && c != EOF);
    return ferror(file) ? -1 : ftello(file);
}

/* Finds where the first line stands that is not before `wanted`; -1: the file cannot be read. */
static off_t find_line(FILE *file, bf_str wanted, bf_buf *line)
{
    off_t low = 0, high;
    if (fseeko(file, 0, SEEK_END) != 0 || (high = ftello(file)) < 0)
        return -1;
    while (low < high) {
        off_t middle = low + (high - low) / 2, start = seek_line(file, middle);
        if (start < 0)
            return -1;
        if (start >= high || !read_line(file, line) || bf_str_compare(text_of(line), wanted) >= 0)
            high = middle;
        else
            low = ftello(file);
        if (ferror(file))
            return -1;
    }
    return low;
}

/* Reads the value of a number that is written as a text. */
static bool read_number(const cJSON *item, uint64_t *out)
{
    bf_str text = bf_json_text(item);
    return bf_take_decimal(&text, UINT64_MAX, out) && text.length == 0;
}

/* Shows the entry in `json`, where it is one of `url`; false ends the search. */
static bool show_entry(bf_str json, bf_str url, bf_cdxj_visit *visit, void *user)
{
    bf_error ignored = {0};
    bf_cdxj_entry entry;
    cJSON *line = bf_json_parse(json, &(bf_json_limits){.bytes = MOST_LINE}, &ignored);
    bool go_on = true;
    entry.file = bf_json_text(bf_json_member(line, "filename"));
    if (bf_str_equal(bf_json_text(bf_json_member(line, "url")), url) && entry.file.length > 0 &&
        read_number(bf_json_member(line, "offset"), &entry.offset))
        go_on = visit(&entry, user);
    cJSON_Delete(line);
    return go_on;
}

/* Walks the lines that begin with `wanted`. */
static bool walk_lines(FILE *file, bf_str wanted, bf_str url, bf_cdxj_visit *visit, void *user)
{
    bf_buf line;
    bf_buf_init(&line, MOST_LINE);
    off_t at = find_line(file, wanted, &line);
    bool readable = at >= 0 && fseeko(file, at, SEEK_SET) == 0;
    while (readable && read_line(file, &line) && bf_str_starts(text_of(&line), wanted) &&
           show_entry(bf_str_after(text_of(&line), wanted.length), url, visit, user))
        ;
    bf_buf_free(&line);
    return readable && !ferror(file);
}

static bool search_index(FILE *file, const char *path, bf_str url, int64_t date_ms,
                         bf_cdxj_visit *visit, void *user, bf_error *err)
{
    char stamp[STAMP_TEXT];
    bf_buf key;
    bf_str wanted;
    bf_buf_init(&key, MOST_LINE);
    format_stamp(date_ms, stamp);
    bf_surt_append(&key, url);
    bf_buf_append_format(&key, " %s ", stamp);
    bool searched = bf_buf_view(&key, "index", &wanted, err);
    if (searched && !walk_lines(file, wanted, url, visit, user))
        searched = bf_fail(err, BF_ERR_INPUT, "%s: cannot read: %s", path, strerror(errno));
    bf_buf_free(&key);
    return searched;
}

bool bf_cdxj_find(const char *folder, bf_str url, int64_t date_ms, bf_cdxj_visit *visit, void *user,
                  bf_error *err)
{
    char *path = path_in(folder, BF_CDXJ_NAME);
    if (path == NULL)
        return bf_fail(err, BF_ERR_MEMORY, "index: no memory");
    FILE *file = fopen(path, "re");
    bool searched = file == NULL && (errno == ENOENT || errno == ENOTDIR);
    if (file != NULL) {
        searched = search_index(file, path, url, date_ms, visit, user, err);
        fclose(file);
    } else if (!searched) {
        bf_fail(err, BF_ERR_INPUT, "%s: cannot read: %s", path, strerror(errno));
    }
    free(path);
    return searched;
}

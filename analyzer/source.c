/* source.c: what a user names, as pages. Knows files, folders, and how to tell what a file holds;
 * the pages of each kind of file are their own modules'. */
#include "analyzer/source.h"

#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "analyzer/html_file.h"
#include "analyzer/line_pages.h"
#include "analyzer/warc_pages.h"
#include "common/input.h"

enum {
    SNIFFED = 4096 /* bytes in which the kind of a file shows */
};

typedef enum {
    KIND_UNKNOWN, /* nothing of the file was read, or it told nothing */
    KIND_WARC,
    KIND_LINES,
    KIND_HTML,
    KIND_DONE /* its one page was given, or it is lost */
} file_kind;

struct bf_source {
    bf_source_settings settings;
    char *path;     /* of the folder */
    FTS *folder;    /* NULL for a single file */
    bool is_filled; /* the folder had a file to read, or one to complain of */
    int fd;         /* of the present file; -1: none is open */
    bool owns_fd;
    char *name;           /* of the present file, as lines call it */
    char *beside;         /* the folder that it stands in; NULL: it is a stream */
    uint64_t passed_over; /* revisits, of the files before */
    bf_input *input;
    file_kind kind;
    bf_warc_pages *warc;
    bf_line_pages *lines;
    bf_html_file *html;
};

static void close_file(bf_source *source)
{
    if (source->warc != NULL)
        source->passed_over += bf_warc_pages_passed_over(source->warc);
    bf_warc_pages_free(source->warc);
    bf_line_pages_free(source->lines);
    bf_html_file_free(source->html);
    bf_input_free(source->input);
    if (source->owns_fd && source->fd >= 0)
        close(source->fd);
    free(source->name);
    free(source->beside);
    source->warc = NULL;
    source->lines = NULL;
    source->html = NULL;
    source->input = NULL;
    source->name = NULL;
    source->beside = NULL;
    source->fd = -1;
    source->kind = KIND_UNKNOWN;
}

/* A bf_warc_source of the present file. */
static bool read_present(void *user, char *bytes, size_t most, size_t *count, bf_error *err)
{
    bf_source *source = user;
    if (source->settings.wait)
        source->settings.wait(source->fd, source->settings.waiting);
    return bf_input_read_fd(&source->fd, bytes, most, count, err);
}

/* Makes `fd` the present file, and closes it when that fails. */
static bool begin_file(bf_source *source, int fd, bool owns_fd, const char *name, bf_error *err)
{
    source->fd = fd;
    source->owns_fd = owns_fd;
    source->name = strdup(name);
    source->input = bf_input_new(read_present, source);
    if (source->name != NULL && source->input != NULL)
        return true;
    close_file(source);
    return bf_fail(err, BF_ERR_MEMORY, "source: no memory");
}

static bool fail_with_errno(const char *path, bf_error *err)
{
    int reason = errno;
    bf_fail(err, reason == ENOMEM ? BF_ERR_MEMORY : BF_ERR_INPUT, "cannot open: %s",
            strerror(reason));
    return bf_fail_at(err, bf_str_of(path), 0, 0);
}

/* The folder that `path` stands in; NULL: no memory. */
static char *folder_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    if (slash == NULL)
        return strdup(".");
    return strndup(path, slash == path ? 1 : (size_t)(slash - path));
}

static bool open_file(bf_source *source, const char *path, bf_error *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0)
        return fail_with_errno(path, err);
    if (!begin_file(source, fd, true, path, err))
        return false;
    source->beside = folder_of(path);
    if (source->beside != NULL)
        return true;
    close_file(source);
    return bf_fail(err, BF_ERR_MEMORY, "source: no memory");
}

static int by_name(const FTSENT **a, const FTSENT **b)
{
    return strcmp((*a)->fts_name, (*b)->fts_name);
}

static bool open_folder(bf_source *source, const char *path, bf_error *err)
{
    source->path = strdup(path);
    if (source->path == NULL)
        return bf_fail(err, BF_ERR_MEMORY, "source: no memory");
    char *const roots[] = {source->path, NULL};
    source->folder = fts_open(roots, FTS_LOGICAL | FTS_NOCHDIR, by_name);
    return source->folder != NULL || fail_with_errno(path, err);
}

static bf_source *new_source(const bf_source_settings *settings, bf_error *err)
{
    bf_source *source = calloc(1, sizeof *source);
    if (source == NULL) {
        bf_fail(err, BF_ERR_MEMORY, "source: no memory");
        return NULL;
    }
    source->settings = *settings;
    source->fd = -1;
    return source;
}

bf_source *bf_source_open(const char *path, const bf_source_settings *settings, bf_error *err)
{
    struct stat status;
    bool opened;
    bf_source *source = new_source(settings, err);
    if (source == NULL)
        return NULL;
    if (strcmp(path, "-") == 0)
        opened = begin_file(source, STDIN_FILENO, false, path, err);
    else if (stat(path, &status) != 0)
        opened = fail_with_errno(path, err);
    else if (S_ISDIR(status.st_mode))
        opened = open_folder(source, path, err);
    else
        opened = open_file(source, path, err);
    if (opened)
        return source;
    bf_source_close(source);
    return NULL;
}

bf_source *bf_source_of_fd(int fd, const char *name, const bf_source_settings *settings,
                           bf_error *err)
{
    bf_source *source = new_source(settings, err);
    if (source == NULL || begin_file(source, fd, true, name, err))
        return source;
    bf_source_close(source);
    return NULL;
}

void bf_source_close(bf_source *source)
{
    if (source == NULL)
        return;
    close_file(source);
    if (source->folder != NULL)
        fts_close(source->folder);
    free(source->path);
    free(source);
}

uint64_t bf_source_revisits_passed_over(const bf_source *source)
{
    return source->passed_over + (source->warc ? bf_warc_pages_passed_over(source->warc) : 0);
}

static bool has_page_name(const char *name)
{
    static const char *const endings[] = {".html",    ".htm",   ".xhtml",   ".warc",
                                          ".warc.gz", ".jsonl", ".jsonl.gz"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (bf_str_ends(bf_str_of(name), bf_str_of(endings[i])))
            return true;
    return false;
}

static bf_source_next_kind bad_or_fatal(const bf_error *err)
{
    return err->code == BF_ERR_MEMORY ? BF_SOURCE_FATAL : BF_SOURCE_BAD;
}

/* Opens the next file of the folder; BF_SOURCE_PAGE: one is open. */
static bf_source_next_kind next_file(bf_source *source, bf_error *err)
{
    FTSENT *entry;
    while (errno = 0, (entry = fts_read(source->folder)) != NULL) {
        switch (entry->fts_info) {
        case FTS_F:
            if (!has_page_name(entry->fts_name))
                break;
            return open_file(source, entry->fts_accpath, err) ? BF_SOURCE_PAGE : bad_or_fatal(err);
        case FTS_SLNONE: /* a link that leads nowhere */
            if (!has_page_name(entry->fts_name))
                break;
            errno = ENOENT;
            fail_with_errno(entry->fts_path, err);
            return BF_SOURCE_BAD;
        case FTS_DC: /* a link to a folder above */
            break;
        case FTS_DNR:
        case FTS_ERR:
        case FTS_NS:
            errno = entry->fts_errno;
            fail_with_errno(entry->fts_path, err);
            return bad_or_fatal(err);
        default: /* folders, and what is no regular file */
            break;
        }
    }
    if (errno == 0)
        return BF_SOURCE_END;
    fail_with_errno(source->folder->fts_path, err);
    return BF_SOURCE_FATAL;
}

/* A folder in which nothing looks like a page is most likely not the one that was meant. */
static bf_source_next_kind next_in_folder(bf_source *source, bf_error *err)
{
    bf_source_next_kind next = next_file(source, err);
    if (next == BF_SOURCE_END && !source->is_filled) {
        bf_fail(err, BF_ERR_INPUT,
                "no page in this folder: no file of a name like .html or .warc.gz");
        bf_fail_at(err, bf_str_of(source->path), 0, 0);
        next = BF_SOURCE_BAD;
    }
    source->is_filled = true;
    return next;
}

/* Goes into the first member, and past empty ones. */
static bf_input_state enter_members(bf_input *input, bf_error *err)
{
    bool opened = true;
    bf_input_state state = BF_INPUT_MORE;
    while (opened && state == BF_INPUT_MORE) {
        state = bf_input_open_member(input, &opened, err);
        if (opened && (state = bf_input_fill(input, 1, err)) == BF_INPUT_SEAM) {
            bf_input_leave_member(input);
            state = BF_INPUT_MORE;
        } else {
            opened = false;
        }
    }
    return state;
}

static bool begins_with_bom(bf_str head)
{
    return bf_str_starts(head, BF_STR("\xef\xbb\xbf")) || bf_str_starts(head, BF_STR("\xfe\xff")) ||
           bf_str_starts(head, BF_STR("\xff\xfe"));
}

/* Tells the kind of a file by its first bytes. Zeros stand in UTF-16 and in what is no text. */
static file_kind kind_of(bf_str head)
{
    bf_str text = bf_str_trim(head);
    if (bf_str_starts(text, BF_STR("WARC/")))
        return KIND_WARC;
    if (begins_with_bom(text) && text.bytes[0] != '\xef')
        return KIND_HTML;
    if (begins_with_bom(text))
        text = bf_str_trim(bf_str_after(text, 3));
    if (bf_str_starts(text, BF_STR("{")))
        return KIND_LINES;
    if (bf_str_starts(text, BF_STR("<")))
        return KIND_HTML;
    bool binary =
        bf_str_find(head, (bf_str){"", 1}, 0) != SIZE_MAX || bf_str_starts(text, BF_STR("%PDF-"));
    return binary ? KIND_UNKNOWN : KIND_HTML;
}

/* Says whether the first five bytes tell enough. */
static bool is_plain(bf_str head)
{
    return bf_str_starts(head, BF_STR("WARC/")) || bf_str_starts(head, BF_STR("{\""));
}

/* Tells what the present file holds, and makes the reader of its pages. */
static bool begin_pages(bf_source *source, bf_error *err)
{
    bf_str name = bf_str_of(source->name);
    bf_input_state state = enter_members(source->input, err);
    if (state == BF_INPUT_MORE) /* no more than it takes: a pipe may be slow */
        state = bf_input_fill(source->input, 5, err);
    if (state == BF_INPUT_MORE && !is_plain(bf_input_view(source->input)))
        state = bf_input_fill(source->input, SNIFFED, err);
    if (state == BF_INPUT_FAILED ||
        (state == BF_INPUT_BROKEN && bf_input_view(source->input).length == 0))
        return false;
    if (bf_input_view(source->input).length == 0)
        return bf_fail(err, BF_ERR_FORMAT, "empty file");
    source->kind = kind_of(bf_input_view(source->input));
    if (source->kind == KIND_UNKNOWN)
        return bf_fail(err, BF_ERR_FORMAT, "neither WARC, HTML nor JSON Lines");
    if (source->kind == KIND_WARC)
        source->warc = bf_warc_pages_new(source->input, name, &source->settings, source->beside);
    else if (source->kind == KIND_LINES)
        source->lines = bf_line_pages_new(source->input, name, 0);
    else
        source->html = bf_html_file_new(source->input, source->name,
                                        source->beside ? source->name : NULL, &source->settings);
    if (source->warc == NULL && source->lines == NULL && source->html == NULL)
        return bf_fail(err, BF_ERR_MEMORY, "source: no memory");
    return true;
}

/* Reads the next page of the present file, which is open; BF_SOURCE_END: there is none left. */
static bf_source_next_kind next_in_file(bf_source *source, bf_raw_page *raw, bf_error *err)
{
    if (source->kind == KIND_UNKNOWN && !begin_pages(source, err))
        return BF_SOURCE_FATAL;
    switch (source->kind) {
    case KIND_WARC:
        return bf_warc_pages_next(source->warc, raw, err);
    case KIND_LINES:
        return bf_line_pages_next(source->lines, raw, err);
    case KIND_HTML:
        break;
    case KIND_UNKNOWN:
    case KIND_DONE:
        return BF_SOURCE_END;
    }
    source->kind = KIND_DONE;
    return bf_html_file_read(source->html, raw, err) ? BF_SOURCE_PAGE : BF_SOURCE_BAD;
}

bf_source_next_kind bf_source_next_raw(bf_source *source, bf_raw_page *raw, bf_error *err)
{
    *raw = (bf_raw_page){0};
    for (;;) {
        bf_source_next_kind next = BF_SOURCE_END;
        if (source->input != NULL)
            next = next_in_file(source, raw, err);
        if (next == BF_SOURCE_BAD || next == BF_SOURCE_FATAL)
            bf_fail_at(err, bf_str_of(source->name), 0, 0);
        if (next == BF_SOURCE_FATAL && err->code != BF_ERR_MEMORY) {
            next = BF_SOURCE_BAD; /* only this file is lost */
            source->kind = KIND_DONE;
        }
        if (next != BF_SOURCE_END)
            return next;
        close_file(source);
        if (source->folder == NULL)
            return BF_SOURCE_END;
        next = next_in_folder(source, err);
        if (next != BF_SOURCE_PAGE)
            return next;
    }
}

bf_source_next_kind bf_source_next(bf_source *source, bf_arena *arena, bf_page *page, bf_error *err)
{
    bf_raw_page raw;
    *page = (bf_page){0};
    bf_source_next_kind next = bf_source_next_raw(source, &raw, err);
    if (next == BF_SOURCE_PAGE &&
        !bf_raw_page_read(&raw, &source->settings.limits, arena, page, err)) {
        bf_fail_at(err, raw.archive.file, 0, 0);
        next = BF_SOURCE_BAD;
    }
    return next;
}

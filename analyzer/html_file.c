/* html_file.c: the one page of an HTML file, with the sidecar that may lie beside it. */
#include "analyzer/html_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    BODY_BYTES = 16 * 1024 * 1024, /* as page.h has it */
    SIDECAR_BYTES = 1024 * 1024
};

struct bf_html_file {
    bf_input *input;
    const char *name, *path;
    const bf_source_settings *settings;
    bf_buf url, html, sidecar, sidecar_name;
};

bf_html_file *bf_html_file_new(bf_input *input, const char *name, const char *path,
                               const bf_source_settings *settings)
{
    size_t most = settings->limits.body_bytes ? settings->limits.body_bytes : BODY_BYTES;
    bf_html_file *file = calloc(1, sizeof *file);
    if (file == NULL)
        return NULL;
    file->input = input;
    file->name = name;
    file->path = path;
    file->settings = settings;
    bf_buf_init(&file->url, SIZE_MAX / 4);
    bf_buf_init(&file->html, most + 1);
    bf_buf_init(&file->sidecar, SIDECAR_BYTES);
    bf_buf_init(&file->sidecar_name, SIZE_MAX / 4);
    return file;
}

void bf_html_file_free(bf_html_file *file)
{
    if (file == NULL)
        return;
    bf_buf_free(&file->url);
    bf_buf_free(&file->html);
    bf_buf_free(&file->sidecar);
    bf_buf_free(&file->sidecar_name);
    free(file);
}

/* Writes the absolute form of `path` as a URL (RFC 8089). */
static bool append_file_url(const char *path, bf_buf *out)
{
    static const char plain[] =
        "/-._~ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    char *whole = realpath(path, NULL);
    if (whole == NULL)
        return false;
    bf_buf_append(out, BF_STR("file://"));
    for (const char *at = whole; *at != '\0'; at++)
        if (strchr(plain, *at) != NULL)
            bf_buf_append_char(out, *at);
        else
            bf_buf_append_format(out, "%%%02X", (unsigned char)*at);
    free(whole);
    return true;
}

static bool make_url(bf_html_file *file, bf_raw_page *raw, bf_error *err)
{
    raw->url_is_path = file->settings->base_url == NULL;
    if (file->settings->base_url != NULL)
        bf_buf_append(&file->url, bf_str_of(file->settings->base_url));
    else if (file->path == NULL || !append_file_url(file->path, &file->url))
        bf_buf_append(&file->url, bf_str_of(file->name));
    return bf_buf_view(&file->url, "source", &raw->url, err);
}

/* Appends what is left of the file to `html`, up to its limit, over seams of members. */
static bool read_rest(bf_input *input, bf_buf *html, bf_error *err)
{
    bool opened = true;
    while (html->length < html->limit) {
        bf_input_state state = bf_input_fill(input, 1, err);
        if (state == BF_INPUT_FAILED || state == BF_INPUT_BROKEN)
            return false;
        if (state == BF_INPUT_END)
            return true;
        if (state == BF_INPUT_SEAM) {
            bf_input_leave_member(input);
            if (bf_input_open_member(input, &opened, err) == BF_INPUT_FAILED)
                return false;
            if (!opened)
                return true; /* what follows the last member is no part of the text */
            continue;
        }
        bf_str piece = bf_str_slice(bf_input_view(input), 0, html->limit - html->length);
        bf_buf_append(html, piece);
        bf_input_take(input, piece.length);
        if (html->failed)
            return bf_fail(err, BF_ERR_MEMORY, "source: no memory");
    }
    return true;
}

static bool fail_on_sidecar(const bf_html_file *file, bf_error *err)
{
    bf_fail(err, errno == ENOMEM ? BF_ERR_MEMORY : BF_ERR_INPUT,
            "cannot read what speaks of the page beside it: %s", strerror(errno));
    return bf_fail_at(err, (bf_str){file->sidecar_name.bytes, file->sidecar_name.length}, 0, 0);
}

static bool read_descriptor(bf_html_file *file, int fd, bf_error *err)
{
    char piece[4096];
    ssize_t got;
    while ((got = read(fd, piece, sizeof piece)) != 0) {
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return fail_on_sidecar(file, err);
        bf_buf_append(&file->sidecar, (bf_str){piece, (size_t)got});
    }
    return true;
}

/* Reads the sidecar, when there is one. */
static bool read_sidecar(bf_html_file *file, bf_raw_page *raw, bf_error *err)
{
    bf_str name;
    if (file->path == NULL)
        return true;
    bf_buf_append(&file->sidecar_name, bf_str_of(file->path));
    bf_buf_append(&file->sidecar_name, BF_STR(".json"));
    if (!bf_buf_view(&file->sidecar_name, "source", &name, err))
        return false;
    int fd = open(name.bytes, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (fd < 0)
        return errno == ENOENT || fail_on_sidecar(file, err);
    bool read = read_descriptor(file, fd, err);
    close(fd);
    if (!read)
        return false;
    raw->described_by = name;
    return bf_buf_view(&file->sidecar, "what speaks of the page beside it", &raw->described, err) ||
           bf_fail_at(err, name, 0, 0);
}

bool bf_html_file_read(bf_html_file *file, bf_raw_page *raw, bf_error *err)
{
    *raw = (bf_raw_page){.kind = BF_RAW_HTML, .archive.file = bf_str_of(file->name)};
    return make_url(file, raw, err) && read_rest(file->input, &file->html, err) &&
           bf_buf_view(&file->html, "source", &raw->bytes, err) && read_sidecar(file, raw, err);
}

/* warc_writer.c: WARC/1.1 files, written. An exchange is laid out whole in memory, each record a
 * gzip member of its own where wanted, and then written in one piece, so that a kill tears at most
 * its end. */
#include "common/warc_writer.h"

#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <zlib.h>

#include "bonafide/arena.h"
#include "common/buf.h"
#include "common/digest.h"
#include "common/http.h"
#include "common/time.h"

enum {
    ID_TEXT = 46,          /* "urn:uuid:", 36 characters and a NUL */
    GZIP_LEVEL = 1,        /* a third of level 6's time for a tenth more bytes */
    GZIP_WINDOW = 15 + 16, /* the largest window, and gzip's head and trailer */
    HEAD_ARENA = 1024 * 1024,
    KEPT_CAPACITY = 1024 * 1024 /* a larger exchange's memory is given back */
};

struct bf_warc_writer {
    int fd;
    bool gzip;
    bf_buf info; /* the block of the warcinfo record */
    char info_id[ID_TEXT];
    bool begun;       /* the warcinfo record was written */
    bool torn;        /* a record was cut short that could not be taken back */
    uint64_t written; /* bytes */
    bf_arena *arena;  /* of one response's head */
    bf_buf dechunked, head, batch;
    z_stream zlib;
};

/* What differs between the records of an exchange. */
typedef struct {
    const char *type;
    const char *content_type;
    const char *id;
    bf_str block;
    bf_str payload_digest; /* empty: none */
    bf_str truncated;
    const char *concurrent_to; /* NULL: to none */
} record;

/* Appends "Name: value", with blanks for what would end or break the line. */
static void append_field(bf_buf *out, const char *name, bf_str value)
{
    if (value.length == 0)
        return;
    bf_buf_append_format(out, "%s: ", name);
    for (size_t i = 0; i < value.length; i++) {
        char c = value.bytes[i];
        bf_buf_append_char(out, (unsigned char)c < 0x20 || c == 0x7f ? ' ' : c);
    }
    bf_buf_append(out, BF_STR("\r\n"));
}

static void append_id(bf_buf *out, const char *name, bf_str id)
{
    if (id.length > 0)
        bf_buf_append_format(out, "%s: <%.*s>\r\n", name, BF_STR_ARG(id));
}

static void append_date(bf_buf *out, const char *name, int64_t ms)
{
    char date[BF_TIME_TEXT];
    bf_time_format(ms, date);
    append_field(out, name, bf_str_of(date));
}

static void append_pairs(bf_buf *out, const bf_warc_pair *pairs, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char name[64];
        snprintf(name, sizeof name, "%.*s", BF_STR_ARG(pairs[i].name));
        append_field(out, name, pairs[i].value);
    }
}

bf_warc_writer *bf_warc_writer_new(int fd, bool gzip, const bf_warc_pair *info, size_t info_count)
{
    bf_warc_writer *writer = calloc(1, sizeof *writer);
    if (writer == NULL)
        return NULL;
    writer->fd = fd;
    bf_buf_init(&writer->info, HEAD_ARENA);
    bf_buf_init(&writer->head, HEAD_ARENA);
    bf_buf_init(&writer->dechunked, SIZE_MAX / 4);
    bf_buf_init(&writer->batch, SIZE_MAX / 4);
    append_pairs(&writer->info, info, info_count);
    append_field(&writer->info, "format", BF_STR("WARC File Format 1.1"));
    append_field(&writer->info, "conformsTo",
                 BF_STR("http://iipc.github.io/warc-specifications/specifications/warc-format/"
                        "warc-1.1/"));
    writer->arena = bf_arena_new(HEAD_ARENA);
    writer->gzip = gzip && deflateInit2(&writer->zlib, GZIP_LEVEL, Z_DEFLATED, GZIP_WINDOW, 8,
                                        Z_DEFAULT_STRATEGY) == Z_OK;
    if (writer->info.failed || writer->arena == NULL || writer->gzip != gzip) {
        bf_warc_writer_free(writer);
        return NULL;
    }
    return writer;
}

void bf_warc_writer_free(bf_warc_writer *writer)
{
    if (writer == NULL)
        return;
    if (writer->gzip)
        deflateEnd(&writer->zlib);
    bf_buf_free(&writer->info);
    bf_buf_free(&writer->head);
    bf_buf_free(&writer->dechunked);
    bf_buf_free(&writer->batch);
    bf_arena_free(writer->arena);
    free(writer);
}

/* Makes "urn:uuid:…" of version 4 (RFC 9562, 5.4). */
static bool make_id(char out[ID_TEXT], bf_error *err)
{
    uint8_t bytes[16];
    ssize_t got;
    do
        got = getrandom(bytes, sizeof bytes, 0);
    while (got < 0 && errno == EINTR);
    if (got != (ssize_t)sizeof bytes)
        return bf_fail(err, BF_ERR_OUTPUT, "WARC: no random bytes for a record's name");
    bytes[6] = (uint8_t)((bytes[6] & 0x0f) | 0x40);
    bytes[8] = (uint8_t)((bytes[8] & 0x3f) | 0x80);
    char *at = out + snprintf(out, ID_TEXT, "urn:uuid:");
    for (size_t i = 0; i < sizeof bytes; i++)
        at += sprintf(at, "%s%02x", i == 4 || i == 6 || i == 8 || i == 10 ? "-" : "", bytes[i]);
    return true;
}

static void deflate_piece(bf_warc_writer *writer, bf_str piece, int flush)
{
    enum { STEP = 64 * 1024 };
    z_stream *zlib = &writer->zlib;
    size_t left = piece.length;
    zlib->next_in = (Bytef *)(uintptr_t)piece.bytes; /* zlib reads it only */
    do {
        uInt offered = (uInt)(left < STEP ? left : STEP);
        char *room = bf_buf_room(&writer->batch, STEP);
        if (room == NULL)
            return; /* latched */
        zlib->avail_in = offered;
        zlib->next_out = (Bytef *)room;
        zlib->avail_out = STEP;
        deflate(zlib, left > STEP ? Z_NO_FLUSH : flush);
        left -= offered - zlib->avail_in;
        bf_buf_wrote(&writer->batch, STEP - zlib->avail_out);
    } while (left > 0 || zlib->avail_out == 0);
}

/* Appends a record to the batch, as it will stand in the file. */
static void append_stored(bf_warc_writer *writer, bf_str head, bf_str block)
{
    const bf_str end = BF_STR("\r\n\r\n");
    if (!writer->gzip) {
        bf_buf_append(&writer->batch, head);
        bf_buf_append(&writer->batch, block);
        bf_buf_append(&writer->batch, end);
        return;
    }
    deflateReset(&writer->zlib);
    deflate_piece(writer, head, Z_NO_FLUSH);
    deflate_piece(writer, block, Z_NO_FLUSH);
    deflate_piece(writer, end, Z_FINISH);
}

static void begin_head(bf_warc_writer *writer, const record *which, int64_t date_ms)
{
    bf_buf *head = &writer->head;
    bf_buf_reset(head);
    bf_buf_append_format(head, "WARC/1.1\r\nWARC-Type: %s\r\n", which->type);
    append_id(head, "WARC-Record-ID", bf_str_of(which->id));
    append_date(head, "WARC-Date", date_ms);
}

/* Ends the head with what speaks of the block, and appends the record to the batch. */
static bool end_record(bf_warc_writer *writer, const record *which, bf_error *err)
{
    char digest[BF_DIGEST_SHA1_TEXT];
    bf_buf *head = &writer->head;
    bf_str view;
    if (!bf_digest_of(BF_DIGEST_SHA1, which->block, digest, err))
        return false;
    append_field(head, "WARC-Block-Digest", bf_str_of(digest));
    append_field(head, "WARC-Payload-Digest", which->payload_digest);
    append_field(head, "WARC-Truncated", which->truncated);
    append_field(head, "Content-Type", bf_str_of(which->content_type));
    bf_buf_append_format(head, "Content-Length: %zu\r\n\r\n", which->block.length);
    if (!bf_buf_view(head, "WARC head", &view, err))
        return false;
    append_stored(writer, view, which->block);
    return true;
}

static bool append_info(bf_warc_writer *writer, bf_error *err)
{
    const record info = {.type = "warcinfo",
                         .content_type = "application/warc-fields",
                         .id = writer->info_id,
                         .block = {writer->info.bytes, writer->info.length}};
    if (!make_id(writer->info_id, err))
        return false;
    begin_head(writer, &info, bf_time_now_ms());
    return end_record(writer, &info, err);
}

/* Appends the fields that tell what a revisit is the same as (ISO 28500:2017, 6.7). */
static void append_reference(bf_buf *head, const bf_warc_exchange *exchange)
{
    append_field(head, "WARC-Profile", bf_str_of(exchange->profile));
    append_id(head, "WARC-Refers-To", exchange->refers_to);
    append_field(head, "WARC-Refers-To-Target-URI", exchange->refers_to_uri);
    if (exchange->refers_to_uri.length > 0 || exchange->refers_to.length > 0)
        append_date(head, "WARC-Refers-To-Date", exchange->refers_to_ms);
}

static bool append_record(bf_warc_writer *writer, const record *which,
                          const bf_warc_exchange *exchange, bf_error *err)
{
    bf_buf *head = &writer->head;
    begin_head(writer, which, exchange->date_ms);
    append_field(head, "WARC-Target-URI", exchange->target_uri);
    append_field(head, "WARC-IP-Address", exchange->ip);
    append_id(head, "WARC-Warcinfo-ID", bf_str_of(writer->info_id));
    append_id(head, "WARC-Concurrent-To", bf_str_of(which->concurrent_to));
    if (strcmp(which->type, "revisit") == 0)
        append_reference(head, exchange);
    return end_record(writer, which, err);
}

/* Says whether the last transfer coding is chunked (RFC 9112, 6.1). */
static bool says_chunked(const bf_http_head *head)
{
    bf_str value = bf_http_field_of(head, BF_STR("Transfer-Encoding"));
    return value.length >= 7 &&
           bf_str_equal_nocase(bf_str_after(value, value.length - 7), BF_STR("chunked"));
}

/* The digest of the payload: chunks undone, content coding kept (ISO 28500:2017, 5.9). */
static bool digest_payload(bf_warc_writer *writer, const bf_http_head *head, bf_str body,
                           char out[BF_DIGEST_SHA1_TEXT], bf_error *err)
{
    bf_buf *content = &writer->dechunked;
    bf_buf_reset(content);
    if (says_chunked(head) && bf_http_dechunk(body, content) != BF_HTTP_NOT_CHUNKED &&
        !bf_buf_view(content, "WARC", &body, err))
        return false;
    return bf_digest_of(BF_DIGEST_SHA1, body, out, err);
}

/* Lays out what the server said, in full or as a revisit, and notes where. */
static bool append_response(bf_warc_writer *writer, const bf_warc_exchange *exchange,
                            bf_warc_place *place, bf_error *err)
{
    bf_http_head head;
    bool revisit = exchange->profile != NULL;
    bf_arena_reset(writer->arena);
    if (!bf_http_head_parse(exchange->response, writer->arena, &head, err))
        return false;
    if (exchange->payload_digest.length > 0)
        snprintf(place->payload_digest, sizeof place->payload_digest, "%.*s",
                 BF_STR_ARG(exchange->payload_digest));
    else if (!revisit &&
             !digest_payload(writer, &head, bf_str_after(exchange->response, head.length),
                             place->payload_digest, err))
        return false;
    record made = {.type = revisit ? "revisit" : "response",
                   .content_type = "application/http;msgtype=response",
                   .id = place->record_id,
                   .block = exchange->response,
                   .payload_digest = bf_str_of(place->payload_digest),
                   .truncated = exchange->truncated};
    if (revisit)
        made.block = bf_str_slice(exchange->response, 0, head.length);
    if (revisit && strstr(exchange->profile, "identical-payload-digest") != NULL)
        made.truncated = BF_STR("length"); /* the body is left out (ISO 28500:2017, 6.7.2) */
    place->offset = writer->written + writer->batch.length;
    if (!append_record(writer, &made, exchange, err))
        return false;
    place->length = writer->written + writer->batch.length - place->offset;
    return true;
}

static bool append_request(bf_warc_writer *writer, const bf_warc_exchange *exchange,
                           const char *response_id, bf_error *err)
{
    char id[ID_TEXT];
    const record made = {.type = "request",
                         .content_type = "application/http;msgtype=request",
                         .id = id,
                         .block = exchange->request,
                         .concurrent_to = response_id};
    return exchange->request.length == 0 ||
           (make_id(id, err) && append_record(writer, &made, exchange, err));
}

static bool append_metadata(bf_warc_writer *writer, const bf_warc_exchange *exchange,
                            const char *response_id, bf_error *err)
{
    char id[ID_TEXT];
    bf_buf fields;
    record made = {.type = "metadata",
                   .content_type = "application/warc-fields",
                   .id = id,
                   .concurrent_to = response_id};
    if (exchange->metadata_count == 0)
        return true;
    bf_buf_init(&fields, HEAD_ARENA);
    append_pairs(&fields, exchange->metadata, exchange->metadata_count);
    bool appended = bf_buf_view(&fields, "WARC metadata", &made.block, err) && make_id(id, err) &&
                    append_record(writer, &made, exchange, err);
    bf_buf_free(&fields);
    return appended;
}

/* Writes all of `bytes`; `done` says how much of it when it fails. */
static bool write_all(int fd, bf_str bytes, size_t *done)
{
    *done = 0;
    while (*done < bytes.length) {
        ssize_t count = write(fd, bytes.bytes + *done, bytes.length - *done);
        if (count >= 0) {
            *done += (size_t)count;
        } else if (errno == EAGAIN) { /* a pipe that somebody else made non-blocking */
            struct pollfd ready = {.fd = fd, .events = POLLOUT};
            if (poll(&ready, 1, -1) < 0 && errno != EINTR)
                return false;
        } else if (errno != EINTR) {
            return false;
        }
    }
    return true;
}

/* Takes `count` bytes that were written last back out of a regular file. */
static bool cut_back(int fd, size_t count)
{
    struct stat status;
    if (count == 0)
        return true;
    if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode))
        return false;
    off_t start = lseek(fd, 0, SEEK_CUR) - (off_t)count;
    return start >= 0 && ftruncate(fd, start) == 0 && lseek(fd, start, SEEK_SET) == start;
}

static bool write_batch(bf_warc_writer *writer, bf_error *err)
{
    bf_str batch;
    size_t done;
    if (!bf_buf_view(&writer->batch, "WARC", &batch, err))
        return false;
    if (!write_all(writer->fd, batch, &done)) {
        int reason = errno;
        writer->torn = !cut_back(writer->fd, done);
        return bf_fail(err, BF_ERR_OUTPUT, "cannot write: %s", strerror(reason));
    }
    writer->written += batch.length;
    writer->begun = true;
    return true;
}

/* Empties the buffers, and gives back what one large response made them take. */
static void tidy(bf_warc_writer *writer)
{
    bf_buf *const bufs[] = {&writer->batch, &writer->dechunked, &writer->head};
    for (size_t i = 0; i < sizeof bufs / sizeof *bufs; i++) {
        if (bufs[i]->capacity > KEPT_CAPACITY)
            bf_buf_free(bufs[i]);
        bf_buf_reset(bufs[i]);
    }
}

bool bf_warc_write_info(bf_warc_writer *writer, bf_error *err)
{
    if (writer->begun)
        return true;
    bool written = append_info(writer, err) && write_batch(writer, err);
    tidy(writer);
    return written;
}

bool bf_warc_write_exchange(bf_warc_writer *writer, const bf_warc_exchange *exchange,
                            bf_warc_place *place, bf_error *err)
{
    bf_warc_place made = {0};
    if (writer->torn)
        return bf_fail(err, BF_ERR_OUTPUT, "cannot write: the record before was cut short");
    bool written = (writer->begun || append_info(writer, err)) && make_id(made.record_id, err) &&
                   append_request(writer, exchange, made.record_id, err) &&
                   append_response(writer, exchange, &made, err) &&
                   append_metadata(writer, exchange, made.record_id, err) &&
                   write_batch(writer, err);
    tidy(writer);
    if (written)
        *place = made;
    return written;
}

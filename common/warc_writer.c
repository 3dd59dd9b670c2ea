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

#include <libdeflate.h>

#include "bonafide/arena.h"
#include "common/buf.h"
#include "common/digest.h"
#include "common/http.h"
#include "common/time.h"

enum {
    GZIP_LEVEL = 1, /* of pages: zlib's level 1 takes 1.6 times its time, for more bytes */
    HEAD_ARENA = 1024 * 1024,
    KEPT_CAPACITY = 1024 * 1024 /* a larger exchange's memory is given back */
};

struct bf_warc_writer {
    int fd;
    struct libdeflate_compressor *gzip; /* NULL: plain */
    bf_buf info;                        /* the block of the warcinfo record */
    char name[256];                     /* of the file; empty: unknown */
    char info_id[BF_WARC_ID_TEXT];
    bool begun;       /* the warcinfo record was written */
    bool torn;        /* a record was cut short that could not be taken back */
    uint64_t written; /* bytes */
    bf_arena *arena;  /* of one response's head */
    bf_buf dechunked, head;
    bf_buf plain; /* one record before it is compressed */
    bf_buf batch;
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
    bf_buf_init(&writer->plain, SIZE_MAX / 4);
    bf_buf_init(&writer->batch, SIZE_MAX / 4);
    append_pairs(&writer->info, info, info_count);
    append_field(&writer->info, "format", BF_STR("WARC File Format 1.1"));
    append_field(&writer->info, "conformsTo",
                 BF_STR("http://iipc.github.io/warc-specifications/specifications/warc-format/"
                        "warc-1.1/"));
    writer->arena = bf_arena_new(HEAD_ARENA);
    writer->gzip = gzip ? libdeflate_alloc_compressor(GZIP_LEVEL) : NULL;
    if (writer->info.failed || writer->arena == NULL || (gzip && writer->gzip == NULL)) {
        bf_warc_writer_free(writer);
        return NULL;
    }
    return writer;
}

void bf_warc_writer_free(bf_warc_writer *writer)
{
    if (writer == NULL)
        return;
    libdeflate_free_compressor(writer->gzip);
    bf_buf_free(&writer->info);
    bf_buf_free(&writer->head);
    bf_buf_free(&writer->dechunked);
    bf_buf_free(&writer->plain);
    bf_buf_free(&writer->batch);
    bf_arena_free(writer->arena);
    free(writer);
}

/* Makes "urn:uuid:…" of version 4 (RFC 9562, 5.4). */
static bool make_id(char out[BF_WARC_ID_TEXT], bf_error *err)
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
    char *at = out + snprintf(out, BF_WARC_ID_TEXT, "urn:uuid:");
    for (size_t i = 0; i < sizeof bytes; i++)
        at += sprintf(at, "%s%02x", i == 4 || i == 6 || i == 8 || i == 10 ? "-" : "", bytes[i]);
    return true;
}

bool bf_warc_make_ids(bf_warc_ids *out, bf_error *err)
{
    return make_id(out->response, err) && make_id(out->request, err) && make_id(out->metadata, err);
}

void bf_warc_writer_name(bf_warc_writer *writer, const char *name)
{
    snprintf(writer->name, sizeof writer->name, "%s", name);
}

uint64_t bf_warc_writer_written(const bf_warc_writer *writer)
{
    return writer->written;
}

/* Appends a record to `out`, as it stands in a plain file. */
static void append_plain(bf_buf *out, bf_str head, bf_str block)
{
    bf_buf_append(out, head);
    bf_buf_append(out, block);
    bf_buf_append(out, BF_STR("\r\n\r\n"));
}

/* Appends a record to the batch, as it will stand in the file. */
static void append_stored(bf_warc_writer *writer, bf_str head, bf_str block)
{
    bf_buf *plain = &writer->plain;
    if (writer->gzip == NULL) {
        append_plain(&writer->batch, head, block);
        return;
    }
    bf_buf_reset(plain);
    append_plain(plain, head, block);
    size_t most = libdeflate_gzip_compress_bound(writer->gzip, plain->length);
    char *room = plain->failed ? NULL : bf_buf_room(&writer->batch, most);
    if (room != NULL)
        bf_buf_wrote(&writer->batch, libdeflate_gzip_compress(writer->gzip, plain->bytes,
                                                              plain->length, room, most));
    else
        writer->batch.failed = true;
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
    append_field(&writer->head, "WARC-Filename", bf_str_of(writer->name));
    return end_record(writer, &info, err);
}

/* Appends the fields that tell what a revisit is the same as (ISO 28500:2017, 6.7). */
static void append_reference(bf_buf *head, const bf_warc_exchange *exchange)
{
    append_field(head, "WARC-Profile", bf_str_of(exchange->profile));
    append_id(head, "WARC-Refers-To", exchange->refers_to);
    append_field(head, "WARC-Refers-To-Target-URI", exchange->refers_to_uri);
    append_date(head, "WARC-Refers-To-Date", exchange->refers_to_ms);
    append_field(head, "WARC-Refers-To-Filename", exchange->refers_to_file);
    if (exchange->refers_to_file.length > 0)
        bf_buf_append_format(head, "WARC-Refers-To-File-Offset: %" PRIu64 "\r\n",
                             exchange->refers_to_offset);
}

/* Appends how the connection was made. */
static void append_connection(bf_buf *head, const bf_warc_exchange *exchange)
{
    append_field(head, "WARC-IP-Address", exchange->ip);
    for (size_t i = 0; i < exchange->protocol_count; i++)
        append_field(head, "WARC-Protocol", exchange->protocols[i]);
    append_field(head, "WARC-Cipher-Suite", exchange->cipher_suite);
}

static bool append_record(bf_warc_writer *writer, const record *which,
                          const bf_warc_exchange *exchange, bf_error *err)
{
    bf_buf *head = &writer->head;
    begin_head(writer, which, exchange->date_ms);
    append_field(head, "WARC-Target-URI", exchange->target_uri);
    append_connection(head, exchange);
    append_id(head, "WARC-Warcinfo-ID", bf_str_of(writer->info_id));
    append_id(head, "WARC-Concurrent-To", bf_str_of(which->concurrent_to));
    if (strcmp(which->type, "revisit") == 0)
        append_reference(head, exchange);
    return end_record(writer, which, err);
}

static bool is_same_payload(const bf_warc_exchange *exchange)
{
    return exchange->profile != NULL && strcmp(exchange->profile, BF_WARC_SAME_PAYLOAD) == 0;
}

/* Says whether the last transfer coding is chunked (RFC 9112, 6.1). */
static bool says_chunked(const bf_http_head *head)
{
    bf_str value = bf_http_field_of(head, BF_STR("Transfer-Encoding"));
    return value.length >= 7 &&
           bf_str_equal_nocase(bf_str_after(value, value.length - 7), BF_STR("chunked"));
}

/* The digest of the payload: chunks undone, content coding kept (ISO 28500:2017, 5.9). */
static bool digest_payload(bf_buf *content, const bf_http_head *head, bf_str body, char *out,
                           bf_error *err)
{
    bf_buf_reset(content);
    if (says_chunked(head) && bf_http_dechunk(body, content) != BF_HTTP_NOT_CHUNKED &&
        !bf_buf_view(content, "WARC", &body, err))
        return false;
    return bf_digest_of(BF_DIGEST_SHA1, body, out, err);
}

bool bf_warc_payload_digest(bf_str response, char *out, bf_error *err)
{
    bf_http_head head;
    bf_buf content;
    bf_arena *arena = bf_arena_new(HEAD_ARENA);
    if (arena == NULL)
        return bf_fail(err, BF_ERR_MEMORY, "WARC: no memory");
    bf_buf_init(&content, SIZE_MAX / 4);
    bool made = bf_http_head_parse(response, arena, &head, err) &&
                digest_payload(&content, &head, bf_str_after(response, head.length), out, err);
    bf_buf_free(&content);
    bf_arena_free(arena);
    return made;
}

/* Notes the digest that the record will have: the caller's, or our own. The body of a 304 is none
 * of the payload that it speaks of. */
static bool note_digest(bf_warc_writer *writer, const bf_warc_exchange *exchange,
                        const bf_http_head *head, bf_warc_place *place, bf_error *err)
{
    bf_str known = exchange->payload_digest;
    if (known.length > 0)
        snprintf(place->payload_digest, sizeof place->payload_digest, "%.*s", BF_STR_ARG(known));
    else if (exchange->profile == NULL || is_same_payload(exchange))
        return digest_payload(&writer->dechunked, head,
                              bf_str_after(exchange->response, head->length), place->payload_digest,
                              err);
    return true;
}

/* Lays out what the server said, in full or as a revisit, and notes where. */
static bool append_response(bf_warc_writer *writer, const bf_warc_exchange *exchange,
                            bf_warc_place *place, bf_error *err)
{
    bf_http_head head;
    bool revisit = exchange->profile != NULL;
    if (revisit && exchange->refers_to_uri.length == 0)
        return bf_fail(err, BF_ERR_FORMAT, "WARC: a revisit of nothing that has a name");
    bf_arena_reset(writer->arena);
    if (!bf_http_head_parse(exchange->response, writer->arena, &head, err) ||
        !note_digest(writer, exchange, &head, place, err))
        return false;
    record made = {.type = revisit ? "revisit" : "response",
                   .content_type = "application/http;msgtype=response",
                   .id = place->record_id,
                   .block = exchange->response,
                   .payload_digest = bf_str_of(place->payload_digest),
                   .truncated = exchange->truncated};
    if (revisit)
        made.block = bf_str_slice(exchange->response, 0, head.length);
    if (is_same_payload(exchange))
        made.truncated = BF_STR("length"); /* the body is left out (ISO 28500:2017, 6.7.2) */
    place->offset = writer->written + writer->batch.length;
    if (!append_record(writer, &made, exchange, err))
        return false;
    place->length = writer->written + writer->batch.length - place->offset;
    return true;
}

static bool append_request(bf_warc_writer *writer, const bf_warc_exchange *exchange,
                           const bf_warc_ids *ids, bf_error *err)
{
    const record made = {.type = "request",
                         .content_type = "application/http;msgtype=request",
                         .id = ids->request,
                         .block = exchange->request,
                         .concurrent_to = ids->response};
    return exchange->request.length == 0 || append_record(writer, &made, exchange, err);
}

static bool append_metadata(bf_warc_writer *writer, const bf_warc_exchange *exchange,
                            const bf_warc_ids *ids, const char *concurrent_to, bf_error *err)
{
    bf_buf fields;
    record made = {.type = "metadata",
                   .content_type = "application/warc-fields",
                   .id = ids->metadata,
                   .concurrent_to = concurrent_to};
    bf_buf_init(&fields, HEAD_ARENA);
    append_pairs(&fields, exchange->metadata, exchange->metadata_count);
    bool appended = bf_buf_view(&fields, "WARC metadata", &made.block, err) &&
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
    bf_buf *const bufs[] = {&writer->batch, &writer->plain, &writer->dechunked, &writer->head};
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

/* Begins the records of one exchange: the warcinfo record where there is none yet, and names where
 * the caller has none. */
static bool begin_batch(bf_warc_writer *writer, const bf_warc_exchange *exchange, bf_warc_ids *ids,
                        bf_error *err)
{
    if (writer->torn)
        return bf_fail(err, BF_ERR_OUTPUT, "cannot write: the record before was cut short");
    if (exchange->ids != NULL)
        *ids = *exchange->ids;
    else if (!bf_warc_make_ids(ids, err))
        return false;
    return writer->begun || append_info(writer, err);
}

bool bf_warc_write_exchange(bf_warc_writer *writer, const bf_warc_exchange *exchange,
                            bf_warc_place *place, bf_error *err)
{
    bf_warc_place made = {0};
    bf_warc_ids ids;
    bool written = begin_batch(writer, exchange, &ids, err);
    if (written) {
        memcpy(made.record_id, ids.response, sizeof made.record_id);
        written = append_request(writer, exchange, &ids, err) &&
                  append_response(writer, exchange, &made, err) &&
                  (exchange->metadata_count == 0 ||
                   append_metadata(writer, exchange, &ids, ids.response, err)) &&
                  write_batch(writer, err);
    }
    tidy(writer);
    if (written)
        *place = made;
    return written;
}

bool bf_warc_write_failure(bf_warc_writer *writer, const bf_warc_exchange *exchange,
                           bf_warc_place *place, bf_error *err)
{
    bf_warc_place made = {0};
    bf_warc_ids ids;
    bool written = begin_batch(writer, exchange, &ids, err);
    if (written) {
        memcpy(made.record_id, ids.metadata, sizeof made.record_id);
        made.offset = writer->written + writer->batch.length;
        written = append_metadata(writer, exchange, &ids, NULL, err);
        made.length = writer->written + writer->batch.length - made.offset;
        written = written && write_batch(writer, err);
    }
    tidy(writer);
    if (written)
        *place = made;
    return written;
}

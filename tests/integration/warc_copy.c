/* warc_copy.c: reads a WARC file of any producer with our reader and writes its exchanges anew with
 * our writer. For tests/integration/warc_interop.sh.
 *
 *     warc_copy [--gzip] [--chunk] [--revisit] FROM TO
 *
 * Prints a line a record that was read: type, target, bytes of its block; or "BAD" and why. --chunk
 * puts each body without a coding into one chunk, --revisit writes each exchange a second time, as
 * a revisit of the first. */
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bonafide/warc.h"
#include "common/buf.h"
#include "common/input.h"
#include "common/time.h"
#include "common/warc_writer.h"

enum { MOST = 256 * 1024 * 1024 };

typedef struct {
    bf_warc_writer *writer;
    bool chunk, revisit;
    bf_buf request, response;
} copying;

static void die(const bf_error *err)
{
    char words[1024];
    bf_error_format(err, words, sizeof words);
    fprintf(stderr, "warc_copy: %s\n", words);
    exit(5);
}

/* Puts the body of `message` into one chunk, and says so in its head. */
static void append_chunked(bf_buf *out, bf_str message)
{
    size_t end = bf_str_find(message, BF_STR("\r\n\r\n"), 0);
    size_t length_field = bf_str_find_nocase(message, BF_STR("\r\nContent-Length:"), 0);
    if (end == SIZE_MAX || length_field > end) {
        bf_buf_append(out, message);
        return;
    }
    bf_str head = bf_str_slice(message, 0, end + 2), body = bf_str_after(message, end + 4);
    bf_str after = bf_str_after(head, length_field + 2), dropped;
    bf_str_take_line(&after, &dropped);
    bf_buf_append(out, bf_str_slice(head, 0, length_field + 2));
    bf_buf_append(out, after);
    bf_buf_append_format(out, "Transfer-Encoding: chunked\r\n\r\n%zx\r\n", body.length);
    bf_buf_append(out, body);
    bf_buf_append(out, BF_STR("\r\n0\r\n\r\n"));
}

static void write_again(copying *job, const bf_warc_exchange *first, const bf_warc_place *place)
{
    bf_warc_exchange again = *first;
    bf_warc_place unused;
    bf_error err = {0};
    again.profile = BF_WARC_SAME_PAYLOAD;
    again.payload_digest = bf_str_of(place->payload_digest);
    again.refers_to = bf_str_of(place->record_id);
    again.refers_to_uri = first->target_uri;
    again.refers_to_ms = first->date_ms;
    again.date_ms += 1000;
    if (!bf_warc_write_exchange(job->writer, &again, &unused, &err))
        die(&err);
}

static void copy_response(copying *job, const bf_warc_record *record)
{
    const bf_warc_pair via = {BF_STR("via"), record->target_uri};
    bf_warc_exchange exchange = {.target_uri = record->target_uri,
                                 .ip = record->ip,
                                 .request = {job->request.bytes, job->request.length},
                                 .metadata = &via,
                                 .metadata_count = 1};
    bf_warc_place place;
    bf_error err = {0};
    bf_buf_reset(&job->response);
    if (job->chunk)
        append_chunked(&job->response, record->block);
    else
        bf_buf_append(&job->response, record->block);
    if (!bf_buf_view(&job->response, "response", &exchange.response, &err))
        die(&err);
    if (!bf_time_parse(record->date, &exchange.date_ms))
        fprintf(stderr, "warc_copy: date not understood: %.*s\n", BF_STR_ARG(record->date));
    if (!bf_warc_write_exchange(job->writer, &exchange, &place, &err))
        die(&err);
    if (job->revisit)
        write_again(job, &exchange, &place);
    bf_buf_reset(&job->request);
}

static void copy_record(copying *job, const bf_warc_record *record)
{
    printf("%.*s %.*s %zu\n", BF_STR_ARG(record->type), BF_STR_ARG(record->target_uri),
           record->block.length);
    if (bf_str_equal(record->type, BF_STR("response"))) {
        copy_response(job, record);
    } else if (bf_str_equal(record->type, BF_STR("request"))) {
        bf_buf_reset(&job->request);
        bf_buf_append(&job->request, record->block);
    }
}

/* Copies all of `reader`; the exit status. */
static int copy_all(copying *job, bf_warc_reader *reader)
{
    int status = 0;
    for (;;) {
        bf_warc_record record;
        bf_error err = {0};
        switch (bf_warc_read(reader, &record, &err)) {
        case BF_WARC_RECORD:
            copy_record(job, &record);
            break;
        case BF_WARC_BAD:
            printf("BAD %s\n", err.message);
            status = 3;
            break;
        case BF_WARC_END:
            return status;
        case BF_WARC_FATAL:
            die(&err);
        }
    }
}

int main(int argc, char **argv)
{
    static const bf_warc_pair info = {{"software", 8}, {"warc_copy", 9}};
    copying job = {0};
    bool gzip = false;
    int at = 1;
    for (; at < argc && argv[at][0] == '-'; at++) {
        gzip = gzip || strcmp(argv[at], "--gzip") == 0;
        job.chunk = job.chunk || strcmp(argv[at], "--chunk") == 0;
        job.revisit = job.revisit || strcmp(argv[at], "--revisit") == 0;
    }
    int from = at < argc ? open(argv[at], O_RDONLY) : -1;
    int to = at + 1 < argc ? open(argv[at + 1], O_WRONLY | O_CREAT | O_TRUNC, 0666) : -1;
    if (from < 0 || to < 0) {
        fprintf(stderr, "usage: warc_copy [--gzip] [--chunk] [--revisit] FROM TO\n");
        return 2;
    }
    bf_warc_reader *reader = bf_warc_reader_new(bf_input_read_fd, &from, MOST);
    job.writer = bf_warc_writer_new(to, gzip, &info, 1);
    bf_buf_init(&job.request, MOST);
    bf_buf_init(&job.response, 2 * (size_t)MOST);
    int status = reader != NULL && job.writer != NULL ? copy_all(&job, reader) : 5;
    bf_warc_reader_free(reader);
    bf_warc_writer_free(job.writer);
    bf_buf_free(&job.request);
    bf_buf_free(&job.response);
    close(from);
    close(to);
    return status;
}

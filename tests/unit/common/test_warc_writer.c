/* test_warc_writer.c: WARC files as we write them, read back by our own reader. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include "bonafide/warc.h"
#include "common/digest.h"
#include "common/input.h"
#include "common/warc_writer.h"

#define HEAD "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
#define CHUNKED "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
/* BF_STR() for constant initializers. */
#define LITERAL(text)                                                                              \
    {                                                                                              \
        text, sizeof(text) - 1                                                                     \
    }

static const bf_warc_pair info[] = {{LITERAL("software"), LITERAL("bonafide")},
                                    {LITERAL("robots"), LITERAL("obey\r\nWARC-Type: forged")}};
static const bf_warc_pair metadata[] = {{LITERAL("via"), LITERAL("http://a.test/")},
                                        {LITERAL("hopsFromSeed"), LITERAL("L")}};

static bf_warc_exchange example(void)
{
    return (bf_warc_exchange){.target_uri = BF_STR("http://a.test/ana"),
                              .date_ms = INT64_C(1795464000999),
                              .ip = BF_STR("192.0.2.7"),
                              .request = BF_STR("GET /ana HTTP/1.1\r\nHost: a.test\r\n\r\n"),
                              .response = BF_STR(HEAD "hello"),
                              .metadata = metadata,
                              .metadata_count = 2};
}

static int new_file(void)
{
    int fd = memfd_create("warc", MFD_CLOEXEC);
    assert_true(fd >= 0);
    return fd;
}

static bf_warc_writer *new_writer(int fd, bool gzip)
{
    bf_warc_writer *writer = bf_warc_writer_new(fd, gzip, info, 2);
    assert_non_null(writer);
    return writer;
}

/* Writes one exchange and rewinds to the beginning of the file. */
static int write_one(const bf_warc_exchange *exchange, bool gzip, bf_warc_place *place)
{
    bf_error err = {0};
    int fd = new_file();
    bf_warc_writer *writer = new_writer(fd, gzip);
    assert_true(bf_warc_write_exchange(writer, exchange, place, &err));
    bf_warc_writer_free(writer);
    lseek(fd, 0, SEEK_SET);
    return fd;
}

static void assert_str(bf_str got, const char *expected)
{
    if (!bf_str_equal(got, bf_str_of(expected)))
        fail_msg("'%.*s' is not '%s'", BF_STR_ARG(got), expected);
}

static void assert_digest(bf_str got, bf_str bytes)
{
    char digest[BF_DIGEST_SHA1_TEXT];
    bf_error err = {0};
    assert_true(bf_digest_of(BF_DIGEST_SHA1, bytes, digest, &err));
    assert_str(got, digest);
}

/* Reads records up to the first of `type`. */
static void find_record(bf_warc_reader *reader, const char *type, bf_warc_record *record)
{
    bf_error err = {0};
    do
        assert_int_equal(bf_warc_read(reader, record, &err), BF_WARC_RECORD);
    while (!bf_str_equal(record->type, bf_str_of(type)));
}

static void an_exchange_comes_back_record_by_record(void **state)
{
    (void)state;
    for (int gzip = 0; gzip < 2; gzip++) {
        bf_warc_exchange exchange = example();
        bf_warc_place place;
        bf_warc_record record;
        bf_error err = {0};
        char bracketed[64], info_id[64];
        int fd = write_one(&exchange, gzip != 0, &place);
        bf_warc_reader *reader = bf_warc_reader_new(bf_input_read_fd, &fd, 0);
        snprintf(bracketed, sizeof bracketed, "<%s>", place.record_id);

        assert_int_equal(bf_warc_read(reader, &record, &err), BF_WARC_RECORD);
        assert_str(record.type, "warcinfo");
        assert_str(record.content_type, "application/warc-fields");
        assert_str(record.block,
                   "software: bonafide\r\nrobots: obey  WARC-Type: forged\r\n"
                   "format: WARC File Format 1.1\r\nconformsTo: http://iipc.github.io/"
                   "warc-specifications/specifications/warc-format/warc-1.1/\r\n");
        snprintf(info_id, sizeof info_id, "<%.*s>", BF_STR_ARG(record.record_id));

        assert_int_equal(bf_warc_read(reader, &record, &err), BF_WARC_RECORD);
        assert_str(record.type, "request");
        assert_str(record.content_type, "application/http;msgtype=request");
        assert_str(bf_warc_field(&record, BF_STR("WARC-Concurrent-To")), bracketed);
        assert_true(bf_str_equal(record.block, exchange.request));

        assert_int_equal(bf_warc_read(reader, &record, &err), BF_WARC_RECORD);
        assert_str(record.type, "response");
        assert_str(record.content_type, "application/http;msgtype=response");
        assert_str(record.target_uri, "http://a.test/ana");
        assert_str(record.date, "2026-11-23T20:00:00Z");
        assert_str(record.ip, "192.0.2.7");
        assert_str(record.record_id, place.record_id);
        assert_str(bf_warc_field(&record, BF_STR("WARC-Warcinfo-ID")), info_id);
        assert_str(record.payload_digest, place.payload_digest);
        assert_digest(record.payload_digest, BF_STR("hello"));
        assert_digest(record.block_digest, exchange.response);
        assert_int_equal(record.truncated.length, 0);
        assert_true(bf_str_equal(record.block, exchange.response));
        assert_int_equal(record.offset, place.offset);
        assert_int_equal(record.length, place.length);

        assert_int_equal(bf_warc_read(reader, &record, &err), BF_WARC_RECORD);
        assert_str(record.type, "metadata");
        assert_str(bf_warc_field(&record, BF_STR("WARC-Concurrent-To")), bracketed);
        assert_str(record.block, "via: http://a.test/\r\nhopsFromSeed: L\r\n");
        assert_int_equal(bf_warc_read(reader, &record, &err), BF_WARC_END);
        bf_warc_reader_free(reader);
        close(fd);
    }
}

static void a_plain_response_is_written_byte_for_byte(void **state)
{
    (void)state;
    bf_warc_exchange exchange = {.target_uri = BF_STR("http://a.test/"),
                                 .response = BF_STR(HEAD "hello"),
                                 .truncated = BF_STR("length")};
    bf_warc_place place;
    char text[4096] = "", expected[1024];
    int fd = write_one(&exchange, false, &place);
    assert_true(read(fd, text, sizeof text - 1) > 0);
    const char *id = strstr(text, "WARC-Record-ID: <");
    assert_non_null(id);
    snprintf(expected, sizeof expected,
             "WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <%s>\r\n"
             "WARC-Date: 1970-01-01T00:00:00Z\r\nWARC-Target-URI: http://a.test/\r\n"
             "WARC-Warcinfo-ID: <%.45s>\r\n"
             "WARC-Block-Digest: sha1:4ENXDWJ5NSHRUTU6IOG7NJ4VCLA6W6MP\r\n"
             "WARC-Payload-Digest: sha1:VL2MMHO4YXUKFWV63YHTWSBM3GXKSQ2N\r\n"
             "WARC-Truncated: length\r\nContent-Type: application/http;msgtype=response\r\n"
             "Content-Length: 49\r\n\r\n" HEAD "hello\r\n\r\n",
             place.record_id, id + 17);
    assert_string_equal(text + place.offset, expected);
    assert_int_equal(strlen(expected), place.length);
    assert_int_equal(place.record_id[23], '4'); /* the UUID's version */
    close(fd);
}

static void the_payload_s_digest_is_of_the_body_without_its_chunks(void **state)
{
    (void)state;
    static const struct {
        const char *response, *payload;
    } cases[] = {
        {CHUNKED "5\r\nhello\r\n0\r\n\r\n", "hello"},
        {CHUNKED "3;x=y\r\nhel\r\n2\r\nlo\r\n0\r\nTrailer: t\r\n\r\n", "hello"},
        {CHUNKED "5\r\nhel", "hel"}, /* cut by the server */
        {CHUNKED "<p>not chunked", "<p>not chunked"},
        {HEAD "5\r\nhello\r\n0\r\n\r\n", "5\r\nhello\r\n0\r\n\r\n"},
        {HEAD, ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bf_warc_exchange exchange = example();
        bf_warc_place place;
        exchange.response = bf_str_of(cases[i].response);
        close(write_one(&exchange, true, &place));
        assert_digest(bf_str_of(place.payload_digest), bf_str_of(cases[i].payload));
    }
}

static void a_response_s_digest_can_be_had_before_it_is_written(void **state)
{
    (void)state;
    static const char *const cases[] = {HEAD "hello", HEAD,
                                        CHUNKED "3;x=y\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n"};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bf_warc_exchange exchange = example();
        bf_warc_place place;
        bf_error err = {0};
        char digest[BF_DIGEST_SHA1_TEXT];
        exchange.response = bf_str_of(cases[i]);
        assert_true(bf_warc_payload_digest(exchange.response, digest, &err));
        close(write_one(&exchange, false, &place));
        assert_string_equal(place.payload_digest, digest);
    }
    bf_error err = {0};
    char unused[BF_DIGEST_SHA1_TEXT];
    assert_false(bf_warc_payload_digest(BF_STR("<p>hello"), unused, &err));
    assert_int_equal(err.code, BF_ERR_FORMAT);
}

static bf_warc_exchange revisit_of_ana(const char *profile)
{
    bf_warc_exchange exchange = example();
    exchange.profile = profile;
    exchange.refers_to = BF_STR("urn:uuid:1cb3c5b8-7d8f-4e4b-9f2c-0a1b2c3d4e5f");
    exchange.refers_to_uri = BF_STR("http://a.test/ana");
    exchange.refers_to_ms = 1000;
    exchange.refers_to_file = BF_STR("a-00000.warc.gz");
    exchange.refers_to_offset = UINT64_C(12345678901);
    return exchange;
}

static void a_revisit_has_the_head_alone_and_says_what_it_is_the_same_as(void **state)
{
    (void)state;
    static const struct {
        const char *profile, *response, *head, *truncated, *digest;
    } cases[] = {
        {BF_WARC_SAME_PAYLOAD, HEAD "hello", HEAD, "length",
         "sha1:VL2MMHO4YXUKFWV63YHTWSBM3GXKSQ2N"},
        {BF_WARC_NOT_MODIFIED, "HTTP/1.1 304 Not Modified\r\nETag: x\r\n\r\n",
         "HTTP/1.1 304 Not Modified\r\nETag: x\r\n\r\n", "", ""},
    };
    for (size_t i = 0; i < 2; i++) {
        bf_warc_exchange exchange = revisit_of_ana(cases[i].profile);
        bf_warc_place place;
        bf_warc_record record;
        exchange.response = bf_str_of(cases[i].response);
        int fd = write_one(&exchange, false, &place);
        bf_warc_reader *reader = bf_warc_reader_new(bf_input_read_fd, &fd, 0);
        find_record(reader, "revisit", &record);
        assert_str(record.profile, cases[i].profile);
        assert_str(record.block, cases[i].head);
        assert_str(record.truncated, cases[i].truncated);
        assert_str(record.payload_digest, cases[i].digest);
        assert_str(record.ip, "192.0.2.7");
        assert_digest(record.block_digest, bf_str_of(cases[i].head));
        assert_str(record.refers_to, "urn:uuid:1cb3c5b8-7d8f-4e4b-9f2c-0a1b2c3d4e5f");
        assert_str(record.refers_to_uri, "http://a.test/ana");
        assert_str(record.refers_to_date, "1970-01-01T00:00:01Z");
        assert_str(bf_warc_field(&record, BF_STR("WARC-Refers-To-Filename")), "a-00000.warc.gz");
        assert_str(bf_warc_field(&record, BF_STR("WARC-Refers-To-File-Offset")), "12345678901");
        bf_warc_reader_free(reader);
        close(fd);
    }
}

static void a_revisit_has_the_digest_that_its_writer_knows(void **state)
{
    (void)state;
    static const char *const profiles[] = {BF_WARC_SAME_PAYLOAD, BF_WARC_NOT_MODIFIED};
    for (size_t i = 0; i < 2; i++) {
        bf_warc_exchange exchange = revisit_of_ana(profiles[i]);
        bf_warc_place place;
        exchange.payload_digest = BF_STR("sha1:AAAAMHO4YXUKFWV63YHTWSBM3GXKSQ2N");
        close(write_one(&exchange, false, &place));
        assert_string_equal(place.payload_digest, "sha1:AAAAMHO4YXUKFWV63YHTWSBM3GXKSQ2N");
    }
}

static void a_revisit_of_nothing_that_has_a_name_is_refused(void **state)
{
    (void)state;
    bf_warc_exchange exchange = revisit_of_ana(BF_WARC_NOT_MODIFIED);
    bf_warc_place place;
    bf_error err = {0};
    int fd = new_file();
    bf_warc_writer *writer = new_writer(fd, false);
    exchange.refers_to_uri = (bf_str){0};
    assert_false(bf_warc_write_exchange(writer, &exchange, &place, &err));
    assert_int_equal(err.code, BF_ERR_FORMAT);
    assert_int_equal(lseek(fd, 0, SEEK_END), 0);
    bf_warc_writer_free(writer);
    close(fd);
}

static void the_connection_is_told_in_the_records_of_both_directions(void **state)
{
    (void)state;
    static const bf_str protocols[] = {LITERAL("h2"), LITERAL("tls/1.3")};
    bf_warc_exchange exchange = example();
    bf_warc_place place;
    bf_warc_record record;
    bf_error err = {0};
    exchange.protocols = protocols;
    exchange.protocol_count = 2;
    exchange.cipher_suite = BF_STR("TLS_AES_128_GCM_SHA256");
    int fd = write_one(&exchange, false, &place);
    bf_warc_reader *reader = bf_warc_reader_new(bf_input_read_fd, &fd, 0);
    assert_int_equal(bf_warc_read(reader, &record, &err), BF_WARC_RECORD);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(bf_warc_read(reader, &record, &err), BF_WARC_RECORD);
        assert_true(bf_str_find(record.head,
                                BF_STR("WARC-Protocol: h2\r\nWARC-Protocol: tls/1.3\r\n"
                                       "WARC-Cipher-Suite: TLS_AES_128_GCM_SHA256\r\n"),
                                0) != SIZE_MAX);
    }
    bf_warc_reader_free(reader);
    close(fd);
}

static void two_writers_give_an_exchange_the_names_that_its_caller_made(void **state)
{
    (void)state;
    bf_warc_ids ids;
    bf_error err = {0};
    assert_true(bf_warc_make_ids(&ids, &err));
    for (int gzip = 0; gzip < 2; gzip++) {
        static const char *const types[] = {"request", "response", "metadata"};
        const char *const expected[] = {ids.request, ids.response, ids.metadata};
        bf_warc_exchange exchange = example();
        bf_warc_place place;
        bf_warc_record record;
        exchange.ids = &ids;
        int fd = write_one(&exchange, gzip != 0, &place);
        assert_string_equal(place.record_id, ids.response);
        bf_warc_reader *reader = bf_warc_reader_new(bf_input_read_fd, &fd, 0);
        for (int i = 0; i < 3; i++) {
            find_record(reader, types[i], &record);
            assert_str(record.record_id, expected[i]);
        }
        bf_warc_reader_free(reader);
        close(fd);
    }
}

static void a_failed_fetch_leaves_one_metadata_record(void **state)
{
    (void)state;
    static const bf_warc_pair failure[] = {{LITERAL("fetchError"), LITERAL("timed\nout")}};
    bf_warc_exchange exchange = example();
    bf_warc_place place;
    bf_warc_record record;
    bf_error err = {0};
    int fd = new_file();
    bf_warc_writer *writer = new_writer(fd, true);
    bf_warc_writer_name(writer, "a-00000.warc.gz");
    exchange.metadata = failure;
    exchange.metadata_count = 1;
    assert_true(bf_warc_write_failure(writer, &exchange, &place, &err));
    assert_int_equal(bf_warc_writer_written(writer), lseek(fd, 0, SEEK_CUR));
    bf_warc_writer_free(writer);
    lseek(fd, 0, SEEK_SET);
    bf_warc_reader *reader = bf_warc_reader_new(bf_input_read_fd, &fd, 0);
    assert_int_equal(bf_warc_read(reader, &record, &err), BF_WARC_RECORD);
    assert_str(bf_warc_field(&record, BF_STR("WARC-Filename")), "a-00000.warc.gz");
    assert_int_equal(bf_warc_read(reader, &record, &err), BF_WARC_RECORD);
    assert_str(record.type, "metadata");
    assert_str(record.target_uri, "http://a.test/ana");
    assert_str(record.date, "2026-11-23T20:00:00Z");
    assert_str(record.ip, "192.0.2.7");
    assert_str(record.record_id, place.record_id);
    assert_str(record.block, "fetchError: timed out\r\n");
    assert_int_equal(bf_warc_field(&record, BF_STR("WARC-Concurrent-To")).length, 0);
    assert_int_equal(record.offset, place.offset);
    assert_int_equal(record.length, place.length);
    assert_int_equal(bf_warc_read(reader, &record, &err), BF_WARC_END);
    bf_warc_reader_free(reader);
    close(fd);
}

static void each_record_is_a_member_that_can_be_read_from_its_place(void **state)
{
    (void)state;
    bf_warc_exchange exchange = example();
    bf_warc_place place;
    bf_warc_record record;
    bf_error err = {0};
    int fd = new_file();
    bf_warc_writer *writer = new_writer(fd, true);
    for (int i = 0; i < 3; i++)
        assert_true(bf_warc_write_exchange(writer, &exchange, &place, &err));
    bf_warc_writer_free(writer);
    lseek(fd, (off_t)place.offset, SEEK_SET);
    bf_warc_reader *reader = bf_warc_reader_new(bf_input_read_fd, &fd, 0);
    assert_int_equal(bf_warc_read(reader, &record, &err), BF_WARC_RECORD);
    assert_str(record.record_id, place.record_id);
    assert_int_equal(record.length, place.length);
    bf_warc_reader_free(reader);
    close(fd);
}

static void a_large_body_comes_back_whole(void **state)
{
    (void)state;
    enum { SIZE = 3 * 1024 * 1024 + 17 };
    char *bytes = malloc(SIZE);
    assert_non_null(bytes);
    memcpy(bytes, HEAD, sizeof HEAD - 1);
    for (unsigned i = sizeof HEAD - 1, seed = 1; i < SIZE; i++)
        bytes[i] = (char)((seed = seed * 1664525 + 1013904223) >> 24);
    for (int gzip = 0; gzip < 2; gzip++) {
        bf_warc_exchange exchange = example();
        bf_warc_place place;
        bf_warc_record record;
        exchange.response = (bf_str){bytes, SIZE};
        int fd = write_one(&exchange, gzip != 0, &place);
        bf_warc_reader *reader = bf_warc_reader_new(bf_input_read_fd, &fd, 0);
        find_record(reader, "response", &record);
        assert_true(bf_str_equal(record.block, exchange.response));
        bf_warc_reader_free(reader);
        close(fd);
    }
    free(bytes);
}

static void a_response_without_a_status_line_is_refused_and_nothing_is_written(void **state)
{
    (void)state;
    bf_warc_exchange exchange = example();
    bf_warc_place place;
    bf_error err = {0};
    int fd = new_file();
    bf_warc_writer *writer = new_writer(fd, false);
    exchange.response = BF_STR("<p>hello");
    assert_false(bf_warc_write_exchange(writer, &exchange, &place, &err));
    assert_int_equal(err.code, BF_ERR_FORMAT);
    assert_int_equal(lseek(fd, 0, SEEK_END), 0);
    bf_warc_writer_free(writer);
    close(fd);
}

static void a_full_disk_leaves_whole_exchanges_and_writing_may_go_on(void **state)
{
    (void)state;
    char path[] = "/tmp/test_warc_writer.XXXXXX";
    bf_warc_exchange exchange = example();
    bf_warc_place place;
    bf_error err = {0};
    struct rlimit before, low;
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    unlink(path);
    bf_warc_writer *writer = new_writer(fd, false);
    assert_true(bf_warc_write_exchange(writer, &exchange, &place, &err));
    off_t whole = lseek(fd, 0, SEEK_END);
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before);
    low = before;
    low.rlim_cur = (rlim_t)whole + 700; /* in the middle of the next one */
    setrlimit(RLIMIT_FSIZE, &low);
    bool written = bf_warc_write_exchange(writer, &exchange, &place, &err);
    setrlimit(RLIMIT_FSIZE, &before);
    assert_false(written);
    assert_int_equal(err.code, BF_ERR_OUTPUT);
    assert_non_null(strstr(err.message, strerror(EFBIG)));
    assert_int_equal(lseek(fd, 0, SEEK_END), whole);
    assert_true(bf_warc_write_exchange(writer, &exchange, &place, &err));
    assert_true(place.offset >= (uint64_t)whole && place.offset < (uint64_t)whole + 700);
    bf_warc_writer_free(writer);
    close(fd);
}

static void a_closed_pipe_is_an_error_and_stays_one(void **state)
{
    (void)state;
    bf_warc_exchange exchange = example();
    bf_warc_place place;
    int ends[2];
    signal(SIGPIPE, SIG_IGN);
    assert_int_equal(pipe(ends), 0);
    close(ends[0]);
    bf_warc_writer *writer = new_writer(ends[1], false);
    for (int i = 0; i < 2; i++) {
        bf_error err = {0};
        assert_false(bf_warc_write_exchange(writer, &exchange, &place, &err));
        assert_int_equal(err.code, BF_ERR_OUTPUT);
        assert_non_null(strstr(err.message, strerror(EPIPE)));
    }
    bf_warc_writer_free(writer);
    close(ends[1]);
}

static void *drain(void *user)
{
    const int *fd = user;
    char bytes[1000];
    size_t total = 0;
    ssize_t count;
    while ((count = read(*fd, bytes, sizeof bytes)) > 0)
        total += (size_t)count;
    return (void *)(uintptr_t)total;
}

static void a_slow_pipe_gets_everything_even_when_it_is_non_blocking(void **state)
{
    (void)state;
    enum { SIZE = 1024 * 1024 };
    char *bytes = calloc(1, SIZE);
    bf_warc_exchange exchange = example();
    bf_warc_place place;
    bf_error err = {0};
    pthread_t reader;
    void *total;
    int ends[2];
    assert_non_null(bytes);
    memcpy(bytes, HEAD, sizeof HEAD - 1);
    exchange.response = (bf_str){bytes, SIZE};
    assert_int_equal(pipe2(ends, O_NONBLOCK), 0);
    assert_int_equal(fcntl(ends[0], F_SETFL, 0), 0);
    assert_int_equal(pthread_create(&reader, NULL, drain, &ends[0]), 0);
    bf_warc_writer *writer = new_writer(ends[1], false);
    assert_true(bf_warc_write_exchange(writer, &exchange, &place, &err));
    bf_warc_writer_free(writer);
    close(ends[1]);
    pthread_join(reader, &total);
    assert_true((uintptr_t)total > place.offset + place.length);
    close(ends[0]);
    free(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_exchange_comes_back_record_by_record),
        cmocka_unit_test(a_plain_response_is_written_byte_for_byte),
        cmocka_unit_test(the_payload_s_digest_is_of_the_body_without_its_chunks),
        cmocka_unit_test(a_response_s_digest_can_be_had_before_it_is_written),
        cmocka_unit_test(a_revisit_has_the_head_alone_and_says_what_it_is_the_same_as),
        cmocka_unit_test(a_revisit_has_the_digest_that_its_writer_knows),
        cmocka_unit_test(a_revisit_of_nothing_that_has_a_name_is_refused),
        cmocka_unit_test(the_connection_is_told_in_the_records_of_both_directions),
        cmocka_unit_test(two_writers_give_an_exchange_the_names_that_its_caller_made),
        cmocka_unit_test(a_failed_fetch_leaves_one_metadata_record),
        cmocka_unit_test(each_record_is_a_member_that_can_be_read_from_its_place),
        cmocka_unit_test(a_large_body_comes_back_whole),
        cmocka_unit_test(a_response_without_a_status_line_is_refused_and_nothing_is_written),
        cmocka_unit_test(a_full_disk_leaves_whole_exchanges_and_writing_may_go_on),
        cmocka_unit_test(a_closed_pipe_is_an_error_and_stays_one),
        cmocka_unit_test(a_slow_pipe_gets_everything_even_when_it_is_non_blocking),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

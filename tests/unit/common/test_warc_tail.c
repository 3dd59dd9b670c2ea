/* test_warc_tail.c: where a file that was torn has its last whole record. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "bonafide/warc.h"
#include "common/input.h"
#include "common/warc_tail.h"
#include "common/warc_writer.h"

enum { EXCHANGES = 4, MOST_ENDS = 64 };

static uint64_t end_of(int fd)
{
    uint64_t end = 7;
    bf_error err = {0};
    lseek(fd, 0, SEEK_SET);
    if (!bf_warc_find_end(fd, &end, &err))
        fail_msg("%s", err.message);
    return end;
}

/* A file of some kB. */
static int write_exchanges(bool gzip)
{
    static char body[700] = "HTTP/1.1 200 OK\r\n\r\n";
    static const bf_warc_pair via = {{"via", 3}, {"http://a.test/", 14}};
    int fd = memfd_create("warc", MFD_CLOEXEC);
    bf_warc_writer *writer = bf_warc_writer_new(fd, gzip, &via, 1);
    assert_non_null(writer);
    for (unsigned i = 19, seed = 1; i < sizeof body; i++)
        body[i] = (char)((seed = seed * 1664525 + 1013904223) >> 24);
    for (size_t i = 0; i < EXCHANGES; i++) {
        const bf_warc_exchange exchange = {.target_uri = BF_STR("http://a.test/"),
                                           .request = BF_STR("GET / HTTP/1.1\r\n\r\n"),
                                           .response = {body, gzip ? sizeof body : 600},
                                           .metadata = &via,
                                           .metadata_count = i % 2};
        bf_warc_place place;
        bf_error err = {0};
        assert_true(bf_warc_write_exchange(writer, &exchange, &place, &err));
    }
    bf_warc_writer_free(writer);
    return fd;
}

/* The ends at which nothing of an exchange hangs in the air. */
static size_t list_ends(int fd, uint64_t ends[MOST_ENDS])
{
    size_t count = 1;
    bf_warc_record record;
    bf_error err = {0};
    ends[0] = 0;
    lseek(fd, 0, SEEK_SET);
    bf_warc_reader *reader = bf_warc_reader_new(bf_input_read_fd, &fd, 0);
    while (bf_warc_read(reader, &record, &err) == BF_WARC_RECORD)
        if (!bf_str_equal(record.type, BF_STR("request")))
            ends[count++] = record.offset + record.length;
    bf_warc_reader_free(reader);
    assert_true(count > EXCHANGES && count < MOST_ENDS);
    return count;
}

static void a_file_torn_anywhere_ends_behind_the_last_whole_answer(void **state)
{
    (void)state;
    for (int gzip = 0; gzip < 2; gzip++) {
        uint64_t ends[MOST_ENDS];
        int fd = write_exchanges(gzip != 0);
        size_t count = list_ends(fd, ends), last = count - 1;
        off_t size = lseek(fd, 0, SEEK_END);
        assert_int_equal(end_of(fd), size);
        for (off_t length = size - 1; length >= 0; length--) {
            while (ends[last] > (uint64_t)length)
                last--;
            assert_int_equal(ftruncate(fd, length), 0);
            assert_int_equal(end_of(fd), ends[last]);
        }
        close(fd);
    }
}

static void zeros_that_a_crash_left_at_the_end_are_no_record(void **state)
{
    (void)state;
    for (int gzip = 0; gzip < 2; gzip++) {
        int fd = write_exchanges(gzip != 0);
        off_t size = lseek(fd, 0, SEEK_END);
        assert_int_equal(ftruncate(fd, size + 4096), 0);
        assert_int_equal(end_of(fd), size);
        close(fd);
    }
}

static void a_request_behind_its_response_is_kept(void **state)
{
    (void)state;
    static const char text[] =
        "WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
        "Content-Length: 0\r\n\r\n\r\n\r\n"
        "WARC/1.1\r\nWARC-Type: request\r\nWARC-Record-ID: <urn:uuid:2>\r\n"
        "WARC-Concurrent-To: <urn:uuid:1>\r\nContent-Length: 0\r\n\r\n\r\n\r\n";
    int fd = memfd_create("warc", MFD_CLOEXEC);
    assert_int_equal(write(fd, text, sizeof text - 1), sizeof text - 1);
    assert_int_equal(end_of(fd), sizeof text - 1);
    close(fd);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_torn_anywhere_ends_behind_the_last_whole_answer),
        cmocka_unit_test(zeros_that_a_crash_left_at_the_end_are_no_record),
        cmocka_unit_test(a_request_behind_its_response_is_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

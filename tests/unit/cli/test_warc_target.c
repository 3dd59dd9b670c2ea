/* test_warc_target.c: the file that the WARC of a crawl goes to: begun, and gone on with. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <zlib.h>

#include "cli/warc_target.h"
#include "common/buf.h"

#define RECORD(block, length)                                                                      \
    "WARC/1.1\r\nWARC-Type: metadata\r\nContent-Length: " length "\r\n\r\n" block "\r\n\r\n"

static const char first[] = RECORD("first", "5"), second[] = RECORD("second", "6");

static char root[64], path[128]; /* the folder of the present test, and the file in it */

static int make_root(void **state)
{
    (void)state;
    snprintf(root, sizeof root, "/tmp/test_archive.XXXXXX");
    if (mkdtemp(root) == NULL)
        return 1;
    snprintf(path, sizeof path, "%s/out.warc", root);
    return 0;
}

static int remove_root(void **state)
{
    (void)state;
    unlink(path);
    return rmdir(root);
}

static void write_file(bf_str bytes)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes.bytes, 1, bytes.length, file), bytes.length);
    fclose(file);
}

/* What the file holds after "new" was written to a descriptor that was opened in this way. */
static bf_buf after_writing(bool go_on)
{
    bf_buf held;
    bf_error err = {0};
    int fd = bf_warc_target_open(path, go_on, &err);
    if (fd < 0)
        fail_msg("%s", err.message);
    assert_int_equal(write(fd, "new", 3), 3);
    close(fd);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    bf_buf_init(&held, 1 << 20);
    char *room = bf_buf_room(&held, 65536);
    assert_non_null(room);
    bf_buf_wrote(&held, fread(room, 1, 65536, file));
    fclose(file);
    return held;
}

/* The file begins with the first `kept` bytes of `whole`, and then there is "new". */
static void assert_goes_on_behind(bf_str whole, size_t kept)
{
    bf_buf held = after_writing(true);
    assert_int_equal(held.length, kept + 3);
    assert_memory_equal(held.bytes, whole.bytes, kept);
    assert_memory_equal(held.bytes + kept, "new", 3);
    bf_buf_free(&held);
}

static void append_gzip(bf_buf *out, const char *text)
{
    z_stream zlib = {0};
    char member[512];
    assert_int_equal(deflateInit2(&zlib, 1, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    zlib.next_in = (Bytef *)(uintptr_t)text;
    zlib.avail_in = (uInt)strlen(text);
    zlib.next_out = (Bytef *)member;
    zlib.avail_out = sizeof member;
    assert_int_equal(deflate(&zlib, Z_FINISH), Z_STREAM_END);
    bf_buf_append(out, (bf_str){member, sizeof member - zlib.avail_out});
    deflateEnd(&zlib);
}

static void a_new_file_is_empty_and_one_that_was_there_is_emptied(void **state)
{
    (void)state;
    for (int turn = 0; turn < 2; turn++) {
        bf_buf held = after_writing(false);
        assert_string_equal(held.bytes, "new");
        bf_buf_free(&held);
        write_file(bf_str_of(first));
    }
}

static void going_on_with_a_file_that_is_not_there_or_empty_begins_it(void **state)
{
    (void)state;
    assert_goes_on_behind(BF_STR(""), 0);
    write_file(BF_STR(""));
    assert_goes_on_behind(BF_STR(""), 0);
}

static void going_on_keeps_every_whole_record_and_cuts_a_torn_one_wherever_it_is_torn(void **state)
{
    (void)state;
    bf_buf file;
    bf_buf_init(&file, 1 << 20);
    for (int gzip = 0; gzip < 2; gzip++) {
        bf_buf_reset(&file);
        if (gzip)
            append_gzip(&file, first);
        else
            bf_buf_append(&file, bf_str_of(first));
        size_t begin = file.length;
        if (gzip)
            append_gzip(&file, second);
        else
            bf_buf_append(&file, bf_str_of(second));
        const bf_str whole = {file.bytes, file.length};
        for (size_t length = begin; length < whole.length; length++) {
            write_file(bf_str_slice(whole, 0, length));
            assert_goes_on_behind(whole, begin);
        }
        write_file(whole);
        assert_goes_on_behind(whole, whole.length);
    }
    bf_buf_free(&file);
}

static void a_file_without_a_record_is_left_as_it_is_and_named(void **state)
{
    (void)state;
    static const char *const cases[] = {"my notes\n", "<!DOCTYPE html>", "W", "\x1f\x8b"};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char held[64] = "";
        bf_error err = {0};
        write_file(bf_str_of(cases[i]));
        assert_int_equal(bf_warc_target_open(path, true, &err), -1);
        assert_int_equal(err.code, BF_ERR_OUTPUT);
        assert_non_null(strstr(err.message, path));
        FILE *file = fopen(path, "rb");
        assert_non_null(file);
        size_t length = fread(held, 1, sizeof held - 1, file);
        fclose(file);
        assert_int_equal(length, strlen(cases[i]));
        assert_string_equal(held, cases[i]);
    }
}

static void a_path_that_cannot_be_written_is_named(void **state)
{
    (void)state;
    for (int go_on = 0; go_on < 2; go_on++) {
        bf_error err = {0};
        assert_int_equal(bf_warc_target_open("/dev/null/out.warc", go_on, &err), -1);
        assert_int_equal(err.code, BF_ERR_OUTPUT);
        assert_non_null(strstr(err.message, "/dev/null/out.warc: cannot write: Not a directory"));
    }
}

static void a_device_is_gone_on_with_as_it_is(void **state)
{
    (void)state;
    bf_error err = {0};
    int fd = bf_warc_target_open("/dev/null", true, &err);
    assert_true(fd >= 0);
    close(fd);
}

static void a_name_in_gz_asks_for_gzip(void **state)
{
    (void)state;
    assert_true(bf_warc_target_is_gzip("out.warc.gz"));
    assert_false(bf_warc_target_is_gzip("out.warc"));
    assert_false(bf_warc_target_is_gzip("out.gz.warc"));
    assert_false(bf_warc_target_is_gzip(NULL));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_root, remove_root)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_new_file_is_empty_and_one_that_was_there_is_emptied),
        TEST(going_on_with_a_file_that_is_not_there_or_empty_begins_it),
        TEST(going_on_keeps_every_whole_record_and_cuts_a_torn_one_wherever_it_is_torn),
        TEST(a_file_without_a_record_is_left_as_it_is_and_named),
        TEST(a_path_that_cannot_be_written_is_named),
        TEST(a_device_is_gone_on_with_as_it_is),
        TEST(a_name_in_gz_asks_for_gzip),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

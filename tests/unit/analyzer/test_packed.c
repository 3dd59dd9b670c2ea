/* test_packed.c: the text of a table, as it is or packed. What archives of each kind give is tested
 * through the command (integration/roster); here are the bounds between pieces, and what fails. */
#include "tests/support/views.h"

#include <stdlib.h>
#include <unistd.h>

#include <zlib.h>

#include "analyzer/packed.h"
#include "common/buf.h"

static char path[] = "/tmp/test_packed.XXXXXX";

static int make_file(void **state)
{
    (void)state;
    int fd = mkstemp(path);
    return fd < 0 || close(fd) != 0;
}

static int remove_file(void **state)
{
    (void)state;
    unlink(path);
    memcpy(strrchr(path, '.'), ".XXXXXX", sizeof ".XXXXXX");
    return 0;
}

static void write_file(bf_str bytes)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes.bytes, 1, bytes.length, file), bytes.length);
    fclose(file);
}

static void write_gzip(bf_str bytes)
{
    gzFile file = gzopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(gzwrite(file, bytes.bytes, (unsigned)bytes.length), (int)bytes.length);
    gzclose(file);
}

/* All that the file gives; NULL, with `err`, where it fails. */
static char *read_all(bf_buf *out, bf_error *err)
{
    bf_str piece;
    bf_packed *packed = bf_packed_open(path, NULL, err);
    bool read = packed != NULL;
    bf_buf_init(out, 64 * 1024 * 1024);
    bf_buf_append(out, BF_STR(""));
    while (read && (read = bf_packed_read(packed, &piece, err)) && piece.length > 0)
        bf_buf_append(out, piece);
    bf_packed_close(packed);
    return read ? out->bytes : NULL;
}

static void marks_are_left_out_and_utf16_becomes_utf8(void **state)
{
    static const struct {
        const char *bytes;
        size_t length;
        const char *expected;
    } cases[] = {
        {"a,b\n", 4, "a,b\n"},
        {"\xef\xbb\xbf"
         "a,b\n",
         7, "a,b\n"},
        {"\xff\xfe"
         "a\0\xf1\0",
         6, "añ"},
        {"\xfe\xff"
         "\0a\x20\xac",
         6, "a€"},
        {"\xff\xfe"
         "\x3d\xd8\x00\xde",
         6, "😀"},
        {"a", 1, "a"},
        {"\xff", 1, "\xff"},
        {"\xef\xbb", 2, "\xef\xbb"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bf_error err = {0};
        bf_buf out;
        write_file((bf_str){cases[i].bytes, cases[i].length});
        assert_non_null(read_all(&out, &err));
        assert_same_view(((bf_str){out.bytes, out.length}), bf_str_of(cases[i].expected));
        bf_buf_free(&out);
    }
}

static void broken_utf16_is_told(void **state)
{
    (void)state;
    bf_error err = {0};
    bf_buf out;
    write_file(BF_STR("\xff\xfe"
                      "a\0\x00\xdc"
                      "b\0"));
    assert_null(read_all(&out, &err));
    assert_error(err, BF_ERR_FORMAT, "begins as UTF-16, and goes on as something else");
    bf_buf_free(&out);
    bf_error_reset(&err);
    write_file(BF_STR("\xff\xfe"
                      "a\0b"));
    assert_null(read_all(&out, &err));
    assert_error(err, BF_ERR_FORMAT, "ends inside a character");
    assert_string_equal(err.file, path);
    bf_buf_free(&out);
}

/* Characters of three bytes of UTF-8 that are cut by the pieces in which the file is read. */
static void much_utf16_is_converted_whole(void **state)
{
    (void)state;
    enum { COUNT = 1000001 };
    bf_error err = {0};
    bf_buf out, wide;
    bf_buf_init(&wide, 4 * COUNT);
    bf_buf_append(&wide, BF_STR("\xff\xfe"));
    bf_buf_append(&wide, BF_STR("x\0"));
    for (int i = 0; i < COUNT; i++)
        bf_buf_append(&wide, BF_STR("\xac\x20"));
    write_gzip((bf_str){wide.bytes, wide.length});
    assert_non_null(read_all(&out, &err));
    assert_int_equal(out.length, 3 * COUNT + 1);
    for (size_t i = 1; i < out.length; i += 3)
        if (memcmp(out.bytes + i, "€", 3) != 0)
            fail_msg("byte %zu", i);
    bf_buf_free(&out);
    bf_buf_free(&wide);
}

static void a_gzip_file_that_is_cut_off_gives_what_is_there_and_fails(void **state)
{
    (void)state;
    bf_error err = {0};
    bf_buf out;
    bf_buf text;
    bf_buf_init(&text, 1 << 22);
    for (unsigned i = 0; i < 200000; i++)
        bf_buf_append_format(&text, "%u,", i * 2654435761u);
    write_gzip((bf_str){text.bytes, text.length});
    assert_int_equal(truncate(path, 600000), 0);
    assert_null(read_all(&out, &err));
    assert_error(err, BF_ERR_FORMAT, "cannot be unpacked: truncated gzip input");
    assert_true(out.length > 0 && memcmp(out.bytes, text.bytes, out.length) == 0);
    bf_buf_free(&out);
    bf_buf_free(&text);
}

static void an_empty_file_is_empty_packed_or_not(void **state)
{
    (void)state;
    bf_error err = {0};
    bf_buf out;
    write_file((bf_str){"", 0});
    assert_non_null(read_all(&out, &err));
    assert_int_equal(out.length, 0);
    bf_buf_free(&out);
    write_gzip((bf_str){"", 0});
    assert_non_null(read_all(&out, &err));
    assert_int_equal(out.length, 0);
    bf_buf_free(&out);
}

static void a_file_is_known_by_its_size_and_age(void **state)
{
    (void)state;
    bf_error err = {0};
    write_file(BF_STR("12345"));
    bf_packed *packed = bf_packed_open(path, NULL, &err);
    assert_non_null(packed);
    assert_int_equal(bf_packed_mark_of(packed).size, 5);
    assert_true(bf_packed_mark_of(packed).mtime_ms > 0);
    assert_same_view(bf_packed_name(packed), bf_str_of(strrchr(path, '/') + 1));
    assert_true(bf_packed_progress(packed) <= 5);
    bf_packed_close(packed);
    bf_packed_close(NULL);
}

static void what_cannot_be_opened_is_named(void **state)
{
    (void)state;
    bf_error err = {0};
    assert_null(bf_packed_open("/no/such/file.csv", NULL, &err));
    assert_error(err, BF_ERR_INPUT, "cannot read: No such file");
    assert_string_equal(err.file, "/no/such/file.csv");
    bf_error_reset(&err);
    write_file(BF_STR("PK\3\4 and then nothing that an archive has"));
    assert_null(bf_packed_open(path, NULL, &err));
    assert_error(err, BF_ERR_FORMAT, "this zip archive is broken or cut off");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_file, remove_file)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(marks_are_left_out_and_utf16_becomes_utf8),
        TEST(broken_utf16_is_told),
        TEST(much_utf16_is_converted_whole),
        TEST(a_gzip_file_that_is_cut_off_gives_what_is_there_and_fails),
        TEST(an_empty_file_is_empty_packed_or_not),
        TEST(a_file_is_known_by_its_size_and_age),
        TEST(what_cannot_be_opened_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

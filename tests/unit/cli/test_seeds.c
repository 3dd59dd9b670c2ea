/* test_seeds.c: the URLs that a crawl begins with, as a person or a program listed them. */
#include "tests/support/views.h"

#include <stdlib.h>
#include <unistd.h>

#include "cli/seeds.h"

static char path[64]; /* the file of the present test */

static int make_file(void **state)
{
    (void)state;
    snprintf(path, sizeof path, "/tmp/test_seeds.XXXXXX");
    int fd = mkstemp(path);
    return fd < 0 || close(fd) != 0;
}

static int remove_file(void **state)
{
    (void)state;
    return unlink(path);
}

static void write_file(bf_str text)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text.bytes, 1, text.length, file), text.length);
    assert_int_equal(fclose(file), 0);
}

static void read_refused(bf_str text, bf_error *err)
{
    bf_seeds seeds;
    *err = (bf_error){0};
    write_file(text);
    assert_false(bf_seeds_read(path, NULL, 0, &seeds, err));
    bf_seeds_free(&seeds);
}

static void what_a_file_lists_is_taken_line_by_line(void **state)
{
    static const struct {
        const char *file;
        const char *wanted; /* with a blank after each */
    } cases[] = {
        {"", ""},
        {"\n\n  \t\r\n", ""},
        {"http://a.example/", "http://a.example/ "},
        {"http://a.example/\nhttp://b.example/\n", "http://a.example/ http://b.example/ "},
        {"http://a.example/\r\n\r\nhttp://b.example/\r\n", "http://a.example/ http://b.example/ "},
        {"  http://a.example/ \t\n", "http://a.example/ "},
        {"# http://c.example/\n  # and so on\nhttp://a.example/\n#", "http://a.example/ "},
        {"http://a.example/#part\n", "http://a.example/#part "},
        {"http://a.example/\nhttp://a.example/\n", "http://a.example/ http://a.example/ "},
        {"\xEF\xBB\xBFhttp://a.example/\n", "http://a.example/ "},
        {"\xEF\xBB\xBF# a list\r\nhttp://a.example/\r\n", "http://a.example/ "},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char got[256] = "";
        bf_seeds seeds;
        bf_error err = {0};
        write_file(bf_str_of(cases[i].file));
        if (!bf_seeds_read(path, NULL, 0, &seeds, &err))
            fail_msg("case %zu: %s", i, err.message);
        for (size_t k = 0; k < seeds.count; k++) {
            strcat(got, seeds.items[k]);
            strcat(got, " ");
        }
        assert_string_equal(got, cases[i].wanted);
        bf_seeds_free(&seeds);
    }
}

static void operands_come_first_and_are_not_read_here(void **state)
{
    static const char *const operands[] = {"http://c.example/", "no URL"};
    bf_seeds seeds;
    bf_error err = {0};
    (void)state;
    write_file(BF_STR("http://a.example/\n"));
    assert_true(bf_seeds_read(path, operands, 2, &seeds, &err));
    assert_int_equal(seeds.count, 3);
    assert_ptr_equal(seeds.items[0], operands[0]);
    assert_ptr_equal(seeds.items[1], operands[1]);
    assert_string_equal(seeds.items[2], "http://a.example/");
    bf_seeds_free(&seeds);
    assert_true(bf_seeds_read(NULL, operands, 2, &seeds, &err));
    assert_int_equal(seeds.count, 2);
    bf_seeds_free(&seeds);
    assert_true(bf_seeds_read(NULL, NULL, 0, &seeds, &err));
    assert_int_equal(seeds.count, 0);
    bf_seeds_free(&seeds);
    bf_seeds_free(&seeds); /* once more is nothing */
}

static void a_line_that_is_no_http_url_is_named_with_its_place(void **state)
{
    static const struct {
        const char *file;
        unsigned line;
    } cases[] = {
        {"no URL\n", 1},
        {"# list\n\nhttp://a.example/\r\nftp://a.example/\r\nhttp://b.example/\n", 4},
        {"http://a.example/\nexample.com/therapists\n", 2},
        {"http://a.example/\n\thttp://a.example/\tDr A. Example\n", 2},
        {"\n\n\nhttp://user:word@a.example/", 4},
        {"http://a.example/\rhttp://b.example/\r", 1},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bf_error err;
        read_refused(bf_str_of(cases[i].file), &err);
        if (err.code != BF_ERR_USAGE || err.line != cases[i].line || strcmp(err.file, path) != 0)
            fail_msg("case %zu: code %d at %s:%u: %s", i, (int)err.code, err.file, err.line,
                     err.message);
    }
}

static void a_file_with_a_nul_is_no_list(void **state)
{
    bf_error err;
    (void)state;
    read_refused(BF_STR("http://a.example/\n\0http://b.example/\n"), &err);
    assert_error(err, BF_ERR_USAGE, "there is a NUL in it");
    assert_non_null(strstr(err.message, path));
    read_refused(BF_STR("\0"), &err);
    assert_error(err, BF_ERR_USAGE, "there is a NUL in it");
}

static void a_file_that_cannot_be_read_is_named_with_the_reason(void **state)
{
    bf_seeds seeds;
    bf_error err = {0};
    (void)state;
    assert_false(bf_seeds_read("/dev/null/seeds", NULL, 0, &seeds, &err));
    assert_error(err, BF_ERR_USAGE, "/dev/null/seeds: cannot read: Not a directory");
    bf_seeds_free(&seeds);
    assert_false(bf_seeds_read("/tmp", NULL, 0, &seeds, &err));
    assert_error(err, BF_ERR_USAGE, "/tmp: cannot read: Is a directory");
    bf_seeds_free(&seeds);
}

static void a_hundred_thousand_lines_are_all_there(void **state)
{
    enum { LINES = 100000 };
    FILE *file = fopen(path, "wb");
    bf_seeds seeds;
    bf_error err = {0};
    char wanted[64];
    (void)state;
    assert_non_null(file);
    for (int i = 0; i < LINES; i++)
        fprintf(file, "https://example.com/therapists/%d\n", i);
    assert_int_equal(fclose(file), 0);
    assert_true(bf_seeds_read(path, NULL, 0, &seeds, &err));
    assert_int_equal(seeds.count, LINES);
    for (int i = 0; i < LINES; i += 9999) {
        snprintf(wanted, sizeof wanted, "https://example.com/therapists/%d", i);
        assert_string_equal(seeds.items[i], wanted);
    }
    bf_seeds_free(&seeds);
}

static void a_list_without_end_is_not_taken_into_memory(void **state)
{
    bf_seeds seeds;
    bf_error err = {0};
    (void)state;
    write_file(BF_STR("http://a.example/\n"));
    assert_int_equal(truncate(path, (off_t)100 << 20), 0); /* a hole of NULs */
    assert_false(bf_seeds_read(path, NULL, 0, &seeds, &err));
    assert_error(err, BF_ERR_USAGE, "more than 64 MB of seeds");
    bf_seeds_free(&seeds);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_file, remove_file)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_a_file_lists_is_taken_line_by_line),
        TEST(operands_come_first_and_are_not_read_here),
        TEST(a_line_that_is_no_http_url_is_named_with_its_place),
        TEST(a_file_with_a_nul_is_no_list),
        TEST(a_file_that_cannot_be_read_is_named_with_the_reason),
        TEST(a_hundred_thousand_lines_are_all_there),
        TEST(a_list_without_end_is_not_taken_into_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_captures.c: what a URL answered when it was last fetched. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include <string.h>

#include "crawler/captures.h"

static bf_state *opened;

static bf_captures *open_captures(void)
{
    bf_error err = {0};
    opened = bf_state_open(NULL, &err);
    bf_captures *captures = opened ? bf_captures_new(opened, &err) : NULL;
    assert_non_null(captures);
    return captures;
}

static void close_captures(bf_captures *captures)
{
    bf_captures_free(captures);
    bf_state_close(opened);
}

static bf_capture first(void)
{
    return (bf_capture){.etag = BF_STR("\"a\""),
                        .modified = BF_STR("Wed, 25 Nov 2026 10:00:00 GMT"),
                        .digest = BF_STR("sha1:AAAA"),
                        .record_id = BF_STR("urn:uuid:1"),
                        .date_ms = 1795600000000,
                        .file = BF_STR("one.warc.gz"),
                        .offset = UINT64_C(1) << 40};
}

static void assert_capture(bf_captures *captures, bf_arena *arena, const char *url,
                           const bf_capture *expected)
{
    bf_error err = {0};
    bf_capture found;
    assert_true(bf_captures_find(captures, bf_str_of(url), arena, &found, &err));
    assert_true(bf_str_equal(found.etag, expected->etag));
    assert_true(bf_str_equal(found.modified, expected->modified));
    assert_true(bf_str_equal(found.digest, expected->digest));
    assert_true(bf_str_equal(found.record_id, expected->record_id));
    assert_true(bf_str_equal(found.file, expected->file));
    assert_int_equal(found.date_ms, expected->date_ms);
    assert_int_equal(found.offset, expected->offset);
}

static void what_was_kept_is_found_by_its_url_alone(void **state)
{
    bf_error err = {0};
    bf_captures *captures = open_captures();
    const bf_capture one = first();
    assert_true(bf_captures_keep(captures, BF_STR("http://a.example/"), &one, &err));
    assert_capture(captures, *state, "http://a.example/", &one);
    assert_capture(captures, *state, "http://a.example/other", &(bf_capture){0});
    close_captures(captures);
}

static void a_later_capture_takes_the_place_of_the_one_before(void **state)
{
    bf_error err = {0};
    bf_captures *captures = open_captures();
    const bf_capture one = first();
    bf_capture later = one;
    later.etag = (bf_str){0};
    later.digest = BF_STR("sha1:BBBB");
    later.file = BF_STR("two.warc.gz");
    assert_true(bf_captures_keep(captures, BF_STR("http://a.example/"), &one, &err));
    assert_true(bf_captures_keep(captures, BF_STR("http://a.example/b"), &one, &err));
    assert_true(bf_captures_keep(captures, BF_STR("http://a.example/"), &later, &err));
    assert_capture(captures, *state, "http://a.example/", &later);
    assert_capture(captures, *state, "http://a.example/b", &one);
    close_captures(captures);
}

static void captures_are_forgotten_when_they_rest_on_something_else(void **state)
{
    bf_error err = {0};
    bf_captures *captures = open_captures();
    const bf_capture one = first();
    bool same;
    assert_true(bf_captures_rest_on(captures, -1, &same, &err));
    assert_false(same);
    assert_true(bf_captures_keep(captures, BF_STR("http://a.example/"), &one, &err));
    assert_true(bf_captures_rest_on(captures, -1, &same, &err));
    assert_true(same);
    assert_capture(captures, *state, "http://a.example/", &one);
    assert_true(bf_captures_rest_on(captures, 7, &same, &err));
    assert_capture(captures, *state, "http://a.example/", &(bf_capture){0});
    assert_true(bf_captures_keep(captures, BF_STR("http://a.example/"), &one, &err));
    assert_true(bf_captures_rest_on(captures, 7, &same, &err));
    assert_capture(captures, *state, "http://a.example/", &one);
    assert_true(
        bf_captures_rest_on(captures, -1, &same, &err)); /* nor is the one before remembered */
    assert_capture(captures, *state, "http://a.example/", &(bf_capture){0});
    close_captures(captures);
}

static void nothing_is_left_to_free(void **state)
{
    (void)state;
    bf_captures_free(NULL);
}

static int make_arena(void **state)
{
    *state = bf_arena_new(1 << 20);
    return *state == NULL;
}

static int free_arena(void **state)
{
    bf_arena_free(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_kept_is_found_by_its_url_alone),
        cmocka_unit_test(a_later_capture_takes_the_place_of_the_one_before),
        cmocka_unit_test(captures_are_forgotten_when_they_rest_on_something_else),
        cmocka_unit_test(nothing_is_left_to_free),
    };
    return cmocka_run_group_tests(tests, make_arena, free_arena);
}

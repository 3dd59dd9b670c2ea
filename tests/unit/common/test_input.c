/* test_input.c: the bytes of a file as they come, with gzip members undone and places kept. */
#include "tests/support/views.h"

#include <stdlib.h>
#include <unistd.h>

#include <zlib.h>

#include "common/buf.h"
#include "common/input.h"

/* A file in memory, given out `step` bytes at a time. */
typedef struct {
    bf_str rest;
    size_t step;
    size_t reads;
    bool fails; /* at its end, and does not just end */
} memory;

static bool give(void *user, char *bytes, size_t most, size_t *count, bf_error *err)
{
    memory *file = user;
    bf_str piece = bf_str_slice(file->rest, 0, file->step < most ? file->step : most);
    file->reads++;
    if (piece.length == 0 && file->fails)
        return bf_fail(err, BF_ERR_INPUT, "the disk is gone");
    if (piece.length > 0)
        memcpy(bytes, piece.bytes, piece.length);
    file->rest = bf_str_after(file->rest, piece.length);
    *count = piece.length;
    return true;
}

static bf_str view_of(const bf_buf *buf)
{
    return (bf_str){buf->bytes, buf->length};
}

static void append_gzip(bf_buf *out, bf_str bytes)
{
    z_stream zlib = {0};
    assert_int_equal(deflateInit2(&zlib, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    size_t most = deflateBound(&zlib, (uLong)bytes.length);
    char *room = bf_buf_room(out, most);
    assert_non_null(room);
    zlib.next_in = (Bytef *)(uintptr_t)bytes.bytes;
    zlib.avail_in = (uInt)bytes.length;
    zlib.next_out = (Bytef *)room;
    zlib.avail_out = (uInt)most;
    assert_int_equal(deflate(&zlib, Z_FINISH), Z_STREAM_END);
    bf_buf_wrote(out, most - zlib.avail_out);
    deflateEnd(&zlib);
}

static void open_member(bf_input *input)
{
    bool opened;
    bf_error err = {0};
    assert_int_equal(bf_input_open_member(input, &opened, &err), BF_INPUT_MORE);
    assert_true(opened);
    assert_true(bf_input_in_member(input));
}

static void plain_bytes_come_into_view_and_are_taken(void **state)
{
    (void)state;
    for (size_t step = 1; step < 12; step += 5) {
        memory file = {.rest = BF_STR("hello, ana"), .step = step};
        bf_error err = {0};
        bf_input *input = bf_input_new(give, &file);
        assert_int_equal(bf_input_view(input).length, 0);
        assert_int_equal(bf_input_fill(input, 0, &err), BF_INPUT_MORE);
        assert_int_equal(bf_input_fill(input, 5, &err), BF_INPUT_MORE);
        assert_true(bf_str_starts(bf_input_view(input), BF_STR("hello")));
        assert_int_equal(bf_input_fill(input, 7, &err), BF_INPUT_MORE);
        bf_input_take(input, 7);
        assert_int_equal(bf_input_offset(input), 7);
        assert_int_equal(bf_input_fill(input, 3, &err), BF_INPUT_MORE);
        assert_view(bf_input_view(input), "ana");
        assert_int_equal(bf_input_fill(input, 4, &err), BF_INPUT_END);
        assert_view(bf_input_view(input), "ana");
        bf_input_take(input, 3);
        assert_int_equal(bf_input_fill(input, 1, &err), BF_INPUT_END);
        assert_int_equal(bf_input_offset(input), 10);
        assert_false(bf_input_in_member(input));
        assert_int_equal(err.code, BF_OK);
        bf_input_free(input);
    }
    bf_input_free(NULL);
}

static void no_more_is_read_than_was_asked_for(void **state)
{
    (void)state;
    memory file = {.rest = BF_STR("abcdef"), .step = 2};
    bf_error err = {0};
    bf_input *input = bf_input_new(give, &file);
    assert_int_equal(bf_input_fill(input, 2, &err), BF_INPUT_MORE);
    assert_int_equal(bf_input_fill(input, 1, &err), BF_INPUT_MORE);
    assert_int_equal(file.reads, 1); /* a pipe is not waited for in vain */
    bf_input_free(input);
}

static void a_source_that_fails_says_why_when_its_bytes_are_wanted(void **state)
{
    (void)state;
    memory file = {.rest = BF_STR("abc"), .step = 10, .fails = true};
    bf_error err = {0};
    bf_input *input = bf_input_new(give, &file);
    assert_int_equal(bf_input_fill(input, 3, &err), BF_INPUT_MORE);
    assert_int_equal(bf_input_fill(input, 4, &err), BF_INPUT_FAILED);
    assert_error(err, BF_ERR_INPUT, "the disk is gone");
    bf_input_free(input);
}

static void a_view_of_the_most_is_filled_again_and_again(void **state)
{
    (void)state;
    enum { LENGTH = 3 * BF_INPUT_MOST_VIEW + 17 };
    char *bytes = malloc(LENGTH);
    assert_non_null(bytes);
    for (size_t i = 0; i < LENGTH; i++)
        bytes[i] = (char)(i * 2654435761u >> 13);
    bf_buf gzip;
    bf_buf_init(&gzip, 2 * LENGTH);
    append_gzip(&gzip, (bf_str){bytes, LENGTH});
    for (int member = 0; member < 2; member++) {
        memory file = {.rest = member ? view_of(&gzip) : (bf_str){bytes, LENGTH}, .step = 7001};
        bf_input *input = bf_input_new(give, &file);
        bf_error err = {0};
        size_t at = 0;
        if (member)
            open_member(input);
        while (bf_input_fill(input, BF_INPUT_MOST_VIEW, &err) == BF_INPUT_MORE) {
            assert_memory_equal(bf_input_view(input).bytes, bytes + at, BF_INPUT_MOST_VIEW);
            bf_input_take(input, 99991);
            at += 99991;
        }
        assert_int_equal(bf_input_view(input).length, LENGTH - at);
        assert_memory_equal(bf_input_view(input).bytes, bytes + at, LENGTH - at);
        bf_input_free(input);
    }
    bf_buf_free(&gzip);
    free(bytes);
}

static void members_are_read_between_plain_bytes_and_their_places_are_known(void **state)
{
    (void)state;
    bf_buf bytes;
    bf_buf_init(&bytes, 1000);
    bf_buf_append(&bytes, BF_STR("plain"));
    append_gzip(&bytes, BF_STR("first member"));
    size_t second = bytes.length;
    append_gzip(&bytes, BF_STR("second"));
    size_t end = bytes.length;
    bf_buf_append(&bytes, BF_STR("tail"));
    for (size_t step = 1; step < 200; step += 66) {
        memory file = {.rest = view_of(&bytes), .step = step};
        bf_error err = {0};
        bool opened;
        bf_input *input = bf_input_new(give, &file);
        assert_int_equal(bf_input_open_member(input, &opened, &err), BF_INPUT_MORE);
        assert_false(opened); /* "pl" */
        bf_input_take(input, 2);
        assert_int_equal(bf_input_fill(input, 3, &err), BF_INPUT_MORE);
        bf_input_take(input, 3);
        open_member(input);
        assert_int_equal(bf_input_member_offset(input), 5);
        assert_int_equal(bf_input_fill(input, 6, &err), BF_INPUT_MORE);
        bf_input_take(input, 6);
        assert_int_equal(bf_input_open_member(input, &opened, &err), BF_INPUT_MORE);
        assert_false(opened); /* inside one nothing changes */
        assert_int_equal(bf_input_fill(input, 100, &err), BF_INPUT_SEAM);
        assert_view(bf_input_view(input), "member");
        bf_input_take(input, 6);
        assert_int_equal(bf_input_fill(input, 1, &err), BF_INPUT_SEAM);
        bf_input_leave_member(input);
        assert_int_equal(bf_input_offset(input), second);
        open_member(input);
        assert_int_equal(bf_input_member_offset(input), second);
        assert_int_equal(bf_input_fill(input, 7, &err), BF_INPUT_SEAM);
        assert_view(bf_input_view(input), "second");
        bf_input_leave_member(input); /* what was not taken is dropped */
        assert_int_equal(bf_input_offset(input), end);
        assert_int_equal(bf_input_fill(input, 5, &err), BF_INPUT_END);
        assert_view(bf_input_view(input), "tail");
        bf_input_free(input);
    }
    bf_buf_free(&bytes);
}

static void what_was_decoded_is_given_before_a_member_is_called_broken(void **state)
{
    (void)state;
    bf_buf text, bytes;
    bf_buf_init(&text, 1 << 20);
    bf_buf_init(&bytes, 1 << 20);
    for (unsigned i = 0; i < 20000; i++)
        bf_buf_append_format(&text, "%u ", i * 2654435761u);
    append_gzip(&bytes, view_of(&text));
    for (int corrupt = 0; corrupt < 2; corrupt++) {
        size_t half = bytes.length / 2;
        bf_buf broken;
        bf_buf_init(&broken, 1 << 20);
        bf_buf_append(&broken, bf_str_slice(view_of(&bytes), 0, corrupt ? bytes.length : half));
        if (corrupt)
            memset(broken.bytes + half, 0xFF, 100);
        memory file = {.rest = view_of(&broken), .step = 1000};
        bf_error err = {0};
        size_t at = 0;
        bf_input *input = bf_input_new(give, &file);
        open_member(input);
        while (bf_input_fill(input, 100, &err) == BF_INPUT_MORE && at < half) {
            assert_true(bf_str_equal(bf_str_slice(bf_input_view(input), 0, 100),
                                     bf_str_slice(view_of(&text), at, at + 100)));
            bf_input_take(input, 100);
            at += 100;
        }
        assert_true(at > half / 2);
        while (bf_input_fill(input, 100, &err) == BF_INPUT_MORE)
            bf_input_take(input, 100);
        assert_int_equal(bf_input_fill(input, 100, &err), BF_INPUT_BROKEN);
        assert_error(err, BF_ERR_FORMAT, corrupt ? "corrupt" : "cut off at offset");
        assert_error(err, BF_ERR_FORMAT, "(gzip member at offset 0)");
        bf_input_free(input);
        bf_buf_free(&broken);
    }
    bf_buf_free(&bytes);
    bf_buf_free(&text);
}

static void after_a_broken_member_the_next_one_is_found_among_its_bytes(void **state)
{
    (void)state;
    bf_buf bytes;
    bf_buf_init(&bytes, 1000);
    append_gzip(&bytes, BF_STR("torn before its end, and never closed"));
    bytes.length = bytes.length / 2;
    size_t whole_at = bytes.length;
    append_gzip(&bytes, BF_STR("whole"));
    memory file = {.rest = view_of(&bytes), .step = 10000};
    bf_error err = {0};
    bool opened = false;
    bf_input *input = bf_input_new(give, &file);
    open_member(input);
    while (bf_input_fill(input, 1, &err) == BF_INPUT_MORE)
        bf_input_take(input, 1);
    bf_input_abandon_member(input);
    assert_false(bf_input_in_member(input));
    assert_int_equal(bf_input_offset(input), 1); /* right behind the beginning of the broken one */
    while (!opened) {
        assert_int_equal(bf_input_open_member(input, &opened, &err), BF_INPUT_MORE);
        if (!opened)
            bf_input_take(input, 1);
    }
    assert_int_equal(bf_input_member_offset(input), whole_at);
    assert_int_equal(bf_input_fill(input, 6, &err), BF_INPUT_SEAM);
    assert_view(bf_input_view(input), "whole");
    bf_input_free(input);
    bf_buf_free(&bytes);
}

/* Each beginning of a member is tried once, and bytes are not looked at again for each. */
static void beginnings_of_members_of_any_number_take_linear_time(void **state)
{
    (void)state;
    bf_buf bytes;
    bf_buf_init(&bytes, 4 << 20);
    for (size_t i = 0; i < 20000; i++)
        bf_buf_append(&bytes, BF_STR("\x1F\x8B\x08\0\0\0\0\0\0\0\xFF"));
    memory file = {.rest = view_of(&bytes), .step = SIZE_MAX};
    bf_error err = {0};
    size_t tried = 0;
    bf_input *input = bf_input_new(give, &file);
    while (bf_input_fill(input, 1, &err) == BF_INPUT_MORE) {
        bool opened;
        assert_int_equal(bf_input_open_member(input, &opened, &err), BF_INPUT_MORE);
        if (!opened) {
            bf_input_take(input, 1);
            continue;
        }
        assert_int_equal(bf_input_fill(input, 1, &err), BF_INPUT_BROKEN);
        bf_input_abandon_member(input);
        assert_true(++tried <= 20000);
    }
    assert_true(tried > 0);
    bf_input_free(input);
    bf_buf_free(&bytes);
}

/* Gives a member of zeros without end, made on the fly. */
typedef struct {
    z_stream zlib;
    uint64_t given;
} bomb;

static bool give_bomb(void *user, char *bytes, size_t most, size_t *count, bf_error *err)
{
    static char zeros[64 * 1024];
    bomb *made = user;
    (void)err;
    made->zlib.next_out = (Bytef *)bytes;
    made->zlib.avail_out = (uInt)most;
    while (made->zlib.avail_out == most) {
        made->zlib.next_in = (Bytef *)zeros;
        made->zlib.avail_in = sizeof zeros;
        assert_int_equal(deflate(&made->zlib, Z_NO_FLUSH), Z_OK);
    }
    *count = most - made->zlib.avail_out;
    made->given += *count;
    return true;
}

static void a_bomb_is_broken_after_a_gib_unless_it_is_forgiven(void **state)
{
    (void)state;
    const uint64_t gib = UINT64_C(1) << 30;
    bomb made = {0};
    bf_error err = {0};
    uint64_t taken = 0;
    bool forgiven = false;
    assert_int_equal(deflateInit2(&made.zlib, 1, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    bf_input *input = bf_input_new(give_bomb, &made);
    open_member(input);
    while (bf_input_fill(input, 64 * 1024, &err) == BF_INPUT_MORE) {
        bf_input_take(input, 64 * 1024);
        taken += 64 * 1024;
        if (!forgiven && taken > gib / 2) {
            bf_input_forgive(input);
            forgiven = true;
        }
    }
    assert_error(err, BF_ERR_FORMAT, "decodes to more than a hundredfold");
    assert_true(taken > gib + gib / 2 - (1 << 20) && taken < gib + gib / 2 + (1 << 20));
    bf_input_free(input);
    deflateEnd(&made.zlib);
}

static void a_descriptor_is_a_source(void **state)
{
    (void)state;
    int ends[2], closed = -1;
    char bytes[10];
    size_t count = 77;
    bf_error err = {0};
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], "ana", 3), 3);
    close(ends[1]);
    assert_true(bf_input_read_fd(&ends[0], bytes, sizeof bytes, &count, &err));
    assert_int_equal(count, 3);
    assert_true(bf_input_read_fd(&ends[0], bytes, sizeof bytes, &count, &err));
    assert_int_equal(count, 0);
    close(ends[0]);
    assert_false(bf_input_read_fd(&closed, bytes, sizeof bytes, &count, &err));
    assert_error(err, BF_ERR_INPUT, "cannot read: ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_bytes_come_into_view_and_are_taken),
        cmocka_unit_test(no_more_is_read_than_was_asked_for),
        cmocka_unit_test(a_source_that_fails_says_why_when_its_bytes_are_wanted),
        cmocka_unit_test(a_view_of_the_most_is_filled_again_and_again),
        cmocka_unit_test(members_are_read_between_plain_bytes_and_their_places_are_known),
        cmocka_unit_test(what_was_decoded_is_given_before_a_member_is_called_broken),
        cmocka_unit_test(after_a_broken_member_the_next_one_is_found_among_its_bytes),
        cmocka_unit_test(beginnings_of_members_of_any_number_take_linear_time),
        cmocka_unit_test(a_bomb_is_broken_after_a_gib_unless_it_is_forgiven),
        cmocka_unit_test(a_descriptor_is_a_source),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* input.c: the bytes of a file as they come, gzip members undone. Outside a member the view is the
 * file's own bytes; inside one it is what zlib makes of them. */
#include "common/input.h"

#include <assert.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <zlib.h>

#include "common/buf.h"

enum {
    STEP = 64 * 1024,      /* bytes read or decoded at a time */
    KEPT = 64 * 1024,      /* raw bytes used up that can be gone back to */
    GZIP_WINDOW = 15 + 16, /* the largest window, and gzip's head and trailer checked */
    BOMB_RATIO = 100
};
static const uint64_t bomb_bytes = UINT64_C(1) << 30;

/* A buffer whose front moves, so that taking bytes off it costs nothing. */
typedef struct {
    bf_buf buf;
    size_t begin;
    size_t kept; /* bytes before `begin` that are kept where there are as many */
} window;

struct bf_input {
    bf_warc_source *source;
    void *user;
    window raw;
    uint64_t offset; /* of the first raw byte not used up */
    bool ended;      /* the source gave its last byte */
    bool in_member;
    bool seam;   /* the member was decoded to its end */
    bool broken; /* the member cannot be decoded further, and `fault` says why */
    bf_error fault;
    uint64_t member_offset;
    uint64_t searched_to; /* no member that begins before it is tried again */
    window decoded;
    uint64_t made, used; /* bytes decoded, and raw bytes they took, since bf_input_forgive() */
    z_stream zlib;
    bool zlib_ready;
};

static bf_str view_of(const window *in)
{
    return bf_str_after((bf_str){in->buf.bytes, in->buf.length}, in->begin);
}

/* Drops what was taken, as soon as it is worth it, and makes room for a step; NULL: no memory. */
static char *room_in(window *in, bf_error *err)
{
    if (in->begin > 0 && in->begin >= 2 * in->kept) {
        bf_buf_consume(&in->buf, in->begin - in->kept);
        in->begin = in->kept;
    }
    char *room = bf_buf_room(&in->buf, STEP);
    if (room == NULL)
        bf_fail(err, BF_ERR_MEMORY, "input: no memory");
    return room;
}

bf_input *bf_input_new(bf_warc_source *source, void *user)
{
    bf_input *input = calloc(1, sizeof *input);
    if (input == NULL)
        return NULL;
    input->source = source;
    input->user = user;
    input->raw.kept = KEPT;
    bf_buf_init(&input->raw.buf, BF_INPUT_MOST_VIEW + 2 * KEPT + STEP);
    bf_buf_init(&input->decoded.buf, BF_INPUT_MOST_VIEW + STEP);
    return input;
}

void bf_input_free(bf_input *input)
{
    if (input == NULL)
        return;
    if (input->zlib_ready)
        inflateEnd(&input->zlib);
    bf_buf_free(&input->raw.buf);
    bf_buf_free(&input->decoded.buf);
    free(input);
}

/* Reads a step of the file, or notes its end. */
static bool read_raw(bf_input *input, bf_error *err)
{
    size_t count = 0;
    char *room = room_in(&input->raw, err);
    if (room == NULL || !input->source(input->user, room, STEP, &count, err))
        return false;
    assert(count <= STEP);
    bf_buf_wrote(&input->raw.buf, count);
    input->ended = count == 0;
    return true;
}

static void take_raw(bf_input *input, size_t count)
{
    input->raw.begin += count;
    input->offset += count;
}

static bf_input_state fill_raw(bf_input *input, size_t want, bf_error *err)
{
    while (view_of(&input->raw).length < want && !input->ended)
        if (!read_raw(input, err))
            return BF_INPUT_FAILED;
    return view_of(&input->raw).length < want ? BF_INPUT_END : BF_INPUT_MORE;
}

static bf_input_state break_member(bf_input *input, const char *why)
{
    input->broken = true;
    bf_fail(&input->fault, BF_ERR_FORMAT,
            "%s at offset %" PRIu64 " (gzip member at offset %" PRIu64 ")", why, input->offset,
            input->member_offset);
    return BF_INPUT_BROKEN;
}

/* Decodes a step of the raw bytes in view. */
static bf_input_state decode_step(bf_input *input, bf_error *err)
{
    bf_str raw = view_of(&input->raw);
    char *room = room_in(&input->decoded, err);
    if (room == NULL)
        return BF_INPUT_FAILED;
    z_stream *zlib = &input->zlib;
    zlib->next_in = (Bytef *)(uintptr_t)raw.bytes; /* zlib reads it only */
    zlib->avail_in = (uInt)(raw.length < STEP ? raw.length : STEP);
    zlib->next_out = (Bytef *)room;
    zlib->avail_out = STEP;
    size_t offered = zlib->avail_in;
    int code = inflate(zlib, Z_NO_FLUSH);
    size_t used = offered - zlib->avail_in, made = STEP - zlib->avail_out;
    bf_buf_wrote(&input->decoded.buf, made);
    take_raw(input, used);
    input->used += used;
    input->made += made;
    if (code == Z_MEM_ERROR) {
        bf_fail(err, BF_ERR_MEMORY, "input: no memory for gzip");
        return BF_INPUT_FAILED;
    }
    if (code != Z_OK && code != Z_STREAM_END && code != Z_BUF_ERROR)
        return break_member(input, "corrupt");
    if (input->made > bomb_bytes && input->made / BOMB_RATIO > input->used)
        return break_member(input, "decodes to more than a hundredfold");
    input->seam = code == Z_STREAM_END;
    return BF_INPUT_MORE;
}

/* Decodes on, once; zlib may hold bytes back even when it took all that there was. */
static bf_input_state decode(bf_input *input, bf_error *err)
{
    if (view_of(&input->raw).length == 0 && !input->ended && !read_raw(input, err))
        return BF_INPUT_FAILED;
    uint64_t made = input->made;
    bool starved = view_of(&input->raw).length == 0;
    bf_input_state state = decode_step(input, err);
    if (state == BF_INPUT_MORE && starved && !input->seam && input->made == made)
        return break_member(input, "cut off");
    return state;
}

/* What was decoded before a member broke is given first. */
static bf_input_state fill_member(bf_input *input, size_t want, bf_error *err)
{
    while (view_of(&input->decoded).length < want) {
        if (input->seam)
            return BF_INPUT_SEAM;
        if (input->broken) {
            *err = input->fault;
            return BF_INPUT_BROKEN;
        }
        if (decode(input, err) == BF_INPUT_FAILED)
            return BF_INPUT_FAILED;
    }
    return BF_INPUT_MORE;
}

bf_input_state bf_input_fill(bf_input *input, size_t want, bf_error *err)
{
    assert(want <= BF_INPUT_MOST_VIEW);
    return input->in_member ? fill_member(input, want, err) : fill_raw(input, want, err);
}

bf_str bf_input_view(const bf_input *input)
{
    return view_of(input->in_member ? &input->decoded : &input->raw);
}

void bf_input_take(bf_input *input, size_t count)
{
    assert(count <= bf_input_view(input).length);
    if (input->in_member)
        input->decoded.begin += count;
    else
        take_raw(input, count);
}

bf_input_state bf_input_open_member(bf_input *input, bool *opened, bf_error *err)
{
    *opened = false;
    if (input->in_member)
        return BF_INPUT_MORE;
    if (fill_raw(input, 2, err) == BF_INPUT_FAILED)
        return BF_INPUT_FAILED;
    if (!bf_str_starts(view_of(&input->raw), BF_STR("\x1f\x8b"))) /* RFC 1952, 2.3.1 */
        return BF_INPUT_MORE;
    int code =
        input->zlib_ready ? inflateReset(&input->zlib) : inflateInit2(&input->zlib, GZIP_WINDOW);
    if (code != Z_OK) {
        bf_fail(err, BF_ERR_MEMORY, "input: no memory for gzip");
        return BF_INPUT_FAILED;
    }
    input->zlib_ready = true;
    input->in_member = *opened = true;
    input->seam = input->broken = false;
    input->member_offset = input->offset;
    bf_input_forgive(input);
    return BF_INPUT_MORE;
}

void bf_input_leave_member(bf_input *input)
{
    input->in_member = false;
    bf_buf_reset(&input->decoded.buf);
    input->decoded.begin = 0;
}

void bf_input_abandon_member(bf_input *input)
{
    uint64_t failed_at = input->offset, back_to = input->member_offset + 1;
    uint64_t kept_from = input->offset - (input->raw.begin < KEPT ? input->raw.begin : KEPT);
    bf_input_leave_member(input);
    if (back_to < input->searched_to)
        back_to = input->searched_to;
    if (back_to < kept_from)
        back_to = kept_from;
    if (back_to < input->offset) {
        input->raw.begin -= (size_t)(input->offset - back_to);
        input->offset = back_to;
    }
    if (input->searched_to < failed_at)
        input->searched_to = failed_at;
}

bool bf_input_in_member(const bf_input *input)
{
    return input->in_member;
}

uint64_t bf_input_member_offset(const bf_input *input)
{
    return input->member_offset;
}

uint64_t bf_input_offset(const bf_input *input)
{
    return input->offset;
}

void bf_input_forgive(bf_input *input)
{
    input->made = input->used = 0;
}

bool bf_input_read_fd(void *user, char *bytes, size_t most, size_t *count, bf_error *err)
{
    const int *fd = user;
    ssize_t got;
    do
        got = read(*fd, bytes, most);
    while (got < 0 && errno == EINTR);
    if (got < 0)
        return bf_fail(err, BF_ERR_INPUT, "cannot read: %s", strerror(errno));
    *count = (size_t)got;
    return true;
}

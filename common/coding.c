/* coding.c: content codings undone, within bounds. Each decoder is a loop that fills a window of
 * the output buffer and asks whether a bound was met. */
#include "common/coding.h"

#include <brotli/decode.h>
#include <zlib.h>
#include <zstd.h>

enum {
    WINDOW_BYTES = 64 * 1024,
    FREE_BYTES = 1024 * 1024 /* the ratio is not asked of less: small pages pack well */
};

/* One coding being undone. */
typedef struct {
    bf_str in;
    const bf_coding_limits *limits;
    bf_buf *out;
} undoing;

/* Room for the next window; 0 when a bound is met. `*room` is NULL when memory ran out. */
static size_t next_window(undoing *job, char **room)
{
    size_t most = job->limits->bytes;
    size_t by_ratio = FREE_BYTES;
    if (job->in.length < (SIZE_MAX - FREE_BYTES) / job->limits->ratio)
        by_ratio += job->in.length * job->limits->ratio;
    most = by_ratio < most ? by_ratio : most;
    size_t left = most > job->out->length ? most - job->out->length : 0;
    size_t window = left < WINDOW_BYTES ? left : WINDOW_BYTES;
    *room = window ? bf_buf_room(job->out, window) : NULL;
    return window;
}

/* What the end of a loop means that could not go on for want of room. */
static bf_coding_end no_room(const undoing *job, size_t window)
{
    return window == 0 || job->out->full ? BF_CODING_LIMIT : BF_CODING_FAILED;
}

static bool is_gzip(bf_str bytes)
{
    return bytes.length >= 2 && (unsigned char)bytes.bytes[0] == 0x1F &&
           (unsigned char)bytes.bytes[1] == 0x8B;
}

/* Inflates one stream, or for gzip one member after the other; what follows the last is dropped. */
static bf_coding_end inflate_all(undoing *job, z_stream *stream, bool members)
{
    for (;;) {
        char *room;
        size_t window = next_window(job, &room);
        if (room == NULL)
            return no_room(job, window);
        stream->next_out = (Bytef *)room;
        stream->avail_out = (uInt)window;
        int code = inflate(stream, Z_NO_FLUSH);
        bf_buf_wrote(job->out, window - stream->avail_out);
        bf_str rest = {(const char *)stream->next_in, stream->avail_in};
        if (code == Z_STREAM_END && !(members && is_gzip(rest)))
            return BF_CODING_DONE;
        if (code == Z_STREAM_END && inflateReset(stream) != Z_OK)
            return BF_CODING_FAILED;
        if (code == Z_MEM_ERROR)
            return BF_CODING_FAILED;
        if (code != Z_OK && code != Z_STREAM_END) /* Z_BUF_ERROR: no more input */
            return BF_CODING_CUT;
    }
}

static bf_coding_end undo_zlib(undoing *job, int window_bits, bool members)
{
    z_stream stream = {0};
    if (job->in.length > UINT32_MAX)
        return BF_CODING_LIMIT;
    stream.next_in = (Bytef *)job->in.bytes; /* zlib does not write there */
    stream.avail_in = (uInt)job->in.length;
    if (inflateInit2(&stream, window_bits) != Z_OK)
        return BF_CODING_FAILED;
    bf_coding_end end = inflate_all(job, &stream, members);
    inflateEnd(&stream);
    return end;
}

/* Bytes that are said to be coded and are not: a server decoded them and left the field in. */
static bf_coding_end take_plain(undoing *job)
{
    bool over = job->in.length > job->limits->bytes;
    bf_buf_append(job->out, bf_str_slice(job->in, 0, job->limits->bytes));
    if (job->out->failed)
        return job->out->full ? BF_CODING_LIMIT : BF_CODING_FAILED;
    return over ? BF_CODING_LIMIT : BF_CODING_DONE;
}

static bf_coding_end undo_gzip(undoing *job)
{
    return is_gzip(job->in) ? undo_zlib(job, 16 + MAX_WBITS, true) : take_plain(job);
}

/* deflate is zlib's format (RFC 1950), but some servers send bare deflate data (RFC 1951). */
static bf_coding_end undo_deflate(undoing *job)
{
    const unsigned char *bytes = (const unsigned char *)job->in.bytes;
    bool zlib =
        job->in.length >= 2 && (bytes[0] & 0x0F) == 8 && (bytes[0] * 256u + bytes[1]) % 31 == 0;
    return undo_zlib(job, zlib ? MAX_WBITS : -MAX_WBITS, false);
}

static bf_coding_end undo_brotli(undoing *job)
{
    BrotliDecoderState *state = BrotliDecoderCreateInstance(NULL, NULL, NULL);
    const uint8_t *in = (const uint8_t *)job->in.bytes;
    size_t in_left = job->in.length;
    bf_coding_end end = BF_CODING_FAILED;
    while (state) {
        char *room;
        size_t window = next_window(job, &room), out_left = window;
        if (room == NULL) {
            end = no_room(job, window);
            break;
        }
        uint8_t *to = (uint8_t *)room;
        BrotliDecoderResult code =
            BrotliDecoderDecompressStream(state, &in_left, &in, &out_left, &to, NULL);
        bf_buf_wrote(job->out, window - out_left);
        if (code == BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT)
            continue;
        end = code == BROTLI_DECODER_RESULT_SUCCESS ? BF_CODING_DONE : BF_CODING_CUT;
        break;
    }
    if (state)
        BrotliDecoderDestroyInstance(state);
    return end;
}

static bf_coding_end undo_zstd(undoing *job)
{
    ZSTD_DCtx *context = ZSTD_createDCtx();
    ZSTD_inBuffer in = {job->in.bytes, job->in.length, 0};
    bf_coding_end end = context ? BF_CODING_CUT : BF_CODING_FAILED;
    size_t code = 1;
    /* RFC 8878, 3.1.1.1.2 recommends that decoders take windows of 8 MiB at least. */
    if (context && ZSTD_isError(ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, 23)))
        end = BF_CODING_FAILED;
    while (end == BF_CODING_CUT) {
        char *room;
        size_t window = next_window(job, &room);
        if (room == NULL) {
            end = no_room(job, window);
            break;
        }
        ZSTD_outBuffer out = {room, window, 0};
        code = ZSTD_decompressStream(context, &out, &in);
        if (ZSTD_isError(code))
            break;
        bf_buf_wrote(job->out, out.pos);
        if (code == 0 && in.pos == in.size)
            end = BF_CODING_DONE;
        else if (in.pos == in.size && out.pos < out.size)
            break; /* the frame goes on and the input does not */
    }
    ZSTD_freeDCtx(context);
    return end;
}

typedef bf_coding_end undo_one(undoing *job);

static const struct {
    const char *name;
    undo_one *undo;
} codings[] = {
    {"gzip", undo_gzip}, {"x-gzip", undo_gzip}, {"deflate", undo_deflate},
    {"br", undo_brotli}, {"zstd", undo_zstd},
};

static undo_one *find_coding(bf_str name)
{
    for (size_t i = 0; i < sizeof codings / sizeof *codings; i++)
        if (bf_str_equal_nocase(name, bf_str_of(codings[i].name)))
            return codings[i].undo;
    return NULL;
}

/* Takes the last name off `*names`: what was applied last is undone first. false: none is left. */
static bool take_last(bf_str *names, bf_str *name)
{
    while (names->length > 0) {
        size_t begin = names->length;
        while (begin > 0 && names->bytes[begin - 1] != ',')
            begin--;
        *name = bf_str_trim(bf_str_after(*names, begin));
        *names = bf_str_slice(*names, 0, begin > 0 ? begin - 1 : 0);
        if (name->length > 0 && !bf_str_equal_nocase(*name, BF_STR("identity")))
            return true;
    }
    return false;
}

bf_coding_end bf_coding_undo(bf_str names, bf_str body, const bf_coding_limits *limits, bf_buf *out)
{
    bf_buf before; /* what the coding undone before gave */
    bf_str name;
    undoing job = {.in = body, .limits = limits, .out = out};
    bf_coding_end end = BF_CODING_DONE;
    bool any = false;
    bf_buf_init(&before, out->limit);
    bf_buf_reset(out);
    for (unsigned count = 0; end == BF_CODING_DONE && take_last(&names, &name); count++) {
        undo_one *undo = find_coding(name);
        if (undo == NULL || count >= limits->codings) {
            end = BF_CODING_CUT;
            break;
        }
        if (any) {
            bf_buf swapped = before;
            before = *out;
            *out = swapped;
            bf_buf_reset(out);
            job.in = (bf_str){before.bytes, before.length};
        }
        any = true;
        end = undo(&job);
    }
    if (!any && end == BF_CODING_DONE)
        end = take_plain(&job);
    bf_buf_free(&before);
    return end;
}

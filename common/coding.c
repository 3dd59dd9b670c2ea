/* coding.c: content codings undone, within bounds. One loop fills windows of the output buffer and
 * knows the bounds; a decoder is one step of it. */
#include "common/coding.h"

#include <brotli/decode.h>
#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#include "common/size.h"

enum {
    WINDOW_BYTES = 64 * 1024,
    FREE_BYTES = 1024 * 1024, /* the ratio is not asked of less: small pages pack well */
    SNIFFED_BYTES = 1445,     /* WHATWG MIME Sniffing, 5.2 */
    BROTLI_PIECE = 512,
    ZSTD_HEAD_BYTES = 5 /* of a frame, which say how many are wanted next */
};

/* One coding being undone. */
typedef struct {
    bf_str in;
    const bf_coding_limits *limits;
    bf_buf *out;
    size_t refused; /* bytes that the decoder was offered and did not take */
} undoing;

typedef enum { STEP_MORE, STEP_END, STEP_BROKEN, STEP_NO_MEMORY } step;

/* Takes bytes off `*in` and writes up to `room` bytes to `to`, `*made` of them. With STEP_MORE
 * something was taken or written. */
typedef step decode_step(void *decoder, bf_str *in, char *to, size_t room, size_t *made);

/* How many bytes may come out. */
static size_t most_bytes(const undoing *job)
{
    size_t by_ratio;
    if (!bf_size_multiply(job->in.length, job->limits->ratio, &by_ratio) ||
        !bf_size_add(by_ratio, FREE_BYTES, &by_ratio))
        by_ratio = SIZE_MAX;
    return by_ratio < job->limits->bytes ? by_ratio : job->limits->bytes;
}

/* Decodes to the end or to a bound. At a bound one byte more is asked for: only what goes on past
 * it gives one. */
static bf_coding_end decode_all(undoing *job, decode_step *decode, void *decoder)
{
    size_t most = most_bytes(job), made;
    bf_str in = job->in;
    for (;;) {
        char spare;
        size_t left = most - job->out->length, room = left < WINDOW_BYTES ? left : WINDOW_BYTES;
        char *to = room > 0 ? bf_buf_room(job->out, room) : &spare;
        if (to == NULL)
            return job->out->full ? BF_CODING_LIMIT : BF_CODING_FAILED;
        step done = decode(decoder, &in, to, room > 0 ? room : 1, &made);
        if (room == 0 && made > 0)
            return BF_CODING_LIMIT;
        if (room > 0)
            bf_buf_wrote(job->out, made);
        job->refused = in.length;
        switch (done) {
        case STEP_MORE:
            break;
        case STEP_END:
            return BF_CODING_DONE;
        case STEP_BROKEN:
            return BF_CODING_CUT;
        case STEP_NO_MEMORY:
            return BF_CODING_FAILED;
        }
    }
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

/* Says whether the first bytes could be text: none of them is a binary data byte (WHATWG MIME
 * Sniffing, 3). */
static bool looks_like_text(bf_str bytes)
{
    bf_str first = bf_str_slice(bytes, 0, SNIFFED_BYTES);
    for (size_t i = 0; i < first.length; i++) {
        unsigned char c = (unsigned char)first.bytes[i];
        if (c <= 0x08 || c == 0x0B || (c >= 0x0E && c <= 0x1A) || (c >= 0x1C && c <= 0x1F))
            return false;
    }
    return true;
}

/* br and bare deflate have no mark at their beginning; text that is refused before anything came
 * out of it was not coded. */
static bf_coding_end take_text(undoing *job, bf_coding_end end)
{
    bool plain = end == BF_CODING_CUT && job->out->length == 0 && job->refused > 0 &&
                 looks_like_text(job->in);
    return plain ? take_plain(job) : end;
}

/* --- gzip and deflate --------------------------------------------------------------------------
 */

typedef struct {
    z_stream stream;
    bool members; /* another may follow; what follows the last is dropped */
} zlib_decoder;

static bool is_gzip(bf_str bytes) /* RFC 1952, 2.3.1 */
{
    return bf_str_starts(bytes, BF_STR("\x1F\x8B"));
}

static step zlib_step(void *decoder, bf_str *in, char *to, size_t room, size_t *made)
{
    zlib_decoder *zlib = decoder;
    z_stream *stream = &zlib->stream;
    uInt offered = in->length < UINT32_MAX ? (uInt)in->length : UINT32_MAX;
    stream->next_in = (Bytef *)(uintptr_t)in->bytes; /* zlib does not write there */
    stream->avail_in = offered;
    stream->next_out = (Bytef *)to;
    stream->avail_out = (uInt)room;
    int code = inflate(stream, Z_NO_FLUSH);
    *made = room - stream->avail_out;
    *in = bf_str_after(*in, offered - stream->avail_in);
    if (code == Z_STREAM_END && !(zlib->members && is_gzip(*in)))
        return STEP_END;
    if (code == Z_STREAM_END)
        return inflateReset(stream) == Z_OK ? STEP_MORE : STEP_NO_MEMORY;
    if (code == Z_MEM_ERROR)
        return STEP_NO_MEMORY;
    return code == Z_OK ? STEP_MORE : STEP_BROKEN; /* Z_BUF_ERROR: no more input */
}

static bf_coding_end undo_zlib(undoing *job, int window_bits, bool members)
{
    zlib_decoder zlib = {.members = members};
    if (inflateInit2(&zlib.stream, window_bits) != Z_OK)
        return BF_CODING_FAILED;
    bf_coding_end end = decode_all(job, zlib_step, &zlib);
    inflateEnd(&zlib.stream);
    return end;
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
    if (zlib)
        return undo_zlib(job, MAX_WBITS, false);
    return take_text(job, undo_zlib(job, -MAX_WBITS, false));
}

/* --- br ----------------------------------------------------------------------------------------
 */

/* A call is given a small piece, because what it decoded before a broken byte is lost. */
static step brotli_step(void *decoder, bf_str *in, char *to, size_t room, size_t *made)
{
    const uint8_t *next_in = (const uint8_t *)in->bytes;
    size_t offered = in->length < BROTLI_PIECE ? in->length : BROTLI_PIECE, in_left = offered;
    size_t out_left = room;
    uint8_t *next_out = (uint8_t *)to;
    BrotliDecoderResult code =
        BrotliDecoderDecompressStream(decoder, &in_left, &next_in, &out_left, &next_out, NULL);
    *made = room - out_left;
    *in = bf_str_after(*in, offered - in_left);
    if (code == BROTLI_DECODER_RESULT_SUCCESS)
        return STEP_END;
    bool more = code == BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT ||
                (code == BROTLI_DECODER_RESULT_NEEDS_MORE_INPUT && in->length > 0);
    return more ? STEP_MORE : STEP_BROKEN;
}

static bf_coding_end undo_brotli(undoing *job)
{
    BrotliDecoderState *state = BrotliDecoderCreateInstance(NULL, NULL, NULL);
    if (state == NULL)
        return BF_CODING_FAILED;
    bf_coding_end end = decode_all(job, brotli_step, state);
    BrotliDecoderDestroyInstance(state);
    return take_text(job, end);
}

/* --- zstd --------------------------------------------------------------------------------------
 */

typedef struct {
    ZSTD_DCtx *context;
    size_t wanted; /* bytes that the next call asks for */
} zstd_decoder;

static bool is_zstd(bf_str bytes) /* a frame, or one to skip (RFC 8878, 3.1.1 and 3.1.2) */
{
    return bf_str_starts(bytes, BF_STR("\x28\xB5\x2F\xFD")) ||
           (bytes.length >= 4 && (bytes.bytes[0] & 0xF0) == 0x50 &&
            bf_str_starts(bf_str_after(bytes, 1), BF_STR("\x2A\x4D\x18")));
}

/* A call is given no more than it asks for, so that it decodes one block, and a broken block does
 * not take the ones before it along. */
static step zstd_step(void *decoder, bf_str *in, char *to, size_t room, size_t *made)
{
    zstd_decoder *zstd = decoder;
    ZSTD_inBuffer from = {in->bytes, in->length < zstd->wanted ? in->length : zstd->wanted, 0};
    ZSTD_outBuffer into = {to, room, 0};
    size_t code = ZSTD_decompressStream(zstd->context, &into, &from);
    *made = ZSTD_isError(code) ? 0 : into.pos;
    if (ZSTD_isError(code))
        return ZSTD_getErrorCode(code) == ZSTD_error_memory_allocation ? STEP_NO_MEMORY
                                                                       : STEP_BROKEN;
    *in = bf_str_after(*in, from.pos);
    zstd->wanted = code > 0 ? code : ZSTD_HEAD_BYTES;
    if (code == 0)
        return is_zstd(*in) ? STEP_MORE : STEP_END; /* what follows the last frame is dropped */
    return from.pos > 0 || into.pos > 0 ? STEP_MORE : STEP_BROKEN;
}

static bf_coding_end undo_zstd(undoing *job)
{
    zstd_decoder zstd = {.wanted = ZSTD_HEAD_BYTES};
    bf_coding_end end = BF_CODING_FAILED;
    if (!is_zstd(job->in))
        return take_plain(job);
    zstd.context = ZSTD_createDCtx();
    /* RFC 8878, 3.1.1.1.2 recommends that decoders take windows of 8 MiB at least. */
    if (zstd.context &&
        !ZSTD_isError(ZSTD_DCtx_setParameter(zstd.context, ZSTD_d_windowLogMax, 23)))
        end = decode_all(job, zstd_step, &zstd);
    ZSTD_freeDCtx(zstd.context);
    return end;
}

/* --- All of them -------------------------------------------------------------------------------
 */

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

/* Undoes the coding `name`. Of a name that nobody knows ("utf-8", "none") text is taken as it is,
 * as browsers do. */
static bf_coding_end undo_named(undoing *job, bf_str name)
{
    undo_one *undo = find_coding(name);
    if (job->in.length == 0) /* of a HEAD or a 304, say: nothing is whole in every coding */
        return BF_CODING_DONE;
    if (undo == NULL)
        return looks_like_text(job->in) ? take_plain(job) : BF_CODING_CUT;
    return undo(job);
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
    unsigned count = 0;
    bf_buf_init(&before, out->limit);
    bf_buf_reset(out);
    for (; end == BF_CODING_DONE && take_last(&names, &name); count++) {
        if (count > 0) {
            bf_buf swapped = before;
            before = *out;
            *out = swapped;
            bf_buf_reset(out);
            job.in = (bf_str){before.bytes, before.length};
        }
        end = count < limits->codings ? undo_named(&job, name) : BF_CODING_CUT;
    }
    if (count == 0)
        end = take_plain(&job);
    bf_buf_free(&before);
    return end;
}

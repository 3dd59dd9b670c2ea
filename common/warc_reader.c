/* warc_reader.c: WARC files, record by record. Knows heads, blocks and where to go on after a
 * record that is none; members are the input's. */
#include "bonafide/warc.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "common/buf.h"
#include "common/input.h"
#include "common/warc_input.h"

enum {
    BLOCK_LIMIT = 64 * 1024 * 1024,
    MOST_HEAD = 256 * 1024,     /* bytes, with the version line */
    KEPT_CAPACITY = 1024 * 1024 /* a larger block's memory is given back */
};

/* Where to look for the next record after a bad one. */
typedef enum { SEARCH_NONE, SEARCH_LINE, SEARCH_SEAM, SEARCH_MEMBER } search;

struct bf_warc_reader {
    bf_input *input;
    bool owns_input;
    size_t block_limit;
    bf_buf head, block, content_type;
    bool gzipped;            /* a member was met */
    unsigned member_records; /* that began in this member; at most 2 are counted */
    uint64_t record_offset;
    search search;
};

/* The fields that a record shows by name. */
static const struct {
    const char *name;
    size_t place;
    bool uri; /* wget and WARC 1.0 have some of them in angle brackets */
} known_fields[] = {
    {"WARC-Type", offsetof(bf_warc_record, type), false},
    {"WARC-Record-ID", offsetof(bf_warc_record, record_id), true},
    {"WARC-Date", offsetof(bf_warc_record, date), false},
    {"WARC-Target-URI", offsetof(bf_warc_record, target_uri), true},
    {"WARC-IP-Address", offsetof(bf_warc_record, ip), false},
    {"WARC-Payload-Digest", offsetof(bf_warc_record, payload_digest), false},
    {"WARC-Block-Digest", offsetof(bf_warc_record, block_digest), false},
    {"WARC-Truncated", offsetof(bf_warc_record, truncated), false},
    {"WARC-Profile", offsetof(bf_warc_record, profile), true},
    {"WARC-Refers-To", offsetof(bf_warc_record, refers_to), true},
    {"WARC-Refers-To-Target-URI", offsetof(bf_warc_record, refers_to_uri), true},
    {"WARC-Refers-To-Date", offsetof(bf_warc_record, refers_to_date), false},
    {"Content-Type", offsetof(bf_warc_record, content_type), false},
};
enum { KNOWN_FIELDS = sizeof known_fields / sizeof *known_fields };

bf_warc_reader *bf_warc_reader_of_input(bf_input *input, size_t block_limit)
{
    bf_warc_reader *reader = calloc(1, sizeof *reader);
    if (reader == NULL)
        return NULL;
    reader->input = input;
    reader->block_limit = block_limit ? block_limit : BLOCK_LIMIT;
    bf_buf_init(&reader->head, MOST_HEAD);
    bf_buf_init(&reader->block, reader->block_limit);
    bf_buf_init(&reader->content_type, MOST_HEAD);
    return reader;
}

bf_warc_reader *bf_warc_reader_new(bf_warc_source *source, void *user, size_t block_limit)
{
    bf_input *input = bf_input_new(source, user);
    bf_warc_reader *reader = input ? bf_warc_reader_of_input(input, block_limit) : NULL;
    if (reader == NULL)
        bf_input_free(input);
    else
        reader->owns_input = true;
    return reader;
}

void bf_warc_reader_free(bf_warc_reader *reader)
{
    if (reader == NULL)
        return;
    if (reader->owns_input)
        bf_input_free(reader->input);
    bf_buf_free(&reader->head);
    bf_buf_free(&reader->block);
    bf_buf_free(&reader->content_type);
    free(reader);
}

/* What a record that cannot be read makes of the rest: a member that begins with it is given up as
 * a whole, so that a page in its block is never taken for a record. */
static bf_warc_next bad(bf_warc_reader *reader)
{
    if (bf_input_in_member(reader->input))
        reader->search = reader->member_records > 1 ? SEARCH_LINE : SEARCH_SEAM;
    else
        reader->search = reader->gzipped ? SEARCH_MEMBER : SEARCH_LINE;
    return BF_WARC_BAD;
}

static bf_warc_next no_memory(bf_error *err)
{
    bf_fail(err, BF_ERR_MEMORY, "WARC: no memory");
    return BF_WARC_FATAL;
}

/* Says that the input ends, or its member, before the record does. */
static bf_warc_next cut_off(bf_warc_reader *reader, const char *where, bf_error *err)
{
    uint64_t at = bf_input_offset(reader->input);
    if (!bf_input_in_member(reader->input))
        at += bf_input_view(reader->input).length;
    bf_fail(err, BF_ERR_FORMAT,
            "WARC: cut off at offset %" PRIu64 ", in the %s of the record at offset %" PRIu64, at,
            where, reader->record_offset);
    return bad(reader);
}

/* Makes of a state that is not BF_INPUT_MORE what the middle of a record makes of it. */
static bf_warc_next ended_in(bf_warc_reader *reader, bf_input_state state, const char *where,
                             bf_error *err)
{
    switch (state) {
    case BF_INPUT_MORE:
    case BF_INPUT_END:
    case BF_INPUT_SEAM:
        return cut_off(reader, where, err);
    case BF_INPUT_BROKEN:
        return bad(reader);
    case BF_INPUT_FAILED:
        break;
    }
    return BF_WARC_FATAL;
}

static bf_warc_next malformed(bf_warc_reader *reader, const char *what, bf_error *err)
{
    bf_fail(err, BF_ERR_FORMAT, "WARC: %s at offset %" PRIu64, what, reader->record_offset);
    return bad(reader);
}

static void leave_member(bf_warc_reader *reader)
{
    bf_input_leave_member(reader->input);
    reader->member_records = 0;
}

/* Takes everything up to the next line that begins with "WARC/", the present one first; a seam ends
 * it too. */
static bf_input_state search_line(bf_input *input, bf_error *err)
{
    bool at_start = true;
    bf_input_state state;
    do {
        state = bf_input_fill(input, 5, err);
        bf_str view = bf_input_view(input);
        if (state == BF_INPUT_FAILED || (at_start && bf_str_starts(view, BF_STR("WARC/"))))
            return state;
        size_t end = bf_str_find(view, BF_STR("\n"), 0);
        at_start = end != SIZE_MAX;
        bf_input_take(input, at_start ? end + 1 : view.length);
    } while (state == BF_INPUT_MORE || bf_input_view(input).length > 0);
    return state;
}

static bf_input_state search_seam(bf_input *input, bf_error *err)
{
    bf_input_state state;
    while ((state = bf_input_fill(input, 1, err)) == BF_INPUT_MORE)
        bf_input_take(input, bf_input_view(input).length);
    return state;
}

/* Takes everything up to what looks like the head of a gzip member (RFC 1952, 2.3). */
static bf_input_state search_member(bf_input *input, bf_error *err)
{
    bf_input_state state;
    while ((state = bf_input_fill(input, 4, err)) == BF_INPUT_MORE) {
        bf_str view = bf_input_view(input);
        size_t at = bf_str_find(view, BF_STR("\x1f\x8b\x08"), 0);
        if (at == SIZE_MAX) {
            bf_input_take(input, view.length - 3); /* a head may begin in the last three */
        } else if (at + 3 >= view.length) {
            bf_input_take(input, at);
        } else if ((view.bytes[at + 3] & 0xe0) == 0) { /* the reserved flags */
            bf_input_take(input, at);
            break;
        } else {
            bf_input_take(input, at + 1);
        }
    }
    if (state == BF_INPUT_END)
        bf_input_take(input, bf_input_view(input).length);
    return state;
}

/* Goes to where the next record may begin after a bad one. false: the input failed. */
static bool go_on(bf_warc_reader *reader, bf_error *err)
{
    bf_error passed_over = {0}; /* of a member that was called bad already */
    bf_input_state state = BF_INPUT_MORE;
    bf_input_forgive(reader->input);
    if (reader->search == SEARCH_LINE)
        state = search_line(reader->input, &passed_over);
    else if (reader->search == SEARCH_SEAM)
        state = search_seam(reader->input, &passed_over);
    if (state == BF_INPUT_SEAM)
        leave_member(reader);
    if (state == BF_INPUT_BROKEN) {
        bf_input_abandon_member(reader->input);
        reader->member_records = 0;
    }
    if (state == BF_INPUT_BROKEN || reader->search == SEARCH_MEMBER)
        state = search_member(reader->input, &passed_over);
    reader->search = SEARCH_NONE;
    if (state == BF_INPUT_FAILED)
        *err = passed_over;
    return state != BF_INPUT_FAILED;
}

/* Takes line ends, and outside a member the zeros that tapes and block devices are padded with. */
static bool take_padding(bf_warc_reader *reader)
{
    bf_str view = bf_input_view(reader->input);
    bool zeros = !bf_input_in_member(reader->input);
    size_t count = 0;
    while (count < view.length && (view.bytes[count] == '\r' || view.bytes[count] == '\n' ||
                                   (zeros && view.bytes[count] == '\0')))
        count++;
    bf_input_take(reader->input, count);
    return count > 0;
}

/* Goes to the first byte of the next record; BF_WARC_RECORD: it is in view. */
static bf_warc_next begin_record(bf_warc_reader *reader, bf_error *err)
{
    bf_input *input = reader->input;
    bool opened;
    for (;;) {
        bf_input_state state = bf_input_fill(input, 1, err);
        if (state == BF_INPUT_FAILED)
            return BF_WARC_FATAL;
        if (state == BF_INPUT_END)
            return BF_WARC_END;
        if (state == BF_INPUT_BROKEN)
            return bad(reader);
        if (state == BF_INPUT_SEAM) {
            leave_member(reader);
            continue;
        }
        if (take_padding(reader))
            continue;
        if (bf_input_open_member(input, &opened, err) == BF_INPUT_FAILED)
            return BF_WARC_FATAL;
        if (!opened)
            break;
        reader->gzipped = true;
        reader->member_records = 0;
    }
    bool in_member = bf_input_in_member(input);
    reader->record_offset = in_member ? bf_input_member_offset(input) : bf_input_offset(input);
    if (reader->member_records < 2)
        reader->member_records += in_member;
    bf_input_forgive(input);
    return BF_WARC_RECORD;
}

/* Takes the version line's "WARC/", or says that there is no record. */
static bf_warc_next take_magic(bf_warc_reader *reader, bf_error *err)
{
    const bf_str magic = BF_STR("WARC/");
    bf_input_state state = bf_input_fill(reader->input, magic.length, err);
    bf_str view = bf_input_view(reader->input);
    if (state == BF_INPUT_FAILED)
        return BF_WARC_FATAL;
    if (state != BF_INPUT_MORE && bf_str_starts(magic, view))
        return ended_in(reader, state, "head", err);
    if (!bf_str_starts(view, magic))
        return malformed(reader, "no record", err);
    bf_input_take(reader->input, magic.length);
    return BF_WARC_RECORD;
}

/* The end of the blank line that ends the head in `text`, searched from byte `from`; 0: none. */
static size_t end_of_head(bf_str text, size_t from)
{
    for (size_t at = from; (at = bf_str_find(text, BF_STR("\n"), at)) != SIZE_MAX; at++) {
        bf_str after = bf_str_after(text, at + 1);
        if (bf_str_starts(after, BF_STR("\n")))
            return at + 2;
        if (bf_str_starts(after, BF_STR("\r\n")))
            return at + 3;
    }
    return 0;
}

/* Copies the head, up to its blank line, into `reader->head`. */
static bf_warc_next read_head(bf_warc_reader *reader, bf_error *err)
{
    size_t searched = 0, end = 0;
    while (end == 0) {
        bf_input_state state = bf_input_fill(reader->input, searched + 1, err);
        bf_str view = bf_input_view(reader->input);
        if (state == BF_INPUT_FAILED)
            return BF_WARC_FATAL;
        end = end_of_head(view, searched > 2 ? searched - 2 : 0);
        searched = view.length;
        if ((end == 0 && searched > MOST_HEAD) || end > MOST_HEAD)
            return malformed(reader, "head of more than 256 KiB", err);
        if (end == 0 && state != BF_INPUT_MORE)
            return ended_in(reader, state, "head", err);
    }
    bf_buf_reset(&reader->head);
    bf_buf_append(&reader->head, bf_str_slice(bf_input_view(reader->input), 0, end));
    bf_input_take(reader->input, end);
    return reader->head.failed ? no_memory(err) : BF_WARC_RECORD;
}

/* Turns each line end that a blank follows into blanks (ISO 28500:2017, 4: fields may be folded).
 */
static void join_folded_lines(char *text, size_t length)
{
    for (size_t i = 0; i + 1 < length; i++) {
        if (text[i] != '\n' || (text[i + 1] != ' ' && text[i + 1] != '\t'))
            continue;
        text[i] = ' ';
        if (i > 0 && text[i - 1] == '\r')
            text[i - 1] = ' ';
    }
}

static bool known_version(bf_str version)
{
    static const char *const versions[] = {"0.17", "0.18", "1.0", "1.1"};
    for (size_t i = 0; i < sizeof versions / sizeof *versions; i++)
        if (bf_str_equal(bf_str_trim(version), bf_str_of(versions[i])))
            return true;
    return false;
}

static bf_str without_brackets(bf_str uri)
{
    if (bf_str_starts(uri, BF_STR("<")) && bf_str_ends(uri, BF_STR(">")))
        return bf_str_slice(uri, 1, uri.length - 1);
    return uri;
}

/* Takes Content-Length; a second one must say the same. */
static bool read_length(bf_str value, bool *known, uint64_t *length)
{
    uint64_t claim;
    if (!bf_take_decimal(&value, UINT64_MAX, &claim) || value.length > 0)
        return false;
    if (*known && claim != *length)
        return false;
    *known = true;
    *length = claim;
    return true;
}

static void keep_field(bf_str name, bf_str value, bf_warc_record *record)
{
    for (size_t i = 0; i < KNOWN_FIELDS; i++) {
        bf_str *place = (bf_str *)(void *)((char *)record + known_fields[i].place);
        if (place->length == 0 && bf_str_equal_nocase(name, bf_str_of(known_fields[i].name)))
            *place = known_fields[i].uri ? without_brackets(value) : value;
    }
}

/* Lower case, blanks taken out: "application/http; msgtype=response" is legal and common. */
static void simplify_content_type(bf_warc_reader *reader, bf_warc_record *record)
{
    bf_str given = record->content_type;
    bf_buf_reset(&reader->content_type);
    for (size_t i = 0; i < given.length; i++) {
        char c = given.bytes[i];
        if (c != ' ' && c != '\t')
            bf_buf_append_char(&reader->content_type,
                               c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c);
    }
    record->content_type = (bf_str){reader->content_type.bytes, reader->content_type.length};
}

/* Takes the head apart, version line and fields. */
static bf_warc_next parse_head(bf_warc_reader *reader, bf_warc_record *record, bf_error *err)
{
    bool length_known = false;
    bf_str rest = {reader->head.bytes, reader->head.length}, line;
    join_folded_lines(reader->head.bytes, reader->head.length);
    if (!bf_str_take_line(&rest, &line) || !known_version(line))
        return malformed(reader, "unknown version", err);
    record->head = rest;
    while (bf_str_take_line(&rest, &line)) {
        size_t colon = bf_str_find(line, BF_STR(":"), 0);
        if (colon == SIZE_MAX)
            continue;
        bf_str name = bf_str_trim(bf_str_slice(line, 0, colon));
        bf_str value = bf_str_trim(bf_str_after(line, colon + 1));
        if (bf_str_equal_nocase(name, BF_STR("Content-Length"))) {
            if (!read_length(value, &length_known, &record->content_length))
                return malformed(reader, "Content-Length is no number, in the record", err);
        } else {
            keep_field(name, value, record);
        }
    }
    if (!length_known)
        return malformed(reader, "no Content-Length in the record", err);
    simplify_content_type(reader, record);
    return reader->content_type.failed ? no_memory(err) : BF_WARC_RECORD;
}

/* Takes the block, and keeps as much of it as the bound allows. */
static bf_warc_next read_block(bf_warc_reader *reader, bf_warc_record *record, bf_error *err)
{
    uint64_t left = record->content_length;
    bf_buf *block = &reader->block;
    if (block->capacity > KEPT_CAPACITY)
        bf_buf_free(block);
    bf_buf_reset(block);
    while (left > 0) {
        bf_input_state state = bf_input_fill(reader->input, 1, err);
        if (state != BF_INPUT_MORE)
            return ended_in(reader, state, "block", err);
        bf_str piece = bf_input_view(reader->input);
        if (piece.length > left)
            piece.length = (size_t)left;
        bf_buf_append(block, bf_str_slice(piece, 0, reader->block_limit - block->length));
        if (block->failed)
            return no_memory(err);
        bf_input_take(reader->input, piece.length);
        left -= piece.length;
    }
    record->block = (bf_str){block->bytes, block->length};
    record->cut = block->length < record->content_length;
    return BF_WARC_RECORD;
}

/* Takes one line end where there is one. false: the input failed. */
static bool take_line_end(bf_input *input, bf_error *err)
{
    bf_input_state state = bf_input_fill(input, 1, err);
    if (state == BF_INPUT_MORE && bf_input_view(input).bytes[0] == '\r')
        state = bf_input_fill(input, 2, err);
    bf_str view = bf_input_view(input);
    if (bf_str_starts(view, BF_STR("\r\n")))
        bf_input_take(input, 2);
    else if (bf_str_starts(view, BF_STR("\n")))
        bf_input_take(input, 1);
    return state != BF_INPUT_FAILED;
}

/* Ends the first record of a member. When it is the only one the member is read to its end, because
 * only there does gzip tell whether it is sound. */
static bf_warc_next end_first_record(bf_warc_reader *reader, bf_warc_record *record, bf_error *err)
{
    bf_input *input = reader->input;
    bf_input_state state;
    do
        state = bf_input_fill(input, 1, err);
    while (state == BF_INPUT_MORE && take_padding(reader));
    if (state == BF_INPUT_SEAM) {
        record->length = bf_input_offset(input) - reader->record_offset;
        leave_member(reader);
        return BF_WARC_RECORD;
    }
    if (state == BF_INPUT_MORE)
        state = bf_input_fill(input, 5, err);
    if (state == BF_INPUT_FAILED)
        return BF_WARC_FATAL;
    if (state == BF_INPUT_BROKEN)
        return bad(reader);
    if (!bf_str_starts(bf_input_view(input), BF_STR("WARC/")))
        return malformed(reader, "Content-Length is too small, in the record", err);
    return BF_WARC_RECORD;
}

/* Takes what follows the block, and sees how much room the record has in the file. */
static bf_warc_next end_record(bf_warc_reader *reader, bf_warc_record *record, bf_error *err)
{
    bf_input *input = reader->input;
    if (!take_line_end(input, err) || !take_line_end(input, err))
        return BF_WARC_FATAL;
    record->offset = reader->record_offset;
    if (bf_input_in_member(input))
        return reader->member_records > 1 ? BF_WARC_RECORD : end_first_record(reader, record, err);
    record->length = bf_input_offset(input) - reader->record_offset;
    return BF_WARC_RECORD;
}

bf_warc_next bf_warc_read(bf_warc_reader *reader, bf_warc_record *out, bf_error *err)
{
    bf_warc_record record = {0};
    if (reader->search != SEARCH_NONE && !go_on(reader, err))
        return BF_WARC_FATAL;
    bf_warc_next next = begin_record(reader, err);
    if (next == BF_WARC_RECORD)
        next = take_magic(reader, err);
    if (next == BF_WARC_RECORD)
        next = read_head(reader, err);
    if (next == BF_WARC_RECORD)
        next = parse_head(reader, &record, err);
    if (next == BF_WARC_RECORD)
        next = read_block(reader, &record, err);
    if (next == BF_WARC_RECORD)
        next = end_record(reader, &record, err);
    if (next == BF_WARC_RECORD)
        *out = record;
    return next;
}

bf_str bf_warc_field(const bf_warc_record *record, bf_str name)
{
    bf_str rest = record->head, line;
    while (bf_str_take_line(&rest, &line)) {
        size_t colon = bf_str_find(line, BF_STR(":"), 0);
        if (colon != SIZE_MAX &&
            bf_str_equal_nocase(bf_str_trim(bf_str_slice(line, 0, colon)), name))
            return bf_str_trim(bf_str_after(line, colon + 1));
    }
    return (bf_str){0};
}

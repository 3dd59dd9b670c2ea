/* warc_tail.c: where the last whole record of a WARC file ends. */
#include "common/warc_tail.h"

#include <string.h>
#include <unistd.h>

#include "bonafide/warc.h"
#include "common/input.h"

static bool has_blank_line(int fd, uint64_t end)
{
    char bytes[4];
    return end >= sizeof bytes &&
           pread(fd, bytes, sizeof bytes, (off_t)(end - sizeof bytes)) == (ssize_t)sizeof bytes &&
           memcmp(bytes, "\r\n\r\n", sizeof bytes) == 0;
}

/* Says whether the blank lines that end a record are there; a reader does without, but not the
 * record after it. They must stand as far behind the blank line of the head as the block is long,
 * because a block may end in one. A gzip member is whole or none. */
static bool is_ended(int fd, const bf_warc_record *record)
{
    char mark[2] = "";
    uint64_t after = record->offset + record->length, tail = record->content_length + 4;
    if (pread(fd, mark, sizeof mark, (off_t)record->offset) != (ssize_t)sizeof mark)
        return false;
    if (memcmp(mark, "\x1f\x8b", sizeof mark) == 0)
        return record->length > 0;
    return record->length > tail && has_blank_line(fd, after) && has_blank_line(fd, after - tail);
}

/* Says whether `record` belongs to a response that is yet to come. A request that follows its
 * response, as others write it, names the record before it. */
static bool waits_for_response(const bf_warc_record *record, const char *before)
{
    bf_str response = bf_warc_field(record, BF_STR("WARC-Concurrent-To"));
    return bf_str_equal_nocase(record->type, BF_STR("request")) && response.length > 2 &&
           !bf_str_equal(bf_str_slice(response, 1, response.length - 1), bf_str_of(before));
}

/* Keeps the name of `record` for what comes after it. */
static void note_name(const bf_warc_record *record, char *before, size_t size)
{
    size_t length = record->record_id.length < size ? record->record_id.length : 0;
    if (length > 0)
        memcpy(before, record->record_id.bytes, length);
    before[length] = '\0';
}

bool bf_warc_find_end(int fd, uint64_t *end, bf_error *err)
{
    char before[256] = "";
    bf_warc_record record;
    bf_error broken = {0}; /* what is torn is to be cut, and no failure */
    bf_warc_next next;
    bf_warc_reader *reader = bf_warc_reader_new(bf_input_read_fd, &fd, 1);
    if (reader == NULL)
        return bf_fail(err, BF_ERR_MEMORY, "no memory");
    *end = 0;
    do {
        next = bf_warc_read(reader, &record, &broken);
        if (next != BF_WARC_RECORD || !is_ended(fd, &record))
            continue;
        if (!waits_for_response(&record, before))
            *end = record.offset + record.length;
        note_name(&record, before, sizeof before);
    } while (next == BF_WARC_RECORD || next == BF_WARC_BAD);
    if (next == BF_WARC_FATAL)
        *err = broken;
    bf_warc_reader_free(reader);
    return next != BF_WARC_FATAL;
}

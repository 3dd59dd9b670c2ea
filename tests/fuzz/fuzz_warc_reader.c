/* fuzz_warc_reader.c: any bytes as a WARC file. Promises: reading ends; each record lies within the
 * file, behind the one before it; a block is as long as it claims unless it is cut at the bound;
 * and nothing depends on how the bytes arrive. */
#include <assert.h>
#include <string.h>

#include "bonafide/warc.h"

enum { BLOCK_LIMIT = 1000 };

typedef struct {
    bf_str rest;
    size_t step;
} memory;

static bool give(void *user, char *bytes, size_t most, size_t *count, bf_error *err)
{
    memory *file = user;
    (void)err;
    bf_str piece = bf_str_slice(file->rest, 0, file->step < most ? file->step : most);
    if (piece.length > 0)
        memcpy(bytes, piece.bytes, piece.length);
    file->rest = bf_str_after(file->rest, piece.length);
    *count = piece.length;
    return true;
}

static void check_record(const bf_warc_record *record, size_t size, uint64_t *least)
{
    assert(record->block.length <= BLOCK_LIMIT);
    assert(record->cut ? record->block.length == BLOCK_LIMIT
                       : record->block.length == record->content_length);
    assert(record->offset >= *least && record->offset + record->length <= size);
    *least = record->offset + record->length;
}

static uint64_t mix(uint64_t sum, uint64_t value)
{
    return (sum ^ value) * UINT64_C(0x100000001b3);
}

static uint64_t mix_text(uint64_t sum, bf_str text)
{
    for (size_t i = 0; i < text.length; i++)
        sum = mix(sum, (unsigned char)text.bytes[i]);
    return mix(sum, text.length);
}

/* Reads all of a file; gives a sum of what came out. */
static uint64_t read_all(const uint8_t *data, size_t size, size_t step)
{
    memory file = {{(const char *)data, size}, step};
    uint64_t sum = 0, least = 0;
    bf_warc_reader *reader = bf_warc_reader_new(give, &file, BLOCK_LIMIT);
    assert(reader != NULL);
    for (size_t turns = 0;; turns++) {
        bf_warc_record record;
        bf_error err = {0};
        bf_warc_next next = bf_warc_read(reader, &record, &err);
        assert(next != BF_WARC_FATAL && turns <= 2 * size + 1);
        sum = mix(sum, (uint64_t)next);
        if (next == BF_WARC_END)
            break;
        if (next == BF_WARC_BAD) {
            assert(err.code == BF_ERR_FORMAT && err.message[0] != '\0');
            continue;
        }
        check_record(&record, size, &least);
        sum = mix_text(mix_text(sum, record.head), record.block);
        sum = mix_text(mix_text(sum, record.target_uri), record.content_type);
        sum = mix(mix(sum, record.offset), record.length);
    }
    bf_warc_reader_free(reader);
    return sum;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint64_t whole = read_all(data, size, SIZE_MAX);
    assert(read_all(data, size, 1 + size % 7) == whole);
    return 0;
}

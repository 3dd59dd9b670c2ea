/* buf.c: a growing buffer with a bound. */
#include "common/buf.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/size.h"

enum { SMALLEST = 256 };

/* Makes `buf` able to hold `length` bytes and a NUL; false over the limit or without memory. */
static bool reserve(bf_buf *buf, size_t length)
{
    size_t wanted, capacity = buf->capacity < SMALLEST ? SMALLEST : buf->capacity;
    buf->full = length > buf->limit;
    if (buf->full || !bf_size_add(length, 1, &wanted))
        return false;
    if (wanted <= buf->capacity)
        return true;
    while (capacity < wanted)
        if (!bf_size_multiply(capacity, 2, &capacity))
            return false;
    char *grown = realloc(buf->bytes, capacity);
    if (grown == NULL)
        return false;
    buf->bytes = grown;
    buf->capacity = capacity;
    return true;
}

void bf_buf_init(bf_buf *buf, size_t limit)
{
    *buf = (bf_buf){.limit = limit};
}

void bf_buf_free(bf_buf *buf)
{
    free(buf->bytes);
    bf_buf_init(buf, buf->limit);
}

void bf_buf_reset(bf_buf *buf)
{
    buf->length = 0;
    buf->failed = buf->full = false;
    if (buf->bytes)
        buf->bytes[0] = '\0';
}

void bf_buf_append(bf_buf *buf, bf_str text)
{
    char *room = bf_buf_room(buf, text.length);
    if (room == NULL || text.length == 0)
        return;
    memcpy(room, text.bytes, text.length);
    bf_buf_wrote(buf, text.length);
}

void bf_buf_append_char(bf_buf *buf, char byte)
{
    bf_buf_append(buf, (bf_str){&byte, 1});
}

void bf_buf_append_format(bf_buf *buf, const char *format, ...)
{
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    char *room = length < 0 ? NULL : bf_buf_room(buf, (size_t)length);
    if (room != NULL) {
        vsnprintf(room, (size_t)length + 1, format, again);
        bf_buf_wrote(buf, (size_t)length);
    }
    va_end(again);
    buf->failed = buf->failed || length < 0;
}

char *bf_buf_room(bf_buf *buf, size_t room)
{
    size_t length; /* when the failure is latched, it is bf_buf_view() that says so */
    if (buf->failed)
        return NULL;
    buf->failed = !bf_size_add(buf->length, room, &length) || !reserve(buf, length);
    return buf->failed ? NULL : buf->bytes + buf->length;
}

void bf_buf_wrote(bf_buf *buf, size_t count)
{
    assert(count < buf->capacity - buf->length);
    buf->length += count;
    buf->bytes[buf->length] = '\0';
}

void bf_buf_consume(bf_buf *buf, size_t count)
{
    if (buf->bytes == NULL)
        return;
    if (count > buf->length)
        count = buf->length;
    buf->length -= count;
    memmove(buf->bytes, buf->bytes + count, buf->length);
    buf->bytes[buf->length] = '\0';
}

bool bf_buf_view(const bf_buf *buf, const char *what, bf_str *out, bf_error *err)
{
    if (buf->failed) {
        if (buf->full)
            return bf_fail(err, BF_ERR_LIMIT, "%s: more than %zu bytes", what, buf->limit);
        return bf_fail(err, BF_ERR_MEMORY, "%s: no memory", what);
    }
    *out = (bf_str){buf->bytes, buf->length};
    return true;
}

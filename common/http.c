/* http.c: HTTP/1.x messages as bytes. */
#include "common/http.h"

#include <string.h>

/* Takes "HTTP/1.1 200 OK" apart; a reason may be missing or say anything (RFC 9112, 4). */
static bool read_status_line(bf_str line, int *status)
{
    uint64_t number;
    if (!bf_str_starts_nocase(line, BF_STR("HTTP/")))
        return false;
    size_t blank = bf_str_find(line, BF_STR(" "), 0);
    if (blank == SIZE_MAX)
        return false;
    bf_str rest = bf_str_trim(bf_str_after(line, blank));
    if (!bf_take_decimal(&rest, 999, &number) || number < 100)
        return false;
    *status = (int)number;
    return true;
}

enum { MOST_FOLDED = 8 * 1024 }; /* bytes of a value, after which further lines are left out */

/* Joins a folded line to the value before it. */
static bool join_line(bf_http_field *field, bf_str more, bf_arena *arena)
{
    if (field->value.length > MOST_FOLDED) /* each line copies what came before it */
        return true;
    char *joined = bf_arena_take(arena, field->value.length + more.length + 2, 1);
    if (joined == NULL)
        return false;
    if (field->value.length > 0)
        memcpy(joined, field->value.bytes, field->value.length);
    joined[field->value.length] = ' ';
    if (more.length > 0)
        memcpy(joined + field->value.length + 1, more.bytes, more.length);
    field->value = (bf_str){joined, field->value.length + 1 + more.length};
    return true;
}

static bool add_field(bf_http_head *head, size_t *capacity, bf_str line, bf_arena *arena)
{
    bool folded = line.bytes[0] == ' ' || line.bytes[0] == '\t';
    if (folded)
        return head->field_count == 0 ||
               join_line(&head->fields[head->field_count - 1], bf_str_trim(line), arena);
    size_t colon = bf_str_find(line, BF_STR(":"), 0);
    if (colon == SIZE_MAX || colon == 0 || head->field_count >= BF_HTTP_MOST_FIELDS)
        return true; /* not a field: passed over, as browsers do */
    bf_http_field *grown =
        bf_arena_grow(arena, head->fields, head->field_count, capacity, sizeof *grown);
    if (grown == NULL)
        return false;
    head->fields = grown;
    grown[head->field_count++] = (bf_http_field){bf_str_trim(bf_str_slice(line, 0, colon)),
                                                 bf_str_trim(bf_str_after(line, colon + 1))};
    return true;
}

/* Reads one head; `rest` is left at what follows its blank line. */
static bool read_head(bf_str *rest, bf_arena *arena, bf_http_head *head, bf_error *err)
{
    bf_str whole = *rest, line;
    size_t capacity = 0, end = 0;
    *head = (bf_http_head){0};
    if (!bf_str_take_line(rest, &line) || !read_status_line(line, &head->status))
        return bf_fail(err, BF_ERR_FORMAT, "HTTP: no status line");
    end = line.length;
    while (bf_str_take_line(rest, &line) && line.length > 0) {
        size_t so_far = (size_t)(line.bytes - whole.bytes) + line.length;
        if (so_far > BF_HTTP_MOST_HEAD)
            continue; /* to the blank line all the same: the body begins there */
        end = so_far;
        if (!add_field(head, &capacity, line, arena))
            return bf_fail(err, BF_ERR_MEMORY, "HTTP: no memory for a head");
    }
    head->text = bf_str_slice(whole, 0, end);
    return true;
}

bool bf_http_head_parse(bf_str message, bf_arena *arena, bf_http_head *out, bf_error *err)
{
    bf_str rest = message;
    bf_http_head head;
    do {
        if (!read_head(&rest, arena, &head, err))
            return false;
    } while (head.status < 200 && head.status != 101 && bf_str_starts(rest, BF_STR("HTTP/")));
    *out = head;
    out->length = message.length - rest.length;
    return true;
}

bf_str bf_http_field_of(const bf_http_head *head, bf_str name)
{
    for (size_t i = 0; i < head->field_count; i++)
        if (bf_str_equal_nocase(head->fields[i].name, name))
            return head->fields[i].value;
    return (bf_str){0};
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Takes "1a; extension" and its line end; false leaves `*rest`. */
static bool take_chunk_size(bf_str *rest, uint64_t *size)
{
    bf_str after = *rest, line;
    size_t i = 0;
    *size = 0;
    if (bf_str_find(*rest, BF_STR("\n"), 0) == SIZE_MAX || !bf_str_take_line(&after, &line))
        return false;
    for (; i < line.length && hex_digit(line.bytes[i]) >= 0; i++) {
        if (*size >> 60 != 0)
            return false;
        *size = *size << 4 | (uint64_t)hex_digit(line.bytes[i]);
    }
    bf_str tail = bf_str_trim(bf_str_after(line, i));
    if (i == 0 || (tail.length > 0 && tail.bytes[0] != ';'))
        return false;
    *rest = after;
    return true;
}

bf_http_chunks bf_http_dechunk(bf_str body, bf_buf *out)
{
    bf_str rest = body, line;
    uint64_t size;
    bool begun = false;
    while (take_chunk_size(&rest, &size)) {
        begun = true;
        if (size == 0)
            return BF_HTTP_WHOLE;
        bf_str chunk = bf_str_slice(rest, 0, size > rest.length ? rest.length : (size_t)size);
        bf_buf_append(out, chunk);
        rest = bf_str_after(rest, chunk.length);
        if (chunk.length < size)
            return BF_HTTP_CUT;
        if (bf_str_starts(rest, BF_STR("\r\n")) || bf_str_starts(rest, BF_STR("\n")))
            bf_str_take_line(&rest, &line);
    }
    return begun ? BF_HTTP_CUT : BF_HTTP_NOT_CHUNKED;
}

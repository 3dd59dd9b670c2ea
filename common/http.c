/* http.c: HTTP/1.x messages as bytes. */
#include "common/http.h"

#include <string.h>

#include "common/hex.h"

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

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* Takes a line, and those folded into it (RFC 9112, 5.2), as one view with line ends inside. false:
 * the blank line after the head was taken, or nothing is left. */
static bool take_field_line(bf_str *rest, bf_str *line)
{
    bf_str whole = *rest, last;
    if (!bf_str_take_line(rest, &last) || last.length == 0)
        return false;
    while (rest->length > 0 && is_blank(rest->bytes[0]))
        bf_str_take_line(rest, &last);
    *line = bf_str_slice(whole, 0, (size_t)(last.bytes - whole.bytes) + last.length);
    return true;
}

/* Views `value` on one line, in one copy whatever the number of lines folded into it. */
static bool unfold(bf_str value, bf_arena *arena, bf_str *out)
{
    bf_str line;
    size_t length = 0;
    *out = bf_str_trim(value);
    if (bf_str_find(*out, BF_STR("\n"), 0) == SIZE_MAX)
        return true;
    char *joined = bf_arena_take(arena, value.length, 1);
    if (joined == NULL)
        return false;
    while (bf_str_take_line(&value, &line)) {
        line = bf_str_trim(line);
        if (line.length == 0)
            continue;
        if (length > 0)
            joined[length++] = ' '; /* there is room: a line end is left out */
        memcpy(joined + length, line.bytes, line.length);
        length += line.length;
    }
    *out = (bf_str){joined, length};
    return true;
}

static bool add_field(bf_http_head *head, size_t *capacity, bf_str line, bf_arena *arena)
{
    size_t colon = bf_str_find(line, BF_STR(":"), 0), end = bf_str_find(line, BF_STR("\n"), 0);
    if (is_blank(line.bytes[0]) || colon == SIZE_MAX || colon == 0 || end < colon ||
        head->field_count >= BF_HTTP_MOST_FIELDS)
        return true; /* not a field: passed over, as browsers do */
    bf_http_field *grown =
        bf_arena_grow(arena, head->fields, head->field_count, capacity, sizeof *grown);
    if (grown == NULL)
        return false;
    head->fields = grown;
    grown[head->field_count].name = bf_str_trim(bf_str_slice(line, 0, colon));
    return unfold(bf_str_after(line, colon + 1), arena, &grown[head->field_count++].value);
}

/* Reads one head into `head`, whose array of fields is used again; `rest` is left at what follows
 * its blank line. */
static bool read_head(bf_str *rest, bf_arena *arena, bf_http_head *head, size_t *capacity,
                      bf_error *err)
{
    bf_str whole = *rest, line;
    head->field_count = 0;
    if (!bf_str_take_line(rest, &line) || !read_status_line(line, &head->status))
        return bf_fail(err, BF_ERR_FORMAT, "HTTP: no status line");
    size_t end = line.length;
    while (take_field_line(rest, &line)) {
        size_t so_far = (size_t)(line.bytes - whole.bytes) + line.length;
        if (so_far > BF_HTTP_MOST_HEAD)
            continue; /* to the blank line all the same: the body begins there */
        end = so_far;
        if (!add_field(head, capacity, line, arena))
            return bf_fail(err, BF_ERR_MEMORY, "HTTP: no memory for a head");
    }
    head->text = bf_str_slice(whole, 0, end);
    return true;
}

bool bf_http_head_parse(bf_str message, bf_arena *arena, bf_http_head *out, bf_error *err)
{
    bf_str rest = message;
    bf_http_head head = {0};
    size_t capacity = 0;
    do {
        if (!read_head(&rest, arena, &head, &capacity, err))
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

/* Bytes of all values of `name` with a comma before each; `*count` of them. */
static size_t list_length(const bf_http_head *head, bf_str name, size_t *count)
{
    size_t length = 0;
    *count = 0;
    for (size_t i = 0; i < head->field_count; i++)
        if (bf_str_equal_nocase(head->fields[i].name, name)) {
            length += 1 + head->fields[i].value.length;
            (*count)++;
        }
    return length;
}

bool bf_http_list_of(const bf_http_head *head, bf_str name, bf_arena *arena, bf_str *out)
{
    size_t count, length = 0, whole = list_length(head, name, &count);
    if (count <= 1) {
        *out = bf_http_field_of(head, name);
        return true;
    }
    char *joined = bf_arena_take(arena, whole, 1);
    if (joined == NULL)
        return false;
    for (size_t i = 0; i < head->field_count; i++) {
        bf_str value = head->fields[i].value;
        if (!bf_str_equal_nocase(head->fields[i].name, name))
            continue;
        joined[length++] = ',';
        if (value.length > 0)
            memcpy(joined + length, value.bytes, value.length);
        length += value.length;
    }
    *out = (bf_str){joined + 1, length - 1};
    return true;
}

/* Takes "1a; extension" and its line end; false leaves `*rest`. */
static bool take_chunk_size(bf_str *rest, uint64_t *size)
{
    bf_str after = *rest, line;
    size_t i = 0;
    *size = 0;
    if (bf_str_find(*rest, BF_STR("\n"), 0) == SIZE_MAX || !bf_str_take_line(&after, &line))
        return false;
    for (; i < line.length && bf_hex_digit(line.bytes[i]) >= 0; i++) {
        if (*size >> 60 != 0)
            return false;
        *size = *size << 4 | (uint64_t)bf_hex_digit(line.bytes[i]);
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

/* Takes the part of `*rest` up to a `separator` that stands in no quotes; false: nothing is left.
 */
static bool take_unquoted_part(bf_str *rest, char separator, bf_str *part)
{
    size_t end = 0;
    bool quoted = false;
    for (; end < rest->length && (quoted || rest->bytes[end] != separator); end++) {
        if (rest->bytes[end] == '"')
            quoted = !quoted;
        else if (quoted && rest->bytes[end] == '\\' && end + 1 < rest->length)
            end++;
    }
    *part = bf_str_slice(*rest, 0, end);
    bool taken = rest->length > 0;
    *rest = bf_str_after(*rest, end + (end < rest->length));
    return taken;
}

static bool is_token(bf_str text) /* RFC 9110, 5.6.2 */
{
    for (size_t i = 0; i < text.length; i++)
        if ((unsigned char)text.bytes[i] <= ' ' || (unsigned char)text.bytes[i] >= 0x7F ||
            strchr("\"(),/:;<=>?@[\\]{}", text.bytes[i]) != NULL)
            return false;
    return text.length > 0;
}

static bool is_media_type(bf_str text)
{
    bf_str type;
    return bf_str_take_part(&text, '/', &type) && is_token(type) && is_token(text) &&
           !(bf_str_equal(type, BF_STR("*")) && bf_str_equal(text, BF_STR("*")));
}

/* The value of the first parameter "charset", without the quotes round it; empty without one. */
static bf_str charset_of(bf_str parameters)
{
    bf_str part;
    while (take_unquoted_part(&parameters, ';', &part)) {
        part = bf_str_trim(part);
        if (!bf_str_starts_nocase(part, BF_STR("charset=")))
            continue;
        part = bf_str_trim(bf_str_after(part, sizeof "charset=" - 1));
        bool quoted = part.length >= 2 && part.bytes[0] == '"' && bf_str_ends(part, BF_STR("\""));
        return quoted ? bf_str_slice(part, 1, part.length - 1) : part;
    }
    return (bf_str){0};
}

void bf_http_type_hear(bf_http_type *type, bf_str value)
{
    bf_str said, media_type;
    while (take_unquoted_part(&value, ',', &said)) {
        bf_str_take_part(&said, ';', &media_type);
        media_type = bf_str_trim(media_type);
        if (!is_media_type(media_type))
            continue;
        bf_str charset = charset_of(said);
        if (charset.length > 0 || !bf_str_equal_nocase(media_type, type->media_type))
            type->charset = charset;
        type->media_type = media_type;
    }
}

bf_http_type bf_http_type_of(const bf_http_head *head)
{
    bf_http_type type = {0};
    for (size_t i = 0; i < head->field_count; i++)
        if (bf_str_equal_nocase(head->fields[i].name, BF_STR("Content-Type")))
            bf_http_type_hear(&type, head->fields[i].value);
    return type;
}

bool bf_http_is_page_type(bf_str content_type)
{
    static const char *const types[] = {"text/html", "application/xhtml+xml", "text/plain"};
    size_t end = bf_str_find(content_type, BF_STR(";"), 0);
    bf_str type = bf_str_trim(bf_str_slice(content_type, 0, end));
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (bf_str_equal_nocase(type, bf_str_of(types[i])))
            return true;
    return type.length == 0;
}

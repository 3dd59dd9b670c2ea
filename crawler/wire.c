/* wire.c: one response as it comes off the wire. Head and body go into one buffer, so that nothing
 * is copied when the response has ended. */
#include "crawler/wire.h"

#include <string.h>

#include "common/http.h"

void bf_wire_init(bf_wire *wire)
{
    *wire = (bf_wire){0};
    bf_buf_init(&wire->message, BF_HTTP_MOST_HEAD);
}

void bf_wire_reset(bf_wire *wire, bf_wire_types types, uint64_t body_limit)
{
    bf_buf kept = wire->message;
    *wire = (bf_wire){.message = kept, .types = types, .body_limit = body_limit};
    wire->message.limit = BF_HTTP_MOST_HEAD;
    bf_buf_reset(&wire->message);
}

void bf_wire_shrink(bf_wire *wire, size_t kept)
{
    if (wire->message.capacity <= kept)
        return;
    bf_buf_free(&wire->message);
    bf_wire_init(wire);
}

static bool stop(bf_wire *wire, bf_wire_end why)
{
    wire->end = why;
    return false;
}

/* The reason phrases of RFC 9110, 15, which HTTP/2 does not send; "" for another status. */
static const char *reason_of(unsigned status)
{
    static const struct {
        unsigned status;
        const char *reason;
    } reasons[] = {
        {200, "OK"},
        {201, "Created"},
        {202, "Accepted"},
        {203, "Non-Authoritative Information"},
        {204, "No Content"},
        {205, "Reset Content"},
        {206, "Partial Content"},
        {300, "Multiple Choices"},
        {301, "Moved Permanently"},
        {302, "Found"},
        {303, "See Other"},
        {304, "Not Modified"},
        {307, "Temporary Redirect"},
        {308, "Permanent Redirect"},
        {400, "Bad Request"},
        {401, "Unauthorized"},
        {402, "Payment Required"},
        {403, "Forbidden"},
        {404, "Not Found"},
        {405, "Method Not Allowed"},
        {406, "Not Acceptable"},
        {408, "Request Timeout"},
        {410, "Gone"},
        {421, "Misdirected Request"},
        {429, "Too Many Requests"},
        {451, "Unavailable For Legal Reasons"},
        {500, "Internal Server Error"},
        {501, "Not Implemented"},
        {502, "Bad Gateway"},
        {503, "Service Unavailable"},
        {504, "Gateway Timeout"},
    };
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
        if (reasons[i].status == status)
            return reasons[i].reason;
    return "";
}

/* The number in "HTTP/1.1 200 OK"; 0 when there is none. */
static unsigned status_of(bf_str line)
{
    bf_str version;
    uint64_t number;
    if (!bf_str_starts(line, BF_STR("HTTP/")) || !bf_str_take_part(&line, ' ', &version))
        return 0;
    line = bf_str_trim(line);
    return bf_take_decimal(&line, 999, &number) ? (unsigned)number : 0;
}

static void append_line(bf_wire *wire, bf_str line)
{
    unsigned status = wire->message.length == 0 ? status_of(line) : 0;
    if (!wire->rewrite)
        bf_buf_append(&wire->message, line);
    else if (status > 0)
        bf_buf_append_format(&wire->message, "HTTP/1.1 %u %s\r\n", status, reason_of(status));
    else if (line.bytes[0] != ':')
        bf_buf_append(&wire->message, line);
}

/* Whether the head names a type that is not read. */
static bool is_unwanted(bf_str head)
{
    bf_str line;
    bf_http_type type = {0};
    while (bf_str_take_line(&head, &line))
        if (bf_str_starts_nocase(line, BF_STR("content-type:")))
            bf_http_type_hear(&type, bf_str_after(line, sizeof "content-type:" - 1));
    return !bf_http_is_page_type(type.media_type);
}

/* At the end of a head: is it the final one, and is its body worth having? */
static bool end_head(bf_wire *wire)
{
    bf_str head = {wire->message.bytes, wire->message.length}, rest = head, line;
    unsigned status = bf_str_take_line(&rest, &line) ? status_of(line) : 0;
    if (status == 0)
        return stop(wire, BF_WIRE_BAD_HEAD);
    if (status < 200) {
        wire->interim = true;
        return ++wire->interim_count <= BF_WIRE_MOST_INTERIM || stop(wire, BF_WIRE_INTERIM);
    }
    wire->status = (int)status;
    wire->head_length = head.length;
    wire->message.limit = SIZE_MAX / 2; /* the body counts its own */
    if (wire->types == BF_WIRE_PAGES && status < 300 && is_unwanted(head))
        wire->end = BF_WIRE_UNWANTED; /* said at its first piece: it may have none */
    return true;
}

bool bf_wire_take_line(bf_wire *wire, bf_str line)
{
    if (wire->head_length > 0) /* trailers belong to the body, which has them raw */
        return true;
    if (line.length > BF_WIRE_MOST_LINE)
        return stop(wire, BF_WIRE_LONG_LINE);
    if (wire->interim)
        bf_buf_reset(&wire->message);
    wire->interim = false;
    bool last = line.length > 0 && (line.bytes[0] == '\r' || line.bytes[0] == '\n');
    if (last && !bf_str_equal(line, BF_STR("\r\n")) && !bf_str_equal(line, BF_STR("\n")))
        return stop(wire, BF_WIRE_BAD_HEAD);
    if (line.length > 0)
        append_line(wire, line);
    if (wire->message.failed)
        return stop(wire, wire->message.full ? BF_WIRE_LONG_HEAD : BF_WIRE_NO_MEMORY);
    return !last || end_head(wire);
}

bool bf_wire_take_body(bf_wire *wire, bf_str piece)
{
    uint64_t had = wire->message.length - wire->head_length;
    uint64_t left = wire->body_limit > had ? wire->body_limit - had : 0;
    bool full = piece.length > left;
    if (wire->head_length == 0)
        return stop(wire, BF_WIRE_BAD_HEAD);
    if (wire->end == BF_WIRE_UNWANTED)
        return false;
    bf_buf_append(&wire->message, bf_str_slice(piece, 0, full ? (size_t)left : piece.length));
    if (wire->message.failed)
        return stop(wire, BF_WIRE_NO_MEMORY);
    return !full || stop(wire, BF_WIRE_FULL);
}

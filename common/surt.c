/* surt.c: the key under which web archives sort a URL, as the Python package surt makes it, which
 * pywb uses. */
#include "common/surt.h"

#include <stdlib.h>
#include <string.h>

#include "common/hex.h"

enum { MOST_VALUE = 256 }; /* of a session id without a set length */

/* The parts of a URL (RFC 3986, appendix B); user info and fragment are left out. */
typedef struct {
    bf_str scheme, host, port, path, query;
} parts;

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_alnum(char c)
{
    return is_letter(c) || is_digit(c);
}

static bool is_no_separator(char c)
{
    return c != '&';
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* Bytes of the scheme that `url` begins with, without its colon; 0: none. */
static size_t scheme_length(bf_str url)
{
    size_t at = 0;
    if (url.length == 0 || !is_letter(url.bytes[0]))
        return 0;
    while (at < url.length && (is_alnum(url.bytes[at]) || strchr("+.-", url.bytes[at]) != NULL))
        at++;
    return at < url.length && url.bytes[at] == ':' ? at : 0;
}

/* The bytes of `text` before the first of `ends`. */
static bf_str up_to(bf_str text, const char *ends)
{
    size_t at = 0;
    while (at < text.length && (text.bytes[at] == '\0' || strchr(ends, text.bytes[at]) == NULL))
        at++;
    return bf_str_slice(text, 0, at);
}

/* "http:http://a.test/" and its kin are meant as the last of them. */
static bf_str without_repeated_scheme(bf_str url)
{
    const bf_str schemes[] = {BF_STR("http://"), BF_STR("https://")};
    for (;;) {
        bool again = false;
        for (size_t i = 0; i < 2 && !again; i++) {
            bf_str rest = bf_str_after(url, schemes[i].length);
            again = bf_str_starts(url, schemes[i]) &&
                    (bf_str_starts(rest, schemes[0]) || bf_str_starts(rest, schemes[1]));
            if (again)
                url = rest;
        }
        if (!again)
            return url;
    }
}

/* Takes "user@host:port" apart; an address in brackets loses them. */
static void split_authority(bf_str authority, parts *out)
{
    for (size_t at; (at = bf_str_find(authority, BF_STR("@"), 0)) != SIZE_MAX;)
        authority = bf_str_after(authority, at + 1);
    if (bf_str_starts(authority, BF_STR("["))) {
        out->host = up_to(bf_str_after(authority, 1), "]");
        out->port = bf_str_after(authority, out->host.length + 3);
    } else {
        out->host = up_to(authority, ":");
        out->port = bf_str_after(authority, out->host.length + 1);
    }
}

static parts split(bf_str url)
{
    parts out = {.scheme = BF_STR("http")};
    bf_str authority = {0};
    url = without_repeated_scheme(url);
    size_t length = scheme_length(url);
    bool bare = length == 0;
    if (!bare) {
        out.scheme = bf_str_slice(url, 0, length);
        url = bf_str_after(url, length + 1);
    }
    url = up_to(url, "#");
    if (bare || bf_str_starts(url, BF_STR("//"))) {
        url = bf_str_after(url, bare ? 0 : 2);
        authority = up_to(url, "/?");
        url = bf_str_after(url, authority.length);
    }
    if (authority.length == 0 && bf_str_starts(out.scheme, BF_STR("http"))) {
        while (bf_str_starts(url, BF_STR("/")))
            url = bf_str_after(url, 1);
        authority = up_to(url, "/?");
        url = bf_str_after(url, authority.length);
    }
    out.path = up_to(url, "?");
    out.query = bf_str_after(url, out.path.length + 1);
    split_authority(authority, &out);
    return out;
}

/* Appends `text` with its escapes undone until there are none: what an escape leaves may end
 * another. */
static void append_unescaped(bf_buf *out, bf_str text)
{
    size_t begin = out->length;
    for (size_t i = 0; i < text.length; i++) {
        bf_buf_append_char(out, text.bytes[i]);
        while (!out->failed && out->length - begin >= 3) {
            char *end = out->bytes + out->length - 3;
            int high = bf_hex_digit(end[1]), low = bf_hex_digit(end[2]);
            if (end[0] != '%' || high < 0 || low < 0)
                break;
            out->length -= 3;
            bf_buf_append_char(out, (char)(high * 16 + low));
        }
    }
}

/* Appends `text`, small, with what may not stand bare in a key escaped. */
static void append_escaped(bf_buf *out, bf_str text)
{
    for (size_t i = 0; i < text.length; i++) {
        char c = text.bytes[i];
        if (c > 0x20 && c < 0x7f && c != '%' && c != '#')
            bf_buf_append_char(out, lower(c));
        else
            bf_buf_append_format(out, "%%%02x", (unsigned char)c);
    }
}

static bf_str view(const bf_buf *buf)
{
    return buf->failed ? (bf_str){0} : (bf_str){buf->bytes, buf->length};
}

/* "www.", "www2." and their kin name the same site. */
static bf_str without_www(bf_str host)
{
    size_t at = 3;
    if (!bf_str_starts(host, BF_STR("www")))
        return host;
    while (at < host.length && is_digit(host.bytes[at]))
        at++;
    return at < host.length && host.bytes[at] == '.' ? bf_str_after(host, at + 1) : host;
}

/* Appends the labels of `host` from the last to the first. */
static void append_turned(bf_buf *out, bf_str host)
{
    size_t end = host.length;
    for (size_t at = host.length; at-- > 0;) {
        if (host.bytes[at] != '.')
            continue;
        bf_buf_append(out, bf_str_slice(host, at + 1, end));
        bf_buf_append_char(out, ',');
        end = at;
    }
    bf_buf_append(out, bf_str_slice(host, 0, end));
}

static bool is_default_port(const parts *url)
{
    return (bf_str_equal_nocase(url->scheme, BF_STR("http")) &&
            bf_str_equal(url->port, BF_STR("80"))) ||
           (bf_str_equal_nocase(url->scheme, BF_STR("https")) &&
            bf_str_equal(url->port, BF_STR("443")));
}

static void append_host(bf_buf *out, const parts *url)
{
    bf_buf plain, escaped;
    bf_buf_init(&plain, out->limit);
    bf_buf_init(&escaped, out->limit);
    append_unescaped(&plain, url->host);
    bf_str host = view(&plain);
    while (bf_str_starts(host, BF_STR(".")))
        host = bf_str_after(host, 1);
    while (bf_str_ends(host, BF_STR(".")))
        host = bf_str_slice(host, 0, host.length - 1);
    for (size_t i = 0; i < host.length; i++) /* a pair of dots is one */
        if (host.bytes[i] != '.' || !bf_str_ends(view(&escaped), BF_STR(".")))
            append_escaped(&escaped, bf_str_slice(host, i, i + 1));
    append_turned(out, without_www(view(&escaped)));
    if (url->port.length > 0 && !is_default_port(url)) {
        bf_buf_append_char(out, ':');
        append_escaped(out, url->port);
    }
    bf_buf_append_char(out, ')');
    out->failed = out->failed || plain.failed || escaped.failed;
    bf_buf_free(&plain);
    bf_buf_free(&escaped);
}

/* Appends the segments of `path`, each after a slash, "." left out and ".." undone. */
static void append_segments(bf_buf *out, bf_str path)
{
    size_t begin = 0;
    for (size_t at = 0; at <= path.length; at++) {
        if (at < path.length && path.bytes[at] != '/')
            continue;
        bf_str segment = bf_str_slice(path, begin, at);
        bool first = begin == 0; /* before the first slash there is nothing */
        begin = at + 1;
        if (first || bf_str_equal(segment, BF_STR(".")))
            continue;
        if (bf_str_equal(segment, BF_STR("..")) && out->length > 0 && !out->failed) {
            do
                out->length--;
            while (out->bytes[out->length] != '/');
        } else {
            bf_buf_append_char(out, '/');
            bf_buf_append(out, segment);
        }
    }
}

/* Appends `segments` with runs of slashes as one. */
static void append_slashes_once(bf_buf *out, bf_str segments)
{
    size_t begin = out->length;
    for (size_t i = 0; i < segments.length && !out->failed; i++)
        if (segments.bytes[i] != '/' || out->length == begin || out->bytes[out->length - 1] != '/')
            bf_buf_append_char(out, segments.bytes[i]);
    if (out->length == begin)
        bf_buf_append_char(out, '/');
}

static bool all(bf_str text, bool (*is)(char))
{
    for (size_t i = 0; i < text.length; i++)
        if (!is(text.bytes[i]))
            return false;
    return true;
}

/* Bytes of a session of ASP.NET at the beginning of `text`, with the slash after it: "(S(24 letters
 * and digits))/", or with `old` "(24 letters and digits)/"; 0: none. */
static size_t aspx_session(bf_str text, bool old)
{
    enum { ID = 24, GROUP = ID + 3 /* a letter and brackets */ };
    size_t at = 1;
    if (!bf_str_starts(text, BF_STR("(")))
        return 0;
    if (old) {
        at += ID;
        if (text.length < at || !all(bf_str_slice(text, 1, at), is_alnum))
            return 0;
    }
    for (; !old && at + GROUP <= text.length && is_letter(text.bytes[at]); at += GROUP)
        if (text.bytes[at + 1] != '(' || text.bytes[at + GROUP - 1] != ')' ||
            !all(bf_str_slice(text, at + 2, at + GROUP - 1), is_alnum))
            return 0;
    return at > 1 && bf_str_starts(bf_str_after(text, at), BF_STR(")/")) ? at + 2 : 0;
}

/* Takes the last such session out of `path`, where an .aspx page follows it. */
static void cut_aspx_session(bf_buf *path, bool old)
{
    for (size_t at = path->length; at-- > 0 && !path->failed;) {
        size_t length =
            path->bytes[at] == '/' ? aspx_session(bf_str_after(view(path), at + 1), old) : 0;
        if (length == 0)
            continue;
        bf_str rest = bf_str_after(view(path), at + 1 + length);
        size_t page = bf_str_find(rest, BF_STR(".aspx"), 1);
        if (page == SIZE_MAX || bf_str_find(rest, BF_STR("?"), 0) < page)
            continue;
        memmove(path->bytes + at + 1, rest.bytes, rest.length);
        path->length -= length;
        return;
    }
}

static void append_path(bf_buf *out, const parts *url)
{
    bf_buf plain, segments, path;
    bf_buf_init(&plain, out->limit);
    bf_buf_init(&segments, out->limit);
    bf_buf_init(&path, out->limit);
    append_unescaped(&plain, url->path);
    if (url->host.length > 0) {
        append_segments(&segments, view(&plain));
        bf_buf_reset(&plain);
        append_slashes_once(&plain, view(&segments));
    }
    append_escaped(&path, view(&plain));
    cut_aspx_session(&path, false);
    cut_aspx_session(&path, true);
    if (!path.failed && path.length > 1 && path.bytes[path.length - 1] == '/')
        path.length--;
    bf_buf_append(out, view(&path));
    if (view(&path).length == 0 && url->query.length > 0)
        bf_buf_append_char(out, '/');
    out->failed = out->failed || plain.failed || segments.failed || path.failed;
    bf_buf_free(&plain);
    bf_buf_free(&segments);
    bf_buf_free(&path);
}

/* A session id in a query: a name, so many characters of a kind (0: one or more), and the same once
 * more where there is a second name. */
static const struct {
    const char *name;
    size_t count;
    bool (*is)(char);
    const char *second_name;
    size_t second_count;
} sessions[] = {
    {"jsessionid=", 32, is_alnum, NULL, 0},
    {"phpsessid=", 32, is_alnum, NULL, 0},
    {"sid=", 32, is_alnum, NULL, 0},
    {"aspsessionid", 8, is_letter, "=", 24},
    {"cfid=", 0, is_no_separator, "&cftoken=", 0},
};

/* Takes a name and what it is given off `*rest`. */
static bool take_value(bf_str *rest, const char *name, size_t count, bool (*is)(char))
{
    size_t at = 0;
    if (!bf_str_starts_nocase(*rest, bf_str_of(name)))
        return false;
    bf_str value = bf_str_after(*rest, strlen(name));
    while (at < value.length && is(value.bytes[at]) && at < (count > 0 ? count : MOST_VALUE))
        at++;
    *rest = bf_str_after(value, at);
    return count > 0 ? at == count : at > 0;
}

/* Takes the last session id of the kind `which` out of `query`, and the separator after it. */
static void cut_session(bf_buf *query, size_t which)
{
    for (size_t at = query->length; at-- > 0 && !query->failed;) {
        bf_str rest = bf_str_after(view(query), at);
        if (!take_value(&rest, sessions[which].name, sessions[which].count, sessions[which].is) ||
            (sessions[which].second_name != NULL &&
             !take_value(&rest, sessions[which].second_name, sessions[which].second_count,
                         sessions[which].is)) ||
            (rest.length > 0 && rest.bytes[0] != '&'))
            continue;
        rest = bf_str_after(rest, 1);
        if (rest.length > 0)
            memmove(query->bytes + at, rest.bytes, rest.length);
        query->length = at + rest.length;
        return;
    }
}

/* Orders "name=value" by name and then by value, none before an empty one. */
static int by_name_and_value(const void *left, const void *right)
{
    const bf_str *a = left, *b = right;
    bf_str name_a = up_to(*a, "="), name_b = up_to(*b, "=");
    int order = bf_str_compare(name_a, name_b);
    return order != 0
               ? order
               : bf_str_compare(bf_str_after(*a, name_a.length), bf_str_after(*b, name_b.length));
}

/* Appends the parameters of `query` in their order. */
static void append_sorted(bf_buf *out, bf_str query)
{
    size_t count = 1, at = 0, begin = 0;
    for (size_t i = 0; i < query.length; i++)
        count += query.bytes[i] == '&';
    bf_str *items = calloc(count, sizeof *items);
    if (items == NULL) {
        out->failed = true;
        return;
    }
    for (size_t i = 0; i <= query.length; i++)
        if (i == query.length || query.bytes[i] == '&') {
            items[at++] = bf_str_slice(query, begin, i);
            begin = i + 1;
        }
    qsort(items, count, sizeof *items, by_name_and_value);
    for (size_t i = 0; i < count; i++) {
        bf_buf_append(out, i > 0 ? BF_STR("&") : BF_STR(""));
        bf_buf_append(out, items[i]);
    }
    free(items);
}

static void append_query(bf_buf *out, bf_str query)
{
    bf_buf plain, escaped;
    bf_buf_init(&plain, out->limit);
    bf_buf_init(&escaped, out->limit);
    append_unescaped(&plain, query);
    append_escaped(&escaped, view(&plain));
    for (size_t i = 0; i < sizeof sessions / sizeof *sessions; i++)
        cut_session(&escaped, i);
    if (view(&escaped).length > 0) {
        bf_buf_append_char(out, '?');
        append_sorted(out, view(&escaped));
    }
    out->failed = out->failed || plain.failed || escaped.failed;
    bf_buf_free(&plain);
    bf_buf_free(&escaped);
}

void bf_surt_append(bf_buf *out, bf_str url)
{
    bf_buf clean;
    bf_str trimmed = bf_str_trim(url);
    bf_buf_init(&clean, out->limit);
    for (size_t i = 0; i < trimmed.length; i++)
        if (strchr("\n\r\t", trimmed.bytes[i]) == NULL || trimmed.bytes[i] == '\0')
            bf_buf_append_char(&clean, trimmed.bytes[i]);
    if (view(&clean).length == 0) {
        bf_buf_append_char(out, '-');
    } else {
        const parts url_parts = split(view(&clean));
        if (url_parts.host.length > 0) {
            append_host(out, &url_parts);
        } else {
            append_escaped(out, url_parts.scheme);
            bf_buf_append_char(out, ':');
        }
        append_path(out, &url_parts);
        append_query(out, url_parts.query);
    }
    out->failed = out->failed || clean.failed;
    bf_buf_free(&clean);
}

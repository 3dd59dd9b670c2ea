/* url.c: http and https URLs. What a person, a link or a header wrote is cleaned and taken apart as
 * WHATWG's parser would. An authority is libcurl's to read, with all that hosts may be; one that
 * comes from the base is not read again. Path and query are put into our one fetch form. */
#include "common/url.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include <curl/curl.h>
#include <libpsl.h>

#include "common/hex.h"
#include "common/url_parameters.h"

enum {
    MOST_BYTES = 8192,
    GENERATED_BYTES = 16, /* 64 bits and more in any spelling */
    GENERATED_CHANGES = 5 /* between letters and digits; 32 hexadecimal digits have some 14 */
};

static bool is_unreserved(unsigned char c) /* RFC 3986, 2.3 */
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

/* What may stand unescaped in a path or query: pchar, "/" and "?" (RFC 3986, 3.3 and 3.4). */
static bool is_plain(unsigned char c)
{
    switch (c) {
    case '!':
    case '$':
    case '&':
    case '\'':
    case '(':
    case ')':
    case '*':
    case '+':
    case ',':
    case ';':
    case '=':
    case ':':
    case '@':
    case '/':
    case '?':
        return true;
    default:
        return is_unreserved(c);
    }
}

/* The octet that "%XX" at byte `at` of `text` stands for; -1 when there is no such escape. */
static int escaped_octet(bf_str text, size_t at)
{
    bf_str escape = bf_str_slice(text, at, at + 3);
    int high = escape.length == 3 && escape.bytes[0] == '%' ? bf_hex_digit(escape.bytes[1]) : -1;
    int low = high >= 0 ? bf_hex_digit(escape.bytes[2]) : -1;
    return low >= 0 ? high << 4 | low : -1;
}

void bf_url_append_normal(bf_buf *out, bf_str text)
{
    static const char digits[] = "0123456789ABCDEF";
    for (size_t i = 0; i < text.length; i++) {
        size_t begin = i;
        while (i < text.length && is_plain((unsigned char)text.bytes[i]))
            i++;
        bf_buf_append(out, bf_str_slice(text, begin, i));
        if (i == text.length)
            return;
        int octet = escaped_octet(text, i);
        unsigned char c = octet >= 0 ? (unsigned char)octet : (unsigned char)text.bytes[i];
        const char escape[] = {'%', digits[c >> 4], digits[c & 15]};
        if (octet >= 0 && is_unreserved(c))
            bf_buf_append_char(out, (char)c);
        else
            bf_buf_append(out, (bf_str){escape, sizeof escape});
        i += octet >= 0 ? 2 : 0;
    }
}

static bool is_cleaned(char c)
{
    return c == '\t' || c == '\r' || c == '\n' || c == '\\';
}

/* What the WHATWG parser drops or takes as something else, before any parsing: tabs and line ends
 * anywhere, blanks and controls at the ends, the fragment, and "\" for "/" before the query. */
static void append_cleaned(bf_buf *out, bf_str text)
{
    bool query = false;
    while (text.length > 0 && (unsigned char)text.bytes[0] <= ' ')
        text = bf_str_after(text, 1);
    while (text.length > 0 && (unsigned char)text.bytes[text.length - 1] <= ' ')
        text.length--;
    text = bf_str_slice(text, 0, bf_str_find(text, BF_STR("#"), 0));
    for (size_t i = 0; i < text.length; i++) {
        size_t begin = i;
        for (; i < text.length && !is_cleaned(text.bytes[i]); i++)
            query = query || text.bytes[i] == '?';
        bf_buf_append(out, bf_str_slice(text, begin, i));
        if (i < text.length && text.bytes[i] == '\\')
            bf_buf_append_char(out, query ? '\\' : '/');
    }
}

/* The length of the scheme before ":" at the start of `text`; 0 without one (RFC 3986, 3.1). */
static size_t scheme_length(bf_str text)
{
    for (size_t i = 0; i < text.length; i++) {
        unsigned char c = (unsigned char)text.bytes[i];
        if (c == ':')
            return i;
        bool letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
        bool rest = (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
        if (!letter && !(i > 0 && rest))
            return 0;
    }
    return 0;
}

/* Appends `path` (already normal, so that "%2e" is ".") without "." and ".." segments (RFC 3986,
 * 5.2.4). Empty segments stay: some sites route on them. */
static void append_without_dots(bf_buf *out, bf_str path)
{
    size_t begin = out->length;
    bf_str segment;
    while (path.length > 0) {
        path = bf_str_after(path, 1); /* the slash */
        const char *slash = path.length ? memchr(path.bytes, '/', path.length) : NULL;
        size_t length = slash ? (size_t)(slash - path.bytes) : path.length;
        segment = bf_str_slice(path, 0, length);
        path = bf_str_after(path, length);
        bool last = slash == NULL, up = bf_str_equal(segment, BF_STR(".."));
        if (up)
            while (out->length > begin && out->bytes[--out->length] != '/')
                continue;
        if (!up && !bf_str_equal(segment, BF_STR("."))) {
            bf_buf_append_char(out, '/');
            bf_buf_append(out, segment);
        } else if (last) {
            bf_buf_append_char(out, '/');
        }
    }
    if (out->length == begin)
        bf_buf_append_char(out, '/');
}

/* The parts that libcurl read; freed by free_parts(). */
typedef struct {
    char *scheme, *host, *zone, *port, *user, *password;
    bool mapped; /* the host was written otherwise, and may be another spelling of an address */
} parts;

static void free_parts(parts *read)
{
    curl_free(read->scheme);
    curl_free(read->host);
    curl_free(read->zone);
    curl_free(read->port);
    curl_free(read->user);
    curl_free(read->password);
}

static bool refuse(bf_str text, const char *why, bf_error *err)
{
    return bf_fail(err, BF_ERR_FORMAT, "\"%.*s\": %s", (int)(text.length > 200 ? 200 : text.length),
                   text.bytes ? text.bytes : "", why);
}

static bool is_ascii(const char *text)
{
    for (; *text != '\0'; text++)
        if ((unsigned char)*text >= 0x80)
            return false;
    return true;
}

/* Reads the host with A-labels. libcurl 7.88 calls a name that IDNA refuses a want of memory. */
static CURLUcode read_host(CURLU *handle, parts *out)
{
    char *plain = NULL;
    CURLUcode code = curl_url_get(handle, CURLUPART_HOST, &plain, 0);
    if (code != CURLUE_OK)
        return code;
    bool ascii = is_ascii(plain);
    curl_free(plain);
    code = curl_url_get(handle, CURLUPART_HOST, &out->host, CURLU_PUNYCODE);
    out->mapped = out->mapped || !ascii;
    return !ascii && code == CURLUE_OUT_OF_MEMORY ? CURLUE_BAD_HOSTNAME : code;
}

/* Reads the parts that may be absent, of which only a want of memory is a failure: without it a
 * page of another name would be read. */
static CURLUcode read_optional(CURLU *handle, parts *out)
{
    const struct {
        CURLUPart part;
        char **text;
    } wanted[] = {{CURLUPART_ZONEID, &out->zone},
                  {CURLUPART_PORT, &out->port},
                  {CURLUPART_USER, &out->user},
                  {CURLUPART_PASSWORD, &out->password}};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        if (curl_url_get(handle, wanted[i].part, wanted[i].text, 0) == CURLUE_OUT_OF_MEMORY)
            return CURLUE_OUT_OF_MEMORY;
    return CURLUE_OK;
}

/* Reads "scheme://authority" with libcurl's parser. */
static bool read_parts(const char *written, bf_str shown, parts *out, bf_error *err)
{
    CURLU *handle = curl_url();
    if (handle == NULL)
        return bf_fail(err, BF_ERR_MEMORY, "URL: no memory");
    CURLUcode code = curl_url_set(handle, CURLUPART_URL, written,
                                  CURLU_NON_SUPPORT_SCHEME | CURLU_ALLOW_SPACE | CURLU_PATH_AS_IS);
    if (code == CURLUE_OK)
        code = curl_url_get(handle, CURLUPART_SCHEME, &out->scheme, 0);
    if (code == CURLUE_OK)
        code = read_host(handle, out);
    if (code == CURLUE_OK)
        code = read_optional(handle, out);
    curl_url_cleanup(handle);
    if (code == CURLUE_OUT_OF_MEMORY)
        return bf_fail(err, BF_ERR_MEMORY, "URL: no memory");
    return code == CURLUE_OK || refuse(shown, curl_url_strerror(code), err);
}

static char *lower(char *text)
{
    for (char *c = text; *c; c++)
        if (*c >= 'A' && *c <= 'Z')
            *c = (char)(*c - 'A' + 'a');
    return text;
}

static uint16_t default_port(bf_str scheme)
{
    return bf_str_equal(scheme, BF_STR("https")) ? 443 : 80;
}

/* Says whether the last label of a host is a number, as no top-level domain is (URL, 3.5: such a
 * host is an IPv4 address or nothing). */
static bool ends_in_number(bf_str host)
{
    size_t begin, i;
    while (bf_str_ends(host, BF_STR(".")))
        host.length--;
    for (begin = host.length; begin > 0 && host.bytes[begin - 1] != '.'; begin--)
        continue;
    bf_str label = bf_str_after(host, begin);
    bool hex = bf_str_starts(label, BF_STR("0x"));
    for (i = hex ? 2 : 0; i < label.length; i++)
        if (hex ? bf_hex_digit(label.bytes[i]) < 0 : label.bytes[i] < '0' || label.bytes[i] > '9')
            return false;
    return label.length > 0;
}

/* Says whether libcurl's parser left a host that can be asked for. One that was mapped is read
 * again, and may turn out to be an address then. */
static bool is_host(const char *text, bool mapped)
{
    bf_str host = bf_str_of(text);
    struct in_addr address;
    if (host.length == 0 || host.bytes[0] == '.' ||
        (!mapped && ends_in_number(host) && inet_pton(AF_INET, text, &address) != 1))
        return false;
    for (size_t i = 0; i < host.length; i++)
        if ((unsigned char)host.bytes[i] <= ' ' || (unsigned char)host.bytes[i] >= 0x7F ||
            strchr("\"#%/<>?@\\^`{|}", host.bytes[i]))
            return false;
    return true;
}

static bool check_parts(const parts *read, bf_str shown, uint16_t *port, bf_error *err)
{
    bf_str scheme = bf_str_of(read->scheme);
    uint64_t number = default_port(scheme);
    bf_str digits = bf_str_of(read->port);
    if (!bf_str_equal(scheme, BF_STR("http")) && !bf_str_equal(scheme, BF_STR("https")))
        return refuse(shown, "only http and https are read", err);
    if (read->user || read->password)
        return bf_fail(err, BF_ERR_FORMAT, /* without repeating it */
                       "\"%s://…@%s\": a URL with a user name or password is refused", read->scheme,
                       read->host);
    if (read->zone || !is_host(read->host, read->mapped))
        return refuse(shown, "no host that can be read", err);
    if (digits.length > 0 &&
        (!bf_take_decimal(&digits, UINT16_MAX, &number) || digits.length > 0 || number == 0))
        return refuse(shown, "a port that cannot be", err);
    *port = (uint16_t)number;
    return true;
}

/* Lengths of what stands at the beginning of a fetch form. */
typedef struct {
    size_t scheme, host, origin;
    uint16_t port;
} authority;

/* Writes the origin in its fetch form. */
static void append_origin(bf_buf *text, const parts *read, authority *out)
{
    size_t begin = text->length;
    bf_str scheme = bf_str_of(read->scheme), host = bf_str_of(read->host);
    bf_buf_append(text, scheme);
    bf_buf_append(text, BF_STR("://"));
    bf_buf_append(text, host);
    if (out->port != default_port(scheme))
        bf_buf_append_format(text, ":%u", out->port);
    out->scheme = scheme.length;
    out->host = host.length;
    out->origin = text->length - begin;
}

/* The content of `buf`, which is to be a part of a URL. */
static bool view_part(const bf_buf *buf, bf_str shown, bf_str *view, bf_error *err)
{
    if (!bf_buf_view(buf, "URL", view, err))
        return err->code == BF_ERR_MEMORY ? false : refuse(shown, "too long to be a URL", err);
    return bf_str_find(*view, BF_STR("\0"), 0) == SIZE_MAX || refuse(shown, "a NUL in a URL", err);
}

/* Puts what libcurl read into lower case, and the address "192.0.2.1." into its own spelling. */
static void mend_parts(parts *read)
{
    lower(read->scheme);
    size_t length = strlen(lower(read->host));
    if (length > 1 && read->host[length - 1] == '.' && read->host[length - 2] != '.' &&
        ends_in_number(bf_str_of(read->host))) {
        read->host[length - 1] = '\0';
        read->mapped = true;
    }
}

/* Appends the origin that `written`, "scheme://authority", means. A host that was mapped is read
 * once more, because the outcome may be another spelling of an address ("0x7f.1" in full-width
 * digits or with escapes; WHATWG URL, 3.5). */
static bool append_authority(bf_buf *text, bf_str written, bf_str shown, authority *out,
                             bf_error *err)
{
    bf_buf origin;
    bf_str view;
    parts read = {.mapped = bf_str_find(written, BF_STR("%"), 0) != SIZE_MAX};
    out->port = 0; /* set by check_parts(), which gcc does not see through */
    bool made = read_parts(written.bytes, shown, &read, err);
    bf_buf_init(&origin, MOST_BYTES);
    if (made) {
        mend_parts(&read);
        made = check_parts(&read, shown, &out->port, err);
    }
    if (made) {
        append_origin(&origin, &read, out);
        made = view_part(&origin, shown, &view, err);
    }
    if (made && read.mapped)
        made = append_authority(text, view, shown, out, err);
    else if (made)
        bf_buf_append(text, view);
    free_parts(&read);
    bf_buf_free(&origin);
    return made;
}

/* A URL taken apart, before any of it is put into its fetch form. */
typedef struct {
    bf_str scheme, authority; /* both empty: those of the base */
    bf_str folder;            /* of the base, before `path`; in its fetch form */
    bf_str path;  /* "" or as written, with a slash before it unless there is a folder */
    bf_str query; /* with its "?"; as written */
} reference;

/* Takes what stands before the first `mark`, or `other` one, off `*rest`. */
static bf_str take_until(bf_str *rest, char mark, char other)
{
    size_t end = 0;
    while (end < rest->length && rest->bytes[end] != mark && rest->bytes[end] != other)
        end++;
    bf_str taken = bf_str_slice(*rest, 0, end);
    *rest = bf_str_after(*rest, end);
    return taken;
}

/* "http:/x", "http:x" and "http:///x" are as if they had two slashes, as browsers read them. */
static void split_absolute(bf_str scheme, bf_str rest, reference *out)
{
    while (bf_str_starts(rest, BF_STR("/")))
        rest = bf_str_after(rest, 1);
    out->scheme = scheme;
    out->authority = take_until(&rest, '/', '?');
    out->path = take_until(&rest, '?', '?');
    out->query = rest;
}

/* Merges a relative reference with its base (RFC 3986, 5.2.2, without the fragment); dot segments
 * are taken out later, of the whole. */
static void split_relative(const bf_url *base, bf_str rest, reference *out)
{
    if (bf_str_starts(rest, BF_STR("//"))) {
        split_absolute(base->scheme, rest, out);
        return;
    }
    size_t end = base->path.length;
    bool empty = rest.length == 0;
    out->path = take_until(&rest, '?', '?');
    out->query = empty ? bf_str_after(base->target, end) : rest;
    if (bf_str_starts(out->path, BF_STR("/")))
        return;
    while (out->path.length > 0 && end > 0 && base->path.bytes[end - 1] != '/')
        end--;
    out->folder = bf_str_slice(base->path, 0, end);
}

/* Takes the cleaned `text` apart, beside `base`. "https:a" is relative to a base of its own scheme,
 * and else as if it had its slashes (WHATWG URL, 4.4, "scheme state"). */
static bool split(bf_str text, const bf_url *base, bf_str shown, reference *out, bf_error *err)
{
    size_t length = scheme_length(text);
    bf_str scheme = bf_str_slice(text, 0, length), rest = bf_str_after(text, length + (length > 0));
    bool http =
        bf_str_equal_nocase(scheme, BF_STR("http")) || bf_str_equal_nocase(scheme, BF_STR("https"));
    if (length > 0 && !http)
        return refuse(shown, "only http and https are read", err);
    if (length == 0 && base == NULL)
        return refuse(shown, "no URL: it begins with http:// or https://", err);
    if (length == 0 ||
        (base && bf_str_equal_nocase(scheme, base->scheme) && !bf_str_starts(rest, BF_STR("//"))))
        split_relative(base, rest, out);
    else
        split_absolute(scheme, rest, out);
    return true;
}

/* Says whether `from` has the authority of `base`: none of its own, or the same in its fetch form,
 * which is read as itself. */
static bool is_of_base(const reference *from, const bf_url *base)
{
    size_t length = from->scheme.length;
    if (length == 0 || base == NULL)
        return base != NULL;
    bf_str authority_of_base = bf_str_after(base->origin, base->scheme.length + 3);
    return bf_str_equal(from->scheme, base->scheme) &&
           bf_str_equal(from->authority, authority_of_base);
}

/* Appends the origin: the base's own, or what libcurl makes of what is written. */
static bool append_its_origin(bf_buf *text, const reference *from, const bf_url *base, bf_str shown,
                              authority *out, bf_error *err)
{
    bf_buf written;
    bf_str view;
    if (is_of_base(from, base)) {
        bf_buf_append(text, base->origin);
        *out = (authority){base->scheme.length, base->host.length, base->origin.length, base->port};
        return true;
    }
    bf_buf_init(&written, MOST_BYTES);
    bf_buf_append(&written, from->scheme);
    bf_buf_append(&written, BF_STR("://"));
    bf_buf_append(&written, from->authority);
    bool made =
        view_part(&written, shown, &view, err) && append_authority(text, view, shown, out, err);
    bf_buf_free(&written);
    return made;
}

/* Appends path and query in their fetch form. `*path_end` is where the path ends in `text`. */
static bool append_target(bf_buf *text, const reference *from, bf_str shown, size_t *path_end,
                          bf_error *err)
{
    bf_buf path;
    bf_str view;
    bf_buf_init(&path, MOST_BYTES);
    bf_buf_append(&path, from->folder);
    bf_url_append_normal(&path, from->path);
    bool made = view_part(&path, shown, &view, err);
    if (made)
        append_without_dots(text, view);
    *path_end = text->length;
    bf_url_append_normal(text, from->query);
    bf_buf_free(&path);
    return made;
}

/* Copies the fetch form `text` into `arena` and takes it apart into views. */
static bool hand_over(bf_str text, const authority *lengths, size_t path_end, bf_arena *arena,
                      bf_url *out, bf_error *err)
{
    bf_str copy;
    size_t host = lengths->scheme + 3;
    if (!bf_arena_copy(arena, text, &copy))
        return bf_fail(err, BF_ERR_MEMORY, "URL: no memory");
    *out = (bf_url){.text = copy,
                    .scheme = bf_str_slice(copy, 0, lengths->scheme),
                    .host = bf_str_slice(copy, host, host + lengths->host),
                    .origin = bf_str_slice(copy, 0, lengths->origin),
                    .path = bf_str_slice(copy, lengths->origin, path_end),
                    .target = bf_str_after(copy, lengths->origin),
                    .port = lengths->port};
    return true;
}

bool bf_url_parse(bf_str text, const bf_url *base, bf_arena *arena, bf_url *out, bf_error *err)
{
    bf_buf cleaned, made;
    bf_str view;
    reference from = {0};
    authority lengths;
    size_t path_end;
    bf_buf_init(&cleaned, MOST_BYTES);
    bf_buf_init(&made, MOST_BYTES);
    append_cleaned(&cleaned, text);
    bool parsed = view_part(&cleaned, text, &view, err) && split(view, base, text, &from, err) &&
                  append_its_origin(&made, &from, base, text, &lengths, err) &&
                  append_target(&made, &from, text, &path_end, err) &&
                  view_part(&made, text, &view, err) &&
                  hand_over(view, &lengths, path_end, arena, out, err);
    bf_buf_free(&cleaned);
    bf_buf_free(&made);
    return parsed;
}

/* Says whether `value` is a UUID (RFC 9562, 4). */
static bool is_uuid(bf_str value)
{
    for (size_t i = 0; i < value.length; i++) {
        bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;
        if (hyphen ? value.bytes[i] != '-' : bf_hex_digit(value.bytes[i]) < 0)
            return false;
    }
    return value.length == 36;
}

/* Says whether `value` looks as if a program drew it: words and dates have their digits together.
 */
static bool looks_generated(bf_str value)
{
    size_t changes = 0;
    bool before = false;
    for (size_t i = 0; i < value.length; i++) {
        unsigned char c = (unsigned char)value.bytes[i];
        bool digit = c >= '0' && c <= '9', letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
        if (!digit && !letter)
            return is_uuid(value);
        changes += i > 0 && digit != before;
        before = digit;
    }
    return value.length >= GENERATED_BYTES && changes >= GENERATED_CHANGES;
}

/* Says whether `parameter`, "name=value", is of those that name a visit (url_parameters.txt). */
static bool names_a_visit(bf_str parameter)
{
    unsigned char first = (unsigned char)parameter.bytes[0];
    first = first >= 'A' && first <= 'Z' ? first | 0x20 : first & 0x7F; /* none is past ASCII */
    size_t row = url_parameters_of[first].begin, end = url_parameters_of[first].end;
    if (row == end)
        return false;
    const char *equals = memchr(parameter.bytes, '=', parameter.length);
    size_t length = equals ? (size_t)(equals - parameter.bytes) : parameter.length;
    bf_str name = bf_str_slice(parameter, 0, length), value = bf_str_after(parameter, length + 1);
    for (; row < end; row++) {
        const url_parameter *known = &url_parameters[row];
        if ((known->prefix || known->name.length == name.length) &&
            bf_str_starts_nocase(name, known->name))
            return known->section != SESSIONS_IF_GENERATED || looks_generated(value);
    }
    return false;
}

/* Where a key is written: an end of a view that is known to have room. */
static void put(bf_str *key, char *bytes, bf_str text)
{
    if (text.length > 0)
        memcpy(bytes + key->length, text.bytes, text.length);
    key->length += text.length;
}

/* Puts the path without what stands from ";jsessionid=" to the end of a segment, unless dots alone
 * were left of it, which mean another path. */
static void put_without_session(bf_str *key, char *bytes, bf_str path)
{
    for (size_t at = 0; at < path.length;) {
        const char *mark = memchr(path.bytes + at, ';', path.length - at);
        at = mark ? (size_t)(mark - path.bytes) : path.length;
        if (!bf_str_starts_nocase(bf_str_after(path, at), BF_STR(";jsessionid="))) {
            at += mark != NULL;
            continue;
        }
        bf_str before = bf_str_slice(path, 0, at);
        size_t end = bf_str_find(path, BF_STR("/"), at);
        bool dots = bf_str_ends(before, BF_STR("/.")) || bf_str_ends(before, BF_STR("/.."));
        put(key, bytes, dots ? bf_str_slice(path, 0, end) : before);
        path = bf_str_after(path, end);
        at = 0;
    }
    put(key, bytes, path);
}

bool bf_url_key(const bf_url *url, bf_arena *arena, bf_str *out, bf_error *err)
{
    bf_str query = bf_str_after(url->target, url->path.length + 1), host = url->host, parameter;
    size_t count = 0, after_host = (size_t)(host.bytes - url->origin.bytes) + host.length;
    char *bytes = bf_arena_take(arena, url->text.length + 1, 1); /* it never grows */
    bf_str key = {bytes, 0};
    if (bytes == NULL)
        return bf_fail(err, BF_ERR_MEMORY, "URL: no memory");
    while (bf_str_ends(host, BF_STR(".")))
        host.length--;
    put(&key, bytes, bf_str_slice(url->origin, 0, after_host - (url->host.length - host.length)));
    put(&key, bytes, bf_str_after(url->origin, after_host)); /* the port */
    put_without_session(&key, bytes, url->path);
    while (bf_str_take_part(&query, '&', &parameter)) {
        if (parameter.length == 0 || names_a_visit(parameter))
            continue;
        put(&key, bytes, count++ ? BF_STR("&") : BF_STR("?"));
        put(&key, bytes, parameter);
    }
    *out = key;
    return true;
}

bf_str bf_url_registrable_domain(bf_str host)
{
    char name[256]; /* RFC 1035, 2.3.4 */
    if (host.length == 0 || host.length >= sizeof name || host.bytes[0] == '[' ||
        (host.bytes[host.length - 1] >= '0' && host.bytes[host.length - 1] <= '9'))
        return host; /* no name, or an address: no top-level domain ends in a digit */
    memcpy(name, host.bytes, host.length);
    name[host.length] = '\0';
    const char *domain = psl_registrable_domain(psl_builtin(), name);
    return domain ? bf_str_after(host, (size_t)(domain - name)) : host;
}

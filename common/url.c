/* url.c: http and https URLs. What a person, a link or a header wrote is first put into the form
 * that libcurl's parser reads as WHATWG's would; its result is then put into our one fetch form. */
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
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (c != '\0' && strchr("-._~", c));
}

/* What may stand unescaped in a path or query: pchar, "/" and "?" (RFC 3986, 3.3 and 3.4). */
static bool is_plain(unsigned char c)
{
    return is_unreserved(c) || (c != '\0' && strchr("!$&'()*+,;=:@/?", c));
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
    for (size_t i = 0; i < text.length; i++) {
        int octet = escaped_octet(text, i);
        unsigned char c = octet >= 0 ? (unsigned char)octet : (unsigned char)text.bytes[i];
        if (octet >= 0 ? is_unreserved(c) : is_plain(c))
            bf_buf_append_char(out, (char)c);
        else
            bf_buf_append_format(out, "%%%02X", c);
        i += octet >= 0 ? 2 : 0;
    }
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
    for (size_t i = 0; i < text.length && text.bytes[i] != '#'; i++) {
        char c = text.bytes[i];
        query = query || c == '?';
        if (c == '\t' || c == '\r' || c == '\n')
            continue;
        bf_buf_append_char(out, c == '\\' && !query ? '/' : c);
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
    char *scheme, *host, *zone, *port, *path, *query, *user, *password;
    bool mapped; /* the host was not ASCII, and IDNA made what it is */
} parts;

static void free_parts(parts *read)
{
    curl_free(read->scheme);
    curl_free(read->host);
    curl_free(read->zone);
    curl_free(read->port);
    curl_free(read->path);
    curl_free(read->query);
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
    out->mapped = !is_ascii(plain);
    curl_free(plain);
    code = curl_url_get(handle, CURLUPART_HOST, &out->host, CURLU_PUNYCODE);
    return out->mapped && code == CURLUE_OUT_OF_MEMORY ? CURLUE_BAD_HOSTNAME : code;
}

/* Reads the parts that may be absent, of which only a want of memory is a failure: without it a
 * page of another name would be read. */
static CURLUcode read_optional(CURLU *handle, parts *out)
{
    const struct {
        CURLUPart part;
        char **text;
    } wanted[] = {{CURLUPART_ZONEID, &out->zone}, {CURLUPART_PORT, &out->port},
                  {CURLUPART_PATH, &out->path},   {CURLUPART_QUERY, &out->query},
                  {CURLUPART_USER, &out->user},   {CURLUPART_PASSWORD, &out->password}};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        if (curl_url_get(handle, wanted[i].part, wanted[i].text, 0) == CURLUE_OUT_OF_MEMORY)
            return CURLUE_OUT_OF_MEMORY;
    return CURLUE_OK;
}

/* Reads an absolute URL with libcurl's parser. */
static bool read_parts(const char *absolute, bf_str shown, parts *out, bf_error *err)
{
    CURLU *handle = curl_url();
    if (handle == NULL)
        return bf_fail(err, BF_ERR_MEMORY, "URL: no memory");
    CURLUcode code = curl_url_set(handle, CURLUPART_URL, absolute,
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

/* Says whether libcurl's parser left a host that can be asked for. One that it mapped to an A-label
 * is read again, and may turn out to be an address then. */
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
        return refuse(shown, "a URL with a user name or password is refused", err);
    if (read->zone || !is_host(read->host, read->mapped))
        return refuse(shown, "no host that can be read", err);
    if (digits.length > 0 &&
        (!bf_take_decimal(&digits, UINT16_MAX, &number) || digits.length > 0 || number == 0))
        return refuse(shown, "a port that cannot be", err);
    *port = (uint16_t)number;
    return true;
}

/* Writes the fetch form of `read` into `text` and takes it apart into views. */
static bool compose(const parts *read, uint16_t port, bf_str shown, bf_arena *arena, bf_url *out,
                    bf_error *err)
{
    bf_buf text, path;
    bf_str view, normal;
    size_t scheme, origin, path_end;
    bf_buf_init(&text, MOST_BYTES);
    bf_buf_init(&path, MOST_BYTES);
    bf_buf_append(&text, bf_str_of(read->scheme));
    scheme = text.length;
    bf_buf_append_format(&text, "://%s", read->host);
    if (port != default_port(bf_str_of(read->scheme)))
        bf_buf_append_format(&text, ":%u", port);
    origin = text.length;
    bf_url_append_normal(&path, read->path ? bf_str_of(read->path) : BF_STR("/"));
    bool made = bf_buf_view(&path, "URL", &normal, err);
    if (made)
        append_without_dots(&text, normal);
    path_end = text.length;
    if (read->query) {
        bf_buf_append_char(&text, '?');
        bf_url_append_normal(&text, bf_str_of(read->query));
    }
    if (!made || !bf_buf_view(&text, "URL", &view, err))
        made = err->code == BF_ERR_MEMORY ? false : refuse(shown, "too long to be a URL", err);
    else if (!bf_arena_copy(arena, view, &out->text))
        made = bf_fail(err, BF_ERR_MEMORY, "URL: no memory");
    bf_buf_free(&text);
    bf_buf_free(&path);
    if (!made)
        return false;
    out->scheme = bf_str_slice(out->text, 0, scheme);
    out->host = bf_str_slice(out->text, scheme + 3, scheme + 3 + strlen(read->host));
    out->origin = bf_str_slice(out->text, 0, origin);
    out->path = bf_str_slice(out->text, origin, path_end);
    out->target = bf_str_after(out->text, origin);
    out->port = port;
    return true;
}

/* Puts "http:/x", "http:x" and "http:///x" into the form with two slashes, as browsers read them.
 */
static void append_slashes(bf_buf *out, bf_str scheme, bf_str rest)
{
    while (rest.length > 0 && rest.bytes[0] == '/')
        rest = bf_str_after(rest, 1);
    bf_buf_append(out, scheme);
    bf_buf_append(out, BF_STR("://"));
    bf_buf_append(out, rest);
}

/* Merges a relative reference with its base (RFC 3986, 5.2.2, without the fragment); dot segments
 * are taken out later, of the whole. */
static void append_merged(bf_buf *out, const bf_url *base, bf_str reference)
{
    if (bf_str_starts(reference, BF_STR("//"))) {
        append_slashes(out, base->scheme, reference);
        return;
    }
    bf_buf_append(out, base->origin);
    if (reference.length == 0) {
        bf_buf_append(out, base->target);
    } else if (reference.bytes[0] == '/') {
        bf_buf_append(out, reference);
    } else if (reference.bytes[0] == '?') {
        bf_buf_append(out, base->path);
        bf_buf_append(out, reference);
    } else {
        size_t end = base->path.length;
        while (end > 0 && base->path.bytes[end - 1] != '/')
            end--;
        bf_buf_append(out, bf_str_slice(base->path, 0, end));
        bf_buf_append(out, reference);
    }
}

/* Appends the absolute URL that the cleaned `text` means beside `base`. "https:a" is relative to a
 * base of its own scheme, and else as if it had its slashes (WHATWG URL, 4.4, "scheme state"). */
static bool append_absolute(bf_buf *out, bf_str text, const bf_url *base, bf_str shown,
                            bf_error *err)
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
        append_merged(out, base, rest);
    else
        append_slashes(out, scheme, rest);
    return true;
}

/* The content of `buf` as the terminated string that libcurl takes. */
static bool check_text(const bf_buf *buf, bf_str shown, bf_error *err)
{
    bf_str view;
    if (!bf_buf_view(buf, "URL", &view, err))
        return err->code == BF_ERR_MEMORY ? false : refuse(shown, "too long to be a URL", err);
    return bf_str_find(view, BF_STR("\0"), 0) == SIZE_MAX || refuse(shown, "a NUL in a URL", err);
}

/* A host that IDNA mapped is read once more, because the outcome may be another spelling of an
 * address ("0x7f.1" in full-width digits; WHATWG URL, 3.5). */
static bool parse_absolute(const char *absolute, bf_str shown, bf_arena *arena, bf_url *out,
                           bf_error *err)
{
    parts read = {0};
    uint16_t port = 0; /* set by check_parts(), which gcc does not see through */
    bool made = read_parts(absolute, shown, &read, err);
    if (made) {
        lower(read.scheme);
        lower(read.host);
        made =
            check_parts(&read, shown, &port, err) && compose(&read, port, shown, arena, out, err);
    }
    bool again = made && read.mapped;
    free_parts(&read);
    return again ? parse_absolute(out->text.bytes, shown, arena, out, err) : made;
}

bool bf_url_parse(bf_str text, const bf_url *base, bf_arena *arena, bf_url *out, bf_error *err)
{
    bf_buf cleaned, absolute;
    bf_url made = {0};
    bf_buf_init(&cleaned, MOST_BYTES);
    bf_buf_init(&absolute, 2 * MOST_BYTES);
    append_cleaned(&cleaned, text);
    bool parsed =
        check_text(&cleaned, text, err) &&
        append_absolute(&absolute, (bf_str){cleaned.bytes, cleaned.length}, base, text, err) &&
        check_text(&absolute, text, err) && parse_absolute(absolute.bytes, text, arena, &made, err);
    bf_buf_free(&cleaned);
    bf_buf_free(&absolute);
    if (parsed)
        *out = made;
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

/* guard.c: which addresses may be connected to. All addresses are held as sixteen bytes, IPv4 as
 * its mapped form, so that one comparison serves both. */
#include "crawler/guard.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/url.h"

enum {
    NAME_BYTES = 256, /* a name of DNS has 253 at most (RFC 1035, 2.3.4) */
    ENTRY_MEMORY = 64 * 1024
};

typedef struct {
    unsigned char bytes[16];
} address16;

/* What a user opened. */
typedef struct {
    char name[NAME_BYTES]; /* "" for a network */
    address16 base;
    unsigned bits;
    uint16_t port; /* 0: any */
} opening;

struct bf_guard {
    size_t count;
    opening allowed[];
};

/* What is not the public Internet, and its name. */
static const struct {
    const char *base;
    unsigned bits;
    const char *name;
} refused[] = {
    {"0.0.0.0", 8, "this network"},
    {"10.0.0.0", 8, "private"},
    {"100.64.0.0", 10, "shared by carriers"},
    {"127.0.0.0", 8, "loopback"},
    {"168.63.129.16", 32, "where a cloud keeps its metadata"},
    {"169.254.0.0", 16, "link-local, where clouds keep their metadata"},
    {"172.16.0.0", 12, "private"},
    {"192.0.0.0", 24, "reserved"},
    {"192.0.2.0", 24, "for documentation"},
    {"192.88.99.0", 24, "reserved"},
    {"192.168.0.0", 16, "private"},
    {"198.18.0.0", 15, "for benchmarks"},
    {"198.51.100.0", 24, "for documentation"},
    {"203.0.113.0", 24, "for documentation"},
    {"224.0.0.0", 4, "multicast"},
    {"240.0.0.0", 4, "reserved"},
    {"::", 128, "unspecified"},
    {"::1", 128, "loopback"},
    {"fe80::", 10, "link-local"},
    {"fec0::", 10, "site-local"},
    {"fc00::", 7, "private"},
    {"ff00::", 8, "multicast"},
    {"64:ff9b:1::", 48, "for translation within a network"},
    {"100::", 64, "discarded"},
    {"2001:2::", 48, "for benchmarks"},
    {"2001:10::", 28, "reserved"},
    {"2001:db8::", 32, "for documentation"},
    {"3fff::", 20, "for documentation"},
    {"5f00::", 16, "reserved"},
};

/* Forms that carry an IPv4 address, and the byte at which it stands. Teredo's is turned over. */
static const struct {
    const char *base;
    unsigned bits, at;
    bool inverted;
} carriers[] = {
    {"::", 96, 12, false},        {"::ffff:0:0:0", 96, 12, false}, /* translated (RFC 2765, 2.1) */
    {"64:ff9b::", 96, 12, false}, {"2002::", 16, 2, false},        {"2001::", 32, 12, true},
};

static void map_ipv4(const unsigned char four[4], address16 *out)
{
    static const unsigned char prefix[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
    memcpy(out->bytes, prefix, sizeof prefix);
    memcpy(out->bytes + 12, four, 4);
}

/* Reads the text of an address; the number of its bits, 32 or 128, or 0 when it is none. */
static unsigned read_address(const char *text, address16 *out)
{
    unsigned char four[4];
    if (inet_pton(AF_INET, text, four) == 1) {
        map_ipv4(four, out);
        return 32;
    }
    return inet_pton(AF_INET6, text, out->bytes) == 1 ? 128 : 0;
}

/* Says whether the first `bits` bits are the same. */
static bool is_in(const address16 *address, const address16 *base, unsigned bits)
{
    unsigned whole = bits / 8, rest = bits % 8;
    unsigned char mask = (unsigned char)(0xFFu << (8 - rest));
    return memcmp(address->bytes, base->bytes, whole) == 0 &&
           (rest == 0 || ((address->bytes[whole] ^ base->bytes[whole]) & mask) == 0);
}

static bool is_in_text(const address16 *address, const char *base, unsigned bits)
{
    address16 read;
    unsigned width = read_address(base, &read);
    return width > 0 && is_in(address, &read, bits + 128 - width);
}

/* "127.0.0.0/8" */
static bool read_network(char *text, opening *out)
{
    char *slash = strchr(text, '/');
    uint64_t bits;
    if (slash == NULL)
        return false;
    *slash = '\0';
    bf_str digits = bf_str_of(slash + 1);
    unsigned width = read_address(text, &out->base);
    if (width == 0 || !bf_take_decimal(&digits, width, &bits) || digits.length > 0)
        return false;
    out->bits = (unsigned)bits + 128 - width;
    return true;
}

/* "127.0.0.1" or "::1": the one address, with any port */
static bool read_alone(const char *text, opening *out)
{
    out->bits = 128;
    return read_address(text, &out->base) > 0;
}

/* ":8080" at the end of `text`, which then ends before it. */
static bool cut_off_port(char *text, uint16_t *out)
{
    char *colon = strrchr(text, ':');
    uint64_t port;
    if (colon == NULL)
        return false;
    bf_str digits = bf_str_of(colon + 1);
    if (!bf_take_decimal(&digits, UINT16_MAX, &port) || digits.length > 0 || port == 0)
        return false;
    *colon = '\0';
    *out = (uint16_t)port;
    return true;
}

/* "127.0.0.1" or "[::1]", of an entry with a port */
static bool read_bracketed(const char *text, opening *out)
{
    char inner[64];
    size_t length = strlen(text);
    if (text[0] != '[')
        return read_alone(text, out);
    if (length < 3 || length >= sizeof inner || text[length - 1] != ']')
        return false;
    snprintf(inner, sizeof inner, "%.*s", (int)length - 2, text + 1);
    return read_alone(inner, out);
}

/* "localhost", of an entry with a port. An address in another spelling is no name. */
static bool read_name(const char *text, opening *out, bf_error *err)
{
    char url[NAME_BYTES + 16];
    bf_url read;
    bf_error unread = {0};
    address16 address;
    if (text[0] == '\0' || strpbrk(text, "[]:/?#@\\%* "))
        return false;
    bf_arena *arena = bf_arena_new(ENTRY_MEMORY);
    snprintf(url, sizeof url, "http://%s/", text);
    bool parsed = arena && bf_url_parse(bf_str_of(url), NULL, arena, &read, &unread) &&
                  read.host.length < sizeof out->name;
    if (parsed)
        snprintf(out->name, sizeof out->name, "%.*s", BF_STR_ARG(read.host));
    bf_arena_free(arena);
    if (arena == NULL || unread.code == BF_ERR_MEMORY)
        bf_fail(err, BF_ERR_MEMORY, "guard: no memory");
    return parsed && read_address(out->name, &address) == 0;
}

static bool read_text(char *text, opening *out, bf_error *err)
{
    *out = (opening){0};
    if (strchr(text, '/'))
        return read_network(text, out);
    return read_alone(text, out) || (cut_off_port(text, &out->port) &&
                                     (read_bracketed(text, out) || read_name(text, out, err)));
}

static bool read_entry(const char *entry, opening *out, bf_error *err)
{
    char text[NAME_BYTES];
    bool fits = (size_t)snprintf(text, sizeof text, "%s", entry) < sizeof text;
    if (fits && read_text(text, out, err))
        return true;
    return err->code != BF_ERR_MEMORY &&
           bf_fail(err, BF_ERR_USAGE,
                   "--allow-net: \"%.80s\" is no network like 127.0.0.0/8, no address like "
                   "127.0.0.1, no address "
                   "with a port like 127.0.0.1:8080 or [::1]:8080, and no host with a port like "
                   "localhost:8080",
                   entry);
}

bf_guard *bf_guard_new(const char *const *allow, size_t count, bf_error *err)
{
    bf_guard *guard = calloc(1, sizeof *guard + count * sizeof *guard->allowed);
    if (guard == NULL) {
        bf_fail(err, BF_ERR_MEMORY, "guard: no memory");
        return NULL;
    }
    for (; guard->count < count; guard->count++)
        if (!read_entry(allow[guard->count], &guard->allowed[guard->count], err)) {
            bf_guard_free(guard);
            return NULL;
        }
    return guard;
}

void bf_guard_free(bf_guard *guard)
{
    free(guard);
}

static bool read_sockaddr(const struct sockaddr *address, address16 *out, uint16_t *port)
{
    if (address->sa_family == AF_INET) {
        struct sockaddr_in in;
        memcpy(&in, address, sizeof in);
        map_ipv4((const unsigned char *)&in.sin_addr, out);
        *port = ntohs(in.sin_port);
        return true;
    }
    if (address->sa_family == AF_INET6) {
        struct sockaddr_in6 in;
        memcpy(&in, address, sizeof in);
        memcpy(out->bytes, &in.sin6_addr, sizeof out->bytes);
        *port = ntohs(in.sin6_port);
        return true;
    }
    return false;
}

/* `address` is NULL where it is not known. */
static bool is_allowed(const bf_guard *guard, bf_str host, const address16 *address, uint16_t port)
{
    for (size_t i = 0; i < guard->count; i++) {
        const opening *allowed = &guard->allowed[i];
        if (allowed->port != 0 && allowed->port != port)
            continue;
        if (allowed->name[0] ? bf_str_equal_nocase(host, bf_str_of(allowed->name))
                             : address && is_in(address, &allowed->base, allowed->bits))
            return true;
    }
    return false;
}

/* The name of the refused network that `address` is in; NULL when it is in none. */
static const char *refused_name(const address16 *address)
{
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        if (is_in_text(address, refused[i].base, refused[i].bits))
            return refused[i].name;
    return NULL;
}

/* The same for the IPv4 address that `address` carries, when it carries one. */
static const char *carried_name(const address16 *address)
{
    for (size_t i = 0; i < sizeof carriers / sizeof *carriers; i++) {
        unsigned char four[4];
        address16 inner;
        if (!is_in_text(address, carriers[i].base, carriers[i].bits))
            continue;
        for (size_t k = 0; k < 4; k++)
            four[k] = (unsigned char)(address->bytes[carriers[i].at + k] ^
                                      (carriers[i].inverted ? 0xFF : 0));
        map_ipv4(four, &inner);
        const char *name = refused_name(&inner);
        if (name)
            return name;
    }
    return NULL;
}

/* `shown` is how the user may write the host in an entry that opens it. */
static bool is_open_port(uint16_t port, const char *shown, char words[BF_GUARD_WORDS])
{
    if (port == 80 || port == 443)
        return true;
    snprintf(words, BF_GUARD_WORDS,
             "refused: port %u is neither 80 nor 443; --allow-net=%.100s:%u opens it", port, shown,
             port);
    return false;
}

bool bf_guard_allows(const bf_guard *guard, bf_str host, const struct sockaddr *address,
                     char words[BF_GUARD_WORDS])
{
    address16 read;
    uint16_t port;
    char text[INET6_ADDRSTRLEN] = "", shown[INET6_ADDRSTRLEN + 2];
    words[0] = '\0';
    if (!read_sockaddr(address, &read, &port)) {
        snprintf(words, BF_GUARD_WORDS, "refused: no address of IPv4 or IPv6");
        return false;
    }
    if (is_allowed(guard, host, &read, port))
        return true;
    const char *name = refused_name(&read);
    if (name == NULL)
        name = carried_name(&read);
    bool mapped = is_in_text(&read, "0.0.0.0", 0);
    inet_ntop(mapped ? AF_INET : AF_INET6, mapped ? read.bytes + 12 : read.bytes, text,
              sizeof text);
    if (name) {
        snprintf(words, BF_GUARD_WORDS, "refused: %s is %s; --allow-net=%s opens it", text, name,
                 text);
        return false;
    }
    snprintf(shown, sizeof shown, mapped ? "%s" : "[%s]", text);
    return is_open_port(port, shown, words);
}

/* RFC 6761, 6.3: localhost and all below it are loopback, whoever looks them up. */
static bool is_localhost(bf_str host)
{
    size_t length = sizeof "localhost" - 1;
    bf_str end = bf_str_after(host, host.length > length ? host.length - length : 0);
    return bf_str_equal_nocase(end, BF_STR("localhost")) &&
           (host.length == length || host.bytes[host.length - length - 1] == '.');
}

bool bf_guard_allows_unseen(const bf_guard *guard, bf_str host, uint16_t port,
                            char words[BF_GUARD_WORDS])
{
    static const struct addrinfo numeric = {.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV,
                                            .ai_socktype = SOCK_STREAM};
    char text[NAME_BYTES], service[8];
    struct addrinfo *found = NULL;
    bf_str bare = host;
    while (bare.length > 0 && bare.bytes[bare.length - 1] == '.')
        bare.length--;
    if (bare.length > 2 && bare.bytes[0] == '[')
        bare = bf_str_slice(bare, 1, bare.length - 1);
    words[0] = '\0';
    if (is_localhost(bare))
        bare = BF_STR("127.0.0.1");
    snprintf(text, sizeof text, "%.*s", BF_STR_ARG(bare));
    snprintf(service, sizeof service, "%u", port);
    if (bare.length < sizeof text && getaddrinfo(text, service, &numeric, &found) == 0 && found) {
        bool allowed = bf_guard_allows(guard, host, found->ai_addr, words);
        freeaddrinfo(found);
        return allowed;
    }
    return is_allowed(guard, host, NULL, port) || is_open_port(port, text, words);
}

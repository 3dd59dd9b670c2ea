/* scope.c: which links are followed. */
#include "crawler/scope.h"

#include <string.h>

enum { MOST_SEGMENTS = 20, MOST_BYTES = 2048, MOST_REPEATS = 2 };

/* The path up to and with its last slash. */
static bf_str folder_of(bf_str path)
{
    size_t end = path.length;
    while (end > 0 && path.bytes[end - 1] != '/')
        end--;
    return bf_str_slice(path, 0, end);
}

/* The same host and port, or the same host by http and by https: most sites send one to the other.
 */
static bool is_same_host(const bf_url *a, const bf_url *b)
{
    bool usual = bf_str_equal(a->scheme, BF_STR("https")) ? a->port == 443 : a->port == 80;
    bool usual_too = bf_str_equal(b->scheme, BF_STR("https")) ? b->port == 443 : b->port == 80;
    return bf_str_equal(a->host, b->host) && (a->port == b->port || (usual && usual_too));
}

bool bf_scope_allows(bf_scope_kind kind, const bf_url *seed, const bf_url *url)
{
    if (bf_str_equal(seed->text, url->text))
        return true;
    switch (kind) {
    case BF_SCOPE_PAGE:
        return false;
    case BF_SCOPE_PATH:
        return is_same_host(seed, url) && bf_str_starts(url->path, folder_of(seed->path));
    case BF_SCOPE_HOST:
        return is_same_host(seed, url);
    case BF_SCOPE_DOMAIN:
        return bf_str_equal(bf_url_registrable_domain(seed->host),
                            bf_url_registrable_domain(url->host));
    case BF_SCOPE_COUNT:
        break;
    }
    return false;
}

const char *bf_scope_trap(const bf_url *url)
{
    bf_str segments[MOST_SEGMENTS + 1], rest = bf_str_after(url->path, 1);
    size_t count = 0;
    if (url->text.length > MOST_BYTES)
        return "the URL is longer than 2,048 bytes";
    while (count <= MOST_SEGMENTS && bf_str_take_part(&rest, '/', &segments[count]))
        count++;
    if (count > MOST_SEGMENTS)
        return "the path has more than 20 segments";
    for (size_t width = 1; width <= 2; width++)
        for (size_t i = 0; i + width * (MOST_REPEATS + 1) <= count; i++) {
            bool same = true;
            for (size_t k = 0; k < width * MOST_REPEATS && same; k++)
                same = bf_str_equal(segments[i + k], segments[i + k + width]);
            if (same)
                return "the path repeats itself";
        }
    return NULL;
}

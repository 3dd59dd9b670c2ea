/* scope.c: which URLs a crawl takes. First the kind of scope, then the patterns. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "crawler/scope.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <pcre2.h>

/* Steps of one attempt to match; PCRE2 counts anew from each byte at which a match may begin. What
 * a user means takes a few hundred. At worst, (a|aa){11}Q on a URL of 2,000 letters a, a pattern
 * takes a quarter of a second; one that doubles without end, (a+)+$, gives up within a millisecond.
 */
enum { MATCH_LIMIT = 10000, DEPTH_LIMIT = 10000, HEAP_LIMIT = 4 * 1024 /* KiB */ };

/* Without JIT: URLs are short, and a crawler in its sandbox needs no executable memory. */
typedef struct {
    size_t count;
    pcre2_code **codes;
} patterns;

struct bf_scope {
    bf_scope_kind kind;
    patterns includes, excludes;
    pcre2_match_data *data;
    pcre2_match_context *context;
};

static const char *const verdict_words[] = {
    "in scope",       "links are not followed",
    "another domain", "another host",
    "another path",   "not among what is included",
    "excluded",       "a pattern takes too long on it",
};
static_assert(sizeof verdict_words / sizeof *verdict_words == BF_SCOPE_VERDICTS,
              "each verdict has words");

const char *bf_scope_words(bf_scope_verdict verdict)
{
    return verdict < BF_SCOPE_VERDICTS ? verdict_words[verdict] : "";
}

/* --- Made ---------------------------------------------------------------------------------------
 */

static bool refuse(const char *option, const char *text, size_t at, const char *words,
                   bf_error *err)
{
    return bf_fail(err, BF_ERR_USAGE, "%s: the pattern \"%.200s\" cannot be read at byte %zu: %s",
                   option, text, at + 1, words);
}

static bool compile(const char *option, const char *text, pcre2_code **out, bf_error *err)
{
    int code;
    PCRE2_SIZE at;
    PCRE2_UCHAR words[200];
    for (size_t i = 0; text[i] != '\0'; i++)
        if ((unsigned char)text[i] >= 0x80)
            return refuse(option, text, i, "URLs are ASCII: write the letter as its %XX escapes",
                          err);
    *out = pcre2_compile((PCRE2_SPTR)text, PCRE2_ZERO_TERMINATED, 0, &code, &at, NULL);
    if (*out)
        return true;
    if (code == PCRE2_ERROR_HEAP_FAILED)
        return bf_fail(err, BF_ERR_MEMORY, "scope: no memory");
    pcre2_get_error_message(code, words, sizeof words);
    return refuse(option, text, at, (const char *)words, err);
}

static bool compile_all(const char *option, const char *const *texts, size_t count, patterns *out,
                        bf_error *err)
{
    out->codes = calloc(count ? count : 1, sizeof *out->codes);
    if (out->codes == NULL)
        return bf_fail(err, BF_ERR_MEMORY, "scope: no memory");
    for (; out->count < count; out->count++)
        if (!compile(option, texts[out->count], &out->codes[out->count], err))
            return false;
    return true;
}

static bool set_limits(bf_scope *scope, bf_error *err)
{
    scope->data = pcre2_match_data_create(1, NULL);
    scope->context = pcre2_match_context_create(NULL);
    if (scope->data == NULL || scope->context == NULL)
        return bf_fail(err, BF_ERR_MEMORY, "scope: no memory");
    pcre2_set_match_limit(scope->context, MATCH_LIMIT);
    pcre2_set_depth_limit(scope->context, DEPTH_LIMIT);
    pcre2_set_heap_limit(scope->context, HEAP_LIMIT);
    return true;
}

bf_scope *bf_scope_new(bf_scope_kind kind, const char *const *includes, size_t include_count,
                       const char *const *excludes, size_t exclude_count, bf_error *err)
{
    bf_scope *scope = calloc(1, sizeof *scope);
    if (scope == NULL) {
        bf_fail(err, BF_ERR_MEMORY, "scope: no memory");
        return NULL;
    }
    scope->kind = kind;
    if (compile_all("--include", includes, include_count, &scope->includes, err) &&
        compile_all("--exclude", excludes, exclude_count, &scope->excludes, err) &&
        set_limits(scope, err))
        return scope;
    bf_scope_free(scope);
    return NULL;
}

static void free_patterns(patterns *made)
{
    for (size_t i = 0; i < made->count; i++)
        pcre2_code_free(made->codes[i]);
    free(made->codes);
}

void bf_scope_free(bf_scope *scope)
{
    if (scope == NULL)
        return;
    free_patterns(&scope->includes);
    free_patterns(&scope->excludes);
    pcre2_match_context_free(scope->context);
    pcre2_match_data_free(scope->data);
    free(scope);
}

/* --- The kind -----------------------------------------------------------------------------------
 */

/* The path up to and with its last slash. */
static bf_str folder_of(bf_str path)
{
    size_t end = path.length;
    while (end > 0 && path.bytes[end - 1] != '/')
        end--;
    return bf_str_slice(path, 0, end);
}

static bf_str without_www(bf_str host)
{
    return bf_str_starts(host, BF_STR("www.")) ? bf_str_after(host, 4) : host;
}

/* The same port, or each scheme's own: most sites send http to https. */
static bool is_same_port(const bf_url *a, const bf_url *b)
{
    bool usual = bf_str_equal(a->scheme, BF_STR("https")) ? a->port == 443 : a->port == 80;
    bool usual_too = bf_str_equal(b->scheme, BF_STR("https")) ? b->port == 443 : b->port == 80;
    return a->port == b->port || (usual && usual_too);
}

static bool is_same_host(const bf_url *a, const bf_url *b)
{
    return bf_str_equal(without_www(a->host), without_www(b->host)) && is_same_port(a, b);
}

static bf_scope_verdict judge_host(const bf_url *seed, const bf_url *url)
{
    return is_same_host(seed, url) ? BF_SCOPE_IN : BF_SCOPE_OTHER_HOST;
}

static bf_scope_verdict judge_domain(const bf_url *seed, const bf_url *url)
{
    return bf_str_equal(bf_url_registrable_domain(seed->host), bf_url_registrable_domain(url->host))
               ? BF_SCOPE_IN
               : BF_SCOPE_OTHER_DOMAIN;
}

static bf_scope_verdict judge_kind(bf_scope_kind kind, const bf_url *seed, const bf_url *url,
                                   bf_scope_way way)
{
    switch (kind) {
    case BF_SCOPE_PAGE:
        return way == BF_SCOPE_REDIRECT ? judge_host(seed, url) : BF_SCOPE_NO_LINKS;
    case BF_SCOPE_PATH:
        if (!is_same_host(seed, url))
            return BF_SCOPE_OTHER_HOST;
        return bf_str_starts(url->path, folder_of(seed->path)) ? BF_SCOPE_IN : BF_SCOPE_OTHER_PATH;
    case BF_SCOPE_HOST:
        return judge_host(seed, url);
    case BF_SCOPE_DOMAIN:
        return judge_domain(seed, url);
    case BF_SCOPE_LIST:
        return way == BF_SCOPE_REDIRECT ? judge_domain(seed, url) : BF_SCOPE_NO_LINKS;
    case BF_SCOPE_COUNT:
        break;
    }
    return BF_SCOPE_NO_LINKS;
}

/* --- The patterns -------------------------------------------------------------------------------
 */

typedef enum { NO_MATCH, MATCH, LIMIT_MET } matching;

/* A match counts, whatever limit another pattern met. */
static matching match_any(const bf_scope *scope, const patterns *any, bf_str text)
{
    matching result = NO_MATCH;
    for (size_t i = 0; i < any->count; i++) {
        int code = pcre2_match(any->codes[i], (PCRE2_SPTR)text.bytes, text.length, 0, 0,
                               scope->data, scope->context);
        if (code >= 0)
            return MATCH;
        if (code != PCRE2_ERROR_NOMATCH)
            result = LIMIT_MET;
    }
    return result;
}

bf_scope_verdict bf_scope_judge(const bf_scope *scope, const bf_url *seed, const bf_url *url,
                                bf_scope_way way)
{
    if (bf_str_equal(seed->text, url->text))
        return BF_SCOPE_IN;
    bf_scope_verdict verdict = judge_kind(scope->kind, seed, url, way);
    if (verdict != BF_SCOPE_IN)
        return verdict;
    matching excluded = match_any(scope, &scope->excludes, url->text);
    if (excluded != NO_MATCH)
        return excluded == MATCH ? BF_SCOPE_EXCLUDED : BF_SCOPE_GAVE_UP;
    if (scope->includes.count == 0 || way == BF_SCOPE_REDIRECT)
        return BF_SCOPE_IN;
    matching included = match_any(scope, &scope->includes, url->text);
    if (included == MATCH)
        return BF_SCOPE_IN;
    return included == NO_MATCH ? BF_SCOPE_NOT_INCLUDED : BF_SCOPE_GAVE_UP;
}

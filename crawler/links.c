/* links.c: the links of one page. Gathered first and told afterwards, because base and meta robots
 * may stand behind the first link. */
#include "crawler/links.h"

#include "common/charset.h"
#include "common/html.h"
#include "common/http.h"

typedef struct {
    bf_arena *arena;
    bf_str *hrefs;
    size_t count, capacity;
    bf_str base, canonical;
    bf_directives directives;
    bool no_memory, cut;
} gathering;

static bool is_between(char c)
{
    return c == ',' || c == ' ' || (c >= '\t' && c <= '\r');
}

/* Says whether `list`, words with commas or white space between them, has the word. */
static bool has_word(bf_str list, const char *word)
{
    for (size_t begin = 0, end; begin < list.length; begin = end + 1) {
        for (end = begin; end < list.length && !is_between(list.bytes[end]);)
            end++;
        if (bf_str_equal_nocase(bf_str_slice(list, begin, end), bf_str_of(word)))
            return true;
    }
    return false;
}

static bool add_href(gathering *job, bf_str href)
{
    href = bf_str_trim(href);
    if (href.length == 0 || href.bytes[0] == '#')
        return true;
    if (job->count >= BF_LINKS_MOST) {
        job->cut = true;
        return true;
    }
    bf_str *grown =
        bf_arena_grow(job->arena, job->hrefs, job->count, &job->capacity, sizeof *grown);
    if (grown == NULL || !bf_arena_copy(job->arena, href, &grown[job->count])) {
        job->no_memory = true;
        return false;
    }
    job->hrefs = grown;
    job->count++;
    return true;
}

/* "5; url=/next" */
static bool read_refresh(gathering *job, bf_str content)
{
    size_t at = bf_str_find_nocase(content, BF_STR("url="), 0);
    bf_str target = at == SIZE_MAX ? (bf_str){0} : bf_str_trim(bf_str_after(content, at + 4));
    if (target.length >= 2 && (target.bytes[0] == '\'' || target.bytes[0] == '"'))
        target = bf_str_slice(target, 1, target.length - 1);
    return add_href(job, target);
}

static bool read_meta(gathering *job, const bf_html_attribute *attributes, size_t count)
{
    bf_str content = bf_html_attribute_of(attributes, count, BF_STR("content"));
    bf_directives_take_meta(&job->directives,
                            bf_html_attribute_of(attributes, count, BF_STR("name")), content);
    if (bf_str_equal_nocase(bf_html_attribute_of(attributes, count, BF_STR("http-equiv")),
                            BF_STR("refresh")))
        return read_refresh(job, content);
    return true;
}

/* Keeps the href of the first element of its kind in `kept`. */
static bool keep_first(gathering *job, bf_str href, bf_str *kept)
{
    if (kept->length > 0 || href.length == 0)
        return true;
    job->no_memory = !bf_arena_copy(job->arena, href, kept);
    return !job->no_memory;
}

static bool on_start(bf_str tag, const bf_html_attribute *attributes, size_t count, void *user)
{
    gathering *job = user;
    bf_str href = bf_html_attribute_of(attributes, count, BF_STR("href"));
    if (bf_str_equal(tag, BF_STR("a")) || bf_str_equal(tag, BF_STR("area")))
        return has_word(bf_html_attribute_of(attributes, count, BF_STR("rel")), "nofollow") ||
               add_href(job, href);
    if (bf_str_equal(tag, BF_STR("iframe")) || bf_str_equal(tag, BF_STR("frame")))
        return add_href(job, bf_html_attribute_of(attributes, count, BF_STR("src")));
    if (bf_str_equal(tag, BF_STR("meta")))
        return read_meta(job, attributes, count);
    if (bf_str_equal(tag, BF_STR("link")) &&
        has_word(bf_html_attribute_of(attributes, count, BF_STR("rel")), "canonical"))
        return keep_first(job, bf_str_trim(href), &job->canonical);
    if (bf_str_equal(tag, BF_STR("base")))
        return keep_first(job, href, &job->base);
    return true;
}

/* Resolves `text`; an empty `out` for what is no http URL, which is none of ours. false: no memory.
 */
static bool resolve(bf_str text, const bf_url *base, bf_arena *arena, bf_url *out, bf_error *err)
{
    bf_error unread = {0};
    if (bf_url_parse(text, base, arena, out, &unread))
        return true;
    *out = (bf_url){0};
    if (unread.code == BF_ERR_MEMORY)
        *err = unread;
    return unread.code != BF_ERR_MEMORY;
}

/* Takes one parameter of a Link field (RFC 8288, 3) off `*rest`: "; name=value", the value a token
 * or in quotes, whose escapes are left in. false: what follows is no parameter. */
static bool take_parameter(bf_str *rest, bf_str *name, bf_str *value)
{
    bf_str text = bf_str_trim(*rest);
    size_t end = 0;
    if (!bf_str_starts(text, BF_STR(";")))
        return false;
    text = bf_str_trim(bf_str_after(text, 1));
    while (end < text.length && text.bytes[end] != '=' && text.bytes[end] != ';' &&
           text.bytes[end] != ',')
        end++;
    *name = bf_str_trim(bf_str_slice(text, 0, end));
    *value = (bf_str){0};
    *rest = bf_str_after(text, end);
    if (!bf_str_starts(*rest, BF_STR("=")))
        return true;
    text = bf_str_trim(bf_str_after(*rest, 1));
    bool quoted = bf_str_starts(text, BF_STR("\""));
    for (end = quoted; end < text.length; end++) {
        char c = text.bytes[end];
        if (quoted ? c == '"' : c == ';' || c == ',')
            break;
        end += quoted && c == '\\';
    }
    *value = bf_str_trim(bf_str_slice(text, quoted, end));
    *rest = bf_str_after(text, end + quoted);
    return true;
}

/* The target of the first link in `field` with rel=canonical that speaks of the page itself; empty
 * when there is none. */
static bf_str canonical_in(bf_str field)
{
    bf_str name, value;
    for (size_t open; (open = bf_str_find(field, BF_STR("<"), 0)) != SIZE_MAX;) {
        size_t close = bf_str_find(field, BF_STR(">"), open);
        if (close == SIZE_MAX)
            break;
        bf_str target = bf_str_trim(bf_str_slice(field, open + 1, close)), rel = {0};
        bool of_page = true;
        field = bf_str_after(field, close + 1);
        while (take_parameter(&field, &name, &value)) {
            if (bf_str_equal_nocase(name, BF_STR("rel")) && rel.length == 0)
                rel = value; /* a second one says nothing (3.3) */
            of_page = of_page && !bf_str_equal_nocase(name, BF_STR("anchor"));
        }
        if (of_page && has_word(rel, "canonical"))
            return target;
    }
    return (bf_str){0};
}

/* Reads what the head of the page says: `said` is filled but for what stands in the body. */
static bool read_head(const bf_page *page, const bf_url *url, bf_arena *arena, bf_links_said *said,
                      bf_error *err)
{
    bf_http_head head;
    bf_error unread = {0};
    *said = (bf_links_said){0};
    if (!bf_http_head_parse(page->head, arena, &head, &unread)) {
        if (unread.code == BF_ERR_MEMORY)
            *err = unread;
        return unread.code != BF_ERR_MEMORY; /* it did not come over HTTP */
    }
    bf_directives_take_head(&said->directives, &head);
    for (size_t i = 0; i < head.field_count && said->canonical.length == 0; i++) {
        bf_str target = {0};
        bf_url read = {0};
        if (bf_str_equal_nocase(head.fields[i].name, BF_STR("Link")))
            target = canonical_in(head.fields[i].value);
        if (target.length > 0 && !resolve(target, url, arena, &read, err))
            return false;
        said->canonical = read.text;
    }
    return true;
}

static bool tell_links(gathering *job, const bf_url *base, bf_links_visit *visit, void *user,
                       bf_error *err)
{
    bf_url link;
    for (size_t i = 0; i < job->count; i++)
        if (!resolve(job->hrefs[i], base, job->arena, &link, err) ||
            (link.text.length > 0 && !visit(&link, user)))
            return false;
    return true;
}

bool bf_links_each(const bf_page *page, const bf_url *url, bf_arena *arena, bf_links_said *said,
                   bf_links_visit *visit, void *user, bf_error *err)
{
    static const char *const tags[] = {"a",    "area", "iframe", "frame",
                                       "meta", "link", "base",   NULL};
    gathering job = {.arena = arena};
    bf_charset_text text;
    bf_url base, canonical;
    if (!read_head(page, url, arena, said, err) ||
        !bf_charset_decode(page->body, page->charset, arena, &text, err))
        return false;
    job.directives = said->directives;
    bf_html_end end = bf_html_each_start(text.text, tags, on_start, &job, err);
    if (end == BF_HTML_FAILED)
        return false;
    if (job.no_memory)
        return bf_fail(err, BF_ERR_MEMORY, "links: no memory");
    said->directives = job.directives;
    said->cut = job.cut;
    if (!resolve(job.base, url, arena, &base, err))
        return false;
    if (base.text.length == 0)
        base = *url;
    if (said->canonical.length == 0 && job.canonical.length > 0) {
        if (!resolve(job.canonical, &base, arena, &canonical, err))
            return false;
        said->canonical = canonical.text;
    }
    return said->directives.nofollow || tell_links(&job, &base, visit, user, err);
}

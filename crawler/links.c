/* links.c: the links of one page. Gathered first and told afterwards, because base and meta robots
 * may stand behind the first link. */
#include "crawler/links.h"

#include "common/charset.h"
#include "common/html.h"

typedef struct {
    bf_arena *arena;
    bf_str *hrefs;
    size_t count, capacity;
    bf_str base;
    bool based, nofollow, no_memory;
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
    if (href.length == 0 || href.bytes[0] == '#' || job->count >= BF_LINKS_MOST)
        return true;
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
    bf_str name = bf_html_attribute_of(attributes, count, BF_STR("name"));
    bf_str content = bf_html_attribute_of(attributes, count, BF_STR("content"));
    if (bf_str_equal_nocase(name, BF_STR("robots")) ||
        bf_str_equal_nocase(name, BF_STR("bonafide")))
        job->nofollow = job->nofollow || has_word(content, "nofollow") || has_word(content, "none");
    if (bf_str_equal_nocase(bf_html_attribute_of(attributes, count, BF_STR("http-equiv")),
                            BF_STR("refresh")))
        return read_refresh(job, content);
    return true;
}

static bool on_start(bf_str tag, const bf_html_attribute *attributes, size_t count, size_t offset,
                     void *user)
{
    gathering *job = user;
    (void)offset;
    bf_str href = bf_html_attribute_of(attributes, count, BF_STR("href"));
    if (bf_str_equal(tag, BF_STR("a")) || bf_str_equal(tag, BF_STR("area")))
        return has_word(bf_html_attribute_of(attributes, count, BF_STR("rel")), "nofollow") ||
               add_href(job, href);
    if (bf_str_equal(tag, BF_STR("iframe")) || bf_str_equal(tag, BF_STR("frame")))
        return add_href(job, bf_html_attribute_of(attributes, count, BF_STR("src")));
    if (bf_str_equal(tag, BF_STR("meta")))
        return read_meta(job, attributes, count);
    if (bf_str_equal(tag, BF_STR("base")) && !job->based && href.length > 0) {
        job->based = bf_arena_copy(job->arena, href, &job->base);
        job->no_memory = job->no_memory || !job->based;
        return job->based;
    }
    return true;
}

static bool tell_links(gathering *job, const bf_url *url, bf_links_visit *visit, void *user,
                       bf_error *err)
{
    bf_error unread = {0}; /* a link or base that is no http URL is none of ours */
    bf_url base = *url, link;
    if (job->based && !bf_url_parse(job->base, url, job->arena, &base, &unread))
        base = *url;
    for (size_t i = 0; i < job->count && unread.code != BF_ERR_MEMORY; i++)
        if (bf_url_parse(job->hrefs[i], &base, job->arena, &link, &unread) && !visit(&link, user))
            return false;
    if (unread.code == BF_ERR_MEMORY)
        *err = unread;
    return unread.code != BF_ERR_MEMORY;
}

bool bf_links_each(const bf_page *page, const bf_url *url, bf_arena *arena, bf_links_visit *visit,
                   void *user, bf_error *err)
{
    static const bf_html_events events = {.start = on_start};
    gathering job = {.arena = arena};
    bf_charset_text text;
    bf_str tag = bf_page_header(page, BF_STR("X-Robots-Tag"));
    if (has_word(tag, "nofollow") || has_word(tag, "none"))
        return true;
    if (!bf_charset_decode(page->body, page->charset, arena, &text, err))
        return false;
    bf_html_end end = bf_html_read(text.text, &events, &job, err);
    if (end == BF_HTML_FAILED)
        return false;
    if (job.no_memory)
        return bf_fail(err, BF_ERR_MEMORY, "links: no memory");
    return job.nofollow || tell_links(&job, url, visit, user, err);
}

/* element.c: what the names of HTML elements mean for reading. */
#include "analyzer/element.h"

#include <string.h>

/* Elements that a browser's own style sheet sets apart (HTML, 15.3), and list parts. */
static const char *const blocks[] = {
    "address",    "article", "aside",   "blockquote", "body",     "button", "caption", "center",
    "dd",         "details", "dialog",  "dir",        "div",      "dl",     "dt",      "fieldset",
    "figcaption", "figure",  "footer",  "form",       "frameset", "h1",     "h2",      "h3",
    "h4",         "h5",      "h6",      "header",     "hgroup",   "hr",     "html",    "legend",
    "li",         "main",    "menu",    "nav",        "noscript", "ol",     "option",  "p",
    "pre",        "search",  "section", "select",     "summary",  "table",  "tbody",   "td",
    "textarea",   "tfoot",   "th",      "thead",      "tr",       "ul"};

/* Content that no reader is shown as text of the page. The head is none of them: its end tag and
 * the body's start tag may be left out (HTML, 13.1.2.4), and libxml2 then leaves the elements that
 * it does not know, such as main, inside it. */
static const char *const skipped[] = {"script", "style", "template", "svg",    "math",  "object",
                                      "iframe", "audio", "video",    "canvas", "title", "datalist"};

static const struct {
    const char *tag;
    bf_block_kind kind;
} kinds[] = {{"li", BF_BLOCK_LIST_ITEM}, {"option", BF_BLOCK_LIST_ITEM}, {"td", BF_BLOCK_CELL},
             {"th", BF_BLOCK_CELL},      {"dt", BF_BLOCK_TERM},          {"summary", BF_BLOCK_TERM},
             {"dd", BF_BLOCK_DETAIL},    {"blockquote", BF_BLOCK_QUOTE}, {"q", BF_BLOCK_QUOTE}};

static bool is_among(const char *const *names, size_t count, bf_str tag)
{
    for (size_t i = 0; i < count; i++)
        if (bf_str_equal(tag, bf_str_of(names[i])))
            return true;
    return false;
}

bf_element_role bf_element_role_of(bf_str tag)
{
    static const char *const lists[] = {"ul", "ol", "menu", "dl", "table"};
    static const char *const sections[] = {"section", "article", "main", "aside",
                                           "footer",  "header",  "nav"};
    bf_element_role role = {
        .block = is_among(blocks, sizeof blocks / sizeof *blocks, tag),
        .list = is_among(lists, sizeof lists / sizeof *lists, tag),
        .sectioning = is_among(sections, sizeof sections / sizeof *sections, tag),
        .skipped = is_among(skipped, sizeof skipped / sizeof *skipped, tag),
        .preformatted = bf_str_equal(tag, BF_STR("pre")) || bf_str_equal(tag, BF_STR("textarea")),
        .title = bf_str_equal(tag, BF_STR("title")),
    };
    role.headed = role.list && !bf_str_equal(tag, BF_STR("table"));
    if (tag.length == 2 && tag.bytes[0] == 'h' && tag.bytes[1] >= '1' && tag.bytes[1] <= '6')
        role.heading_level = (uint8_t)(tag.bytes[1] - '0');
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (bf_str_equal(tag, bf_str_of(kinds[i].tag)))
            role.kind = kinds[i].kind;
    return role;
}

/* Words of ids and classes, as whole parts between blanks, hyphens and underscores. */
static const struct {
    const char *word;
    bf_zone zone;
} zone_words[] = {{"footer", BF_ZONE_FOOTER},
                  {"sidebar", BF_ZONE_ASIDE},
                  {"nav", BF_ZONE_NAV},
                  {"navbar", BF_ZONE_NAV},
                  {"navigation", BF_ZONE_NAV},
                  {"breadcrumb", BF_ZONE_NAV},
                  {"breadcrumbs", BF_ZONE_NAV},
                  {"comments", BF_ZONE_COMMENTS},
                  {"commentlist", BF_ZONE_COMMENTS}};

static const struct {
    const char *role;
    bf_zone zone;
} zone_roles[] = {{"banner", BF_ZONE_HEADER},
                  {"contentinfo", BF_ZONE_FOOTER},
                  {"navigation", BF_ZONE_NAV},
                  {"complementary", BF_ZONE_ASIDE},
                  {"main", BF_ZONE_MAIN}};

/* Finds the zone of the first known word; false without one. */
static bool zone_of_words(bf_str text, bf_zone *zone)
{
    size_t begin = 0;
    for (size_t i = 0; i <= text.length; i++) {
        if (i < text.length && !strchr(" -_", text.bytes[i]))
            continue;
        bf_str word = bf_str_slice(text, begin, i);
        begin = i + 1;
        for (size_t k = 0; word.length > 0 && k < sizeof zone_words / sizeof *zone_words; k++)
            if (bf_str_equal_nocase(word, bf_str_of(zone_words[k].word))) {
                *zone = zone_words[k].zone;
                return true;
            }
    }
    return false;
}

bf_zone bf_element_zone(const bf_element *element, bf_zone outside, bool sectioned)
{
    static const char *const plain[] = {"div", "ul", "ol", "section", "table"};
    bf_zone zone = outside;
    bf_str tag = element->tag;
    for (size_t i = 0; i < sizeof zone_roles / sizeof *zone_roles; i++)
        if (bf_str_equal_nocase(element->role, bf_str_of(zone_roles[i].role)))
            return zone_roles[i].zone;
    if (bf_str_equal(tag, BF_STR("main")))
        return BF_ZONE_MAIN;
    if (bf_str_equal(tag, BF_STR("nav")))
        return BF_ZONE_NAV;
    if (bf_str_equal(tag, BF_STR("aside")))
        return BF_ZONE_ASIDE;
    if (bf_str_equal(tag, BF_STR("header")) && !sectioned)
        return BF_ZONE_HEADER;
    if (bf_str_equal(tag, BF_STR("footer")) && !sectioned)
        return BF_ZONE_FOOTER;
    if (is_among(plain, sizeof plain / sizeof *plain, tag) && !zone_of_words(element->id, &zone) &&
        !zone_of_words(element->classes, &zone))
        return outside;
    return zone;
}

/* element.c: what the names of HTML elements mean for reading. */
#include "analyzer/element.h"

#include <string.h>

#include "analyzer/class_word.h"
#include "analyzer/zone_words.h"

/* In the order of their names. Blocks are what a browser's own style sheet sets apart (HTML, 15.3),
 * and list parts. The content of head is shown: its end tag and the body's start tag may be left
 * out (HTML, 13.1.2.4), and libxml2 then leaves the elements that it does not know, such as main,
 * inside it. Frequent inline elements stand here for their names' sake. What ends a drawing is what
 * HTML says of foreign content (13.2.6.5); also textarea and xmp, whose text may look like such an
 * element, and each font. */
static const bf_element_role roles[] = {
    {.name = {"a", 1}, .tag = BF_TAG_A},
    {.name = {"address", 7}, .block = true},
    {.name = {"article", 7}, .block = true, .sectioning = true},
    {.name = {"aside", 5}, .block = true, .sectioning = true},
    {.name = {"audio", 5}, .content = BF_CONTENT_SKIPPED},
    {.name = {"b", 1}, .ends_drawing = true},
    {.name = {"big", 3}, .ends_drawing = true},
    {.name = {"blockquote", 10}, .ends_drawing = true, .block = true, .kind = BF_BLOCK_QUOTE},
    {.name = {"body", 4}, .ends_drawing = true, .block = true},
    {.name = {"br", 2}, .ends_drawing = true, .tag = BF_TAG_BR},
    {.name = {"button", 6}, .block = true},
    {.name = {"canvas", 6}, .content = BF_CONTENT_SKIPPED},
    {.name = {"caption", 7}, .block = true},
    {.name = {"center", 6}, .ends_drawing = true, .block = true, .zoned = true},
    {.name = {"circle", 6}},
    {.name = {"code", 4}, .ends_drawing = true},
    {.name = {"datalist", 8}, .content = BF_CONTENT_SKIPPED},
    {.name = {"dd", 2}, .ends_drawing = true, .block = true, .kind = BF_BLOCK_DETAIL},
    {.name = {"defs", 4}},
    {.name = {"desc", 4}, .holds_html = true},
    {.name = {"details", 7}, .block = true},
    {.name = {"dialog", 6}, .block = true},
    {.name = {"dir", 3}, .block = true},
    {.name = {"div", 3}, .ends_drawing = true, .block = true, .zoned = true},
    {.name = {"dl", 2},
     .ends_drawing = true,
     .block = true,
     .list = true,
     .headed = true,
     .zoned = true},
    {.name = {"dt", 2}, .ends_drawing = true, .block = true, .kind = BF_BLOCK_TERM},
    {.name = {"em", 2}, .ends_drawing = true},
    {.name = {"embed", 5}, .ends_drawing = true},
    {.name = {"fieldset", 8}, .block = true},
    {.name = {"figcaption", 10}, .block = true},
    {.name = {"figure", 6}, .block = true},
    {.name = {"font", 4}, .ends_drawing = true},
    {.name = {"footer", 6}, .block = true, .sectioning = true},
    {.name = {"foreignobject", 13}, .block = true, .holds_html = true, .content = BF_CONTENT_LABEL},
    {.name = {"form", 4}, .block = true, .zoned = true},
    {.name = {"frameset", 8}, .block = true},
    {.name = {"g", 1}},
    {.name = {"h1", 2}, .ends_drawing = true, .block = true, .heading = 1},
    {.name = {"h2", 2}, .ends_drawing = true, .block = true, .heading = 2},
    {.name = {"h3", 2}, .ends_drawing = true, .block = true, .heading = 3},
    {.name = {"h4", 2}, .ends_drawing = true, .block = true, .heading = 4},
    {.name = {"h5", 2}, .ends_drawing = true, .block = true, .heading = 5},
    {.name = {"h6", 2}, .ends_drawing = true, .block = true, .heading = 6},
    {.name = {"head", 4}, .ends_drawing = true},
    {.name = {"header", 6}, .block = true, .sectioning = true},
    {.name = {"hgroup", 6}, .block = true},
    {.name = {"hr", 2}, .ends_drawing = true, .block = true},
    {.name = {"html", 4}, .block = true, .tag = BF_TAG_HTML},
    {.name = {"i", 1}, .ends_drawing = true},
    {.name = {"iframe", 6}, .content = BF_CONTENT_SKIPPED},
    {.name = {"img", 3}, .ends_drawing = true, .tag = BF_TAG_IMG},
    {.name = {"input", 5}},
    {.name = {"label", 5}},
    {.name = {"legend", 6}, .block = true},
    {.name = {"li", 2}, .ends_drawing = true, .block = true, .kind = BF_BLOCK_LIST_ITEM},
    {.name = {"line", 4}},
    {.name = {"link", 4}, .tag = BF_TAG_LINK},
    {.name = {"listing", 7},
     .ends_drawing = true,
     .block = true,
     .content = BF_CONTENT_PREFORMATTED},
    {.name = {"main", 4}, .block = true, .sectioning = true},
    {.name = {"menu", 4}, .ends_drawing = true, .block = true, .list = true, .headed = true},
    {.name = {"meta", 4}, .ends_drawing = true, .tag = BF_TAG_META},
    {.name = {"nav", 3}, .block = true, .sectioning = true},
    {.name = {"nobr", 4}, .ends_drawing = true},
    {.name = {"noscript", 8}, .block = true},
    {.name = {"object", 6}},
    {.name = {"ol", 2},
     .ends_drawing = true,
     .block = true,
     .list = true,
     .headed = true,
     .zoned = true},
    {.name = {"option", 6}, .block = true, .kind = BF_BLOCK_LIST_ITEM},
    {.name = {"p", 1}, .ends_drawing = true, .block = true},
    {.name = {"path", 4}},
    {.name = {"plaintext", 9}, .block = true, .content = BF_CONTENT_PREFORMATTED},
    {.name = {"polygon", 7}},
    {.name = {"pre", 3}, .ends_drawing = true, .block = true, .content = BF_CONTENT_PREFORMATTED},
    {.name = {"q", 1}, .kind = BF_BLOCK_QUOTE},
    {.name = {"rect", 4}},
    {.name = {"ruby", 4}, .ends_drawing = true},
    {.name = {"s", 1}, .ends_drawing = true},
    {.name = {"script", 6}, .content = BF_CONTENT_SKIPPED, .tag = BF_TAG_SCRIPT},
    {.name = {"search", 6}, .block = true},
    {.name = {"section", 7}, .block = true, .sectioning = true, .zoned = true},
    {.name = {"select", 6}, .block = true},
    {.name = {"small", 5}, .ends_drawing = true},
    {.name = {"span", 4}, .ends_drawing = true},
    {.name = {"strike", 6}, .ends_drawing = true},
    {.name = {"strong", 6}, .ends_drawing = true},
    {.name = {"style", 5}, .content = BF_CONTENT_SKIPPED},
    {.name = {"sub", 3}, .ends_drawing = true},
    {.name = {"summary", 7}, .block = true, .kind = BF_BLOCK_TERM},
    {.name = {"sup", 3}, .ends_drawing = true},
    {.name = {"svg", 3}, .content = BF_CONTENT_DRAWING},
    {.name = {"table", 5}, .ends_drawing = true, .block = true, .list = true, .zoned = true},
    {.name = {"tbody", 5}, .block = true},
    {.name = {"td", 2}, .block = true, .zoned = true, .kind = BF_BLOCK_CELL},
    {.name = {"template", 8}, .block = true, .content = BF_CONTENT_TEMPLATE},
    {.name = {"text", 4}, .content = BF_CONTENT_LABEL},
    {.name = {"textarea", 8},
     .ends_drawing = true,
     .block = true,
     .content = BF_CONTENT_PREFORMATTED},
    {.name = {"tfoot", 5}, .block = true},
    {.name = {"th", 2}, .block = true, .kind = BF_BLOCK_CELL},
    {.name = {"thead", 5}, .block = true},
    {.name = {"time", 4}},
    {.name = {"title", 5}, .holds_html = true, .content = BF_CONTENT_SKIPPED, .tag = BF_TAG_TITLE},
    {.name = {"tr", 2}, .block = true},
    {.name = {"tt", 2}, .ends_drawing = true},
    {.name = {"u", 1}, .ends_drawing = true},
    {.name = {"ul", 2},
     .ends_drawing = true,
     .block = true,
     .list = true,
     .headed = true,
     .zoned = true},
    {.name = {"use", 3}},
    {.name = {"var", 3}, .ends_drawing = true},
    {.name = {"video", 5}, .content = BF_CONTENT_SKIPPED},
    {.name = {"xmp", 3}, .ends_drawing = true, .block = true, .content = BF_CONTENT_PREFORMATTED},
};
enum { MOST_PIXELS = 1000 * 1000 }; /* that an image is believed to be wide or high */

enum { ROLES = sizeof roles / sizeof *roles };

const bf_element_role *bf_element_role_of(bf_str tag)
{
    static const bf_element_role unknown = {0};
    size_t low = 0, high = ROLES;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = bf_str_compare(roles[middle].name, tag);
        if (order == 0)
            return &roles[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return &unknown;
}

/* Says whether a style's declaration takes the element out of sight. */
static bool hides(bf_str declaration)
{
    size_t colon = bf_str_find(declaration, BF_STR(":"), 0);
    if (colon == SIZE_MAX)
        return false;
    bf_str name = bf_str_trim(bf_str_slice(declaration, 0, colon));
    bf_str value = bf_str_trim(bf_str_after(declaration, colon + 1));
    return (bf_str_equal_nocase(name, BF_STR("display")) &&
            bf_str_starts_nocase(value, BF_STR("none"))) ||
           (bf_str_equal_nocase(name, BF_STR("visibility")) &&
            bf_str_starts_nocase(value, BF_STR("hidden")));
}

uint32_t bf_element_pixels(bf_str said)
{
    uint64_t pixels;
    return bf_take_decimal(&said, MOST_PIXELS, &pixels) ? (uint32_t)pixels : BF_NONE;
}

bool bf_element_style_hides(bf_str style)
{
    bf_str declaration;
    while (bf_str_take_part(&style, ';', &declaration))
        if (hides(declaration))
            return true;
    return false;
}

static const struct {
    const char *const *words;
    bf_zone zone;
} zone_lists[] = {{header_words, BF_ZONE_HEADER},
                  {footer_words, BF_ZONE_FOOTER},
                  {aside_words, BF_ZONE_ASIDE},
                  {nav_words, BF_ZONE_NAV},
                  {comments_words, BF_ZONE_COMMENTS}};

static bool is_among(const char *const *words, bf_str word)
{
    for (; *words; words++)
        if (((word.bytes[0] | 0x20) == **words) && bf_str_equal_nocase(word, bf_str_of(*words)))
            return true;
    return false;
}

/* Finds the list that has `word`; false without one. */
static bool zone_of_word(bf_str word, bf_zone *zone)
{
    for (size_t i = 0; i < sizeof zone_lists / sizeof *zone_lists; i++)
        if (is_among(zone_lists[i].words, word)) {
            *zone = zone_lists[i].zone;
            return true;
        }
    return false;
}

static bool speaks_of_part(bf_str class)
{
    bf_str word;
    while (bf_class_word_take(&class, &word))
        if (word.length > 0 && is_among(part_words, word))
            return true;
    return false;
}

/* Finds the zone that one class or id names; false without one. */
static bool zone_of_class(bf_str class, bool sectioned, bf_zone *zone)
{
    bf_str word, rest = class;
    while (bf_class_word_take(&rest, &word))
        if (word.length > 0 && zone_of_word(word, zone))
            return (*zone != BF_ZONE_HEADER && *zone != BF_ZONE_FOOTER) ||
                   (!sectioned && !speaks_of_part(class));
    return false;
}

static bool zone_of_classes(bf_str classes, bool sectioned, bf_zone *zone)
{
    bf_str class;
    while (bf_str_take_part(&classes, ' ', &class))
        if (zone_of_class(class, sectioned, zone))
            return true;
    return false;
}

static bool zone_of_aria_role(bf_str aria, bf_zone *zone)
{
    static const struct {
        const char *role;
        bf_zone zone;
    } zone_roles[] = {{"banner", BF_ZONE_HEADER},
                      {"contentinfo", BF_ZONE_FOOTER},
                      {"navigation", BF_ZONE_NAV},
                      {"complementary", BF_ZONE_ASIDE},
                      {"main", BF_ZONE_MAIN}};
    for (size_t i = 0; aria.length > 0 && i < sizeof zone_roles / sizeof *zone_roles; i++)
        if (bf_str_equal_nocase(aria, bf_str_of(zone_roles[i].role))) {
            *zone = zone_roles[i].zone;
            return true;
        }
    return false;
}

static bool zone_of_tag(bf_str tag, bool sectioned, bf_zone *zone)
{
    static const struct {
        const char *tag;
        bf_zone zone;
        bool of_page; /* only outside sections */
    } zone_tags[] = {{"main", BF_ZONE_MAIN, false},
                     {"nav", BF_ZONE_NAV, false},
                     {"aside", BF_ZONE_ASIDE, false},
                     {"header", BF_ZONE_HEADER, true},
                     {"footer", BF_ZONE_FOOTER, true}};
    for (size_t i = 0; i < sizeof zone_tags / sizeof *zone_tags; i++)
        if (bf_str_equal(tag, bf_str_of(zone_tags[i].tag)) &&
            !(zone_tags[i].of_page && sectioned)) {
            *zone = zone_tags[i].zone;
            return true;
        }
    return false;
}

bf_zone bf_element_zone(const bf_element *element, const bf_element_role *role, bf_zone outside,
                        bool sectioned)
{
    bf_zone zone = outside;
    if (zone_of_aria_role(element->role, &zone) ||
        (role->sectioning && zone_of_tag(element->tag, sectioned, &zone)) ||
        (role->zoned && (zone_of_classes(element->id, sectioned, &zone) ||
                         zone_of_classes(element->classes, sectioned, &zone))))
        return zone;
    return outside;
}

/* document_reader.c: reading a page into flat arrays. One pass over the events of html.h: text is
 * gathered into the open block until an element that a browser sets apart begins or ends. */
#include <string.h>

#include "analyzer/document.h"
#include "analyzer/element.h"
#include "common/buf.h"
#include "common/charset.h"
#include "common/html.h"
#include "common/utf8.h"

/* The path of the links that Cloudflare's email protection makes. */
#define PROTECTED "/cdn-cgi/l/email-protection#"

enum {
    MOST_SECTIONS = 64,
    MOST_WAITING = 32,
    MOST_THINGS = 300 * 1000, /* elements, and blocks: a page of more is cut, and says so */
    TEXT_BYTES = 64 * 1024 * 1024
};

/* The attributes that are read; those up to LAST_KEPT stay with their element, as they say
 * something to a reader of data. */
typedef enum {
    CONTENT,
    DATETIME,
    HREF,
    ITEMPROP,
    ITEMSCOPE,
    ITEMTYPE,
    PROPERTY,
    TYPEOF,
    VALUE,
    LAST_KEPT = VALUE,
    ALT,
    ARIA_LABEL,
    ARIA_LEVEL,
    CLASS,
    CFEMAIL,
    HEIGHT,
    HIDDEN,
    ID,
    LANG,
    NAME,
    REL,
    ROLE,
    SHADOW_ROOT,
    STYLE,
    TITLE,
    TYPE,
    WIDTH,
    ATTRIBUTES
} attribute;
static const char *const attribute_names[] = {
    "content",        "datetime", "href",  "itemprop",   "itemscope",  "itemtype", "property",
    "typeof",         "value",    "alt",   "aria-label", "aria-level", "class",    "data-cfemail",
    "height",         "hidden",   "id",    "lang",       "name",       "rel",      "role",
    "shadowrootmode", "style",    "title", "type",       "width",      NULL};
_Static_assert(sizeof attribute_names / sizeof *attribute_names == ATTRIBUTES + 1,
               "each attribute has a name");

/* An element that is open, with what it hands down to those in it. */
typedef struct {
    uint32_t element;
    const bf_element_role *role;
    bf_zone zone;
    bf_content content;
    bool hidden, preformatted;
    bool drawn;         /* a part of a drawing, and no HTML that stands in one */
    bool sectioned;     /* in a section, article, main or aside */
    bf_block_kind kind; /* of text in it */
    uint8_t heading_level;
    uint32_t block;     /* the nearest element that is a block, or BF_NONE */
    uint32_t list;      /* the nearest list element, or BF_NONE */
    uint32_t header;    /* the block that heads that list, or BF_NONE */
    size_t text_before; /* bytes of the open block when it began */
} open_element;

/* A heading that blocks stand under. */
typedef struct {
    uint32_t block;
    uint8_t level;
    uint32_t element;
} section;

typedef struct {
    bf_document *document;
    bf_arena *arena;
    bf_error *err;
    bool keep_all;         /* attributes */
    size_t all_attributes; /* kept of the page so far, of those that are kept for that alone */
    open_element *open;
    size_t depth, open_capacity;
    bf_str given[ATTRIBUTES]; /* of the present start tag */
    bool is_given[ATTRIBUTES];
    section sections[MOST_SECTIONS];
    size_t section_count;
    bf_buf text;                    /* of the open block */
    size_t text_offset;             /* of its first byte */
    bool blank;                     /* white space is due before the next character */
    uint32_t last_shown;            /* the last block of field text, or BF_NONE */
    uint32_t question;              /* the last block that asks, until another heads the text */
    bf_block waiting[MOST_WAITING]; /* of attributes, until the open block has ended */
    size_t waiting_count;
    bf_data_script script;
    bool in_title, titled;
    bf_link link;
    bf_buf link_text;
    bool in_link;
    size_t element_capacity, link_capacity, script_capacity;
} reading;

static bool no_memory(reading *job)
{
    return bf_fail(job->err, BF_ERR_MEMORY, "document: no memory");
}

static const open_element *top(const reading *job)
{
    static const bf_element_role none = {0};
    static const open_element outside = {
        .element = BF_NONE, .role = &none, .block = BF_NONE, .list = BF_NONE, .header = BF_NONE};
    return job->depth > 0 ? &job->open[job->depth - 1] : &outside;
}

/* --- Blocks --------------------------------------------------------------------------------------
 */

static uint32_t section_here(const reading *job)
{
    return job->section_count > 0 ? job->sections[job->section_count - 1].block : BF_NONE;
}

/* A new heading ends the sections of its level and below, and stands in the one above. */
static void open_section(reading *job, bf_block *heading, uint32_t number)
{
    while (job->section_count > 0 &&
           job->sections[job->section_count - 1].level >= heading->heading_level)
        job->section_count--;
    heading->section = section_here(job);
    if (job->section_count < MOST_SECTIONS)
        job->sections[job->section_count++] =
            (section){number, heading->heading_level, heading->element};
}

/* Notes what `block` answers, and whether it asks: a term or summary, and what ends in a question
 * mark. Another heading ends what was asked. */
static void place_question(reading *job, bf_block *block, uint32_t number)
{
    bool heads = block->kind == BF_BLOCK_HEADING || block->kind == BF_BLOCK_TERM;
    bool asks = block->kind == BF_BLOCK_TERM || bf_str_ends(block->text, BF_STR("?"));
    block->question = heads || asks ? BF_NONE : job->question;
    if (asks)
        job->question = number;
    else if (heads)
        job->question = BF_NONE;
}

/* Adds what waited for the open block to end. */
static bool add_waiting(reading *job)
{
    for (size_t i = 0; i < job->waiting_count; i++)
        if (!bf_document_add_block(job->document, job->arena, &job->waiting[i]))
            return no_memory(job);
    job->waiting_count = 0;
    return true;
}

/* Adds the open block, whose text is `text`. */
static bool add_open_block(reading *job, bf_str text)
{
    const open_element *here = top(job);
    uint32_t number = (uint32_t)job->document->block_count;
    bf_block block = {.offset = job->text_offset,
                      .kind = here->kind,
                      .heading_level = here->heading_level,
                      .zone = here->zone,
                      .field = here->hidden ? BF_FIELD_HIDDEN : BF_FIELD_TEXT,
                      .section = section_here(job),
                      .list = here->list,
                      .list_header = here->header,
                      .element = here->block};
    if (!bf_arena_copy(job->arena, text, &block.text))
        return no_memory(job);
    if (block.kind == BF_BLOCK_HEADING && !here->hidden)
        open_section(job, &block, number);
    place_question(job, &block, number);
    if (!bf_document_add_block(job->document, job->arena, &block))
        return no_memory(job);
    if (!here->hidden)
        job->last_shown = number;
    return true;
}

/* Ends the open block, when it has text. */
static bool end_block(reading *job)
{
    bf_str text;
    job->blank = false;
    if (job->text.length == 0 && !job->text.failed)
        return job->waiting_count == 0 || add_waiting(job);
    if (!bf_buf_view(&job->text, "document", &text, job->err))
        return false;
    text = bf_str_trim(text);
    if (text.length > 0 && !add_open_block(job, text))
        return false;
    bf_buf_reset(&job->text);
    return add_waiting(job);
}

/* Copies `text`, each run of white space one blank. */
static bool copy_collapsed(reading *job, bf_str text, bf_str *out)
{
    char *own = bf_arena_take(job->arena, text.length + 1, 1);
    size_t length = 0;
    for (size_t i = 0; own && i < text.length; i++) {
        bool blank = text.bytes[i] == ' ' || (text.bytes[i] >= '\t' && text.bytes[i] <= '\r');
        if (!blank)
            own[length++] = text.bytes[i];
        else if (own[length - 1] != ' ') /* trimmed: a blank is never the first */
            own[length++] = ' ';
    }
    *out = (bf_str){own, length};
    return own != NULL;
}

/* Adds a text of an attribute or the head as a block of its own. */
static bool add_value(reading *job, bf_field field, bf_str text, size_t offset)
{
    const open_element *here = top(job);
    bf_block block = {.kind = BF_BLOCK_VALUE,
                      .field = here->hidden ? BF_FIELD_HIDDEN : field,
                      .zone = here->zone,
                      .element = here->element,
                      .section = section_here(job),
                      .list = BF_NONE,
                      .list_header = BF_NONE,
                      .question = BF_NONE,
                      .offset = offset};
    text = bf_str_trim(text);
    if (text.length == 0)
        return true;
    if (!copy_collapsed(job, text, &block.text))
        return no_memory(job);
    if (job->text.length > 0 && job->waiting_count < MOST_WAITING) {
        job->waiting[job->waiting_count++] = block;
        return true;
    }
    return bf_document_add_block(job->document, job->arena, &block) || no_memory(job);
}

/* --- Attributes and elements ---------------------------------------------------------------------
 */

/* The attribute `name`; ATTRIBUTES when it is none of ours. */
static attribute attribute_of(bf_str name)
{
    unsigned i = 0;
    while (i < ATTRIBUTES && (attribute_names[i][0] != name.bytes[0] ||
                              !bf_str_equal(name, bf_str_of(attribute_names[i]))))
        i++;
    return (attribute)i;
}

/* Says whether an attribute stays with its element. Beyond the bound only those do that always do:
 * the page is cut. */
static bool stays(reading *job, attribute which)
{
    if (which <= LAST_KEPT)
        return true;
    if (!job->keep_all)
        return false;
    bool fits = job->all_attributes < BF_DOCUMENT_MOST_ATTRIBUTES;
    job->document->truncated = job->document->truncated || !fits;
    return fits;
}

/* Notes the attributes of the present tag, each once as browsers do, and returns how many of them
 * may stay with their element. */
static size_t note_attributes(reading *job, const bf_html_attribute *attributes, size_t count)
{
    size_t kept = 0;
    memset(job->given, 0, sizeof job->given);
    memset(job->is_given, 0, sizeof job->is_given);
    for (size_t i = 0; i < count; i++) {
        attribute which = attribute_of(attributes[i].name);
        kept += job->keep_all || which <= LAST_KEPT;
        if (which < ATTRIBUTES && !job->is_given[which]) {
            job->given[which] = attributes[i].value;
            job->is_given[which] = true;
        }
    }
    return kept;
}

/* Copies an attribute's value, which lives only during the event. */
static bool keep(reading *job, bf_str value, bf_str *out)
{
    *out = (bf_str){0};
    value = bf_str_trim(value);
    return value.length == 0 || bf_arena_copy(job->arena, value, out) || no_memory(job);
}

static bool keep_attributes(reading *job, const bf_html_attribute *attributes, size_t count,
                            size_t kept, bf_element *element)
{
    bf_attribute *own = bf_arena_take(job->arena, kept, sizeof *own);
    if (own == NULL)
        return no_memory(job);
    element->attributes = own;
    for (size_t i = 0; i < count; i++) {
        attribute which = attribute_of(attributes[i].name);
        if (!stays(job, which))
            continue;
        job->all_attributes += which > LAST_KEPT;
        bf_attribute *made = &own[element->attribute_count++];
        if (which < ATTRIBUTES)
            made->name = bf_str_of(attribute_names[which]);
        else if (!bf_arena_copy(job->arena, attributes[i].name, &made->name))
            return no_memory(job);
        if (!bf_arena_copy(job->arena, attributes[i].value, &made->value))
            return no_memory(job);
    }
    return true;
}

/* Says whether a blank is put before the next character: not at the start of a block or line. */
static bool blank_is_due(const reading *job)
{
    return job->blank && job->text.length > 0 && job->text.bytes[job->text.length - 1] != '\n';
}

/* Text that is in the page and not shown: by attribute or by inline style. What is hidden from
 * screen readers alone (aria-hidden) is shown all the same. */
static bool says_hidden(const reading *job)
{
    return job->is_given[HIDDEN] || bf_element_style_hides(job->given[STYLE]);
}

static bool add_element(reading *job, bf_str tag, const bf_element_role *role, size_t offset)
{
    bf_document *document = job->document;
    bf_element *grown = bf_arena_grow(job->arena, document->elements, document->element_count,
                                      &job->element_capacity, sizeof *grown);
    if (grown == NULL)
        return no_memory(job);
    document->elements = grown;
    bf_element *element = &grown[document->element_count];
    *element = (bf_element){.tag = role->name,
                            .parent = top(job)->element,
                            .depth = (uint32_t)job->depth,
                            .first_block = (uint32_t)document->block_count,
                            .text_begin = (uint32_t)job->text.length + (blank_is_due(job) ? 1 : 0),
                            .last = (uint32_t)document->element_count,
                            .offset = offset};
    document->element_count++;
    return (role->name.length > 0 || keep(job, tag, &element->tag)) &&
           keep(job, job->given[ID], &element->id) &&
           keep(job, job->given[CLASS], &element->classes) &&
           keep(job, job->given[ROLE], &element->role);
}

/* A role of ARIA makes a heading of any element; its level is 2 unless said (WAI-ARIA 1.2). */
static uint8_t heading_of(const reading *job, const bf_element_role *role)
{
    uint64_t level = 0;
    bf_str said = job->given[ARIA_LEVEL];
    if (role->heading > 0 || !bf_str_equal_nocase(job->given[ROLE], BF_STR("heading")))
        return role->heading;
    return bf_take_decimal(&said, 6, &level) && level > 0 ? (uint8_t)level : 2;
}

/* What is shown of an element's content, in one whose content is `outside`. */
static bf_content content_of(const reading *job, bf_content outside, bf_content own)
{
    if (outside == BF_CONTENT_SKIPPED || (own == BF_CONTENT_SHOWN && outside != BF_CONTENT_SHOWN))
        return outside;
    if (own == BF_CONTENT_LABEL && outside != BF_CONTENT_DRAWING)
        return outside;
    if (own == BF_CONTENT_TEMPLATE && job->is_given[SHADOW_ROOT]) /* a browser shows it at once */
        return outside;
    return own;
}

/* Ends the drawing that one is in: what is open of it shows its content as what is round it does.
 */
static void end_drawing(reading *job)
{
    size_t begin = job->depth;
    while (begin > 0 && job->open[begin - 1].drawn)
        begin--;
    for (size_t i = begin; i < job->depth; i++) {
        job->open[i].drawn = false;
        job->open[i].content = begin > 0 ? job->open[begin - 1].content : BF_CONTENT_SHOWN;
        job->open[i].hidden = begin > 0 && job->open[begin - 1].hidden;
    }
}

/* Opens element `number`, with what it has of the one that holds it. */
static bool push(reading *job, uint32_t number, const bf_element_role *role)
{
    const bf_element *element = &job->document->elements[number];
    if (top(job)->drawn && role->ends_drawing)
        end_drawing(job);
    open_element made = *top(job);
    uint8_t heading = heading_of(job, role);
    made.zone = bf_element_zone(element, role, made.zone, made.sectioned);
    made.element = number;
    made.role = role;
    made.content = content_of(job, made.content, role->content);
    made.drawn = (made.drawn && !role->holds_html) || role->content == BF_CONTENT_DRAWING;
    made.hidden = made.hidden || made.content == BF_CONTENT_TEMPLATE || says_hidden(job);
    made.preformatted = made.preformatted || role->content == BF_CONTENT_PREFORMATTED;
    made.sectioned = made.sectioned || role->sectioning;
    made.text_before = job->text.length;
    if (heading > 0 || role->kind != BF_BLOCK_PARAGRAPH) {
        made.kind = heading > 0 ? BF_BLOCK_HEADING : role->kind;
        made.heading_level = heading;
    }
    if (role->block)
        made.block = number;
    if (role->list) {
        made.list = number;
        made.header = role->headed ? job->last_shown : BF_NONE;
    }
    open_element *grown =
        bf_arena_grow(job->arena, job->open, job->depth, &job->open_capacity, sizeof *grown);
    if (grown == NULL)
        return no_memory(job);
    job->open = grown;
    grown[job->depth++] = made;
    return true;
}

/* --- What single tags mean besides their place -------------------------------------------------*/

/* Texts that attributes carry. */
static bool read_spoken(reading *job, size_t offset)
{
    static const attribute spoken[] = {ALT, TITLE, ARIA_LABEL};
    for (size_t i = 0; i < sizeof spoken / sizeof *spoken; i++)
        if (job->given[spoken[i]].length > 0 &&
            !add_value(job, BF_FIELD_ALT, job->given[spoken[i]], offset))
            return false;
    return true;
}

static bool read_meta(reading *job, size_t offset)
{
    static const char *const described[] = {"description",         "og:title",
                                            "og:description",      "twitter:title",
                                            "twitter:description", "keywords"};
    bf_str name = job->given[NAME].length > 0 ? job->given[NAME] : job->given[PROPERTY];
    for (size_t i = 0; i < sizeof described / sizeof *described; i++)
        if (bf_str_equal_nocase(name, bf_str_of(described[i])))
            return add_value(job, BF_FIELD_META, job->given[CONTENT], offset);
    return true;
}

static bool add_link(reading *job, const bf_link *link)
{
    bf_document *document = job->document;
    bf_link *grown = bf_arena_grow(job->arena, document->links, document->link_count,
                                   &job->link_capacity, sizeof *grown);
    if (grown == NULL)
        return no_memory(job);
    document->links = grown;
    grown[document->link_count++] = *link;
    return true;
}

/* An address that Cloudflare hides until a script shows it is a link that the page means to have:
 * <a class="__cf_email__" data-cfemail="…">. */
static bool read_protected(reading *job, bf_str hex, uint32_t element)
{
    bf_link link = {.element = element};
    bf_buf href;
    bf_str view;
    bf_buf_init(&href, sizeof PROTECTED + hex.length);
    bf_buf_append(&href, BF_STR(PROTECTED));
    bf_buf_append(&href, hex);
    bool added = bf_buf_view(&href, "link", &view, job->err) && keep(job, view, &link.href) &&
                 add_link(job, &link);
    bf_buf_free(&href);
    return added;
}

static bool begin_link(reading *job, uint32_t element)
{
    job->in_link = job->is_given[HREF];
    job->link = (bf_link){.element = element};
    bf_buf_reset(&job->link_text);
    return !job->in_link || (keep(job, job->given[HREF], &job->link.href) &&
                             keep(job, job->given[REL], &job->link.rel));
}

static bool end_link(reading *job)
{
    bf_str text;
    if (!job->in_link)
        return true;
    job->in_link = false;
    return bf_buf_view(&job->link_text, "link", &text, job->err) &&
           keep(job, text, &job->link.text) && add_link(job, &job->link);
}

static bool begin_script(reading *job, size_t offset)
{
    job->script = (bf_data_script){.offset = offset};
    return keep(job, job->given[TYPE], &job->script.type) &&
           keep(job, job->given[ID], &job->script.id);
}

/* Says whether a script is an assignment of state, by a name among its first words. */
static bool is_state(bf_str text)
{
    static const char *const names[] = {"__NEXT_DATA__",       "__NUXT__",
                                        "__APOLLO_STATE__",    "__INITIAL_STATE__",
                                        "__PRELOADED_STATE__", "__next_f.push("};
    bf_str head = bf_str_slice(text, 0, 200);
    if (bf_str_find(head, BF_STR("__"), 0) == SIZE_MAX)
        return false;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (bf_str_find(head, bf_str_of(names[i]), 0) != SIZE_MAX)
            return true;
    return false;
}

/* Keeps a script whose content is data: by its type, or by first words that name embedded state.
 */
static bool keep_script(reading *job, bf_str text)
{
    bf_document *document = job->document;
    bf_data_script *script = &job->script;
    bool json = bf_str_starts_nocase(script->type, BF_STR("application/")) &&
                bf_str_find_nocase(script->type, BF_STR("json"), 0) != SIZE_MAX;
    text = bf_str_trim(text);
    if (text.length == 0 || !(json || is_state(text)))
        return true;
    if (!json)
        script->type = (bf_str){0};
    bf_data_script *grown = bf_arena_grow(job->arena, document->scripts, document->script_count,
                                          &job->script_capacity, sizeof *grown);
    if (grown == NULL)
        return no_memory(job);
    script->text = text;
    document->scripts = grown;
    grown[document->script_count++] = *script;
    return true;
}

static bool read_tag(reading *job, bf_tag tag, uint32_t number, size_t offset)
{
    bf_document *document = job->document;
    switch (tag) {
    case BF_TAG_HTML:
        return document->language.length > 0 || keep(job, job->given[LANG], &document->language);
    case BF_TAG_META:
        return read_meta(job, offset);
    case BF_TAG_A:
        return begin_link(job, number);
    case BF_TAG_SCRIPT:
        return begin_script(job, offset);
    case BF_TAG_LINK:
        return document->canonical.length > 0 ||
               !bf_str_equal_nocase(job->given[REL], BF_STR("canonical")) ||
               keep(job, job->given[HREF], &document->canonical);
    case BF_TAG_IMG:
        return bf_document_add_image(document, job->arena,
                                     (bf_image){bf_element_pixels(job->given[WIDTH]),
                                                bf_element_pixels(job->given[HEIGHT])}) ||
               no_memory(job);
    case BF_TAG_BR:
        if (job->text.length > 0)
            bf_buf_append_char(&job->text, '\n');
        break;
    case BF_TAG_TITLE: /* SVG has titles too, which are not the page's */
        job->in_title = !job->titled &&
                        (job->depth < 2 || job->open[job->depth - 2].content != BF_CONTENT_DRAWING);
        break;
    case BF_TAG_OTHER:
        break;
    }
    return true;
}

/* --- Events --------------------------------------------------------------------------------------
 */

static bool on_start(bf_str tag, const bf_html_attribute *attributes, size_t count, size_t offset,
                     void *user)
{
    reading *job = user;
    const bf_element_role *role = bf_element_role_of(tag);
    uint32_t number = (uint32_t)job->document->element_count;
    size_t kept = note_attributes(job, attributes, count);
    if (number >= MOST_THINGS || job->document->block_count >= MOST_THINGS) {
        job->document->truncated = true;
        return false;
    }
    if ((role->block && !end_block(job)) || !add_element(job, tag, role, offset))
        return false;
    if (kept > 0 &&
        !keep_attributes(job, attributes, count, kept, &job->document->elements[number]))
        return false;
    if (!push(job, number, role) || !read_tag(job, role->tag, number, offset))
        return false;
    if (job->given[CFEMAIL].length > 0 && !read_protected(job, job->given[CFEMAIL], number))
        return false;
    return top(job)->content == BF_CONTENT_SKIPPED || read_spoken(job, offset);
}

/* The sections whose heading stands in a sectioning element end with it. */
static void end_sections(reading *job, const open_element *closing)
{
    while (closing->role->sectioning && job->section_count > 0 &&
           job->sections[job->section_count - 1].element != BF_NONE &&
           job->sections[job->section_count - 1].element >= closing->element)
        job->section_count--;
}

static bool end_title(reading *job)
{
    bf_str text;
    job->in_title = false;
    job->titled = true;
    if (!bf_buf_view(&job->text, "title", &text, job->err) ||
        !keep(job, text, &job->document->title))
        return false;
    bf_buf_reset(&job->text);
    job->blank = false;
    return add_value(job, BF_FIELD_TITLE, job->document->title, job->text_offset);
}

/* An element may begin while the block of what stands before it is open: when it said nothing
 * there, its text begins with the next block. Says whether it is so. */
static bool leave_foreign_block(const bf_document *document, bf_element *element)
{
    if (element->text_begin == 0 || document->block_count <= element->first_block)
        return false;
    const bf_block *first = &document->blocks[element->first_block];
    bool foreign = first->field == BF_FIELD_TEXT && first->text.length <= element->text_begin;
    element->first_block += foreign;
    element->text_begin = foreign ? 0 : element->text_begin;
    return foreign;
}

static bool on_end(bf_str tag, size_t offset, void *user)
{
    reading *job = user;
    (void)tag;
    (void)offset;
    if (job->depth == 0)
        return true;
    const open_element closing = *top(job);
    if (closing.role->tag == BF_TAG_TITLE && job->in_title && !end_title(job))
        return false;
    if (closing.role->tag == BF_TAG_A && !end_link(job))
        return false;
    if (closing.role->block && !end_block(job))
        return false;
    bf_element *element = &job->document->elements[closing.element];
    bool blocks = leave_foreign_block(job->document, element) ||
                  job->document->block_count > element->first_block;
    bool pending = job->text.length > (blocks ? 0 : closing.text_before); /* in a block to come */
    element->block_count =
        (uint32_t)job->document->block_count - element->first_block + (pending ? 1 : 0);
    element->text_end = pending ? (uint32_t)job->text.length : UINT32_MAX;
    element->last = (uint32_t)job->document->element_count - 1;
    end_sections(job, &closing);
    job->depth--;
    return true;
}

/* Notes where the open block begins. A text that mark-up or a NUL stands in has its place only
 * roughly; blocks rise all the same. */
static void begin_text(reading *job, size_t offset)
{
    size_t length = job->document->body.length, at = offset < length ? offset : length;
    if (job->text_offset < at)
        job->text_offset = at;
}

/* The byte after the run of characters at `at` that are neither white space nor dropped. */
static size_t pass_word(bf_str text, size_t at)
{
    for (; at < text.length; at++) {
        unsigned char c = (unsigned char)text.bytes[at];
        if (c <= ' ' || c == BF_HTML_NUL || (c == 0xC2 && bf_utf8_blank(text, at) > 0))
            break;
    }
    return at;
}

static void append_word(reading *job, bf_str word, size_t offset)
{
    if (job->text.length == 0)
        begin_text(job, offset);
    else if (blank_is_due(job))
        bf_buf_append_char(&job->text, ' ');
    bf_buf_append(&job->text, word);
    if (job->in_link) {
        if (job->blank && job->link_text.length > 0)
            bf_buf_append_char(&job->link_text, ' ');
        bf_buf_append(&job->link_text, word);
    }
    job->blank = false;
}

/* Appends text as a browser shows it: each run of white space one blank, none at a block's start.
 */
static void append_shown(reading *job, bf_str text, size_t offset)
{
    for (size_t i = 0, end; i < text.length; i = end) {
        size_t blank = bf_utf8_blank(text, i);
        end = pass_word(text, i);
        if (blank > 0) {
            if (text.bytes[i] == '\n' && top(job)->preformatted && job->text.length > 0)
                bf_buf_append_char(&job->text, '\n');
            job->blank = true;
            end = i + blank;
        } else if (end > i) {
            append_word(job, bf_str_slice(text, i, end), offset + i);
        } else {
            end = i + 1; /* a control: dropped */
        }
    }
}

static bool on_text(bf_str text, size_t offset, void *user)
{
    reading *job = user;
    bf_content content = top(job)->content;
    if ((content != BF_CONTENT_SKIPPED && content != BF_CONTENT_DRAWING) || job->in_title)
        append_shown(job, text, offset);
    return !job->text.failed || no_memory(job);
}

static bool on_raw(bf_str text, size_t offset, void *user)
{
    reading *job = user;
    (void)offset;
    return top(job)->role->tag != BF_TAG_SCRIPT || keep_script(job, text);
}

static bool read_events(reading *job)
{
    const bf_html_events events = {.start = on_start,
                                   .end = on_end,
                                   .text = on_text,
                                   .raw = on_raw,
                                   .attributes = job->keep_all ? NULL : attribute_names};
    bf_html_end end = bf_html_read(job->document->body, &events, job, job->err);
    job->document->truncated = job->document->truncated || end == BF_HTML_CUT;
    if (end == BF_HTML_FAILED)
        return false;
    if (end == BF_HTML_STOPPED && job->err->code != BF_OK)
        return false;
    while (job->depth > 0) /* where reading stopped */
        if (!on_end((bf_str){0}, 0, job))
            return false;
    return end_block(job); /* text outside every element */
}

static bool read_document(const bf_page *page, bool keep_all, bf_arena *arena, bf_document *out,
                          bf_error *err)
{
    bf_charset_text text;
    bf_document document = {.truncated = page->truncated};
    if (!bf_charset_decode(page->body, page->charset, arena, &text, err))
        return false;
    document.body = text.text;
    document.encoding = text.name;
    document.bad_bytes = text.bad_bytes;
    reading job = {.document = &document,
                   .arena = arena,
                   .err = err,
                   .keep_all = keep_all,
                   .last_shown = BF_NONE,
                   .question = BF_NONE};
    bf_buf_init(&job.text, TEXT_BYTES);
    bf_buf_init(&job.link_text, TEXT_BYTES);
    bool read = read_events(&job);
    bf_buf_free(&job.text);
    bf_buf_free(&job.link_text);
    if (read)
        *out = document;
    return read;
}

bool bf_document_read(const bf_page *page, bf_arena *arena, bf_document *out, bf_error *err)
{
    return read_document(page, false, arena, out, err);
}

bool bf_document_read_all(const bf_page *page, bf_arena *arena, bf_document *out, bf_error *err)
{
    return read_document(page, true, arena, out, err);
}

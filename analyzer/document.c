/* document.c: a page as flat arrays. One pass over the events of html.h: text is gathered into the
 * open block until an element that a browser sets apart begins or ends. */
#include "analyzer/document.h"

#include <assert.h>
#include <string.h>

#include "analyzer/element.h"
#include "common/buf.h"
#include "common/charset.h"
#include "common/html.h"

/* The path of the links that Cloudflare's email protection makes. */
#define PROTECTED "/cdn-cgi/l/email-protection#"

enum { MOST_OPEN = 8192, MOST_SECTIONS = 64, MOST_WAITING = 32, TEXT_BYTES = 64 * 1024 * 1024 };

const char *bf_field_name(bf_field field)
{
    static const char *const names[] = {"text", "title", "meta", "alt", "structured", "hidden"};
    static_assert(sizeof names / sizeof *names == BF_FIELD_COUNT, "each field has a name");
    return names[field];
}

const char *bf_zone_name(bf_zone zone)
{
    static const char *const names[] = {"main", "header", "footer", "nav", "aside", "comments"};
    static_assert(sizeof names / sizeof *names == BF_ZONE_COUNT, "each zone has a name");
    return names[zone];
}

const char *bf_block_kind_name(bf_block_kind kind)
{
    static const char *const names[] = {"paragraph", "heading", "list_item", "cell",
                                        "term",      "detail",  "quote",     "value"};
    static_assert(sizeof names / sizeof *names == BF_BLOCK_KIND_COUNT, "each kind has a name");
    return names[kind];
}

/* An element that is open, with what it hands down to those in it. */
typedef struct {
    uint32_t element;
    bf_element_role role;
    bf_zone zone;
    bool hidden, skipped, preformatted;
    uint32_t list;      /* nearest list element, or BF_NONE */
    uint32_t header;    /* block that heads that list, or BF_NONE */
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
    open_element open[MOST_OPEN];
    size_t depth;
    section sections[MOST_SECTIONS];
    size_t section_count;
    bf_buf text;                    /* of the open block */
    size_t text_offset;             /* of its first byte */
    bool blank;                     /* white space is due before the next character */
    uint32_t last_shown;            /* the last block of field text, or BF_NONE */
    uint32_t question;              /* the last block that asks, until another heads the text */
    bool keep_all;                  /* attributes */
    bf_block waiting[MOST_WAITING]; /* of attributes, until the open block has ended */
    size_t waiting_count;
    bf_buf raw; /* of the open script */
    bf_data_script script;
    bool in_script, in_title, titled;
    bf_link link;
    bf_buf link_text;
    bool in_link;
    size_t element_capacity, link_capacity, script_capacity;
} building;

static bool no_memory(building *job)
{
    return bf_fail(job->err, BF_ERR_MEMORY, "document: no memory");
}

bool bf_document_add_block(bf_document *document, bf_arena *arena, const bf_block *block)
{
    bf_block *grown = bf_arena_grow(arena, document->blocks, document->block_count,
                                    &document->block_capacity, sizeof *grown);
    if (grown == NULL)
        return false;
    document->blocks = grown;
    grown[document->block_count++] = *block;
    if (block->field == BF_FIELD_TEXT)
        document->text_bytes += block->text.length;
    return true;
}

bf_str bf_document_attribute(const bf_document *document, uint32_t number, const char *name)
{
    const bf_element *element = &document->elements[number];
    for (uint32_t i = 0; i < element->attribute_count; i++)
        if (bf_str_equal(element->attributes[i].name, bf_str_of(name)))
            return element->attributes[i].value;
    return (bf_str){0};
}

/* The part of block `number` that lies in `element`; empty for a block that is not shown. */
static bf_str text_in_element(const bf_document *document, const bf_element *element,
                              uint32_t number)
{
    const bf_block *block = &document->blocks[number];
    bf_str text = block->field == BF_FIELD_TEXT ? block->text : (bf_str){0};
    if (number + 1 == element->first_block + element->block_count)
        text = bf_str_slice(text, 0, element->text_end);
    return bf_str_trim(number == element->first_block ? bf_str_after(text, element->text_begin)
                                                      : text);
}

bool bf_document_element_text(const bf_document *document, uint32_t number, bf_arena *arena,
                              bf_str *out)
{
    const bf_element *element = &document->elements[number];
    size_t most = 1, length = 0;
    uint32_t end = element->first_block + element->block_count;
    for (uint32_t i = element->first_block; i < end; i++)
        most += text_in_element(document, element, i).length + 1;
    char *joined = bf_arena_take(arena, most, 1);
    for (uint32_t i = element->first_block; joined && i < end; i++) {
        bf_str text = text_in_element(document, element, i);
        if (text.length > 0 && length > 0)
            joined[length++] = ' ';
        if (text.length > 0)
            memcpy(joined + length, text.bytes, text.length);
        length += text.length;
    }
    *out = (bf_str){joined, length};
    return joined != NULL;
}

static const open_element *top(const building *job)
{
    static const open_element outside = {
        .element = BF_NONE, .list = BF_NONE, .header = BF_NONE, .zone = BF_ZONE_MAIN};
    return job->depth > 0 ? &job->open[job->depth - 1] : &outside;
}

/* What kind of block text is here: the nearest element that says so. */
static bf_block_kind kind_here(const building *job, uint8_t *level)
{
    *level = 0;
    for (size_t i = job->depth; i-- > 0;) {
        const bf_element_role *role = &job->open[i].role;
        if (role->heading_level > 0) {
            *level = role->heading_level;
            return BF_BLOCK_HEADING;
        }
        if (role->kind != BF_BLOCK_PARAGRAPH)
            return role->kind;
    }
    return BF_BLOCK_PARAGRAPH;
}

/* The nearest open element that is a block. */
static uint32_t block_element(const building *job)
{
    for (size_t i = job->depth; i-- > 0;)
        if (job->open[i].role.block)
            return job->open[i].element;
    return BF_NONE;
}

static uint32_t section_here(const building *job)
{
    return job->section_count > 0 ? job->sections[job->section_count - 1].block : BF_NONE;
}

/* A new heading ends the sections of its level and below, and stands in the one above. */
static void open_section(building *job, bf_block *heading, uint32_t number)
{
    while (job->section_count > 0 &&
           job->sections[job->section_count - 1].level >= heading->heading_level)
        job->section_count--;
    heading->section = section_here(job);
    if (job->section_count < MOST_SECTIONS)
        job->sections[job->section_count++] =
            (section){number, heading->heading_level, heading->element};
}

/* Adds what waited for the open block to end. */
static bool add_waiting(building *job)
{
    for (size_t i = 0; i < job->waiting_count; i++)
        if (!bf_document_add_block(job->document, job->arena, &job->waiting[i]))
            return no_memory(job);
    job->waiting_count = 0;
    return true;
}

/* Notes what `block` answers, and whether it asks: a term or summary, and what ends in a question
 * mark. Another heading ends what was asked. */
static void place_question(building *job, bf_block *block, uint32_t number)
{
    bool heads = block->kind == BF_BLOCK_HEADING || block->kind == BF_BLOCK_TERM;
    bool asks = block->kind == BF_BLOCK_TERM || bf_str_ends(block->text, BF_STR("?"));
    block->question = heads || asks ? BF_NONE : job->question;
    if (asks)
        job->question = number;
    else if (heads)
        job->question = BF_NONE;
}

/* Ends the open block, when it has text. */
static bool end_block(building *job)
{
    const open_element *here = top(job);
    bf_block block = {.offset = job->text_offset,
                      .zone = here->zone,
                      .field = here->hidden ? BF_FIELD_HIDDEN : BF_FIELD_TEXT,
                      .list = here->list,
                      .list_header = here->header,
                      .element = block_element(job)};
    bf_str text;
    job->blank = false;
    if (!bf_buf_view(&job->text, "document", &text, job->err))
        return false;
    text = bf_str_trim(text);
    if (text.length == 0)
        return add_waiting(job);
    if (!bf_arena_copy(job->arena, text, &block.text))
        return no_memory(job);
    bf_buf_reset(&job->text);
    block.kind = kind_here(job, &block.heading_level);
    uint32_t number = (uint32_t)job->document->block_count;
    block.section = section_here(job);
    if (block.kind == BF_BLOCK_HEADING && !here->hidden)
        open_section(job, &block, number);
    place_question(job, &block, number);
    if (!bf_document_add_block(job->document, job->arena, &block))
        return no_memory(job);
    if (!here->hidden)
        job->last_shown = number;
    return add_waiting(job);
}

/* Copies `text`, each run of white space one blank. */
static bool copy_collapsed(building *job, bf_str text, bf_str *out)
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
static bool add_value(building *job, bf_field field, bf_str text, size_t offset)
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

static bf_str attribute(const bf_html_attribute *attributes, size_t count, const char *name)
{
    return bf_html_attribute_of(attributes, count, bf_str_of(name));
}

static bool has_attribute(const bf_html_attribute *attributes, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (bf_str_equal(attributes[i].name, bf_str_of(name)))
            return true;
    return false;
}

/* Copies an attribute's value, which lives only during the event. */
static bool keep(building *job, bf_str value, bf_str *out)
{
    *out = (bf_str){0};
    value = bf_str_trim(value);
    return value.length == 0 || bf_arena_copy(job->arena, value, out) || no_memory(job);
}

/* Text that is in the page and not shown: by attribute or by inline style. What is hidden from
 * screen readers alone (aria-hidden) is shown all the same. */
static bool says_hidden(const bf_html_attribute *attributes, size_t count)
{
    bf_str style = attribute(attributes, count, "style"), declaration;
    if (has_attribute(attributes, count, "hidden"))
        return true;
    while (bf_str_take_part(&style, ';', &declaration)) {
        size_t colon = bf_str_find(declaration, BF_STR(":"), 0);
        if (colon == SIZE_MAX)
            continue;
        bf_str name = bf_str_trim(bf_str_slice(declaration, 0, colon));
        bf_str value = bf_str_trim(bf_str_after(declaration, colon + 1));
        if ((bf_str_equal_nocase(name, BF_STR("display")) &&
             bf_str_starts_nocase(value, BF_STR("none"))) ||
            (bf_str_equal_nocase(name, BF_STR("visibility")) &&
             bf_str_starts_nocase(value, BF_STR("hidden"))))
            return true;
    }
    return false;
}

/* Attributes that say something to a reader of data. */
static bool is_kept(bf_str name)
{
    static const char *const kept[] = {
        "itemscope", "itemtype", "itemprop", "itemid",  "itemref", "typeof",
        "property",  "vocab",    "resource", "content", "name",    "datetime",
        "href",      "src",      "value",    "rel",     "alt",     "data-cfemail"};
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        if (bf_str_equal(name, bf_str_of(kept[i])))
            return true;
    return false;
}

static bool keep_attributes(building *job, const bf_html_attribute *attributes, size_t count,
                            bf_element *element)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        kept += job->keep_all || is_kept(attributes[i].name);
    if (kept == 0)
        return true;
    bf_attribute *own = bf_arena_take(job->arena, kept, sizeof *own);
    if (own == NULL)
        return no_memory(job);
    element->attributes = own;
    for (size_t i = 0; i < count; i++) {
        if (!job->keep_all && !is_kept(attributes[i].name))
            continue;
        bf_attribute *made = &own[element->attribute_count++];
        if (!bf_arena_copy(job->arena, attributes[i].name, &made->name) ||
            !bf_arena_copy(job->arena, attributes[i].value, &made->value))
            return no_memory(job);
    }
    return true;
}

static bool add_element(building *job, bf_str tag, const bf_html_attribute *attributes,
                        size_t count, size_t offset, uint32_t *number)
{
    bf_document *document = job->document;
    bf_element *grown = bf_arena_grow(job->arena, document->elements, document->element_count,
                                      &job->element_capacity, sizeof *grown);
    if (grown == NULL)
        return no_memory(job);
    document->elements = grown;
    bf_element *element = &grown[document->element_count];
    *element = (bf_element){.parent = top(job)->element,
                            .depth = (uint32_t)job->depth,
                            .first_block = (uint32_t)document->block_count,
                            .text_begin = (uint32_t)job->text.length +
                                          (job->blank && job->text.length > 0 ? 1 : 0),
                            .offset = offset};
    *number = (uint32_t)document->element_count++;
    element->last = *number;
    return keep(job, tag, &element->tag) &&
           keep(job, attribute(attributes, count, "id"), &element->id) &&
           keep(job, attribute(attributes, count, "class"), &element->classes) &&
           keep(job, attribute(attributes, count, "role"), &element->role) &&
           keep_attributes(job, attributes, count, element);
}

/* Texts that attributes carry. */
static bool read_attributes(building *job, const bf_html_attribute *attributes, size_t count,
                            size_t offset)
{
    static const char *const spoken[] = {"alt", "title", "aria-label"};
    for (size_t i = 0; i < sizeof spoken / sizeof *spoken; i++)
        if (!add_value(job, BF_FIELD_ALT, attribute(attributes, count, spoken[i]), offset))
            return false;
    return true;
}

static bool read_meta(building *job, const bf_html_attribute *attributes, size_t count,
                      size_t offset)
{
    static const char *const described[] = {"description",         "og:title",
                                            "og:description",      "twitter:title",
                                            "twitter:description", "keywords"};
    bf_str name = attribute(attributes, count, "name");
    if (name.length == 0)
        name = attribute(attributes, count, "property");
    for (size_t i = 0; i < sizeof described / sizeof *described; i++)
        if (bf_str_equal_nocase(name, bf_str_of(described[i])))
            return add_value(job, BF_FIELD_META, attribute(attributes, count, "content"), offset);
    return true;
}

static bool add_link(building *job, const bf_link *link)
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
static bool read_protected(building *job, bf_str hex, uint32_t element)
{
    bf_link link = {.element = element};
    bf_buf href;
    bf_str view;
    if (hex.length == 0)
        return true;
    bf_buf_init(&href, sizeof PROTECTED + hex.length);
    bf_buf_append(&href, BF_STR(PROTECTED));
    bf_buf_append(&href, hex);
    bool added = bf_buf_view(&href, "link", &view, job->err) && keep(job, view, &link.href) &&
                 add_link(job, &link);
    bf_buf_free(&href);
    return added;
}

static bool begin_link(building *job, const bf_html_attribute *attributes, size_t count,
                       uint32_t element)
{
    job->in_link = has_attribute(attributes, count, "href");
    job->link = (bf_link){.element = element};
    bf_buf_reset(&job->link_text);
    return !job->in_link || (keep(job, attribute(attributes, count, "href"), &job->link.href) &&
                             keep(job, attribute(attributes, count, "rel"), &job->link.rel));
}

static bool end_link(building *job)
{
    bf_str text;
    if (!job->in_link)
        return true;
    job->in_link = false;
    return bf_buf_view(&job->link_text, "link", &text, job->err) &&
           keep(job, text, &job->link.text) && add_link(job, &job->link);
}

/* A script whose content is data: by its type, or by an id or first words that name embedded state.
 */
static bool begin_script(building *job, const bf_html_attribute *attributes, size_t count,
                         size_t offset)
{
    job->in_script = true;
    job->script = (bf_data_script){.offset = offset};
    bf_buf_reset(&job->raw);
    return keep(job, attribute(attributes, count, "type"), &job->script.type) &&
           keep(job, attribute(attributes, count, "id"), &job->script.id);
}

static bool is_state(bf_str text)
{
    static const char *const names[] = {"__NEXT_DATA__", "__NUXT__", "__APOLLO_STATE__",
                                        "__INITIAL_STATE__", "__PRELOADED_STATE__"};
    bf_str head = bf_str_slice(text, 0, 200);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (bf_str_find(head, bf_str_of(names[i]), 0) != SIZE_MAX)
            return true;
    return false;
}

static bool end_script(building *job)
{
    bf_document *document = job->document;
    bf_data_script *script = &job->script;
    bf_str text;
    job->in_script = false;
    bool json = bf_str_starts_nocase(script->type, BF_STR("application/")) &&
                bf_str_find_nocase(script->type, BF_STR("json"), 0) != SIZE_MAX;
    if (!bf_buf_view(&job->raw, "script", &text, job->err))
        return false;
    text = bf_str_trim(text);
    if (text.length == 0 || !(json || is_state(text)))
        return true;
    if (!json)
        script->type = (bf_str){0};
    bf_data_script *grown = bf_arena_grow(job->arena, document->scripts, document->script_count,
                                          &job->script_capacity, sizeof *grown);
    if (grown == NULL || !bf_arena_copy(job->arena, text, &script->text))
        return no_memory(job);
    document->scripts = grown;
    grown[document->script_count++] = *script;
    return true;
}

/* Makes the element's place on the stack from that of the one that holds it. */
static void push(building *job, uint32_t number, const bf_element_role *role, bf_zone zone,
                 const bf_html_attribute *attributes, size_t count)
{
    open_element made = *top(job);
    made.element = number;
    made.role = *role;
    made.zone = zone;
    made.hidden = made.hidden || says_hidden(attributes, count);
    made.skipped = made.skipped || role->skipped;
    made.preformatted = made.preformatted || role->preformatted;
    made.text_before = job->text.length;
    if (role->list) {
        made.list = number;
        made.header = role->headed ? job->last_shown : BF_NONE;
    }
    job->open[job->depth++] = made;
}

/* Says whether an image is said to be an icon or a counter: under 100 pixels in a direction. */
static bool is_small(const bf_html_attribute *attributes, size_t count)
{
    static const char *const sides[] = {"width", "height"};
    for (size_t i = 0; i < sizeof sides / sizeof *sides; i++) {
        bf_str side = attribute(attributes, count, sides[i]);
        uint64_t pixels;
        if (bf_take_decimal(&side, 1000000, &pixels) && pixels < 100)
            return true;
    }
    return false;
}

/* What single tags mean besides their place. */
static bool read_tag(building *job, bf_str tag, const bf_html_attribute *attributes, size_t count,
                     uint32_t number, size_t offset)
{
    bf_document *document = job->document;
    if (bf_str_equal(tag, BF_STR("html")) && document->language.length == 0)
        return keep(job, attribute(attributes, count, "lang"), &document->language);
    if (bf_str_equal(tag, BF_STR("meta")))
        return read_meta(job, attributes, count, offset);
    if (bf_str_equal(tag, BF_STR("a")))
        return begin_link(job, attributes, count, number);
    if (bf_str_equal(tag, BF_STR("script")))
        return begin_script(job, attributes, count, offset);
    if (bf_str_equal(tag, BF_STR("link")) && document->canonical.length == 0 &&
        bf_str_equal_nocase(attribute(attributes, count, "rel"), BF_STR("canonical")))
        return keep(job, attribute(attributes, count, "href"), &document->canonical);
    if (bf_str_equal(tag, BF_STR("img"))) {
        document->images++;
        document->large_images += !is_small(attributes, count);
    }
    if (bf_str_equal(tag, BF_STR("br")) && job->text.length > 0)
        bf_buf_append_char(&job->text, '\n');
    return true;
}

/* SVG has titles too, which are not the page's. */
static bool in_drawing(const building *job)
{
    for (size_t i = 0; i < job->depth; i++)
        if (bf_str_equal(job->document->elements[job->open[i].element].tag, BF_STR("svg")))
            return true;
    return false;
}

static bool on_start(bf_str tag, const bf_html_attribute *attributes, size_t count, size_t offset,
                     void *user)
{
    building *job = user;
    uint32_t number = 0; /* set by add_element(), which gcc does not see through */
    bf_element_role role = bf_element_role_of(tag);
    if (job->depth == MOST_OPEN) { /* html.h lets no such page through */
        job->document->truncated = true;
        return false;
    }
    if (role.block && !end_block(job))
        return false;
    if (!add_element(job, tag, attributes, count, offset, &number))
        return false;
    const bf_element *element = &job->document->elements[number];
    bool sectioned = false;
    for (size_t i = 0; i < job->depth && !sectioned; i++)
        sectioned = job->open[i].role.sectioning;
    push(job, number, &role, bf_element_zone(element, top(job)->zone, sectioned), attributes,
         count);
    job->in_title = job->in_title || (role.title && !job->titled && !in_drawing(job));
    return read_tag(job, tag, attributes, count, number, offset) &&
           read_protected(job, attribute(attributes, count, "data-cfemail"), number) &&
           (top(job)->skipped || read_attributes(job, attributes, count, offset));
}

/* The sections whose heading stands in an element end with it, when it is one that makes sections.
 */
static void end_sections(building *job, const open_element *closing)
{
    while (closing->role.sectioning && job->section_count > 0 &&
           job->sections[job->section_count - 1].element != BF_NONE &&
           job->sections[job->section_count - 1].element >= closing->element)
        job->section_count--;
}

static bool end_title(building *job)
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

static bool on_end(bf_str tag, size_t offset, void *user)
{
    building *job = user;
    (void)offset;
    if (job->depth == 0)
        return true;
    const open_element closing = *top(job);
    if (closing.role.title && job->in_title && !end_title(job))
        return false;
    if (bf_str_equal(tag, BF_STR("script")) && job->in_script && !end_script(job))
        return false;
    if (bf_str_equal(tag, BF_STR("a")) && !end_link(job))
        return false;
    if (closing.role.block && !end_block(job))
        return false;
    bf_element *element = &job->document->elements[closing.element];
    bool pending = job->text.length > closing.text_before; /* its words are in a block to come */
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
static void begin_text(building *job, size_t offset)
{
    size_t length = job->document->body.length;
    if (offset > length)
        offset = length;
    if (job->text_offset < offset)
        job->text_offset = offset;
}

/* Appends text as a browser shows it: each run of white space one blank, none at a block's start.
 */
static void append_shown(building *job, bf_str text, size_t offset)
{
    for (size_t i = 0; i < text.length; i++) {
        char c = text.bytes[i];
        bool no_break = c == '\xC2' && i + 1 < text.length && text.bytes[i + 1] == '\xA0';
        if (no_break || c == ' ' || (c >= '\t' && c <= '\r')) {
            i += no_break;
            if (c == '\n' && top(job)->preformatted && job->text.length > 0)
                bf_buf_append_char(&job->text, '\n');
            job->blank = true;
            continue;
        }
        if (job->text.length == 0)
            begin_text(job, offset + i);
        else if (job->blank && job->text.bytes[job->text.length - 1] != '\n')
            bf_buf_append_char(&job->text, ' ');
        if (job->in_link && job->link_text.length > 0 && job->blank)
            bf_buf_append_char(&job->link_text, ' ');
        job->blank = false;
        if (c != '\0')
            bf_buf_append_char(&job->text, c);
        if (job->in_link && c != '\0')
            bf_buf_append_char(&job->link_text, c);
    }
}

static bool on_text(bf_str text, size_t offset, void *user)
{
    building *job = user;
    if (!top(job)->skipped || job->in_title)
        append_shown(job, text, offset);
    return !job->text.failed || no_memory(job);
}

static bool on_raw(bf_str text, size_t offset, void *user)
{
    building *job = user;
    (void)offset;
    if (job->in_script)
        bf_buf_append(&job->raw, text);
    return !job->raw.failed || no_memory(job);
}

static bool read_events(building *job)
{
    static const bf_html_events events = {on_start, on_end, on_text, on_raw};
    bf_html_end end = bf_html_read(job->document->body, &events, job, job->err);
    job->document->truncated = job->document->truncated || end == BF_HTML_CUT;
    if (end == BF_HTML_FAILED)
        return false;
    if (end == BF_HTML_STOPPED && job->err->code != BF_OK)
        return false;
    return end_block(job); /* text outside every element */
}

bool bf_document_read(const bf_page *page, bool keep_all, bf_arena *arena, bf_document *out,
                      bf_error *err)
{
    bf_charset_text text;
    bf_document document = {.truncated = page->truncated};
    if (!bf_charset_decode(page->body, page->charset, arena, &text, err))
        return false;
    building *job = bf_arena_take(arena, 1, sizeof *job);
    if (job == NULL)
        return bf_fail(err, BF_ERR_MEMORY, "document: no memory");
    document.body = text.text;
    document.encoding = text.name;
    document.bad_bytes = text.bad_bytes;
    job->document = &document;
    job->arena = arena;
    job->err = err;
    job->last_shown = job->question = BF_NONE;
    job->keep_all = keep_all;
    bf_buf_init(&job->text, TEXT_BYTES);
    bf_buf_init(&job->raw, TEXT_BYTES);
    bf_buf_init(&job->link_text, TEXT_BYTES);
    bool read = read_events(job);
    bf_buf_free(&job->text);
    bf_buf_free(&job->raw);
    bf_buf_free(&job->link_text);
    if (read)
        *out = document;
    return read;
}

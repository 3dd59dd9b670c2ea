/* xpath_nodes.c: a document's elements as nodes of libxml2, in one walk over them. A place in the
 * text goes along: what lies between it and the next element that begins or ends is a text of the
 * element that is open. */
#include "analyzer/xpath_nodes.h"

#include <string.h>

#include "common/buf.h"

enum { TEXT_BYTES = 64 * 1024 * 1024 };

static const xmlChar text_name[] = "text"; /* what libxml2 calls such a node */

/* A byte of the text of a block. */
typedef struct {
    uint32_t block;
    uint32_t byte; /* may lie past the end */
} place;

typedef struct {
    const bf_document *document;
    bf_arena *arena;
    bf_xpath_nodes made;
    place at;    /* the text up to here is in the tree */
    bf_buf text; /* of the next text node */
    bf_error *err;
} building;

static bool no_memory(building *job)
{
    return bf_fail(job->err, BF_ERR_MEMORY, "tree for XPath: no memory");
}

static const xmlChar *chars(bf_str text)
{
    return (const xmlChar *)(text.bytes ? text.bytes
                                        : ""); /* the document's texts end with a NUL */
}

/* Puts `node` at the end of what `parent` holds. */
static void append(xmlNode *parent, xmlNode *node)
{
    node->parent = parent;
    node->prev = parent->last;
    if (parent->last)
        parent->last->next = node;
    else
        parent->children = node;
    parent->last = node;
}

/* --- Text ---------------------------------------------------------------------------------------
 */

static bool is_before(place a, place b)
{
    return a.block < b.block || (a.block == b.block && a.byte < b.byte);
}

static place begin_of(const bf_element *element)
{
    return (place){element->first_block, element->text_begin};
}

static place end_of(const bf_element *element)
{
    return element->block_count == 0
               ? begin_of(element)
               : (place){element->first_block + element->block_count - 1, element->text_end};
}

/* The text of a block that stands where its element does, and not in an attribute. */
static bf_str text_of(const bf_document *document, uint32_t number)
{
    const bf_block *block = &document->blocks[number];
    bool value = block->kind == BF_BLOCK_VALUE && block->field != BF_FIELD_TITLE;
    return value ? (bf_str){0} : block->text;
}

/* Gathers what lies between the present place and `to`, and goes there. */
static void gather(building *job, place to)
{
    const bf_document *document = job->document;
    while (is_before(job->at, to) && job->at.block < document->block_count) {
        bf_str text = text_of(document, job->at.block);
        bool ends = job->at.block == to.block;
        bf_buf_append(&job->text, bf_str_slice(text, job->at.byte, ends ? to.byte : text.length));
        if (!ends && text.length > 0)
            bf_buf_append_char(&job->text, '\n');
        job->at = ends ? to : (place){job->at.block + 1, 0};
    }
}

/* Gives the text up to `to` to `parent`. */
static bool add_text(building *job, xmlNode *parent, place to)
{
    bf_str text, own;
    bf_buf_reset(&job->text);
    gather(job, to);
    if (!bf_buf_view(&job->text, "tree for XPath", &text, job->err))
        return false;
    if (text.length == 0)
        return true;
    xmlNode *node = bf_arena_take(job->arena, 1, sizeof *node);
    if (node == NULL || !bf_arena_copy(job->arena, text, &own))
        return no_memory(job);
    node->type = XML_TEXT_NODE;
    node->name = text_name;
    node->doc = job->made.root;
    node->content = (xmlChar *)own.bytes;
    append(parent, node);
    return true;
}

/* --- Elements -----------------------------------------------------------------------------------
 */

static bool add_attributes(building *job, xmlNode *node, const bf_element *element)
{
    xmlAttr *attributes = bf_arena_take(job->arena, element->attribute_count, sizeof *attributes);
    xmlNode *values = bf_arena_take(job->arena, element->attribute_count, sizeof *values);
    if (attributes == NULL || values == NULL)
        return no_memory(job);
    for (uint32_t i = 0; i < element->attribute_count; i++) {
        xmlAttr *made = &attributes[i];
        made->type = XML_ATTRIBUTE_NODE;
        made->name = chars(element->attributes[i].name);
        made->parent = node;
        made->doc = job->made.root;
        made->prev = i > 0 ? &attributes[i - 1] : NULL;
        made->next = i + 1 < element->attribute_count ? &attributes[i + 1] : NULL;
        made->children = made->last = &values[i];
        values[i].type = XML_TEXT_NODE;
        values[i].name = text_name;
        values[i].parent = (xmlNode *)made;
        values[i].doc = job->made.root;
        values[i].content = (xmlChar *)chars(element->attributes[i].value);
    }
    node->properties = element->attribute_count > 0 ? attributes : NULL;
    return true;
}

static bool add_element(building *job, uint32_t number)
{
    const bf_element *element = &job->document->elements[number];
    xmlNode *node = &job->made.nodes[number];
    bool outer = element->parent == BF_NONE;
    xmlNode *parent = outer ? (xmlNode *)job->made.root : &job->made.nodes[element->parent];
    if (!add_text(job, parent, begin_of(element)))
        return false;
    node->type = XML_ELEMENT_NODE;
    node->name = chars(element->tag);
    node->doc = job->made.root;
    append(parent, node);
    return add_attributes(job, node, element);
}

/* Ends the elements from `open` up to, but not, `until`. */
static bool end_elements(building *job, uint32_t open, uint32_t until)
{
    for (; open != until && open != BF_NONE; open = job->document->elements[open].parent)
        if (!add_text(job, &job->made.nodes[open], end_of(&job->document->elements[open])))
            return false;
    return true;
}

static bool add_elements(building *job)
{
    uint32_t open = BF_NONE;
    for (uint32_t i = 0; i < job->document->element_count; i++) {
        if (!end_elements(job, open, job->document->elements[i].parent) || !add_element(job, i))
            return false;
        open = i;
    }
    const place end = {(uint32_t)job->document->block_count, 0};
    return end_elements(job, open, BF_NONE) && add_text(job, (xmlNode *)job->made.root, end);
}

bool bf_xpath_nodes_make(const bf_document *document, bf_arena *arena, bf_xpath_nodes *out,
                         bf_error *err)
{
    building job = {.document = document, .arena = arena, .err = err};
    job.made.count = document->element_count;
    job.made.root = bf_arena_take(arena, 1, sizeof *job.made.root);
    job.made.nodes = bf_arena_take(arena, job.made.count, sizeof *job.made.nodes);
    if (job.made.root == NULL || job.made.nodes == NULL)
        return no_memory(&job);
    job.made.root->type = XML_HTML_DOCUMENT_NODE;
    job.made.root->doc = job.made.root;
    bf_buf_init(&job.text, TEXT_BYTES);
    bool made = add_elements(&job);
    bf_buf_free(&job.text);
    *out = job.made;
    return made;
}

uint32_t bf_xpath_nodes_element(const bf_xpath_nodes *nodes, const xmlNode *node)
{
    return node->type == XML_ELEMENT_NODE ? (uint32_t)(node - nodes->nodes) : BF_NONE;
}

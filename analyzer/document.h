/* analyzer/document.h: a page as flat arrays: elements, blocks of text, links, embedded data. Knows
 * what a reader of the page sees and in which order; who is speaking is the listing's to say. */
#ifndef BF_ANALYZER_DOCUMENT_H
#define BF_ANALYZER_DOCUMENT_H

#include "bonafide/arena.h"
#include "bonafide/error.h"
#include "bonafide/page.h"

/* Which part of a page a text was read from. */
typedef enum {
    BF_FIELD_TEXT,
    BF_FIELD_TITLE,
    BF_FIELD_META,       /* description, og:title and their kin */
    BF_FIELD_ALT,        /* alt and title attributes, aria-label */
    BF_FIELD_STRUCTURED, /* JSON-LD and embedded state */
    BF_FIELD_HIDDEN,     /* in the page, not shown: by attribute or inline style */
    BF_FIELD_COUNT
} bf_field;

/* Where on the page a block stands. */
typedef enum {
    BF_ZONE_MAIN, /* also where nothing says another zone */
    BF_ZONE_HEADER,
    BF_ZONE_FOOTER,
    BF_ZONE_NAV,
    BF_ZONE_ASIDE,
    BF_ZONE_COMMENTS,
    BF_ZONE_COUNT
} bf_zone;

typedef enum {
    BF_BLOCK_PARAGRAPH, /* any run of text that a browser sets apart */
    BF_BLOCK_HEADING,
    BF_BLOCK_LIST_ITEM,
    BF_BLOCK_CELL,
    BF_BLOCK_TERM,   /* dt, summary */
    BF_BLOCK_DETAIL, /* dd, and the first block of details after its summary */
    BF_BLOCK_QUOTE,  /* in blockquote or q */
    BF_BLOCK_VALUE,  /* one text of title, meta, alt or structured data */
    BF_BLOCK_KIND_COUNT
} bf_block_kind;

/* The names that reports and explain use. */
const char *bf_field_name(bf_field field);
const char *bf_zone_name(bf_zone zone);
const char *bf_block_kind_name(bf_block_kind kind);

#define BF_NONE UINT32_MAX /* no such element or block */

/* One run of text as a browser would show it: white space collapsed, entities undone. */
typedef struct {
    bf_str text; /* never empty */
    bf_block_kind kind;
    bf_field field;
    bf_zone zone;
    uint8_t heading_level; /* 1 to 6 for a heading, else 0 */
    uint32_t element;      /* the block-level element that holds it */
    uint32_t section;      /* the heading block that it stands under, or BF_NONE */
    uint32_t list;         /* the ul, ol, dl or table element that it stands in, or BF_NONE */
    uint32_t list_header;  /* the block right before that list: its header, or BF_NONE */
    uint32_t question; /* the block that it answers: a dt, a summary, or one that ends in "?" and
                          heads it; or BF_NONE */
    size_t offset;     /* of its first byte in the decoded body (document.body) */
} bf_block;

/* One attribute of an element; `name` in lower case, `value` with entities undone, as written. */
typedef struct {
    bf_str name;
    bf_str value;
} bf_attribute;

/* One element. Arrays are in document order, so that all that is inside an element follows it. Its
 * text is that of blocks `first_block` to `first_block` + `block_count`, from byte `text_begin` of
 * the first up to byte `text_end` of the last. */
typedef struct {
    bf_str tag;
    bf_str id, classes, role;
    const bf_attribute *attributes; /* those that mean something to a reader of data, such as
                                       itemprop, href and content; or all */
    uint32_t attribute_count;
    uint32_t parent; /* BF_NONE for the root */
    uint32_t depth;
    uint32_t first_block, block_count; /* blocks inside it, its descendants' too */
    uint32_t text_begin, text_end;     /* text_end may lie past the end: then all of it */
    uint32_t last;                     /* the last element inside it, itself when none is */
    size_t offset;
} bf_element;

/* What Cloudflare's email protection made of an address (data-cfemail) is a link too, of the form
 * that it gives links: "/cdn-cgi/l/email-protection#" and hexadecimal digits. */
typedef struct {
    bf_str href; /* as written, trimmed */
    bf_str text; /* as shown */
    bf_str rel;
    uint32_t element;
} bf_link;

/* A script whose content is data. */
typedef struct {
    bf_str type; /* "application/ld+json", "application/json", or "" for state in a script */
    bf_str id;   /* "__NEXT_DATA__", or empty */
    bf_str text;
    size_t offset;
} bf_data_script;

/* The size that an image is said to have, in pixels; BF_NONE where nothing is said. */
typedef struct {
    uint32_t width, height;
} bf_image;

typedef struct {
    bf_str body; /* the decoded body in UTF-8, to which all offsets lead */
    bf_str encoding;
    bf_element *elements;
    size_t element_count;
    bf_block *blocks; /* text, title, meta, alt, hidden; structured ones added by structured.h */
    size_t block_count;
    size_t block_capacity;
    bf_link *links;
    size_t link_count;
    bf_data_script *scripts;
    size_t script_count;
    bf_image *images;
    size_t image_count, image_capacity;
    bf_str title;
    bf_str language;   /* lang of the root element, lower case, or empty */
    bf_str canonical;  /* href of rel=canonical, as written, or empty */
    size_t text_bytes; /* of blocks of field text */
    size_t bad_bytes;  /* of the encoding */
    bool truncated;    /* a cap was met, or the page came cut */
} bf_document;

/* Reads `page` into `out`. All memory is of `arena`. false: BF_ERR_MEMORY. */
BF_MUST_CHECK bool bf_document_read(const bf_page *page, bf_arena *arena, bf_document *out,
                                    bf_error *err);

/* The same, and elements keep all their attributes, as XPath may ask for any: up to
 * BF_DOCUMENT_MOST_ATTRIBUTES of a page. What has more is cut there, and says so. */
enum { BF_DOCUMENT_MOST_ATTRIBUTES = 300 * 1000 };
BF_MUST_CHECK bool bf_document_read_all(const bf_page *page, bf_arena *arena, bf_document *out,
                                        bf_error *err);

/* The value of attribute `name` (lower case) of element `number`; empty when it is not there or not
 * kept. */
bf_str bf_document_attribute(const bf_document *document, uint32_t number, const char *name);

/* The part of the first block of element `number` that lies in it, when that is shown; else empty.
 */
bf_str bf_document_first_text(const bf_document *document, uint32_t number);

/* Makes the text that a browser shows of element `number`: its blocks of field text, also where it
 * is a part of one, with one blank between two. false: no memory. */
BF_MUST_CHECK bool bf_document_element_text(const bf_document *document, uint32_t number,
                                            bf_arena *arena, bf_str *out);

/* Adds a block at the end of the document's blocks. false: no memory. */
BF_MUST_CHECK bool bf_document_add_block(bf_document *document, bf_arena *arena,
                                         const bf_block *block);

/* Adds an image at the end of its images. false: no memory. */
BF_MUST_CHECK bool bf_document_add_image(bf_document *document, bf_arena *arena, bf_image image);

#endif

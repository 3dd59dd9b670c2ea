/* common/html.h: HTML as a stream of events, on libxml2's SAX interface, with the caps that keep it
 * linear. Knows tags, attributes and text; what they mean is the document's and the links'. */
#ifndef BF_COMMON_HTML_H
#define BF_COMMON_HTML_H

#include "bonafide/error.h"
#include "bonafide/str.h"

enum {
    BF_HTML_MOST_ATTRIBUTES = 256, /* of one element; libxml2 2.9.14 is quadratic in them */
    BF_HTML_MOST_OPEN = 1024, /* elements open at once; stray end tags are compared with each */
    BF_HTML_NUL = 0x7f        /* what a NUL of the page is told as (DEL): browsers show neither */
};

/* One attribute of a start tag. Names in lower case, values with entities undone. Live during the
 * event. */
typedef struct {
    bf_str name;
    bf_str value;
} bf_html_attribute;

/* What the caller wants to hear; each may be NULL. `offset` is a byte of the text given to
 * bf_html_read() at which the tag or text stands, or its length; it never goes back. Returning
 * false stops the reading. `attributes`: names, in lower case and ended by NULL, of those that
 * `start` wants to see; NULL: all. The others are most of a page of today. */
typedef struct {
    bool (*start)(bf_str tag, const bf_html_attribute *attributes, size_t count, size_t offset,
                  void *user);
    bool (*end)(bf_str tag, size_t offset, void *user);
    bool (*text)(bf_str text, size_t offset, void *user); /* entities undone; in pieces */
    bool (*raw)(bf_str text, size_t offset, void *user);  /* content of script and style, as it
                                                             is: a view of what is read */
    const char *const *attributes;
} bf_html_events;

typedef enum {
    BF_HTML_READ,    /* to the end */
    BF_HTML_CUT,     /* to the end, but a cap was met and something left out */
    BF_HTML_STOPPED, /* an event returned false */
    BF_HTML_FAILED   /* no memory: `err` says so */
} bf_html_end;

/* Reads `text`, valid UTF-8, in time linear in its length whatever it holds. Start and end events
 * are balanced, also for broken mark-up. */
BF_MUST_CHECK bf_html_end bf_html_read(bf_str text, const bf_html_events *events, void *user,
                                       bf_error *err);

/* Told of one start tag, as bf_html_events.start is; false stops the reading. */
typedef bool bf_html_start(bf_str tag, const bf_html_attribute *attributes, size_t count,
                           void *user);

/* Reads only the start tags of the elements `names` (lower case; NULL ends them) of `text`, valid
 * UTF-8, wherever they stand but in comments, script and style: the events that bf_html_read()
 * would give of them, in order, in a small part of its time. How many elements are open is not
 * looked at. */
BF_MUST_CHECK bf_html_end bf_html_each_start(bf_str text, const char *const *names,
                                             bf_html_start *start, void *user, bf_error *err);

/* The value of attribute `name` among `count` `attributes`; empty when absent. */
bf_str bf_html_attribute_of(const bf_html_attribute *attributes, size_t count, bf_str name);

#endif

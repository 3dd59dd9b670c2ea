/* tree.c: what bonafide's time is compared with. Reads framed pages (frames.h) from standard input,
 * and prints how many there were.
 *
 *     bench_tree             libxml2 builds the tree of each page, and throws it away
 *     bench_tree --events    libxml2 reads each page and tells nobody: what no reader that uses its
 *                            SAX interface can be faster than */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <libxml/HTMLparser.h>

#include "tests/bench/frames.h"

static const int options =
    HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET;

static void ignore_start(void *user, const xmlChar *name, const xmlChar **attributes)
{
    (void)user;
    (void)name;
    (void)attributes;
}

static void ignore_end(void *user, const xmlChar *name)
{
    (void)user;
    (void)name;
}

static void ignore_text(void *user, const xmlChar *text, int length)
{
    (void)user;
    (void)text;
    (void)length;
}

static bool read_events(const char *page, int length)
{
    static const xmlSAXHandler ignore = {.startElement = ignore_start,
                                         .endElement = ignore_end,
                                         .characters = ignore_text,
                                         .cdataBlock = ignore_text,
                                         .ignorableWhitespace = ignore_text};
    htmlParserCtxtPtr context = htmlCreateMemoryParserCtxt(page, length);
    if (context == NULL)
        return false;
    *context->sax = ignore;
    htmlCtxtUseOptions(context, options);
    htmlParseDocument(context);
    htmlFreeParserCtxt(context);
    return true;
}

static bool build_tree(const char *page, int length)
{
    htmlDocPtr tree = htmlReadMemory(page, length, NULL, "utf-8", options);
    xmlFreeDoc(tree);
    return tree != NULL;
}

int main(int count, char **arguments)
{
    bool events = count > 1 && strcmp(arguments[1], "--events") == 0;
    char *page = malloc(FRAME_MOST);
    unsigned long pages = 0;
    size_t length = 0;
    frame_next next = FRAME_BAD;
    while (page && (next = frame_read(page, &length)) == FRAME_PAGE) {
        if (!(events ? read_events : build_tree)(page, (int)length))
            break;
        pages++;
    }
    free(page);
    xmlCleanupParser();
    printf("%lu\n", pages);
    return next == FRAME_END ? 0 : 1;
}

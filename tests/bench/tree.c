/* tree.c: what bonafide's time is compared with: libxml2 builds the tree of each page, and throws
 * it away. Reads pages from standard input, each behind its length in bytes (four, little endian),
 * and prints how many there were. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <libxml/HTMLparser.h>

enum { PAGE_MOST = 16 * 1024 * 1024 };

static size_t read_length(void)
{
    uint8_t raw[4];
    if (fread(raw, 1, sizeof raw, stdin) != sizeof raw)
        return 0;
    return raw[0] | (size_t)raw[1] << 8 | (size_t)raw[2] << 16 | (size_t)raw[3] << 24;
}

int main(void)
{
    const int options =
        HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET;
    char *page = malloc(PAGE_MOST);
    unsigned long count = 0;
    size_t length;
    while (page && (length = read_length()) > 0) {
        if (length > PAGE_MOST || fread(page, 1, length, stdin) != length)
            return 1;
        htmlDocPtr tree = htmlReadMemory(page, (int)length, NULL, "utf-8", options);
        if (tree == NULL)
            return 1;
        xmlFreeDoc(tree);
        count++;
    }
    free(page);
    xmlCleanupParser();
    printf("%lu\n", count);
    return 0;
}

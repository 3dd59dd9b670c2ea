/* complain.c: what people are told on standard error. */
#include "cli/complain.h"

#include <stdio.h>
#include <string.h>

#include "cli/shown.h"

enum { PLACE_AND_MESSAGE = 1024 };

/* Words may quote a page or an address. Nothing is allocated, for memory may be what failed; one
 * write, for another process may tell something at the same time. */
static void print_shown(const char *prefix, const bf_error *err)
{
    char text[PLACE_AND_MESSAGE], line[3 * PLACE_AND_MESSAGE]; /* a byte may become U+FFFD */
    size_t used = 0, columns;
    bf_str rest, shown;
    bf_error_format(err, text, sizeof text);
    rest = bf_str_of(text);
    while (bf_shown_take(&rest, &shown, &columns)) {
        memcpy(line + used, shown.bytes, shown.length);
        used += shown.length;
    }
    fprintf(stderr, "%s%.*s\n", prefix, (int)used, line);
}

void bf_complain(const bf_error *err)
{
    print_shown("bonafide: ", err);
}

void bf_complain_fault(const bf_error *fault, void *user)
{
    (void)user;
    print_shown("", fault);
}

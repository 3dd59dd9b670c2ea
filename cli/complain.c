/* complain.c: what people are told on standard error. */
#include "cli/complain.h"

#include <stdio.h>

enum { PLACE_AND_MESSAGE = 1024 };

void bf_complain(const bf_error *err)
{
    char text[PLACE_AND_MESSAGE];
    bf_error_format(err, text, sizeof text);
    fprintf(stderr, "bonafide: %s\n", text);
}

void bf_complain_fault(const bf_error *fault, void *user)
{
    char text[PLACE_AND_MESSAGE];
    (void)user;
    bf_error_format(fault, text, sizeof text);
    fprintf(stderr, "%s\n", text);
}

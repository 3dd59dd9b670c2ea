/* exit.c: exit statuses and which of several counts. */
#include "cli/exit.h"

static const bf_exit gravest_first[] = {BF_EXIT_TERMINATED, BF_EXIT_INTERRUPTED, BF_EXIT_USAGE,
                                        BF_EXIT_OUTPUT,     BF_EXIT_LEVEL,       BF_EXIT_UNREAD,
                                        BF_EXIT_LIMITED,    BF_EXIT_DONE};

/* The place of `status` in the order; one that is not ours is a program that failed. */
static size_t order_of(bf_exit status)
{
    for (size_t i = 0; i < sizeof gravest_first / sizeof *gravest_first; i++)
        if (gravest_first[i] == status)
            return i;
    return order_of(BF_EXIT_OUTPUT);
}

const char bf_exit_help[] =
    "Exit status:\n"
    "  0         done\n"
    "  1         done, and a listing has a level of --fail-on (scan, analyze)\n"
    "  2         the command line, the rules or the roster is wrong: nothing was fetched or read\n"
    "  3         done, but a source that you named could not be read; with --strict also\n"
    "            for any dead link\n"
    "  4         stopped by --max-pages or --max-time; with --state the next run goes on\n"
    "  5         output or state could not be written; what was written is whole\n"
    "  130, 143  interrupted; what was written is whole\n"
    "Where several apply, the order is 2, 5, 1, 3, 4.";

bf_exit bf_exit_graver(bf_exit a, bf_exit b)
{
    size_t of_a = order_of(a), of_b = order_of(b);
    return gravest_first[of_a < of_b ? of_a : of_b];
}

bf_exit bf_exit_of_error(bf_error_code code)
{
    switch (code) {
    case BF_OK:
        return BF_EXIT_DONE;
    case BF_ERR_USAGE:
    case BF_ERR_RULE:
        return BF_EXIT_USAGE;
    case BF_ERR_INPUT:
    case BF_ERR_FORMAT:
    case BF_ERR_LIMIT:
    case BF_ERR_NETWORK:
        return BF_EXIT_UNREAD;
    case BF_ERR_MEMORY:
    case BF_ERR_STATE:
    case BF_ERR_OUTPUT:
    case BF_ERR_COUNT:
        return BF_EXIT_OUTPUT;
    }
    return BF_EXIT_OUTPUT;
}

/* exit.c: exit statuses and which of several counts. */
#include "cli/exit.h"

static const bf_exit gravest_first[] = {BF_EXIT_TERMINATED, BF_EXIT_INTERRUPTED, BF_EXIT_USAGE,
                                        BF_EXIT_OUTPUT,     BF_EXIT_LEVEL,       BF_EXIT_UNREAD,
                                        BF_EXIT_LIMITED,    BF_EXIT_DONE};

bf_exit bf_exit_graver(bf_exit a, bf_exit b)
{
    for (size_t i = 0; i < sizeof gravest_first / sizeof *gravest_first; i++)
        if (gravest_first[i] == a || gravest_first[i] == b)
            return gravest_first[i];
    return BF_EXIT_OUTPUT;
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

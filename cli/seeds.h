/* cli/seeds.h: the URLs that a crawl begins with: those of the command line, and those of a file,
 * one a line. */
#ifndef BF_CLI_SEEDS_H
#define BF_CLI_SEEDS_H

#include <stddef.h>

#include "bonafide/error.h"

typedef struct {
    const char **items; /* the command line's first, then the file's in its order */
    size_t count;
    char *text; /* of the file */
} bf_seeds;

/* Takes `count` `operands`, and the lines of the file `path` ("-": standard input; NULL: none):
 * without blanks at their ends, empty ones and those that begin with # left out. The operands must
 * live as long as `out`. false: BF_ERR_USAGE with the file and line of what is no http URL, or of a
 * file that cannot be read; BF_ERR_MEMORY. `out` is to be freed in any case. */
BF_MUST_CHECK bool bf_seeds_read(const char *path, const char *const *operands, size_t count,
                                 bf_seeds *out, bf_error *err);

/* Frees what `seeds` holds. */
void bf_seeds_free(bf_seeds *seeds);

#endif

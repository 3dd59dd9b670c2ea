/* cli/warc_target.h: the file that the WARC of a crawl goes to. Knows how to begin one and how to
 * go on with one; what is written to it is the crawl's. */
#ifndef BF_CLI_WARC_TARGET_H
#define BF_CLI_WARC_TARGET_H

#include "bonafide/error.h"

/* Opens the file `path` for writing: emptied or, with `go_on`, behind the last whole record that an
 * earlier run of the same state left in it, what a kill tore off being cut. The descriptor is the
 * caller's, and while it is open no other run gets the file. -1: BF_ERR_OUTPUT with the system's
 * words, for a file that another run writes to, or for one that is to be gone on with and holds
 * something else than WARC records; BF_ERR_MEMORY. */
int bf_warc_target_open(const char *path, bool go_on, bf_error *err);

/* Says whether the records in the file `path` are gzipped: its name ends in .gz. NULL: no. */
bool bf_warc_target_is_gzip(const char *path);

/* Says whether `path` is a folder for files that rotate: it is one, or ends in a slash. */
bool bf_warc_target_is_folder(const char *path);

#endif

/* cli/run.h: what the subcommands that analyze share: settings, rules, and the loop from sources to
 * lines. */
#ifndef BF_CLI_RUN_H
#define BF_CLI_RUN_H

#include "analyzer/source.h"
#include "bonafide/rules.h"
#include "cli/option.h"
#include "cli/sink.h"

/* What a user may set of an analysis. */
typedef struct {
    const char *rules_dir; /* a folder that adds to the shipped packs; NULL: none */
    const char *roster;    /* what claims are held against; NULL: $BONAFIDE_ROSTER, or nothing */
    const char *output;    /* JSON Lines; NULL: standard output */
    int format;            /* bf_sink_format */
    unsigned fail_on;      /* 1 << bf_level */
    bool all_pages;
    bool summary;
    bool interpret;
    bool quiet;
    uint64_t jobs;     /* processes that read pages; 0: as many as there are cores */
    uint64_t page_ms;  /* time for one page; 0: 30 seconds */
    uint64_t page_mib; /* memory for one page; 0: 512 */
    const char *base_url;
    const char *archive_dir; /* where the records stand that revisits refer to; NULL: none */
} bf_run_settings;

/* The options that fill them, of a struct that begins with a bf_run_settings. */
extern const bf_option bf_run_options[];
extern const size_t bf_run_option_count;

typedef struct bf_run bf_run;

/* Loads the rules, each fault told on standard error, looks whether the roster is one, and opens
 * the output. NULL: `err` says why. */
bf_run *bf_run_open(const bf_run_settings *settings, bf_error *err);

/* The exit status of a run that could not be opened for `err`: nothing was scanned. */
bf_exit bf_run_open_exit(const bf_error *err);

/* Analyzes every page of `source` and writes their lines. A page or source that cannot be read is
 * written as an error line, and the rest is still read. Ends early when the output fails or, unless
 * `to_the_end`, when the run is interrupted. With `to_the_end` no progress is shown: the source is
 * a crawl, which shows its own. */
void bf_run_source(bf_run *run, bf_source *source, bool to_the_end);

/* The bf_source_wait of a source that `user`, a bf_run, is given: meanwhile lines are written. */
void bf_run_wait(int fd, void *user);

/* Opens `path` and analyzes all of it; one that cannot be opened is an error line. */
void bf_run_path(bf_run *run, const char *path);

/* Writes the error line of a source named `name` that could not be read, and says so on standard
 * error; the second form says nothing there. */
void bf_run_unread(bf_run *run, bf_str name, const bf_error *failure);
void bf_run_unread_quietly(bf_run *run, bf_str name, const bf_error *failure);

/* Says whether nothing more can be written, or somebody interrupted. */
bool bf_run_ended(const bf_run *run);

/* Notes a status that came from elsewhere (a crawl's). */
void bf_run_note_exit(bf_run *run, bf_exit status);

/* Ends the output, and frees `run`: the exit status of the whole. */
bf_exit bf_run_close(bf_run *run);

#endif

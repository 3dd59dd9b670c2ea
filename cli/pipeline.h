/* cli/pipeline.h: a crawl process that has the network and no rules, seen from the process that has
 * rules and no network: a stream of WARC, and after it the seeds that gave nothing. */
#ifndef BF_CLI_PIPELINE_H
#define BF_CLI_PIPELINE_H

#include <stdio.h>
#include <sys/types.h>

#include "cli/fetching.h"

typedef struct {
    pid_t crawler;
    pid_t copier; /* keeps the stream in a file as well; 0: nobody does */
    int gate;     /* a byte into it lets the crawl begin; -1: it has */
    int warc_fd;  /* read the records here */
    FILE *seeds;  /* then the failed seeds here, "URL tab why" a line */
} bf_pipeline;

/* Makes, in a process group of its own to which signals are passed on, the process that will crawl
 * `count` `seeds`, with gzipped records if `gzip`, and to the archive in `folder` too, unless that
 * is NULL. It waits for bf_pipeline_start(): made before
 * rules are loaded and output is opened, it never has either. false: BF_ERR_OUTPUT. */
BF_MUST_CHECK bool bf_pipeline_make(const bf_fetching_settings *settings, const char *const *seeds,
                                    size_t count, const char *folder, bool gzip, bf_pipeline *out,
                                    bf_error *err);

/* Lets the crawl begin, kept in the file `warc_path` too unless that is NULL, behind what is there
 * if `go_on` (as bf_warc_target_open() opens it). false: BF_ERR_OUTPUT, BF_ERR_MEMORY; the crawl
 * has not begun, and only bf_pipeline_end() may follow. */
BF_MUST_CHECK bool bf_pipeline_start(bf_pipeline *pipeline, const char *warc_path, bool go_on,
                                     bf_error *err);

/* Waits until there is a record to be read; false when the crawl ended without any, which its exit
 * status and its own words on standard error explain. */
bool bf_pipeline_has_records(const bf_pipeline *pipeline);

/* Tells `failed` each seed that gave nothing; call it when the records are at their end. */
void bf_pipeline_failed_seeds(bf_pipeline *pipeline, bf_fetching_failed_seed *failed, void *user);

/* Waits for the crawl (after closing the stream, so that it cannot wait for us): its exit
 * status, 5 when it or the copy died, 0 when it never began. */
bf_exit bf_pipeline_end(bf_pipeline *pipeline);

#endif

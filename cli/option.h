/* cli/option.h: the command line. Knows one table a subcommand, which parses the command line and
 * prints --help, so that they cannot disagree; the parsing itself is getopt_long's. */
#ifndef BF_CLI_OPTION_H
#define BF_CLI_OPTION_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "bonafide/error.h"

/* What an option's value is, and the type of the place that it is put in. */
typedef enum {
    BF_OPTION_FLAG,    /* none; bool becomes true */
    BF_OPTION_TEXT,    /* const char *, as given */
    BF_OPTION_TEXTS,   /* bf_option_texts: may be given more than once */
    BF_OPTION_COUNT,   /* uint64_t */
    BF_OPTION_BYTES,   /* uint64_t; K, M or G after the number */
    BF_OPTION_SECONDS, /* uint64_t milliseconds; a fraction is allowed */
    BF_OPTION_CHOICE,  /* int: the index of the word in `choices` */
    BF_OPTION_CHOICES  /* unsigned: 1 << index for each of the words, with commas between them */
} bf_option_kind;

/* Room for the values of an option that may be repeated. */
enum { BF_OPTION_MOST = 64 };
typedef struct {
    const char *items[BF_OPTION_MOST];
    size_t count;
} bf_option_texts;

typedef struct {
    const char *name; /* long, without -- */
    char letter;      /* short form; 0: none */
    bf_option_kind kind;
    size_t at;                  /* offset of its place in the settings */
    const char *value;          /* what --help calls the value; NULL for a flag */
    const char *help;           /* one line, with the default where there is one */
    const char *const *choices; /* NULL at the end */
} bf_option;

/* One subcommand: its options in groups, each a table that other subcommands may share. */
typedef struct {
    const char *name;     /* "scan" */
    const char *synopsis; /* "[OPTION]... SOURCE..." */
    const char *about;    /* a paragraph */
    const bf_option *groups[4];
    size_t counts[4];
    const char *examples; /* lines for the end of --help */
    const char *exits;    /* the same, after them; NULL: none */
} bf_command;

typedef enum {
    BF_OPTIONS_READ,  /* go on; operands stand in argv from *operands on */
    BF_OPTIONS_SHOWN, /* --help was asked for and printed: end with 0 */
    BF_OPTIONS_WRONG  /* `err` says what is wrong */
} bf_options_end;

/* Reads argv[1] to argv[argc - 1] into the struct that `settings` points to, operands moved to the
 * end in their order, "--" ending the options. A long option may be shortened while that is clear,
 * and of one that is given twice the last counts. Each value's place is that of its table entry; it
 * is left as it was when the option is not given. After BF_OPTIONS_WRONG the settings are as far
 * filled as was read, and `err` names the option and where help is to be had. */
bf_options_end bf_options_read(const bf_command *command, int argc, char **argv, void *settings,
                               int *operands, bf_error *err);

/* Prints the help of `command` to `out`. */
void bf_options_help(const bf_command *command, FILE *out);

#endif

/* score.c: how well the program reads the page corpus. Usage:
 *
 *     score [--by-style] [--failures] [--table FILE] RULES FOLDER...
 *
 * RULES is the folder of rule packs. Each FOLDER is a part of the corpus, called by its last name:
 * of the part "judge" only counts are told, so that nobody tunes on it. --failures tells every item
 * that is wrong, --by-style adds a row a style (NAME is STYLE-SUBJECT), and --table writes the
 * tables to FILE too. Exit status: 0, no ratio is below its floor; 1, one is; 2, a page, a label or
 * the command line is wrong, or something could not be read or written. */
#include <dirent.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/corpus/compare.h"

enum { ARENA_MOST = 1 << 30, STYLES_MOST = 256, STYLE_BYTES = 64, PATH_BYTES = 1024 };

typedef struct {
    char name[STYLE_BYTES];
    tally counts;
} style;

/* One part of the corpus, counted. */
typedef struct {
    const char *folder, *name;
    size_t pages;
    tally counts;
    style styles[STYLES_MOST];
    size_t style_count;
} corpus_part;

typedef struct {
    bool by_style, failures;
    const char *table, *rules;
    char **folders; /* NULL at the end */
} score_settings;

/* What reading a page takes. */
typedef struct {
    const bf_rules *rules;
    bf_pattern_scratch *scratch;
    bf_arena *arena;
    bool failures;
} reader;

static int usage(void)
{
    fprintf(stderr, "usage: score [--by-style] [--failures] [--table FILE] RULES FOLDER...\n");
    return 2;
}

static bool read_settings(int argc, char **argv, score_settings *out)
{
    int at = 1;
    *out = (score_settings){0};
    for (; at < argc && strncmp(argv[at], "--", 2) == 0; at++) {
        if (strcmp(argv[at], "--by-style") == 0)
            out->by_style = true;
        else if (strcmp(argv[at], "--failures") == 0)
            out->failures = true;
        else if (strcmp(argv[at], "--table") == 0 && at + 1 < argc)
            out->table = argv[++at];
        else
            return false;
    }
    if (argc - at < 2)
        return false;
    out->rules = argv[at];
    out->folders = argv + at + 1;
    return true;
}

static bool ends(const char *text, const char *end)
{
    size_t length = strlen(text), tail = strlen(end);
    return length > tail && strcmp(text + length - tail, end) == 0;
}

/* The counts of the style that `name` begins with; the last one takes what does not fit. */
static tally *style_of(corpus_part *part, const char *name)
{
    size_t length = strcspn(name, "-");
    if (length >= STYLE_BYTES)
        length = STYLE_BYTES - 1;
    for (size_t i = 0; i < part->style_count; i++)
        if (strlen(part->styles[i].name) == length &&
            memcmp(part->styles[i].name, name, length) == 0)
            return &part->styles[i].counts;
    if (part->style_count < STYLES_MOST) {
        memcpy(part->styles[part->style_count].name, name, length);
        part->style_count++;
    }
    return &part->styles[part->style_count - 1].counts;
}

static void add_to(tally *sum, const tally *counts)
{
    for (size_t i = 0; i < TALLY_ITEMS; i++) {
        sum->right[i] += counts->right[i];
        sum->all[i] += counts->all[i];
    }
}

static bool score_page(const reader *with, corpus_part *part, const char *name, bf_error *err)
{
    bf_page page;
    label wanted;
    bf_reading got;
    tally counts = {0};
    bf_arena_reset(with->arena);
    if (!label_read(part->folder, name, with->arena, &page, &wanted, err) ||
        !bf_reading_make(&page, with->rules, with->scratch, with->arena, &got, err))
        return false;
    const comparison both = {name, &wanted, &got, with->failures ? stdout : NULL};
    if (!compare(&both, with->arena, &counts, err))
        return false;
    part->pages++;
    add_to(&part->counts, &counts);
    add_to(style_of(part, name), &counts);
    return true;
}

/* A label or a sidecar whose page is not there would be counted by nobody. */
static bool has_page(const corpus_part *part, const char *file, bf_error *err)
{
    char path[PATH_BYTES];
    const char *end = ends(file, ".expected.json") ? ".expected.json" : ".html.json";
    if (!ends(file, end))
        return true;
    snprintf(path, sizeof path, "%s/%.*s.html", part->folder, (int)(strlen(file) - strlen(end)),
             file);
    if (access(path, R_OK) == 0)
        return true;
    bf_fail(err, BF_ERR_INPUT, "there is no such page, for %s", file);
    return bf_fail_at(err, bf_str_of(path), 0, 0);
}

static int is_shown(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static bool score_files(const reader *with, corpus_part *part, struct dirent **files, size_t count,
                        bf_error *err)
{
    for (size_t i = 0; i < count; i++) {
        char name[PATH_BYTES];
        const char *file = files[i]->d_name;
        if (!ends(file, ".html")) {
            if (!has_page(part, file, err))
                return false;
            continue;
        }
        snprintf(name, sizeof name, "%.*s", (int)(strlen(file) - strlen(".html")), file);
        if (!score_page(with, part, name, err))
            return false;
    }
    return part->pages > 0 || bf_fail(err, BF_ERR_INPUT, "%s: no pages in it", part->folder);
}

static bool score_part(const reader *with, corpus_part *part, bf_error *err)
{
    struct dirent **files;
    int count = scandir(part->folder, &files, is_shown, alphasort);
    if (count < 0)
        return bf_fail(err, BF_ERR_INPUT, "%s: it cannot be read", part->folder);
    bool scored = score_files(with, part, files, (size_t)count, err);
    for (int i = 0; i < count; i++)
        free(files[i]);
    free(files);
    return scored;
}

static bool write_part(const corpus_part *part, bool by_style, FILE *out)
{
    fprintf(out, "%s: %zu pages\n", part->name, part->pages);
    bool holds = tally_write(&part->counts, out);
    if (by_style) {
        tally_write_head(out);
        for (size_t i = 0; i < part->style_count; i++)
            tally_write_row(&part->styles[i].counts, part->styles[i].name, out);
    }
    fprintf(out, "\n");
    return holds;
}

/* Counts every part and writes its tables to standard output and `table` (NULL: not). */
static bool score_parts(const score_settings *settings, reader *with, FILE *table, bool *hold,
                        bf_error *err)
{
    for (char **folder = settings->folders; *folder != NULL; folder++) {
        corpus_part *part = calloc(1, sizeof *part);
        if (part == NULL)
            return bf_fail(err, BF_ERR_MEMORY, "corpus: no memory");
        part->folder = *folder;
        part->name = strrchr(*folder, '/') ? strrchr(*folder, '/') + 1 : *folder;
        with->failures = settings->failures && strcmp(part->name, "judge") != 0;
        bool scored = score_part(with, part, err);
        if (scored) {
            *hold = write_part(part, settings->by_style, stdout) && *hold;
            if (table != NULL)
                (void)write_part(part, settings->by_style, table);
        }
        free(part);
        if (!scored)
            return false;
    }
    return true;
}

int main(int argc, char **argv)
{
    score_settings settings;
    bf_error err = {0};
    bool hold = true;
    setlocale(LC_CTYPE, "C.UTF-8");
    if (!read_settings(argc, argv, &settings))
        return usage();
    bf_rules *rules = bf_rules_load(settings.rules, NULL, NULL, NULL, &err);
    reader with = {rules, bf_pattern_scratch_new(false), bf_arena_new(ARENA_MOST), false};
    FILE *table = settings.table ? fopen(settings.table, "w") : NULL;
    bool scored = rules != NULL;
    if (scored && (!with.scratch || !with.arena))
        scored = bf_fail(&err, BF_ERR_MEMORY, "corpus: no memory");
    if (scored && settings.table && !table)
        scored = bf_fail(&err, BF_ERR_OUTPUT, "%s: it cannot be written", settings.table);
    scored = scored && score_parts(&settings, &with, table, &hold, &err);
    if (table && fclose(table) != 0)
        scored = bf_fail(&err, BF_ERR_OUTPUT, "%s: it cannot be written", settings.table);
    bf_pattern_scratch_free(with.scratch);
    bf_arena_free(with.arena);
    bf_rules_free(rules);
    if (!scored) {
        char words[1024];
        bf_error_format(&err, words, sizeof words);
        fprintf(stderr, "score: %s\n", words);
        return 2;
    }
    return hold ? 0 : 1;
}

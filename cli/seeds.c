/* seeds.c: the URLs that a crawl begins with. */
#include "cli/seeds.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bonafide/arena.h"
#include "common/url.h"

enum { MOST_BYTES = 64 * 1024 * 1024, STEP_BYTES = 64 * 1024, URL_ARENA = 1024 * 1024 };

static bool no_memory(bf_error *err)
{
    return bf_fail(err, BF_ERR_MEMORY, "seeds: no memory");
}

/* Reads all of `file` into one terminated text. */
static bool read_all(FILE *file, const char *path, char **text, bf_error *err)
{
    size_t length = 0, capacity = 0;
    for (;;) {
        if (capacity - length < STEP_BYTES + 1) {
            capacity += capacity + STEP_BYTES + 1;
            char *grown = capacity <= MOST_BYTES ? realloc(*text, capacity) : NULL;
            if (grown == NULL)
                return capacity > MOST_BYTES
                           ? bf_fail(err, BF_ERR_USAGE, "%s: more than 64 MB of seeds", path)
                           : no_memory(err);
            *text = grown;
        }
        size_t got = fread(*text + length, 1, STEP_BYTES, file);
        length += got;
        if (got == 0)
            break;
    }
    (*text)[length] = '\0';
    if (ferror(file))
        return bf_fail(err, BF_ERR_USAGE, "%s: cannot read: %s", path, strerror(errno));
    return strlen(*text) == length ||
           bf_fail(err, BF_ERR_USAGE, "%s: no list of URLs: there is a NUL in it", path);
}

static bool read_file(const char *path, char **text, bf_error *err)
{
    FILE *file = strcmp(path, "-") == 0 ? stdin : fopen(path, "re");
    if (file == NULL)
        return bf_fail(err, BF_ERR_USAGE, "%s: cannot read: %s", path, strerror(errno));
    bool read = read_all(file, path, text, err);
    if (file != stdin)
        fclose(file);
    return read;
}

/* Adds `seed`, which outlives the list; its capacity is the power of two that holds `count`. */
static bool add(bf_seeds *seeds, const char *seed, bf_error *err)
{
    if ((seeds->count & (seeds->count - 1)) == 0) {
        size_t capacity = seeds->count ? 2 * seeds->count : 1;
        const char **grown = realloc(seeds->items, capacity * sizeof *grown);
        if (grown == NULL)
            return no_memory(err);
        seeds->items = grown;
    }
    seeds->items[seeds->count++] = seed;
    return true;
}

/* Cuts the blanks off both ends of a line. */
static char *trim(char *line)
{
    size_t length = strlen(line);
    while (length > 0 && strchr(" \t\r", line[length - 1]))
        line[--length] = '\0';
    return line + strspn(line, " \t");
}

/* Says whether a line is one http URL. A tab or CR within a URL is passed over (WHATWG URL, 4.4),
 * so that a table's columns, or lines that end in CR alone, would make one URL of several. */
static bool check(const char *line, bf_arena *arena, bf_error *err)
{
    bf_url url;
    if (strpbrk(line, "\t\r"))
        return bf_fail(err, BF_ERR_USAGE, "no URL: there is a tab or a carriage return in it");
    if (bf_url_parse(bf_str_of(line), NULL, arena, &url, err))
        return true;
    err->code = err->code == BF_ERR_FORMAT ? BF_ERR_USAGE : err->code;
    return false;
}

/* Adds the lines of the file's text, each checked here, where its place is known. */
static bool add_lines(bf_seeds *seeds, const char *path, bf_arena *arena, bf_error *err)
{
    static const char mark[] = "\xEF\xBB\xBF"; /* a byte order mark, as some editors leave it */
    char *rest = seeds->text, *line;
    if (strncmp(rest, mark, strlen(mark)) == 0)
        rest += strlen(mark);
    for (unsigned number = 1; (line = strsep(&rest, "\n")) != NULL; number++) {
        line = trim(line);
        if (line[0] == '\0' || line[0] == '#')
            continue;
        if (!check(line, arena, err))
            return bf_fail_at(err, bf_str_of(path), number, 0);
        bf_arena_reset(arena);
        if (!add(seeds, line, err))
            return false;
    }
    return true;
}

bool bf_seeds_read(const char *path, const char *const *operands, size_t count, bf_seeds *out,
                   bf_error *err)
{
    *out = (bf_seeds){0};
    for (size_t i = 0; i < count; i++)
        if (!add(out, operands[i], err))
            return false;
    if (path == NULL)
        return true;
    bf_arena *arena = bf_arena_new(URL_ARENA);
    bool read = arena ? read_file(path, &out->text, err) && add_lines(out, path, arena, err)
                      : no_memory(err);
    bf_arena_free(arena);
    return read;
}

void bf_seeds_free(bf_seeds *seeds)
{
    free(seeds->items);
    free(seeds->text);
    *seeds = (bf_seeds){0};
}

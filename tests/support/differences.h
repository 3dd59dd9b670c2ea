/* tests/support/differences.h: tests that others wrote, as Debian ships them, and the list of where
 * we differ from them by choice, each with its reason: a difference that is not listed fails, and
 * one that is listed and gone fails as well, so that the list stays true. */
#ifndef BF_TESTS_DIFFERENCES_H
#define BF_TESTS_DIFFERENCES_H

#include "tests/support/views.h"

#include <glob.h>

#include "common/buf.h"

static inline void read_file(const char *path, bf_buf *out)
{
    FILE *file = fopen(path, "rb");
    bf_buf_init(out, (size_t)16 << 20);
    if (file == NULL)
        fail_msg("%s cannot be opened", path);
    for (size_t count = 1; count > 0;) {
        char *to = bf_buf_room(out, 65536);
        assert_non_null(to);
        count = fread(to, 1, 65536, file);
        bf_buf_wrote(out, count);
    }
    fclose(file);
}

/* Finds the files of whichever version Debian ships. */
static inline void find_shipped(const char *pattern, glob_t *found)
{
    if (glob(pattern, 0, NULL, found) != 0)
        fail_msg("%s: no such file; scripts/packages.txt names the package", pattern);
}

/* Reads the one file that `pattern` names. */
static inline void read_shipped(const char *pattern, bf_buf *out)
{
    glob_t found;
    find_shipped(pattern, &found);
    read_file(found.gl_pathv[found.gl_pathc - 1], out);
    globfree(&found);
}

typedef struct {
    bf_str line; /* without its class */
    bool met;
} difference;

typedef struct {
    bf_buf text;
    difference items[1024];
    size_t count;
    size_t unlisted;
} differences;

/* Reads the lines of `section` in the file `path`: a class, a blank, and what the test prints of
 * the case. A section begins with a line of its name and a colon; lines before the first are of the
 * section "". */
static inline void read_differences(differences *list, const char *path, bf_str section)
{
    bf_str rest, line, class;
    bool ours = section.length == 0;
    *list = (differences){0};
    read_file(path, &list->text);
    rest = (bf_str){list->text.bytes, list->text.length};
    while (bf_str_take_line(&rest, &line)) {
        if (line.length == 0 || line.bytes[0] == '#')
            continue;
        if (bf_str_ends(line, BF_STR(":")) && bf_str_find(line, BF_STR(" "), 0) == SIZE_MAX) {
            ours = bf_str_equal(bf_str_slice(line, 0, line.length - 1), section);
            continue;
        }
        bf_str_take_part(&line, ' ', &class);
        if (!ours)
            continue;
        assert_true(list->count < sizeof list->items / sizeof *list->items);
        list->items[list->count++] = (difference){.line = bf_str_trim(line)};
    }
}

/* Notes that the case `name` differs; `expected` and `got` are told should it not be listed. */
static inline void note_difference(differences *list, bf_str name, bf_str expected, bf_str got)
{
    for (size_t i = 0; i < list->count; i++)
        if (bf_str_equal(list->items[i].line, name)) {
            list->items[i].met = true;
            return;
        }
    print_error("%.*s: is \"%.*s\", not \"%.*s\"\n", BF_STR_ARG(name), BF_STR_ARG(got),
                BF_STR_ARG(expected));
    list->unlisted++;
}

static inline void end_differences(differences *list)
{
    size_t gone = 0;
    for (size_t i = 0; i < list->count; i++)
        if (!list->items[i].met) {
            print_error("listed, and no difference any more: %.*s\n",
                        BF_STR_ARG(list->items[i].line));
            gone++;
        }
    bf_buf_free(&list->text);
    assert_int_equal(list->unlisted, 0);
    assert_int_equal(gone, 0);
}

#endif

/* column_maps.c: where the column maps of registries lie, and which there are. */
#include "cli/column_maps.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/nearest.h"
#include "cli/shipped.h"
#include "common/buf.h"

#define ENDING ".yaml"

enum { NAMES_BYTES = 300 };

static int is_map(const struct dirent *entry)
{
    return entry->d_name[0] != '.' && bf_str_ends(bf_str_of(entry->d_name), BF_STR(ENDING));
}

/* Finds the maps below `rules_dir` in the order of their names; 0 where there is no such folder. */
static int find_maps(const char *rules_dir, struct dirent ***out)
{
    char folder[PATH_MAX];
    snprintf(folder, sizeof folder, "%s/" BF_COLUMN_MAPS_FOLDER, rules_dir);
    int count = scandir(folder, out, is_map, alphasort);
    return count > 0 ? count : 0;
}

/* Says which maps there are, and which was perhaps meant. */
static void fail_unknown(const char *name, const char *rules_dir, bf_error *err)
{
    const char *folders[] = {rules_dir, bf_shipped_rules()};
    bf_nearest nearest = bf_nearest_begin(bf_str_of(name));
    char meant[64] = "";
    bf_buf names;
    bf_buf_init(&names, NAMES_BYTES);
    for (size_t i = 0; i < 2; i++) {
        struct dirent **entries = NULL;
        int count = folders[i] ? find_maps(folders[i], &entries) : 0;
        for (int k = 0; k < count; k++) {
            entries[k]->d_name[strlen(entries[k]->d_name) - strlen(ENDING)] = '\0';
            bf_buf_append_format(&names, "%s%s", names.length ? ", " : "", entries[k]->d_name);
            bf_nearest_try(&nearest, entries[k]->d_name);
            if (nearest.word == entries[k]->d_name)
                snprintf(meant, sizeof meant, "%s", nearest.word);
        }
        for (int k = 0; k < count; k++)
            free(entries[k]);
        free(entries);
    }
    bf_fail(
        err, BF_ERR_USAGE,
        "roster import: %s: no such map%s%s%s; there are csv (with --map FILE, or a file in the "
        "neutral form), %s",
        name, meant[0] ? ", did you mean " : "", meant, meant[0] ? "?" : "",
        names.bytes ? names.bytes : "and no others");
    bf_buf_free(&names);
}

bf_column_map *bf_column_maps_load(const char *name, const char *rules_dir, bf_error *err)
{
    const char *folders[] = {rules_dir, bf_shipped_rules()};
    for (size_t i = 0; i < 2; i++) {
        char path[PATH_MAX];
        if (folders[i] == NULL || strchr(name, '/') ||
            (size_t)snprintf(path, sizeof path, "%s/" BF_COLUMN_MAPS_FOLDER "/%s" ENDING,
                             folders[i], name) >= sizeof path ||
            access(path, F_OK) != 0)
            continue;
        return bf_column_map_load(path, err);
    }
    fail_unknown(name, rules_dir, err);
    return NULL;
}

size_t bf_column_maps_check(const char *rules_dir, bf_rules_fault *tell, void *user)
{
    struct dirent **entries = NULL;
    int count = find_maps(rules_dir, &entries);
    size_t faults = 0;
    for (int i = 0; i < count; i++) {
        char path[PATH_MAX];
        bf_error err = {0};
        snprintf(path, sizeof path, "%s/" BF_COLUMN_MAPS_FOLDER "/%s", rules_dir,
                 entries[i]->d_name);
        bf_column_map *map = bf_column_map_load(path, &err);
        if (map == NULL) {
            faults++;
            tell(&err, user);
        }
        bf_column_map_free(map);
        free(entries[i]);
    }
    free(entries);
    return faults;
}

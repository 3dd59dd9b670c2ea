/* shipped.c: where the knowledge that comes with the command lies. An installed tree may be moved,
 * and a build may be run beside an older one that is installed: so the program looks from itself
 * first. */
#include "cli/shipped.h"

#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* From the program's folder: installed, and built in the source tree (build/PRESET/bonafide). */
static const char *const places[] = {BF_RULES_FROM_BIN, "../../rules"};

/* Writes the folder of the running program into `out`, with its last slash; false where the system
 * does not say. */
static bool find_program_folder(char out[PATH_MAX])
{
    ssize_t length = readlink("/proc/self/exe", out, PATH_MAX - 1);
    if (length <= 0)
        return false;
    out[length] = '\0';
    char *slash = strrchr(out, '/');
    if (slash == NULL)
        return false;
    slash[1] = '\0';
    return true;
}

const char *bf_shipped_rules(void)
{
    static char path[PATH_MAX + 64];
    char folder[PATH_MAX];
    const char *named = getenv("BONAFIDE_RULES");
    if (named && named[0] != '\0')
        return named;
    if (!find_program_folder(folder))
        return BF_RULES_DIR;
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        int length = snprintf(path, sizeof path, "%s%s/assessment.yaml", folder, places[i]);
        if (length < 0 || (size_t)length >= sizeof path || access(path, R_OK) != 0)
            continue;
        *strrchr(path, '/') = '\0';
        return path;
    }
    return BF_RULES_DIR;
}

/* seal.c: memory that holds machine code is made unwritable. */
#include "common/seal.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

struct bf_seal_range {
    void *begin;
    size_t length;
};

static bool note(bf_seal *seal, uintptr_t begin, uintptr_t end, bf_error *err)
{
    if (seal->count == seal->capacity) {
        size_t wanted = seal->capacity ? 2 * seal->capacity : 64;
        struct bf_seal_range *grown = realloc(seal->items, wanted * sizeof *grown);
        if (grown == NULL)
            return bf_fail(err, BF_ERR_MEMORY, "sealing of memory: no memory");
        seal->items = grown;
        seal->capacity = wanted;
    }
    seal->items[seal->count++] = (struct bf_seal_range){(void *)begin, end - begin};
    return true;
}

/* Notes all maps that are writable, executable and of no file. */
static bool find_maps(bf_seal *seal, bf_error *err)
{
    char line[512], rights[5];
    uintptr_t begin, end;
    unsigned long inode;
    bool noted = true;
    FILE *maps = fopen("/proc/self/maps", "re");
    if (maps == NULL)
        return bf_fail(err, BF_ERR_STATE, "/proc/self/maps: %s", strerror(errno));
    while (noted && fgets(line, sizeof line, maps) != NULL)
        if (sscanf(line, "%" SCNxPTR "-%" SCNxPTR " %4s %*s %*s %lu", &begin, &end, rights,
                   &inode) == 4 &&
            strncmp(rights, "rwx", 3) == 0 && inode == 0)
            noted = note(seal, begin, end, err);
    fclose(maps);
    return noted;
}

bool bf_seal_make(bf_seal *out, bf_error *err)
{
    bf_seal made = {0};
    bool sealed = find_maps(&made, err);
    size_t found = made.count;
    for (made.count = 0; made.count < found && sealed; made.count += sealed) {
        const struct bf_seal_range *range = &made.items[made.count];
        if (mprotect(range->begin, range->length, PROT_READ | PROT_EXEC) != 0)
            sealed = bf_fail(err, BF_ERR_STATE,
                             "machine code cannot be made unwritable: %s: see --interpret",
                             strerror(errno));
    }
    if (!sealed) {
        bf_seal_break(&made);
        return false;
    }
    *out = made;
    return true;
}

void bf_seal_break(bf_seal *seal)
{
    for (size_t i = 0; i < seal->count; i++)
        /* the right was there before; were it refused, the next write there ends this process */
        (void)mprotect(seal->items[i].begin, seal->items[i].length,
                       PROT_READ | PROT_WRITE | PROT_EXEC);
    free(seal->items);
    *seal = (bf_seal){0};
}

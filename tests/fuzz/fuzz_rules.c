/* fuzz_rules.c: any bytes as the one file of a rule folder. Promises: it is loaded, or every fault
 * names the file, the first of them is the error, and each has a line that the file has. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bonafide/rules.h"

static char folder[64], path[80];

static void remove_folder(void)
{
    unlink(path);
    rmdir(folder);
}

static void make_folder(void)
{
    snprintf(folder, sizeof folder, "/tmp/fuzz_rules.XXXXXX");
    if (mkdtemp(folder) == NULL)
        abort();
    snprintf(path, sizeof path, "%s/pack.yaml", folder);
    atexit(remove_folder);
}

typedef struct {
    unsigned lines;
    size_t count;
    bf_error first;
} faults;

static void note(const bf_error *fault, void *user)
{
    faults *seen = user;
    assert(fault->code == BF_ERR_RULE && fault->message[0] != '\0');
    assert(fault->file[0] == '\0' || strcmp(fault->file, path) == 0);
    assert(fault->line <= seen->lines + 1);
    if (seen->count++ == 0)
        seen->first = *fault;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    faults seen = {.lines = 1};
    bf_error err = {0};
    if (folder[0] == '\0')
        make_folder();
    FILE *file = fopen(path, "wb");
    assert(file != NULL && fwrite(data, 1, size, file) == size);
    fclose(file);
    for (size_t i = 0; i < size; i++) /* YAML 1.2 ends lines with these; libyaml with more */
        seen.lines += data[i] == '\n' || data[i] == '\r' || data[i] >= 0x80;
    bf_rules *rules = bf_rules_load(folder, NULL, note, &seen, &err);
    assert((rules == NULL) == (seen.count > 0));
    if (rules == NULL) {
        assert(err.code == BF_ERR_RULE && strcmp(err.message, seen.first.message) == 0);
        assert(err.line == seen.first.line && err.column == seen.first.column);
    } else {
        assert(bf_rules_sha256(rules).length == 64);
    }
    bf_rules_free(rules);
    return 0;
}

/* replay.c: gives each file named, or lying in a folder named, to a fuzz target. Without libFuzzer
 * a target is a test of its seeds. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The input is copied to a block of its exact size, so that a read past its end is seen. */
static int replay_file(const char *path)
{
    struct stat about;
    FILE *file = fopen(path, "rb");
    if (file == NULL || fstat(fileno(file), &about) != 0) {
        perror(path);
        return 1;
    }
    size_t size = (size_t)about.st_size;
    uint8_t *data = malloc(size > 0 ? size : 1);
    int failed = data == NULL || fread(data, 1, size, file) != size;
    if (!failed) {
        printf("%s\n", path);
        fflush(stdout);
        failed = LLVMFuzzerTestOneInput(data, size) != 0;
    }
    free(data);
    fclose(file);
    return failed;
}

static int replay_folder(const char *path, unsigned *count)
{
    struct dirent **entries;
    int failed = 0;
    int found = scandir(path, &entries, NULL, alphasort);
    for (int i = 0; i < found; i++) {
        char name[4096];
        if (entries[i]->d_name[0] != '.') {
            snprintf(name, sizeof name, "%s/%s", path, entries[i]->d_name);
            failed |= replay_file(name);
            (*count)++;
        }
        free(entries[i]);
    }
    if (found >= 0)
        free(entries);
    return failed;
}

int main(int argc, char **argv)
{
    int failed = 0;
    unsigned count = 0;
    for (int i = 1; i < argc; i++) {
        struct stat about;
        if (stat(argv[i], &about) != 0) {
            perror(argv[i]);
            failed = 1;
        } else if (S_ISDIR(about.st_mode)) {
            failed |= replay_folder(argv[i], &count);
        } else {
            failed |= replay_file(argv[i]);
            count++;
        }
    }
    printf("%u inputs\n", count);
    return failed || count == 0;
}

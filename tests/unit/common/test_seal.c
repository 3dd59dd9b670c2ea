/* test_seal.c: memory that holds machine code is made unwritable, and writable again. */
#include "tests/support/views.h"

#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "common/seal.h"

/* The kernel's word on the rights to the map at `place`: "rwxp". */
static void rights_of(const void *place, char rights[5])
{
    char line[512];
    unsigned long begin, end;
    FILE *maps = fopen("/proc/self/maps", "r");
    assert_non_null(maps);
    strcpy(rights, "none");
    while (fgets(line, sizeof line, maps) != NULL) {
        char found[5];
        if (sscanf(line, "%lx-%lx %4s", &begin, &end, found) == 3 &&
            (unsigned long)place >= begin && (unsigned long)place < end)
            memcpy(rights, found, sizeof found);
    }
    fclose(maps);
}

static void code_cannot_be_written_to_while_it_is_sealed(void **state)
{
    (void)state;
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    char rights[5];
    bf_error err = {0};
    bf_seal seal;
    char *code =
        mmap(NULL, page, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    char *plain = mmap(NULL, page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    assert_true(code != MAP_FAILED && plain != MAP_FAILED);
    code[0] = 1;
    assert_true(bf_seal_make(&seal, &err));
    assert_true(seal.count >= 1);
    rights_of(code, rights);
    assert_string_equal(rights, "r-xp");
    rights_of(plain, rights);
    assert_string_equal(rights, "rw-p");
    assert_int_equal(code[0], 1);
    bf_seal_break(&seal);
    rights_of(code, rights);
    assert_string_equal(rights, "rwxp");
    assert_int_equal(seal.count, 0);
    munmap(code, page);
    munmap(plain, page);
}

static void nothing_to_seal_is_no_error(void **state)
{
    (void)state;
    bf_error err = {0};
    bf_seal seal = {0};
    bf_seal_break(&seal); /* one that was never made */
    assert_true(bf_seal_make(&seal, &err));
    bf_seal_break(&seal);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(code_cannot_be_written_to_while_it_is_sealed),
        cmocka_unit_test(nothing_to_seal_is_no_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

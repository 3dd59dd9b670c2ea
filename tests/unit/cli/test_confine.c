/* test_confine.c: what people are told when a process gives up its rights, or cannot. */
#include "tests/support/views.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <seccomp.h>

#include "cli/confine.h"

enum { TOLD = 1000 };

/* Confines a child, of a kernel that knows neither Landlock nor seccomp when `old`, with `setting`;
 * gives its exit status, and what it said. */
static int confine(const char *setting, bool old, bool quiet, char told[TOLD])
{
    int status, pair[2];
    size_t used = 0;
    ssize_t got;
    assert_int_equal(pipe(pair), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        bf_error err = {0};
        scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
        dup2(pair[1], STDERR_FILENO);
        setenv("BONAFIDE_SANDBOX", setting, 1);
        if (old && (seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS),
                                     SCMP_SYS(landlock_create_ruleset), 0) != 0 ||
                    seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(seccomp), 0) != 0 ||
                    seccomp_load(filter) != 0))
            _exit(99);
        _exit(bf_confine(&(bf_sandbox_plan){.network = true}, quiet, &err) ? 0 : (int)err.code);
    }
    close(pair[1]);
    while ((got = read(pair[0], told + used, TOLD - 1 - used)) > 0)
        used += (size_t)got;
    told[used] = '\0';
    close(pair[0]);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void a_kernel_without_what_it_takes_is_told_in_one_line_and_nothing_ends(void **state)
{
    char told[TOLD];
    (void)state;
    assert_int_equal(confine("on", true, false, told), 0);
    assert_string_equal(told, "bonafide: this process keeps more rights than it needs, without "
                              "Landlock (Function not implemented) and seccomp (Function not "
                              "implemented)\n");
    assert_int_equal(confine("on", true, true, told), 0);
    assert_string_equal(told, "");
}

static void a_process_that_keeps_its_rights_by_the_user_s_word_says_so(void **state)
{
    char told[TOLD];
    (void)state;
    assert_int_equal(confine("off", false, false, told), 0);
    assert_string_equal(told,
                        "bonafide: this process keeps all its rights: BONAFIDE_SANDBOX is off\n");
    assert_int_equal(confine("off", false, true, told), 0);
    assert_string_equal(told, "");
}

static void another_setting_is_refused(void **state)
{
    char told[TOLD];
    (void)state;
    assert_int_equal(confine("no", false, false, told), BF_ERR_USAGE);
    assert_string_equal(told, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_kernel_without_what_it_takes_is_told_in_one_line_and_nothing_ends),
        cmocka_unit_test(a_process_that_keeps_its_rights_by_the_user_s_word_says_so),
        cmocka_unit_test(another_setting_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

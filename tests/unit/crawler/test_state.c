/* test_state.c: one database in a folder, for one run at a time, also over a kill. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "crawler/state.h"

static char root[64]; /* the folder of the present test; its state is in root/state */

static int make_root(void **state)
{
    (void)state;
    snprintf(root, sizeof root, "/tmp/test_state.XXXXXX");
    return mkdtemp(root) == NULL;
}

static int remove_root(void **state)
{
    char command[128];
    (void)state;
    snprintf(command, sizeof command, "rm -r %s", root);
    return system(command);
}

static const char *state_dir(void)
{
    static char path[128];
    snprintf(path, sizeof path, "%s/state", root);
    return path;
}

static bf_state *open_state(void)
{
    bf_error err = {0};
    bf_state *state = bf_state_open(state_dir(), &err);
    if (state == NULL)
        fail_msg("%s", err.message);
    return state;
}

/* Tables for tests: words, and how many there are. */
enum { ADD, COUNT, STATEMENTS };
static void prepare(bf_state *state, sqlite3_stmt **statements)
{
    static const char *const sql[] = {
        [ADD] = "INSERT INTO word (text) VALUES (?1)", [COUNT] = "SELECT count(*) FROM word"};
    bf_error err = {0};
    assert_true(bf_state_prepare(state, "CREATE TABLE IF NOT EXISTS word (text TEXT);", sql,
                                 STATEMENTS, statements, &err));
}

static void add_word(bf_state *state)
{
    sqlite3_stmt *statements[STATEMENTS] = {NULL};
    bf_error err = {0};
    prepare(state, statements);
    assert_true(bf_state_run(state, statements[ADD],
                             bf_state_bind_text(statements[ADD], 1, BF_STR("word")), &err));
    bf_state_finalize(statements, STATEMENTS);
}

static int64_t count_words(bf_state *state)
{
    sqlite3_stmt *statements[STATEMENTS] = {NULL};
    bf_error err = {0};
    int64_t count;
    prepare(state, statements);
    assert_true(bf_state_ask(state, statements[COUNT], true, &count, &err));
    bf_state_finalize(statements, STATEMENTS);
    return count;
}

/* Adds a word in a process of its own that is killed, before or after its commit. */
static void be_killed(bool commit)
{
    int status;
    pid_t process = fork();
    if (process == 0) {
        bf_error err = {0};
        bf_state *state = bf_state_open(state_dir(), &err);
        bool begun = state && bf_state_begin(state, &err);
        add_word(state);
        if (begun && commit && !bf_state_commit(state, &err))
            _exit(1);
        kill(getpid(), SIGKILL);
    }
    assert_int_equal(waitpid(process, &status, 0), process);
    assert_true(WIFSIGNALED(status));
}

static void a_kill_loses_what_is_not_committed_and_nothing_else(void **unused)
{
    (void)unused;
    be_killed(false);
    bf_state *state = open_state();
    assert_int_equal(count_words(state), 0);
    bf_state_close(state);
    be_killed(true);
    state = open_state();
    assert_int_equal(count_words(state), 1);
    bf_state_close(state);
}

static void a_temporary_state_leaves_nothing(void **unused)
{
    bf_error err = {0};
    (void)unused;
    bf_state *state = bf_state_open(NULL, &err);
    assert_non_null(state);
    add_word(state);
    assert_int_equal(count_words(state), 1);
    bf_state_close(state);
    state = bf_state_open(NULL, &err);
    assert_int_equal(count_words(state), 0);
    bf_state_close(state);
    bf_state_close(NULL);
}

/* More than SQLite keeps in memory, with no room for another descriptor. */
static void a_temporary_state_grows_without_opening_a_file(void **unused)
{
    enum { WORDS = 12000, LONG = 1000 };
    sqlite3_stmt *statements[STATEMENTS] = {NULL};
    struct rlimit before, none;
    char word[LONG];
    bf_error err = {0};
    (void)unused;
    bf_state *state = bf_state_open(NULL, &err);
    assert_non_null(state);
    prepare(state, statements);
    memset(word, 'a', sizeof word);
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
    none = (struct rlimit){0, before.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
    assert_true(bf_state_begin(state, &err));
    for (int i = 0; i < WORDS; i++)
        assert_true(bf_state_run(
            state, statements[ADD],
            bf_state_bind_text(statements[ADD], 1, (bf_str){word, sizeof word}), &err));
    assert_true(bf_state_commit(state, &err));
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
    bf_state_finalize(statements, STATEMENTS);
    assert_int_equal(count_words(state), WORDS);
    bf_state_close(state);
}

static void a_statement_that_fails_says_why_and_can_be_run_again(void **unused)
{
    static const char *const sql[] = {"INSERT INTO one (id) VALUES (1)"};
    sqlite3_stmt *add[1] = {NULL};
    bf_error err = {0};
    (void)unused;
    bf_state *state = open_state();
    assert_true(
        bf_state_prepare(state, "CREATE TABLE one (id INTEGER PRIMARY KEY);", sql, 1, add, &err));
    assert_true(bf_state_run(state, add[0], true, &err));
    assert_false(bf_state_run(state, add[0], true, &err));
    assert_int_equal(err.code, BF_ERR_STATE);
    assert_non_null(strstr(err.message, "UNIQUE"));
    assert_true(bf_state_execute(state, "DELETE FROM one", &err));
    assert_true(bf_state_run(state, add[0], true, &err));
    bf_state_finalize(add, 1);
    bf_state_close(state);
}

static void a_second_run_on_the_same_folder_is_refused_with_a_sentence(void **unused)
{
    bf_error err = {0};
    (void)unused;
    bf_state *state = open_state();
    assert_null(bf_state_open(state_dir(), &err));
    assert_int_equal(err.code, BF_ERR_STATE);
    assert_non_null(strstr(err.message, "another run uses this folder"));
    assert_non_null(strstr(err.message, state_dir()));
    bf_state_close(state);
    bf_state_close(open_state()); /* and free again after the first */
}

static void set_form(int form)
{
    char path[256], note[64];
    sqlite3 *db;
    snprintf(path, sizeof path, "%s/frontier.sqlite", state_dir());
    snprintf(note, sizeof note, "PRAGMA user_version = %d", form);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, note, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

static void state_of_another_version_is_refused_and_left_as_it_is(void **unused)
{
    static const struct {
        int form;
        const char *words;
    } cases[] = {{999, "later version"}, {1, "earlier version"}, {0, "earlier version"}};
    char words[1024];
    (void)unused;
    bf_state *state = open_state();
    add_word(state);
    bf_state_close(state);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bf_error err = {0};
        set_form(cases[i].form);
        assert_null(bf_state_open(state_dir(), &err));
        assert_int_equal(err.code, BF_ERR_STATE);
        bf_error_format(&err, words, sizeof words);
        assert_non_null(strstr(words, cases[i].words));
        assert_non_null(strstr(words, "frontier.sqlite"));
    }
    set_form(2);
    state = open_state();
    assert_int_equal(count_words(state), 1);
    bf_state_close(state);
}

static void a_folder_that_cannot_hold_state_is_named(void **unused)
{
    bf_error err = {0};
    char path[5000], words[1024];
    (void)unused;
    assert_null(bf_state_open("/dev/null/state", &err));
    assert_int_equal(err.code, BF_ERR_STATE);
    assert_non_null(strstr(err.message, "/dev/null/state"));
    memset(path, 'p', sizeof path - 1);
    path[sizeof path - 1] = '\0';
    assert_null(bf_state_open(path, &err));
    assert_int_equal(err.code, BF_ERR_STATE);
    bf_state_close(open_state());
    snprintf(path, sizeof path, "printf 'no database, but 31 bytes..' > %s/frontier.sqlite",
             state_dir());
    assert_int_equal(system(path), 0);
    err = (bf_error){0};
    assert_null(bf_state_open(state_dir(), &err));
    assert_int_equal(err.code, BF_ERR_STATE);
    bf_error_format(&err, words, sizeof words);
    assert_non_null(strstr(words, "frontier.sqlite"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_root, remove_root)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_kill_loses_what_is_not_committed_and_nothing_else),
        TEST(a_temporary_state_leaves_nothing),
        TEST(a_temporary_state_grows_without_opening_a_file),
        TEST(a_statement_that_fails_says_why_and_can_be_run_again),
        TEST(a_second_run_on_the_same_folder_is_refused_with_a_sentence),
        TEST(state_of_another_version_is_refused_and_left_as_it_is),
        TEST(a_folder_that_cannot_hold_state_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

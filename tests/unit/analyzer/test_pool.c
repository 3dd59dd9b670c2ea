/* test_pool.c: pages handed to worker processes. What the workers do here is told by the URL of the
 * page: answer, sleep, crash, hang, try to open a file. */
#include "tests/support/views.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <seccomp.h>

#include "analyzer/pool.h"

enum { PAGE_MS = 400 };

static bool tell(bf_worker_job *job, const char *text)
{
    char json[256];
    snprintf(json, sizeof json, "{\"%s\":1}", text);
    const bf_report_line line = {.json = bf_str_of(json), .level = BF_LEVEL_HIGH};
    return job->visit(&line, job->visiting);
}

/* "open refused, socket refused", as the kernel has it. */
static bool tell_rights(bf_worker_job *job)
{
    char text[128];
    bool opened = open("/etc/passwd", O_RDONLY) >= 0,
         made = open("/tmp/x", O_CREAT | O_RDWR, 0600) >= 0;
    bool socketed = socket(AF_INET, SOCK_STREAM, 0) >= 0, forked = fork() >= 0;
    snprintf(text, sizeof text, "open %d make %d socket %d fork %d", opened, made, socketed,
             forked);
    return tell(job, text);
}

/* The descriptors that are open besides the socket: those of the test must not be among them. */
static bool tell_descriptors(bf_worker_job *job)
{
    char text[128];
    int count = 0;
    for (int fd = 4; fd < 64; fd++)
        count += fcntl(fd, F_GETFD) >= 0;
    snprintf(text, sizeof text, "descriptors %d", count);
    return tell(job, text);
}

static bool work(bf_worker_job *job, void *user, bf_error *err)
{
    (void)user;
    bf_str url = job->raw->url;
    if (bf_str_equal(url, BF_STR("slow")))
        usleep(150 * 1000);
    if (bf_str_equal(url, BF_STR("hang")))
        for (;;)
            pause();
    if (bf_str_equal(url, BF_STR("half")) && !tell(job, "never seen"))
        return false;
    if (bf_str_equal(url, BF_STR("crash")) || bf_str_equal(url, BF_STR("half")))
        raise(SIGKILL);
    if (bf_str_equal(url, BF_STR("leave")))
        _exit(7);
    if (bf_str_equal(url, BF_STR("nonsense")) && write(3, "\5\0\0\0\1hello", 10) == 10)
        pause();
    if (bf_str_equal(url, BF_STR("endless")) && write(3, "\xff\xff\xff\xff\1", 5) == 5)
        pause();
    if (bf_str_equal(url, BF_STR("fat")))
        return bf_fail(err, BF_ERR_MEMORY, "no memory at all");
    if (bf_str_equal(url, BF_STR("bad")))
        return bf_fail(err, BF_ERR_FORMAT, "not a page");
    if (bf_str_equal(url, BF_STR("rights")))
        return tell_rights(job);
    if (bf_str_equal(url, BF_STR("descriptors")))
        return tell_descriptors(job);
    if (bf_str_equal(url, BF_STR("large"))) {
        for (int i = 0; i < 40000; i++)
            if (!tell(job, "much"))
                return false;
        return true;
    }
    char text[64];
    snprintf(text, sizeof text, "%.*s", BF_STR_ARG(url));
    return tell(job, text) && (!bf_str_equal(url, BF_STR("two")) || tell(job, "again"));
}

/* What was told, as text. */
static char told[8192];
static size_t lines_left; /* after which the listener stops; 0: never */
static bool is_slow;      /* the listener takes longer to hear of the first line than a page may */
static size_t much;       /* lines of a large page */

static void note(const char *text, bf_str more)
{
    size_t used = strlen(told);
    snprintf(told + used, sizeof told - used, "%s%.*s;", text, BF_STR_ARG(more));
}

static void on_page(void *user)
{
    (void)user;
    note("page", (bf_str){0});
}

static bool on_line(const bf_report_line *line, void *user)
{
    (void)user;
    assert_int_equal(line->level, BF_LEVEL_HIGH);
    if (is_slow)
        usleep(2 * PAGE_MS * 1000);
    is_slow = false;
    if (bf_str_equal(line->json, BF_STR("{\"much\":1}"))) {
        much++;
        return true;
    }
    note("", line->json);
    return lines_left == 0 || --lines_left > 0;
}

static bool on_failed(bf_str url, const bf_page_archive *archive, const bf_error *failure,
                      bool heard, void *user)
{
    char words[800];
    (void)user;
    bf_error_format(failure, words, sizeof words);
    note(heard ? "(told) " : "", url);
    note(" ! ", archive->file);
    note(" ", bf_str_of(words));
    return true;
}

static void on_lack(bf_str what, void *user)
{
    (void)user;
    note("without ", what);
}

static bf_pool *make_pool(size_t jobs, bf_sandbox_mode sandbox)
{
    bf_error err = {0};
    const bf_pool_settings settings = {
        .jobs = jobs, .page_ms = PAGE_MS, .worker = {work, NULL, NULL, 64 << 20, sandbox}};
    const bf_pool_listener listener = {on_page, on_line, on_failed, on_lack, NULL};
    told[0] = '\0';
    lines_left = much = 0;
    bf_pool *pool = bf_pool_new(&settings, &listener, &err);
    assert_non_null(pool);
    return pool;
}

/* Gives pages whose URLs stand between blanks, and says what was told of them. */
static const char *read_pages(const char *urls, size_t jobs, bf_sandbox_mode sandbox)
{
    bf_error err = {0};
    bf_pool *pool = make_pool(jobs, sandbox);
    bf_str rest = bf_str_of(urls), url;
    while (bf_str_take_part(&rest, ' ', &url)) {
        const bf_raw_page raw = {.kind = BF_RAW_HTML, .url = url, .archive.file = BF_STR("f")};
        assert_true(bf_pool_give(pool, &raw, &err));
    }
    assert_true(bf_pool_finish(pool));
    bf_pool_free(pool);
    return told;
}

static void lines_come_in_the_order_of_the_pages(void **state)
{
    (void)state;
    for (size_t jobs = 1; jobs <= 4; jobs++)
        assert_string_equal(read_pages("slow one two three slow four", jobs, BF_SANDBOX_OFF),
                            "page;{\"slow\":1};page;{\"one\":1};page;{\"two\":1};{\"again\":1};"
                            "page;{\"three\":1};page;{\"slow\":1};page;{\"four\":1};");
}

static void more_pages_than_may_be_ahead_are_read(void **state)
{
    char urls[2048] = "slow";
    (void)state;
    for (size_t i = 0; i < 100; i++)
        strcat(urls, " one");
    read_pages(urls, 3, BF_SANDBOX_OFF);
    assert_int_equal(strncmp(told, "page;{\"slow\":1};", 16), 0);
    assert_int_equal(strlen(told), 16 + 100 * strlen("page;{\"one\":1};"));
}

static void what_ends_a_worker_costs_one_page(void **state)
{
    (void)state;
    static const struct {
        const char *url, *failure;
    } cases[] = {
        {"crash", "crash; ! f; its worker was ended by signal 9 (Killed);"},
        {"half", "half; ! f; its worker was ended by signal 9 (Killed);"},
        {"leave", "leave; ! f; its worker ended with status 7;"},
        {"hang", "hang; ! f; took more than 0.4 s: see --page-time;"},
        {"nonsense", "nonsense; ! f; its worker answered with what is no report;"},
        {"endless", "endless; ! f; worker: a frame of 4294967295 bytes;"},
        {"fat", "fat; ! f; no memory at all;"},
        {"bad", "bad; ! f; not a page;"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (size_t jobs = 1; jobs <= 2; jobs++) {
            char urls[64], expected[256];
            snprintf(urls, sizeof urls, "one %s three", cases[i].url);
            snprintf(expected, sizeof expected, "page;{\"one\":1};%spage;{\"three\":1};",
                     cases[i].failure);
            assert_string_equal(read_pages(urls, jobs, BF_SANDBOX_OFF), expected);
        }
}

static void every_page_may_end_its_worker(void **state)
{
    (void)state;
    read_pages("crash crash crash crash crash crash crash one", 2, BF_SANDBOX_OFF);
    assert_non_null(strstr(told, "page;{\"one\":1};"));
}

static void a_failure_is_told_in_its_turn(void **state)
{
    bf_error err = {0}, failure = {0};
    bf_pool *pool = make_pool(2, BF_SANDBOX_OFF);
    const bf_raw_page slow = {.url = BF_STR("slow")}, lost = {.url = BF_STR("lost")};
    (void)state;
    bf_fail(&failure, BF_ERR_INPUT, "cut off");
    assert_true(bf_pool_give(pool, &slow, &err) && bf_pool_fail(pool, &lost, &failure, true, &err));
    assert_string_equal(told, "");
    assert_true(bf_pool_finish(pool));
    assert_string_equal(told, "page;{\"slow\":1};(told) lost; ! ; cut off;");
    bf_pool_free(pool);
}

static void lines_are_told_while_a_source_is_waited_for(void **state)
{
    bf_error err = {0};
    int pipe_ends[2];
    bf_pool *pool = make_pool(1, BF_SANDBOX_OFF);
    const bf_raw_page one = {.url = BF_STR("one")};
    (void)state;
    assert_int_equal(pipe(pipe_ends), 0);
    assert_true(bf_pool_give(pool, &one, &err));
    bf_pool_wait(pool, pipe_ends[0]); /* nothing comes: it returns when all is told */
    assert_string_equal(told, "page;{\"one\":1};");
    bf_pool_free(pool);
    close(pipe_ends[0]);
    close(pipe_ends[1]);
}

/* Somebody pages through the output: what a worker has answered meanwhile is not late. */
static void time_in_which_nobody_listens_is_not_the_pages(void **state)
{
    (void)state;
    is_slow = true;
    read_pages("one large large two", 3, BF_SANDBOX_OFF);
    assert_string_equal(told, "page;{\"one\":1};page;page;page;{\"two\":1};{\"again\":1};");
    assert_int_equal(much, 80000);
}

static void a_listener_that_stops_hears_no_more(void **state)
{
    bf_error err = {0};
    bf_pool *pool = make_pool(1, BF_SANDBOX_OFF);
    const bf_raw_page two = {.url = BF_STR("two")};
    (void)state;
    lines_left = 1;
    assert_true(bf_pool_give(pool, &two, &err));
    assert_false(bf_pool_finish(pool));
    assert_false(bf_pool_finish(pool));
    assert_int_equal(err.code, BF_OK);
    assert_string_equal(told, "page;{\"two\":1};");
    bf_pool_free(pool);
}

static void a_large_page_arrives_whole(void **state)
{
    bf_error err = {0};
    size_t length = 20 << 20;
    char *bytes = calloc(1, length);
    bf_pool *pool = make_pool(1, BF_SANDBOX_OFF);
    const bf_raw_page one = {.url = BF_STR("one"), .bytes = {bytes, length}};
    (void)state;
    assert_true(bf_pool_give(pool, &one, &err) && bf_pool_finish(pool));
    assert_string_equal(told, "page;{\"one\":1};");
    bf_pool_free(pool);
    free(bytes);
}

/* The kernel's word, not ours: the calls are made, and fail. */
static void a_worker_has_no_files_no_network_and_no_children(void **state)
{
    (void)state;
    assert_string_equal(read_pages("rights", 1, BF_SANDBOX_ON),
                        "page;{\"open 0 make 0 socket 0 fork 0\":1};");
}

/* Makes this process one of a kernel that knows neither Landlock nor seccomp. */
static bool grow_old(void)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
    const uint32_t refusal = SCMP_ACT_ERRNO(ENOSYS);
    return seccomp_rule_add(filter, refusal, SCMP_SYS(landlock_create_ruleset), 0) == 0 &&
           seccomp_rule_add(filter, refusal, SCMP_SYS(seccomp), 0) == 0 &&
           seccomp_load(filter) == 0;
}

static void workers_that_lack_a_sandbox_say_so_once_and_read_their_pages(void **state)
{
    (void)state;
    static const char once[] = "without Landlock (Function not implemented) and seccomp (Function "
                               "not implemented);page;{\"one\":1};page;{\"two\":1};{\"again\":1};"
                               "crash; ! f; its worker was ended by signal 9 (Killed);"
                               "page;{\"three\":1};";
    int status;
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        bool grown = grow_old();
        _exit(grown && strcmp(read_pages("one two crash three", 1, BF_SANDBOX_ON), once) == 0
                  ? EXIT_SUCCESS
                  : EXIT_FAILURE);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), EXIT_SUCCESS);
}

static void a_worker_without_its_coordinator_ends_and_says_so(void **state)
{
    (void)state;
    const bf_worker_settings settings = {work, NULL, NULL, 1 << 20, BF_SANDBOX_OFF};
    int status, pair[2];
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    pid_t process = fork();
    if (process == 0)
        bf_worker_serve(pair[1], getpid() /* nobody is its own parent */, &settings);
    assert_int_equal(waitpid(process, &status, 0), process);
    assert_true(WIFEXITED(status));
    assert_string_equal(bf_worker_setup_name(WEXITSTATUS(status)), "was left by its coordinator");
    assert_string_equal(bf_worker_setup_name(0), "did not say why");
    close(pair[0]);
    close(pair[1]);
}

static void a_page_that_no_frame_holds_costs_itself(void **state)
{
    (void)state;
    bf_error err = {0};
    bf_pool *pool = make_pool(1, BF_SANDBOX_OFF);
    const bf_raw_page large = {.url = BF_STR("one"), .bytes = {"", BF_WORKER_FRAME_MOST}};
    const bf_raw_page one = {.url = BF_STR("one")};
    assert_true(bf_pool_give(pool, &large, &err) && bf_pool_give(pool, &one, &err));
    assert_true(bf_pool_finish(pool));
    assert_string_equal(told, "one; ! ; a page of 83886080 bytes;page;{\"one\":1};");
    bf_pool_free(pool);
}

static void a_worker_has_only_its_own_descriptor(void **state)
{
    (void)state;
    int held = open("/dev/null", O_RDONLY);
    assert_true(held >= 0);
    assert_string_equal(read_pages("descriptors", 1, BF_SANDBOX_OFF),
                        "page;{\"descriptors 0\":1};");
    close(held);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_come_in_the_order_of_the_pages),
        cmocka_unit_test(more_pages_than_may_be_ahead_are_read),
        cmocka_unit_test(what_ends_a_worker_costs_one_page),
        cmocka_unit_test(every_page_may_end_its_worker),
        cmocka_unit_test(a_failure_is_told_in_its_turn),
        cmocka_unit_test(lines_are_told_while_a_source_is_waited_for),
        cmocka_unit_test(time_in_which_nobody_listens_is_not_the_pages),
        cmocka_unit_test(a_listener_that_stops_hears_no_more),
        cmocka_unit_test(a_large_page_arrives_whole),
        cmocka_unit_test(a_worker_has_no_files_no_network_and_no_children),
        cmocka_unit_test(workers_that_lack_a_sandbox_say_so_once_and_read_their_pages),
        cmocka_unit_test(a_worker_without_its_coordinator_ends_and_says_so),
        cmocka_unit_test(a_page_that_no_frame_holds_costs_itself),
        cmocka_unit_test(a_worker_has_only_its_own_descriptor),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

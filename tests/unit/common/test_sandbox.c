/* test_sandbox.c: what a process may still do, and what not. Each test enters in a child of its
 * own, for there is no way back. */
#include "tests/support/views.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <netdb.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <ucontext.h>
#include <unistd.h>

#include <openssl/x509_vfy.h>
#include <seccomp.h>

#include "common/sandbox.h"

/* Ends a child with the line that did not hold. */
#define HOLDS(expression)                                                                          \
    do                                                                                             \
        if (!(expression)) {                                                                       \
            fprintf(stderr, "%s:%d: does not hold: %s (%s)\n", __FILE__, __LINE__, #expression,    \
                    strerror(errno));                                                              \
            _exit(1);                                                                              \
        }                                                                                          \
    while (0)

/* Runs `body` in a child; its standard error comes back when `told` is one. */
static void in_child(void (*body)(void), char *told, size_t most)
{
    int status, pair[2];
    size_t used = 0;
    ssize_t got;
    assert_int_equal(pipe(pair), 0);
    fflush(NULL);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        if (told)
            dup2(pair[1], STDERR_FILENO);
        close(pair[0]);
        close(pair[1]);
        body();
        _exit(0);
    }
    close(pair[1]);
    while (told && used < most - 1 && (got = read(pair[0], told + used, most - 1 - used)) > 0)
        used += (size_t)got;
    if (told)
        told[used] = '\0';
    close(pair[0]);
    assert_int_equal(waitpid(child, &status, 0), child);
    if (told && status != 0)
        print_error("%s\n", told);
    assert_true(WIFEXITED(status)); /* a refused call fails; it does not kill */
    assert_int_equal(WEXITSTATUS(status), 0);
}

static char folder[] = "/tmp/bonafide-sandbox.XXXXXX", inside[64], outside[64], kept[80], other[80];
static bool has_landlock; /* a kernel without it cannot show what it refuses */

static int make_folders(void **state)
{
    (void)state;
    has_landlock = syscall(SYS_landlock_create_ruleset, NULL, 0, 1) > 0;
    if (mkdtemp(folder) == NULL || chmod(folder, 0755) != 0)
        return -1;
    snprintf(inside, sizeof inside, "%s/in", folder);
    snprintf(outside, sizeof outside, "%s/out", folder);
    snprintf(kept, sizeof kept, "%s/kept", outside);
    snprintf(other, sizeof other, "%s/other", outside);
    FILE *one = mkdir(inside, 0777) == 0 && mkdir(outside, 0777) == 0 ? fopen(kept, "w") : NULL;
    FILE *two = one ? fopen(other, "w") : NULL;
    return two && fputs("kept\n", one) >= 0 && fclose(one) == 0 && fclose(two) == 0 ? 0 : -1;
}

static int remove_folders(void **state)
{
    (void)state;
    unlink(kept);
    unlink(other);
    rmdir(inside);
    rmdir(outside);
    return rmdir(folder);
}

static void enter(const bf_sandbox_plan *plan)
{
    char without[BF_SANDBOX_WORDS];
    bf_error err = {0};
    HOLDS(bf_sandbox_enter(plan, without, &err));
    HOLDS(!has_landlock || *without == '\0');
}

static void enter_as_a_crawl(void)
{
    const char *const written[] = {inside};
    enter(&(bf_sandbox_plan){.written = written, .written_count = 1, .network = true});
}

static bool fails_with(int number, long result)
{
    return result < 0 && errno == number;
}

/* --- Files ---------------------------------------------------------------------------------------
 */

static void write_inside_only(void)
{
    char old[80], new[80], away[80];
    struct stat about;
    snprintf(old, sizeof old, "%s/old", inside);
    snprintf(new, sizeof new, "%s/new", inside);
    snprintf(away, sizeof away, "%s/new", outside);
    enter_as_a_crawl();
    int fd = open(old, O_RDWR | O_CREAT | O_EXCL, 0666);
    HOLDS(fd >= 0 && write(fd, "bytes", 5) == 5 && fsync(fd) == 0 && ftruncate(fd, 2) == 0);
    HOLDS(rename(old, new) == 0 && truncate(new, 1) == 0 && stat(new, &about) == 0);
    HOLDS(about.st_size == 1);
    HOLDS(mkdir(old, 0777) == 0 && rmdir(old) == 0);
    HOLDS(fails_with(EACCES, rename(new, away)) || fails_with(EXDEV, rename(new, away)));
    HOLDS(unlink(new) == 0);
    HOLDS(fails_with(EACCES, open(away, O_WRONLY | O_CREAT, 0666)));
    HOLDS(fails_with(EACCES, open(kept, O_WRONLY)));
    HOLDS(fails_with(EACCES, open(kept, O_RDONLY)));
    HOLDS(fails_with(EACCES, unlink(kept)));
    HOLDS(fails_with(EACCES, mkdir(away, 0777)));
    HOLDS(fails_with(EACCES, open("/usr/bonafide-was-here", O_WRONLY | O_CREAT, 0666)));
}

static void only_what_the_plan_names_is_written_and_nothing_else_of_a_person_is_read(void **state)
{
    (void)state;
    if (!has_landlock)
        skip();
    in_child(write_inside_only, NULL, 0);
    assert_int_equal(access(kept, F_OK), 0);
}

static void read_what_is_named(void)
{
    const char *const written[] = {kept}, *const read_too[] = {other, "/no/such/file"};
    enter(&(bf_sandbox_plan){
        .written = written, .written_count = 1, .read = read_too, .read_count = 2});
    HOLDS(open(kept, O_RDWR) >= 0 && open(other, O_RDONLY) >= 0);
    HOLDS(fails_with(EACCES, open(other, O_WRONLY)));
    HOLDS(fails_with(EACCES, open("/etc/passwd", O_RDONLY)));
}

static void a_single_file_can_be_named_for_writing_or_for_reading(void **state)
{
    (void)state;
    if (!has_landlock)
        skip();
    in_child(read_what_is_named, NULL, 0);
}

static void go_on_writing(void)
{
    int fd = open(kept, O_RDWR);
    HOLDS(fd >= 0);
    enter_as_a_crawl();
    HOLDS(write(fd, "kept\nmore", 9) == 9 && ftruncate(fd, 5) == 0 && lseek(fd, 0, SEEK_SET) == 0);
}

static void what_was_open_before_is_written_and_cut_as_before(void **state)
{
    (void)state;
    in_child(go_on_writing, NULL, 0);
}

static void name_a_missing_folder(void)
{
    const char *const written[] = {"/no/such/folder"};
    char without[BF_SANDBOX_WORDS];
    bf_error err = {0};
    HOLDS(!bf_sandbox_enter(&(bf_sandbox_plan){.written = written, .written_count = 1}, without,
                            &err));
    HOLDS(err.code == BF_ERR_STATE && strstr(err.message, "/no/such/folder") != NULL);
}

static void a_folder_to_write_to_that_is_not_there_is_an_error(void **state)
{
    (void)state;
    if (!has_landlock)
        skip();
    in_child(name_a_missing_folder, NULL, 0);
}

static void read_secrets_as_superuser(void)
{
    enter_as_a_crawl();
    HOLDS(open("/etc/resolv.conf", O_RDONLY) >= 0 || errno == ENOENT);
    HOLDS(open("/etc/nsswitch.conf", O_RDONLY) >= 0);
    HOLDS(fails_with(EACCES, open("/etc/shadow", O_RDONLY)));
    HOLDS(fails_with(EACCES, open("/proc/self/environ", O_RDONLY)));
}

static void read_settings_as_anybody(void)
{
    enum { NOBODY = 65534 };
    HOLDS(setresgid(NOBODY, NOBODY, NOBODY) == 0 && setresuid(NOBODY, NOBODY, NOBODY) == 0);
    enter(&(bf_sandbox_plan){.network = true});
    HOLDS(open("/etc/passwd", O_RDONLY) >= 0); /* so also a new /etc/resolv.conf */
    HOLDS(fails_with(EACCES, open("/etc/passwd", O_WRONLY)));
}

static void the_superuser_reads_single_files_of_etc_and_others_what_they_may(void **state)
{
    (void)state;
    if (!has_landlock || geteuid() != 0)
        skip();
    in_child(read_secrets_as_superuser, NULL, 0);
    in_child(read_settings_as_anybody, NULL, 0);
}

#ifdef __x86_64__
static volatile long version; /* of Landlock, as a kernel of our own making says */

static void say_version(int number, siginfo_t *info, void *context)
{
    ucontext_t *caller = context;
    (void)number;
    (void)info;
    caller->uc_mcontext.gregs[REG_RAX] = version;
}

static void write_with_an_older_kernel(void)
{
    enum { ASKED_FOR_THE_VERSION = 1 };
    const struct sigaction action = {.sa_sigaction = say_version, .sa_flags = SA_SIGINFO};
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
    HOLDS(sigaction(SIGSYS, &action, NULL) == 0);
    HOLDS(seccomp_rule_add(filter, SCMP_ACT_TRAP, SCMP_SYS(landlock_create_ruleset), 1,
                           SCMP_A2(SCMP_CMP_EQ, ASKED_FOR_THE_VERSION, 0)) == 0);
    HOLDS(seccomp_load(filter) == 0);
    write_inside_only(); /* enters */
    HOLDS(version < 3 || fails_with(EACCES, truncate(other, 0)));
    HOLDS(version >= 3 || truncate(other, 0) == 0); /* which it knows nothing of */
}

static void what_an_older_kernel_cannot_refuse_is_not_asked_of_it(void **state)
{
    (void)state;
    long real = syscall(SYS_landlock_create_ruleset, NULL, 0, 1);
    if (real < 1)
        skip();
    for (version = 1; version <= real; version++)
        in_child(write_with_an_older_kernel, NULL, 0);
}
#endif

/* --- Calls ---------------------------------------------------------------------------------------
 */

/* Asked so that, if it were let through, it would fail with another number, and do nothing. */
typedef struct {
    const char *name;
    int refusal;
    long number, arguments[5];
} asked;

static const asked refused[] = {
    {"execve", EPERM, SYS_execve, {0}},
    {"execveat", EPERM, SYS_execveat, {-1}},
    {"clone of a process", EPERM, SYS_clone, {CLONE_SIGHAND}},
    {"clone3", ENOSYS, SYS_clone3, {0}},
    {"ptrace", EPERM, SYS_ptrace, {-1, -1}},
    {"process_vm_readv", EPERM, SYS_process_vm_readv, {0, 0, 0, 0, 0}},
    {"process_vm_writev", EPERM, SYS_process_vm_writev, {0, 0, 0, 0, 0}},
    {"bpf", EPERM, SYS_bpf, {-1, 0, 1}},
    {"mount", EPERM, SYS_mount, {0, 0, -1}},
    {"umount2", EPERM, SYS_umount2, {0, -1}},
    {"chroot", EPERM, SYS_chroot, {0}},
    {"unshare", EPERM, SYS_unshare, {-1}},
    {"setns", EPERM, SYS_setns, {-1}},
    {"init_module", EPERM, SYS_init_module, {0, 0, 0}},
    {"finit_module", EPERM, SYS_finit_module, {-1, 0, 0}},
    {"keyctl", EPERM, SYS_keyctl, {-1}},
    {"userfaultfd", EPERM, SYS_userfaultfd, {-1}},
    {"perf_event_open", EPERM, SYS_perf_event_open, {0}},
    {"io_uring_setup", EPERM, SYS_io_uring_setup, {0, 0}},
    {"memfd_create", EPERM, SYS_memfd_create, {0}},
    {"bind", EPERM, SYS_bind, {-1}},
    {"listen", EPERM, SYS_listen, {-1}},
    {"accept4", EPERM, SYS_accept4, {-1}},
    {"a signal to another", EPERM, SYS_kill, {0x7fffffff}},
    {"fchmodat", EPERM, SYS_fchmodat, {-1, 0}},
    {"symlinkat", EPERM, SYS_symlinkat, {0, -1, 0}},
    {"a socket of AF_UNIX", EAFNOSUPPORT, SYS_socket, {AF_UNIX, SOCK_STREAM}},
    {"a socket of AF_NETLINK", EAFNOSUPPORT, SYS_socket, {AF_NETLINK, SOCK_RAW}},
    {"a raw socket", ENOSYS, SYS_socket, {AF_INET, SOCK_RAW, IPPROTO_TCP}},
    {"a socket of AF_PACKET", ENOSYS, SYS_socket, {AF_PACKET, SOCK_RAW}},
    {"a socket of another protocol", ENOSYS, SYS_socket, {AF_INET, SOCK_DGRAM, IPPROTO_ICMP}},
    {"TIOCSTI", ENOSYS, SYS_ioctl, {-1, TIOCSTI, 0}},
    {"setrlimit", ENOSYS, SYS_prlimit64, {0, -1, 1}},
    {"memory to write and run",
     ENOSYS,
     SYS_mmap,
     {0, 0, PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1}},
    {"new memory to run", ENOSYS, SYS_mmap, {0, 0, PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1}},
    {"memory made runnable", ENOSYS, SYS_mprotect, {1, 1, PROT_EXEC}},
};

static bool is_refused(const asked *call)
{
    const long *of = call->arguments;
    return fails_with(call->refusal, syscall(call->number, of[0], of[1], of[2], of[3], of[4], 0L));
}

static void try_all_inside(void)
{
    enter_as_a_crawl();
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        if (!is_refused(&refused[i])) {
            fprintf(stderr, "not refused: %s (%s)\n", refused[i].name, strerror(errno));
            _exit(1);
        }
}

static void calls_that_are_not_a_crawls_are_refused(void **state)
{
    (void)state;
    in_child(try_all_inside, NULL, 0);
}

/* Without rights some would be refused anyway, and the test above show nothing. */
static void try_all_outside(void)
{
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        if (is_refused(&refused[i])) {
            fprintf(stderr, "refused without a sandbox: %s (%s)\n", refused[i].name,
                    strerror(errno));
            _exit(1);
        }
}

static void the_same_calls_are_not_refused_outside(void **state)
{
    (void)state;
    if (geteuid() != 0)
        skip();
    in_child(try_all_outside, NULL, 0);
}

static void fork_and_vfork(void)
{
    enter_as_a_crawl();
    HOLDS(fails_with(EPERM, fork()));
    HOLDS(fails_with(ENOSYS, system("true")) || errno == EPERM);
    HOLDS(fails_with(EPERM, execl("/bin/true", "true", (char *)NULL)));
}

static void no_program_is_started_and_no_process_made(void **state)
{
    (void)state;
    in_child(fork_and_vfork, NULL, 0);
}

static void signal_somebody(void)
{
    enter_as_a_crawl();
    HOLDS(fails_with(EPERM, kill(getppid(), 0)));
    signal(SIGUSR1, SIG_IGN);
    HOLDS(raise(SIGUSR1) == 0 && kill(getpid(), SIGUSR1) == 0);
}

static void a_process_signals_itself_only(void **state)
{
    (void)state;
    in_child(signal_somebody, NULL, 0);
}

/* --- What a crawl needs --------------------------------------------------------------------------
 */

static void *resolve(void *user)
{
    struct addrinfo *found = NULL;
    const struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_ADDRCONFIG};
    int code = getaddrinfo("localhost", "80", &hints, &found);
    if (code == 0)
        freeaddrinfo(found);
    *(int *)user = code;
    return NULL;
}

static void resolve_in_a_thread(void)
{
    pthread_t thread;
    int code = -1;
    enter_as_a_crawl();
    HOLDS(pthread_create(&thread, NULL, resolve, &code) == 0 && pthread_join(thread, NULL) == 0);
    HOLDS(code == 0);
}

static void a_thread_finds_an_address_of_etc_hosts(void **state)
{
    (void)state;
    if (access("/etc/hosts", R_OK) != 0)
        skip(); /* as in a chroot that nobody has set up */
    in_child(resolve_in_a_thread, NULL, 0);
}

static void resolve_nothing(void)
{
    struct addrinfo *found = NULL;
    setenv("RES_OPTIONS", "timeout:1 attempts:1", 1);
    enter_as_a_crawl();
    int code = getaddrinfo("nothing.invalid", "80", NULL, &found);
    HOLDS(code == EAI_NONAME || code == EAI_AGAIN || code == EAI_NODATA);
}

static void a_name_that_nobody_has_is_asked_of_the_name_servers(void **state)
{
    (void)state;
    in_child(resolve_nothing, NULL, 0);
}

static void load_certificates(void)
{
    enter_as_a_crawl();
    X509_STORE *store = X509_STORE_new();
    HOLDS(store != NULL && X509_STORE_set_default_paths(store) == 1);
    HOLDS(X509_STORE_load_file(store, "/etc/ssl/certs/ca-certificates.crt") == 1);
    X509_STORE_free(store);
}

static void certificates_are_read(void **state)
{
    (void)state;
    if (access("/etc/ssl/certs/ca-certificates.crt", R_OK) != 0)
        skip();
    in_child(load_certificates, NULL, 0);
}

static struct sockaddr_in server;

static void connect_and_read(void)
{
    char byte;
    enter_as_a_crawl();
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, IPPROTO_TCP), pair[2];
    HOLDS(fd >= 0 && connect(fd, (struct sockaddr *)&server, sizeof server) == 0);
    HOLDS(recv(fd, &byte, 1, 0) == 1 && byte == '!');
    HOLDS(socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0 && send(pair[0], "x", 1, 0) == 1);
}

static void a_server_is_connected_to(void **state)
{
    (void)state;
    socklen_t length = sizeof server;
    int listening = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    server = (struct sockaddr_in){.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    assert_int_equal(bind(listening, (struct sockaddr *)&server, sizeof server), 0);
    assert_int_equal(listen(listening, 1), 0);
    assert_int_equal(getsockname(listening, (struct sockaddr *)&server, &length), 0);
    pid_t serving = fork();
    if (serving == 0) {
        int fd = accept(listening, NULL, NULL);
        _exit(fd >= 0 && send(fd, "!", 1, 0) == 1 ? 0 : 1);
    }
    in_child(connect_and_read, NULL, 0);
    close(listening);
    assert_int_equal(waitpid(serving, NULL, 0), serving);
}

/* --- Less than a crawl ---------------------------------------------------------------------------
 */

static void *do_nothing(void *user)
{
    return user;
}

static void touch_anything(void)
{
    pthread_t thread;
    int fd = open(kept, O_RDONLY);
    char byte;
    enter(&(bf_sandbox_plan){0});
    HOLDS(read(fd, &byte, 1) == 1 && malloc(1 << 20) != NULL);
    HOLDS(fails_with(ENOSYS, open(kept, O_RDONLY)));
    HOLDS(fails_with(ENOSYS, access(kept, F_OK)));
    HOLDS(fails_with(ENOSYS, socket(AF_INET, SOCK_STREAM, 0)));
    HOLDS(fails_with(EPERM, fork()));
    HOLDS(pthread_create(&thread, NULL, do_nothing, NULL) != 0);
}

static void an_empty_plan_leaves_neither_files_nor_network_nor_threads(void **state)
{
    (void)state;
    in_child(touch_anything, NULL, 0);
}

/* --- Modes, words, and what is told --------------------------------------------------------------
 */

static void the_setting_is_on_report_or_off(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bf_sandbox_mode mode;
    } known[] = {{"on", BF_SANDBOX_ON}, {"report", BF_SANDBOX_REPORT}, {"off", BF_SANDBOX_OFF}};
    bf_sandbox_mode mode = BF_SANDBOX_ON, none = BF_SANDBOX_REPORT;
    bf_error err = {0};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        assert_true(bf_sandbox_mode_read(known[i].text, &mode, &err));
        assert_int_equal(mode, known[i].mode);
    }
    assert_true(bf_sandbox_mode_read(NULL, &mode, &err));
    assert_true(bf_sandbox_mode_read("", &none, &err));
    assert_int_equal(mode, none);
    assert_int_not_equal(mode, BF_SANDBOX_REPORT);
    assert_false(bf_sandbox_mode_read("of", &mode, &err));
    assert_int_equal(err.code, BF_ERR_USAGE);
}

static void do_what_is_refused(void)
{
    const char *const written[] = {inside};
    enter(&(bf_sandbox_plan){
        .written = written, .written_count = 1, .network = true, .report = true});
    for (int i = 0; i < 2; i++)
        HOLDS(execl("/bin/true", "true", (char *)NULL) < 0);
    HOLDS(!has_landlock || fails_with(EACCES, open(kept, O_RDONLY)));
    HOLDS(fails_with(ENOENT, open("/usr/no/such/file", O_RDONLY)));
    HOLDS(open("/etc/nsswitch.conf", O_RDONLY) >= 0); /* opens as ever */
}

static void a_report_tells_each_refused_call_once_and_each_file(void **state)
{
    char told[2000], expected[2000];
    (void)state;
    in_child(do_what_is_refused, told, sizeof told);
    snprintf(expected, sizeof expected,
             "bonafide: sandbox: execve is refused by seccomp\n"
             "bonafide: sandbox: %s is refused by Landlock, or by its own rights, to be read\n",
             kept);
    if (has_landlock)
        assert_string_equal(told, expected);
    else
        assert_non_null(strstr(told, "execve is refused"));
}

/* As a container that lets through neither. */
static void enter_where_it_is_forbidden(void)
{
    char without[BF_SANDBOX_WORDS];
    bf_error err = {0};
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
    HOLDS(seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(landlock_create_ruleset), 0) ==
          0);
    HOLDS(seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(seccomp), 0) == 0);
    HOLDS(seccomp_load(filter) == 0);
    HOLDS(bf_sandbox_enter(&(bf_sandbox_plan){.network = true}, without, &err));
    fprintf(stderr, "%s", without);
    HOLDS(open(kept, O_RDONLY) >= 0);
}

static void where_it_is_forbidden_words_say_so_and_the_process_goes_on(void **state)
{
    char told[1000];
    (void)state;
    in_child(enter_where_it_is_forbidden, told, sizeof told);
    assert_string_equal(
        told, "Landlock (Function not implemented) and seccomp (Operation not permitted)");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_what_the_plan_names_is_written_and_nothing_else_of_a_person_is_read),
        cmocka_unit_test(a_single_file_can_be_named_for_writing_or_for_reading),
        cmocka_unit_test(what_was_open_before_is_written_and_cut_as_before),
        cmocka_unit_test(a_folder_to_write_to_that_is_not_there_is_an_error),
        cmocka_unit_test(the_superuser_reads_single_files_of_etc_and_others_what_they_may),
#ifdef __x86_64__
        cmocka_unit_test(what_an_older_kernel_cannot_refuse_is_not_asked_of_it),
#endif
        cmocka_unit_test(calls_that_are_not_a_crawls_are_refused),
        cmocka_unit_test(the_same_calls_are_not_refused_outside),
        cmocka_unit_test(no_program_is_started_and_no_process_made),
        cmocka_unit_test(a_process_signals_itself_only),
        cmocka_unit_test(a_thread_finds_an_address_of_etc_hosts),
        cmocka_unit_test(a_name_that_nobody_has_is_asked_of_the_name_servers),
        cmocka_unit_test(certificates_are_read),
        cmocka_unit_test(a_server_is_connected_to),
        cmocka_unit_test(an_empty_plan_leaves_neither_files_nor_network_nor_threads),
        cmocka_unit_test(the_setting_is_on_report_or_off),
        cmocka_unit_test(a_report_tells_each_refused_call_once_and_each_file),
        cmocka_unit_test(where_it_is_forbidden_words_say_so_and_the_process_goes_on),
    };
    return cmocka_run_group_tests(tests, make_folders, remove_folders);
}

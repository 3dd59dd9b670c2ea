/* fake_dns.c: preloaded, it answers for getaddrinfo(3) by a list, so that a test needs no name
 * server, no privilege and no change of the system. What is not in the list is not found, unless it
 * is an address.
 *
 *     LD_PRELOAD=fake_dns.so FAKE_DNS='both.test=127.0.0.2,127.0.0.1
 * turns.test=127.0.0.2|127.0.0.1'
 *
 * A name whose answer is "never" is answered after a minute, with nothing.
 * "," stands between the addresses of one answer, "|" between the answers to one look-up after
 * another, of which the last remains. FAKE_DNS_LOG names a file that gets a line a look-up, with
 * what the resolver is told by the environment. */
#include <dlfcn.h>
#include <fcntl.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MOST_NAMES = 64 };

typedef int look_up(const char *, const char *, const struct addrinfo *, struct addrinfo **);

/* What the list says of `name`, up to the next blank; NULL when it says nothing. */
static const char *answers_to(const char *name)
{
    const char *list = getenv("FAKE_DNS");
    size_t length = strlen(name);
    while (list && *list) {
        if (strncmp(list, name, length) == 0 && list[length] == '=')
            return list + length + 1;
        list = strchr(list, ' ');
        list = list ? list + 1 : NULL;
    }
    return NULL;
}

/* How often `answers` were asked for before. */
static unsigned earlier_look_ups(const char *answers)
{
    static struct {
        const char *answers;
        unsigned count;
    } seen[MOST_NAMES];
    for (size_t i = 0; i < MOST_NAMES; i++)
        if (seen[i].answers == answers || seen[i].answers == NULL) {
            seen[i].answers = answers;
            return seen[i].count++;
        }
    return 0;
}

static void write_log(const char *name)
{
    const char *path = getenv("FAKE_DNS_LOG");
    int file = path ? open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666) : -1;
    if (file >= 0) {
        const char *options = getenv("RES_OPTIONS");
        dprintf(file, "%s RES_OPTIONS=%s\n", name, options ? options : "");
        close(file);
    }
}

static const char *turn_of(const char *answers, unsigned turn)
{
    for (const char *next = answers; turn > 0; turn--) {
        next += strcspn(next, "| ");
        if (*next != '|')
            break;
        answers = ++next;
    }
    return answers;
}

int getaddrinfo(const char *name, const char *service, const struct addrinfo *hints,
                struct addrinfo **out)
{
    look_up *real;
    *(void **)&real = dlsym(RTLD_NEXT, "getaddrinfo");
    struct addrinfo numeric = hints ? *hints : (struct addrinfo){0};
    struct addrinfo **end = out;
    numeric.ai_flags |= AI_NUMERICHOST;
    if (name == NULL || real(name, service, &numeric, out) == 0)
        return name ? 0 : real(name, service, hints, out);
    const char *answer = answers_to(name);
    write_log(name);
    if (answer == NULL)
        return EAI_NONAME;
    if (strncmp(answer, "never", 5) == 0)
        sleep(60);
    answer = turn_of(answer, earlier_look_ups(answer));
    for (*out = NULL; *answer && *answer != ' ' && *answer != '|'; answer += *answer == ',') {
        char address[64];
        size_t length = strcspn(answer, ",| ");
        snprintf(address, sizeof address, "%.*s", (int)length, answer);
        answer += length;
        if (real(address, service, &numeric, end) == 0)
            end = &(*end)->ai_next; /* glibc frees a list of lists as one */
    }
    return *out ? 0 : EAI_NONAME;
}

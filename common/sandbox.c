/* sandbox.c: a process gives up what it does not need. Knows what DNS and TLS read; how rights are
 * given up is landlock.h's and seccomp.h's. */
#include "common/sandbox.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "common/landlock.h"
#include "common/sanitized.h"
#include "common/seccomp.h"

/* What a crawl was seen to open after its start, and what the C library, OpenSSL and the modules of
 * name services are documented to. */
static const char *const of_network[] = {
    "/usr", /* libraries, certificates, time zones, character sets: packages, nothing of a person */
    "/lib",
    "/lib64",
    "/etc/ld.so.cache",
    "/etc/resolv.conf",
    "/etc/hosts",
    "/etc/nsswitch.conf",
    "/etc/host.conf",
    "/etc/gai.conf",
    "/etc/services",
    "/etc/protocols",
    "/etc/localtime",
    "/etc/ssl/certs",
    "/etc/ssl/openssl.cnf",
    "/etc/pki/tls",         /* Fedora's certificates */
    "/etc/pki/ca-trust",    /* what those link to */
    "/etc/ca-certificates", /* Arch Linux's */
    "/run/systemd/resolve", /* what /etc/resolv.conf may link to, and is replaced in */
    "/run/resolvconf",
    "/run/NetworkManager",
    "/dev/urandom",
    "/dev/random",
    "/proc/sys/vm/overcommit_memory", /* malloc, before it gives memory back */
    "/proc/sys/crypto/fips_enabled",
    "/sys/devices/system/cpu",
};

bool bf_sandbox_mode_read(const char *text, bf_sandbox_mode *out, bf_error *err)
{
    if (text == NULL || *text == '\0')
        *out = BF_SANITIZED ? BF_SANDBOX_OFF : BF_SANDBOX_ON;
    else if (strcmp(text, "on") == 0)
        *out = BF_SANDBOX_ON;
    else if (strcmp(text, "report") == 0)
        *out = BF_SANDBOX_REPORT;
    else if (strcmp(text, "off") == 0)
        *out = BF_SANDBOX_OFF;
    else
        return bf_fail(err, BF_ERR_USAGE, "BONAFIDE_SANDBOX may be on, report or off, not %s",
                       text);
    return true;
}

static bool allow_network_files(int rules, bf_error *err)
{
    bool allowed = true;
    for (size_t i = 0; i < sizeof of_network / sizeof *of_network && allowed; i++)
        allowed = bf_landlock_allow(rules, of_network[i], BF_LANDLOCK_READ, err);
    /* Where the file of name servers is replaced, not rewritten, only its folder keeps it in reach;
     * the superuser would have all secrets in it, anybody else has none. */
    return allowed && (geteuid() == 0 || bf_landlock_allow(rules, "/etc", BF_LANDLOCK_READ, err));
}

static bool allow_all(int rules, const bf_sandbox_plan *plan, bf_error *err)
{
    bool allowed = true;
    for (size_t i = 0; i < plan->written_count && allowed; i++)
        allowed = bf_landlock_allow(rules, plan->written[i], BF_LANDLOCK_WRITE, err);
    for (size_t i = 0; i < plan->read_count && allowed; i++)
        allowed = bf_landlock_allow(rules, plan->read[i], BF_LANDLOCK_READ, err);
    return allowed && (!plan->network || allow_network_files(rules, err));
}

/* Adds a reason to `without`. */
static void lack(char without[BF_SANDBOX_WORDS], const char *what, int number)
{
    size_t used = strlen(without);
    snprintf(without + used, BF_SANDBOX_WORDS - used, "%s%s (%s)", used > 0 ? " and " : "", what,
             strerror(number));
}

static bool give_up_files(const bf_sandbox_plan *plan, char without[BF_SANDBOX_WORDS],
                          bf_error *err)
{
    int rules = bf_landlock_begin(plan->network);
    if (rules < 0) {
        lack(without, "Landlock", errno);
        return true;
    }
    bool given_up = allow_all(rules, plan, err) && bf_landlock_enter(rules, err);
    close(rules);
    return given_up;
}

static bool give_up_calls(const bf_sandbox_plan *plan, char without[BF_SANDBOX_WORDS],
                          bf_error *err)
{
    unsigned kept = 0;
    int refusal = 0;
    if (plan->network || plan->written_count > 0 || plan->read_count > 0)
        kept |= BF_SECCOMP_FILES;
    if (plan->network)
        kept |= BF_SECCOMP_NETWORK;
    if (plan->report)
        kept |= BF_SECCOMP_REPORT;
    if (!bf_seccomp_enter(kept, &refusal, err))
        return false;
    if (refusal != 0)
        lack(without, "seccomp", refusal);
    return true;
}

bool bf_sandbox_enter(const bf_sandbox_plan *plan, char without[BF_SANDBOX_WORDS], bf_error *err)
{
    *without = '\0';
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return bf_fail(err, BF_ERR_STATE, "cannot give up rights: %s", strerror(errno));
    return give_up_files(plan, without, err) && give_up_calls(plan, without, err);
}

/* confine.c: a process of ours gives up what it no longer needs. */
#include "cli/confine.h"

#include <stdio.h>
#include <stdlib.h>

#include "cli/complain.h"

void bf_confine_tell_lack(const char *process, bf_str what)
{
    bf_error lack = {0};
    bf_fail(&lack, BF_ERR_STATE, "%s keeps more rights than it needs, without %.*s", process,
            BF_STR_ARG(what));
    bf_complain(&lack);
}

bool bf_confine(const bf_sandbox_plan *plan, bool quiet, bf_error *err)
{
    const char *setting = getenv("BONAFIDE_SANDBOX");
    char without[BF_SANDBOX_WORDS] = "";
    bf_sandbox_mode mode;
    if (!bf_sandbox_mode_read(setting, &mode, err))
        return false;
    if (mode == BF_SANDBOX_OFF) {
        if (setting && *setting && !quiet)
            fputs("bonafide: this process keeps all its rights: BONAFIDE_SANDBOX is off\n", stderr);
        return true;
    }
    bf_sandbox_plan told = *plan;
    told.report = mode == BF_SANDBOX_REPORT;
    if (!bf_sandbox_enter(&told, without, err))
        return false;
    if (*without && !quiet)
        bf_confine_tell_lack("this process", bf_str_of(without));
    return true;
}

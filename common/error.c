/* error.c: errors as values. */
#include "bonafide/error.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const char *const code_names[] = {"ok",    "usage", "memory",  "input", "format",
                                         "limit", "rule",  "network", "state", "output"};
static_assert(sizeof code_names / sizeof *code_names == BF_ERR_COUNT, "each code has a name");

bool bf_fail(bf_error *err, bf_error_code code, const char *format, ...)
{
    va_list arguments;
    char message[sizeof err->message]; /* apart, because an argument may be err->message itself */
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    bf_error_reset(err);
    err->code = code;
    memcpy(err->message, message, sizeof message);
    return false;
}

bool bf_fail_at(bf_error *err, bf_str file, unsigned line, unsigned column)
{
    if (err->file[0] != '\0' || err->line != 0)
        return false;
    size_t most = sizeof err->file - 1;
    if (file.length > most) /* the end of a path says more than its start */
        file = bf_str_after(file, file.length - most);
    if (file.length > 0)
        memcpy(err->file, file.bytes, file.length);
    err->file[file.length] = '\0';
    err->line = line;
    err->column = column;
    return false;
}

void bf_error_reset(bf_error *err)
{
    memset(err, 0, sizeof *err);
}

const char *bf_error_name(bf_error_code code)
{
    assert(code < BF_ERR_COUNT);
    return code_names[code];
}

void bf_error_format(const bf_error *err, char *out, size_t size)
{
    char place[32] = "";
    if (err->line > 0 && err->column > 0)
        snprintf(place, sizeof place, "%u:%u:", err->line, err->column);
    else if (err->line > 0)
        snprintf(place, sizeof place, "%u:", err->line);
    bool placed = err->file[0] != '\0' || place[0] != '\0';
    snprintf(out, size, "%s%s%s%s%s", err->file, err->file[0] ? ":" : "", place, placed ? " " : "",
             err->message);
}

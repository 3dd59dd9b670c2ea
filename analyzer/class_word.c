/* class_word.c: the words that the classes and ids of elements are made of. */
#include "analyzer/class_word.h"

static bool is_joint(char c)
{
    return c == '-' || c == '_';
}

/* Says whether a capital at byte `at` begins a word in the middle of a name: "pageFooter". */
static bool is_hump(bf_str name, size_t at)
{
    return at > 0 && name.bytes[at] >= 'A' && name.bytes[at] <= 'Z' && name.bytes[at - 1] >= 'a' &&
           name.bytes[at - 1] <= 'z';
}

bool bf_class_word_take(bf_str *rest, bf_str *word)
{
    size_t end = 0;
    if (rest->length == 0)
        return false;
    while (end < rest->length && !is_joint(rest->bytes[end]) && !is_hump(*rest, end))
        end++;
    bool joint = end < rest->length && is_joint(rest->bytes[end]);
    *word = bf_str_slice(*rest, 0, end);
    *rest = bf_str_after(*rest, end + (joint ? 1 : 0));
    return true;
}

/* tests/support/advertisers.h: a page of HTML as a document, and advertisers as one text. */
#ifndef BF_TESTS_ADVERTISERS_H
#define BF_TESTS_ADVERTISERS_H

#include "tests/support/arenas.h"

#include "analyzer/advertiser.h"

static char shown[8192];

/* Reads `html`, in the arena, each ' in it a " (so that JSON is easily written). */
static inline bf_document document_of(const char *html)
{
    bf_error err = {0};
    bf_document document;
    size_t length = strlen(html);
    char *quoted = bf_arena_take(arena, length + 1, 1);
    assert_non_null(quoted);
    for (size_t i = 0; i < length; i++)
        quoted[i] = html[i] == '\'' ? '"' : html[i];
    bf_page page = page_of((bf_str){quoted, length}, "https://ana.example/");
    assert_true(bf_document_read(&page, arena, &document, &err));
    return document;
}

static inline size_t show_texts_of(size_t used, const char *label, const bf_contact_texts *texts)
{
    for (size_t i = 0; i < texts->count; i++)
        used += (size_t)snprintf(shown + used, sizeof shown - used, " %s%.*s", label,
                                 BF_STR_ARG(texts->items[i]));
    return used;
}

/* What is said of each, "; " between: "*Person Ana|Title in City,CA,US at Address @website
 * >profile ^firm +1… a@b.example 180USD/session"; * for persons. */
static inline const char *show_advertisers(const bf_advertisers *list)
{
    size_t used = 0;
    shown[0] = '\0';
    for (size_t i = 0; i < list->count; i++) {
        const bf_advertiser *one = &list->items[i];
        const struct {
            const char *label;
            bf_str text;
        } texts[] = {{"|", one->headline}, {" in ", one->locality}, {",", one->region},
                     {",", one->country},  {" at ", one->address},  {" @", one->website},
                     {" >", one->profile}};
        used += (size_t)snprintf(shown + used, sizeof shown - used, "%s%s%.*s%s%.*s",
                                 i > 0 ? "; " : "", one->person ? "*" : "", BF_STR_ARG(one->type),
                                 one->type.length ? " " : "", BF_STR_ARG(one->name));
        for (size_t k = 0; k < sizeof texts / sizeof *texts; k++)
            if (texts[k].text.length > 0)
                used += (size_t)snprintf(shown + used, sizeof shown - used, "%s%.*s",
                                         texts[k].label, BF_STR_ARG(texts[k].text));
        if (one->firm != BF_NONE)
            used += (size_t)snprintf(shown + used, sizeof shown - used, " ^%u", one->firm);
        used = show_texts_of(used, "", &one->phones);
        used = show_texts_of(used, "", &one->emails);
        for (size_t k = 0; k < one->prices.count; k++)
            used += (size_t)snprintf(
                shown + used, sizeof shown - used, " %g%.*s/%.*s", one->prices.items[k].amount,
                BF_STR_ARG(one->prices.items[k].currency), BF_STR_ARG(one->prices.items[k].unit));
        assert_true(used < sizeof shown);
    }
    return shown;
}

#endif

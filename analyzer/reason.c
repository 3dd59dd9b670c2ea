/* reason.c: what the findings of a listing are told by. */
#include "analyzer/reason.h"

#include "analyzer/quote.h"
#include "common/buf.h"

bool bf_reason_opens(const bf_composites *came, size_t i, bf_category category)
{
    const bf_judged *judged = came->judged, *one = &judged[i];
    if (one->context.status != BF_STATUS_ASSERTED || one->match.rule->category != category)
        return false;
    for (size_t j = 0; j < came->judged_count; j++) {
        bool same = judged[j].context.status == BF_STATUS_ASSERTED &&
                    judged[j].match.rule->category == category &&
                    bf_str_equal(judged[j].match.rule->kind, one->match.rule->kind);
        bool alike = (judged[j].part_count > 0) == (one->part_count > 0);
        if (same && (alike ? j < i : one->part_count > 0))
            return false;
    }
    return true;
}

/* ` and "…" and "…"`: the words of a composite's other parts. */
static void say_parts(bf_buf *text, const bf_judged *judged)
{
    for (size_t i = 0; i < judged->part_count; i++) {
        bf_str exact = judged->parts[i]->match.exact;
        if (exact.bytes != judged->match.exact.bytes)
            bf_buf_append_format(text, " and \"%.*s\"", BF_STR_ARG(bf_quote_cut(exact, 100)));
    }
}

bool bf_reason_words(const bf_judged *judged, bf_arena *arena, bf_str *out)
{
    bf_str view;
    bf_buf text;
    bf_error err = {0};
    const char *who = judged->field == BF_FIELD_HIDDEN        ? "Hidden text of the page says"
                      : judged->voice == BF_VOICE_TESTIMONIAL ? "A testimonial says"
                                                              : "The page says";
    bf_buf_init(&text, 16384);
    bf_buf_append_format(&text, "%s \"%.*s\"", who,
                         BF_STR_ARG(bf_quote_cut(judged->match.exact, 300)));
    say_parts(&text, judged);
    bf_buf_append_format(&text, ", read as: %.*s (rule %.*s).",
                         BF_STR_ARG(judged->match.rule->title), BF_STR_ARG(judged->match.rule->id));
    bool made = bf_buf_view(&text, "reason", &view, &err) && bf_arena_copy(arena, view, out);
    bf_buf_free(&text);
    return made;
}

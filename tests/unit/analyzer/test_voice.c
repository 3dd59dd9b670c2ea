/* test_voice.c: who speaks in each block of a page. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include "tests/unit/analyzer/small_rules.h"

#include "analyzer/voice.h"

/* The voice of the last block of `html`. */
static bf_voice last_voice(const char *html)
{
    bf_error err = {0};
    bf_voices voices;
    bf_sign_reader reader;
    bf_reading reading = read_page(html);
    assert_true(reading.document.block_count > 0);
    assert_true(bf_sign_prepare(reading.page, &reading.document, &reading.structured, rules,
                                scratch, arena, &reader, &err));
    assert_true(bf_voice_read(&reader, &voices, &err));
    return voices.blocks[reading.document.block_count - 1];
}

static void what_holds_the_words_tells_whose_they_are(void **state)
{
    (void)state;
    static const struct {
        const char *html;
        bf_voice voice;
    } cases[] = {
        {"<p>words", BF_VOICE_ADVERTISER},
        {"<div class=testimonials><p>words", BF_VOICE_TESTIMONIAL},
        {"<h2>Kind words</h2><p>words", BF_VOICE_TESTIMONIAL},
        {"<h2>Kind words</h2>", BF_VOICE_ADVERTISER}, /* the heading is not the client's */
        {"<h2>Kind words</h2><p>words</p><p>Ana Example, (415) 555-0142", BF_VOICE_ADVERTISER},
        {"<div class=replies><p>words", BF_VOICE_COMMENT},
        {"<section id=comments><p>words", BF_VOICE_COMMENT},
        {"<blockquote>words</blockquote>", BF_VOICE_QUOTED},
        {"<div class=testimonials><blockquote>words", BF_VOICE_TESTIMONIAL},
        {"<div class=testimonials><div class=replies><p>words", BF_VOICE_COMMENT}, /* inner */
        {"<div itemscope itemtype='https://schema.org/Person'><div itemprop=review><p>words",
         BF_VOICE_TESTIMONIAL},
        {"<div typeof='schema:Review'><p>words", BF_VOICE_TESTIMONIAL},
        {"<div itemprop=description><p>words", BF_VOICE_ADVERTISER},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (last_voice(cases[i].html) != cases[i].voice)
            fail_msg("%s: %s", cases[i].html, bf_voice_name(last_voice(cases[i].html)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {TEST(what_holds_the_words_tells_whose_they_are)};
    return cmocka_run_group_tests(tests, load_rules, free_rules);
}

/* analyzer/voice.h: who speaks in each block of a page: whoever advertises there, a client, a
 * reader, or somebody who is quoted. Knows what holds the words; which advertiser it is is the
 * listing's. */
#ifndef BF_ANALYZER_VOICE_H
#define BF_ANALYZER_VOICE_H

#include "analyzer/sign.h"

typedef enum {
    BF_VOICE_ADVERTISER,
    BF_VOICE_TESTIMONIAL,
    BF_VOICE_COMMENT,
    BF_VOICE_QUOTED,
    BF_VOICE_COUNT
} bf_voice;

/* The word that reports and explain use. */
const char *bf_voice_name(bf_voice voice);

/* The voices of a page. */
typedef struct {
    bf_voice *elements; /* parallel to document->elements */
    bf_voice *blocks;   /* parallel to document->blocks */
} bf_voices;

/* Reads them by signs in classes and in headings, by the data that calls an element a review, by
 * the zone of comments, and by quotations; of two that hold words the inner one decides. false:
 * BF_ERR_MEMORY. */
BF_MUST_CHECK bool bf_voice_read(bf_sign_reader *reader, bf_voices *out, bf_error *err);

/* On a page that advertises: takes what is set apart as a quotation and speaks as clients do for
 * their testimonial. */
void bf_voice_of_clients(bf_sign_reader *reader, bf_voices *voices);

#endif

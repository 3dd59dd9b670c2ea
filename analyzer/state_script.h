/* analyzer/state_script.h: JSON found in a script that is code. Knows the few forms in which
 * frameworks write state into code, and runs none of it; what the state says is page_state.h's. */
#ifndef BF_ANALYZER_STATE_SCRIPT_H
#define BF_ANALYZER_STATE_SCRIPT_H

#include <cjson/cJSON.h>

#include "analyzer/document.h"

/* What the caller hears; false stops the reading. */
typedef struct {
    /* One value, which is the listener's to cJSON_Delete(); NULL where one stands that cannot be
     * read, `failure` says why: BF_ERR_FORMAT, BF_ERR_LIMIT or BF_ERR_MEMORY. */
    bool (*state)(cJSON *root, const bf_error *failure, void *user);
    /* A piece of the rows that Next.js streams: self.__next_f.push([1,"…"]). Lives during the
     * call. Rows go on from one piece to the next. */
    bool (*rows)(bf_str piece, void *user);
    /* One row: its JSON with an empty text, or its text with empty JSON. */
    bool (*row)(bf_str json, bf_str text, void *user);
} bf_state_events;

/* Reads `script`: whole, when its type says JSON; else each value assigned to a name with "__" in
 * it, be it JSON, JSON.parse() of a literal, or a value of script_value.h, whatever stands round
 * it. What other code makes is told as one that cannot be read. After one that cannot be read, no
 * more of the script is. false: an event returned false. */
BF_MUST_CHECK bool bf_state_script_read(const bf_data_script *script, const bf_state_events *events,
                                        void *user);

/* Reads the rows of React Server Components: "ID:JSON" up to a line feed, or "ID:Tlength,text" with
 * the length in hexadecimal bytes. Others, which import code or hint at files, are passed over.
 * false: an event returned false. */
BF_MUST_CHECK bool bf_state_script_rows(bf_str rows, const bf_state_events *events, void *user);

#endif

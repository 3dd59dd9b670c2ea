/* analyzer/nickname.h: given names and what people who have them are called. Knows the table of
 * nicknames.txt, English and Spanish; names are in small letters without accents. */
#ifndef BF_ANALYZER_NICKNAME_H
#define BF_ANALYZER_NICKNAME_H

#include "bonafide/str.h"

typedef enum {
    BF_NICKNAME_NONE,    /* the table does not say that they may be of one person */
    BF_NICKNAME_DISTANT, /* two names that have a short form in common (John, Jonathan) */
    BF_NICKNAME_DOUBT,   /* two forms of one name (Robert, Roberto), or a short form of several or
                            that is   a name by itself */
    BF_NICKNAME_CERTAIN, /* one is a short form of the other alone (Bob, Robert), or both are */
} bf_nickname_relation;

/* How the given names `a` and `b`, which differ, belong together. */
bf_nickname_relation bf_nickname_relate(bf_str a, bf_str b);

/* Told another name that somebody may have; false stops. The view is of the program's own bytes. */
typedef bool bf_nickname_visit(bf_str name, void *user);

/* Tells `visit` each other name that one called `name` may have, some of them twice. false: `visit`
 * stopped it. */
bool bf_nickname_each(bf_str name, bf_nickname_visit *visit, void *user);

#endif

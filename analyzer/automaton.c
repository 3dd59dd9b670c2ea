/* automaton.c: literals, all found in one pass over a text. */
#include "analyzer/automaton.h"

#include <assert.h>
#include <string.h>

enum {
    RECENT = 16, /* bytes that were last read: a power of 2 */
    BLANK = 1,   /* the class of what is read as one blank; 0: in no literal */
    EDGE = 2     /* of no byte: the place before a word of ASCII */
};
static_assert(RECENT - BF_LITERAL_BYTES >= 0, "a literal is there when its end is read");

static const uint32_t ENDS = UINT32_C(1) << 31; /* some literal ends where a step leads */
static const uint32_t NONE = UINT32_MAX;

/* A step from one state to the next. The steps of all states lie in one array, each state's at its
 * own number and on, where others leave room (a double array: Aoe, An efficient digital search
 * algorithm, 1989): so what is walked most stays near. State 0 is the root. */
struct bf_automaton_step {
    uint32_t from; /* whose step it is; NONE: nobody's */
    uint32_t to;   /* and whether a literal ENDS there */
};

/* What was last read of a text, white space as it is looked at and letters as they are. */
typedef struct {
    unsigned char bytes[RECENT];
    size_t count;
    bool word_follows; /* the next byte belongs to a word */
} recent;

/* Says whether what was read ends with `literal`, and not only with its letters in either case. */
static bool stands_there(const bf_literal *literal, const recent *read)
{
    size_t begin = read->count - literal->length;
    if (literal->word_ends && read->word_follows)
        return false;
    for (size_t i = 0; !literal->any_case && i < literal->length; i++)
        if (read->bytes[(begin + i) % RECENT] != (unsigned char)literal->bytes[i])
            return false;
    return true;
}

static void tell_ends(const bf_automaton *automaton, uint32_t state, const recent *read,
                      bf_automaton_visit *visit, void *user)
{
    for (; state != 0; state = automaton->shorter[state])
        for (uint32_t i = automaton->last[state]; i != NONE; i = automaton->beside[i])
            if (stands_there(&automaton->literals[i], read))
                visit(i, user);
}

static inline uint32_t next_state(const bf_automaton *automaton, uint32_t state, unsigned class)
{
    for (;;) {
        const bf_automaton_step *taken = &automaton->steps[state + class];
        if (taken->from == state)
            return taken->to;
        if (state == 0)
            return 0;
        state = automaton->fails[state];
    }
}

void bf_automaton_read(const bf_automaton *automaton, bf_str text, bf_automaton_visit *visit,
                       void *user)
{
    const unsigned char *bytes = (const unsigned char *)text.bytes;
    recent read = {.count = 0};
    uint32_t state = 0;
    bool blank = false, word = false;
    for (size_t i = 0; i < text.length; i++) {
        unsigned class = automaton->classes[bytes[i]];
        if (class == BLANK && blank)
            continue;
        blank = class == BLANK;
        read.bytes[read.count++ % RECENT] = blank ? ' ' : bytes[i];
        if (!word && automaton->words[bytes[i]])
            state = next_state(automaton, state, EDGE);
        word = automaton->words[bytes[i]];
        state = next_state(automaton, state, class);
        if ((state & ENDS) == 0)
            continue;
        state &= ~ENDS;
        read.word_follows = i + 1 < text.length && automaton->words[bytes[i + 1]];
        tell_ends(automaton, state, &read, visit, user);
    }
}

static bool is_word_byte(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* Letters in either case are one class, as is all that a blank stands for. */
static void sort_bytes(bf_automaton *made, size_t literals)
{
    unsigned count = EDGE + 1;
    for (size_t i = 0; i < 256; i++)
        made->words[i] = is_word_byte((unsigned char)i);
    for (size_t i = 0; i < sizeof " -\t\n\v\f\r" - 1; i++)
        made->classes[(unsigned char)" -\t\n\v\f\r"[i]] = BLANK;
    for (size_t i = 0; i < literals; i++)
        for (size_t k = 0; k < made->literals[i].length; k++) {
            unsigned char c = (unsigned char)made->literals[i].bytes[k];
            bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (made->classes[c] != 0)
                continue;
            made->classes[c] = (unsigned char)count;
            if (letter)
                made->classes[c ^ 0x20] = (unsigned char)count;
            count++;
        }
    made->class_count = count;
}

/* The automaton in the making: states as they came, each with a list of those after it, in the
 * order of their classes. */
typedef struct {
    uint32_t *first;  /* by state: the first after it; 0: none */
    uint32_t *beside; /* by state: the next after the one before it; 0: none */
    unsigned char *class;
    uint32_t *last;  /* as in the automaton */
    uint32_t *fails; /* the longest end of a state that is one */
    uint32_t *order; /* states, the shorter before the longer */
    uint32_t *place; /* by state: its number in the automaton */
    size_t count;
    unsigned char *taken; /* by place: whether a state (1) and whether a step (2) has it */
    size_t taken_count;   /* places that there are flags for */
    size_t from[3];       /* the last place of a state with no step, with one, with more */
    size_t end;           /* after the last place that is taken */
} machine;

static bool begin_machine(const bf_literal *literals, size_t count, bf_arena *arena, machine *out)
{
    size_t most = 1;
    for (size_t i = 0; i < count; i++)
        most += 2 * (size_t)literals[i].length; /* each byte, and an edge before it */
    *out = (machine){.first = bf_arena_take(arena, most, sizeof *out->first),
                     .beside = bf_arena_take(arena, most, sizeof *out->beside),
                     .class = bf_arena_take(arena, most, sizeof *out->class),
                     .last = bf_arena_take(arena, most, sizeof *out->last),
                     .fails = bf_arena_take(arena, most, sizeof *out->fails),
                     .order = bf_arena_take(arena, most, sizeof *out->order),
                     .place = bf_arena_take(arena, most, sizeof *out->place),
                     .count = 1};
    for (size_t i = 0; out->last && i < most; i++)
        out->last[i] = NONE;
    return out->first && out->beside && out->class && out->last && out->fails && out->order &&
           out->place;
}

/* The state after `state` with `class`; 0: there is none. */
static uint32_t find_after(const machine *states, uint32_t state, unsigned class)
{
    uint32_t next = states->first[state];
    while (next != 0 && states->class[next] < class)
        next = states->beside[next];
    return next != 0 && states->class[next] == class ? next : 0;
}

/* The same, a new one where there was none. */
static uint32_t add_after(machine *states, uint32_t state, unsigned class)
{
    uint32_t *link = &states->first[state];
    while (*link != 0 && states->class[*link] < class)
        link = &states->beside[*link];
    if (*link != 0 && states->class[*link] == class)
        return *link;
    uint32_t made = (uint32_t)states->count++;
    states->class[made] = (unsigned char)class;
    states->beside[made] = *link;
    *link = made;
    return made;
}

/* Adds a literal, with the edges that are read before its words. */
static void add_word(const bf_automaton *made, machine *states, uint32_t number)
{
    const bf_literal *literal = &made->literals[number];
    uint32_t state = 0;
    bool word = !literal->word_begins;
    for (size_t i = 0; i < literal->length; i++) {
        unsigned char c = (unsigned char)literal->bytes[i];
        if (!word && made->words[c])
            state = add_after(states, state, EDGE);
        word = made->words[c];
        state = add_after(states, state, made->classes[c]);
    }
    made->beside[number] = states->last[state];
    states->last[state] = number;
}

/* Finds for each state the longest end of it that is a state, too. */
static void find_ends(machine *states)
{
    size_t known = 1;
    for (size_t i = 0; i < states->count; i++) {
        uint32_t state = states->order[i];
        for (uint32_t next = states->first[state]; next != 0; next = states->beside[next]) {
            uint32_t fail = state, end = 0;
            while (fail != 0 && end == 0) {
                fail = states->fails[fail];
                end = find_after(states, fail, states->class[next]);
            }
            states->fails[next] = end;
            states->order[known++] = next;
        }
    }
}

enum { STATE = 1, STEP = 2 };

/* Makes flags for the places before `count`. */
static bool make_places(bf_arena *arena, machine *states, size_t count)
{
    if (count <= states->taken_count)
        return true;
    unsigned char *grown = bf_arena_take(arena, 2 * count, 1);
    if (grown == NULL)
        return false;
    if (states->taken_count > 0)
        memcpy(grown, states->taken, states->taken_count);
    states->taken = grown;
    states->taken_count = 2 * count;
    return true;
}

/* Says whether a state with all its steps fits at `place`. */
static bool fits(const machine *states, uint32_t state, size_t place)
{
    if (states->taken[place] & STATE)
        return false;
    for (uint32_t next = states->first[state]; next != 0; next = states->beside[next])
        if (states->taken[place + states->class[next]] & STEP)
            return false;
    return true;
}

/* Finds a place for a state where its steps find room: behind the last of its kind, because in the
 * holes before it few would. */
static bool place_state(bf_arena *arena, machine *states, uint32_t state, unsigned width)
{
    uint32_t first = states->first[state];
    size_t *from = &states->from[first == 0 ? 0 : states->beside[first] == 0 ? 1 : 2];
    size_t at = *from;
    for (;; at++) {
        if (!make_places(arena, states, at + width + 1))
            return false;
        if (fits(states, state, at))
            break;
    }
    *from = at;
    states->place[state] = (uint32_t)at;
    states->taken[at] |= STATE;
    for (uint32_t next = first; next != 0; next = states->beside[next])
        states->taken[at + states->class[next]] |= STEP;
    states->end = at + width > states->end ? at + width : states->end;
    return make_places(arena, states, states->end + 1);
}

static void put_steps(bf_automaton *made, const machine *states, uint32_t state)
{
    uint32_t from = states->place[state];
    for (uint32_t next = states->first[state]; next != 0; next = states->beside[next]) {
        uint32_t to = states->place[next];
        bool ends = made->last[to] != NONE || made->shorter[to] != 0;
        made->steps[from + states->class[next]] = (bf_automaton_step){from, to | (ends ? ENDS : 0)};
    }
}

/* Puts the states into the automaton, the shorter first: those are met most, and stand together. */
static void put_states(bf_automaton *made, const machine *states)
{
    for (size_t i = 0; i < states->end; i++) {
        made->steps[i].from = NONE;
        made->last[i] = NONE;
    }
    for (size_t i = 0; i < states->count; i++) {
        uint32_t state = states->order[i], place = states->place[state];
        uint32_t fail = states->place[states->fails[state]];
        made->fails[place] = fail;
        made->last[place] = states->last[state];
        made->shorter[place] = made->last[fail] != NONE ? fail : made->shorter[fail];
    }
    for (size_t i = 0; i < states->count; i++)
        put_steps(made, states, states->order[i]);
}

/* Takes what the automaton needs of so many states and literals. */
static bool take_arrays(bf_automaton *made, bf_arena *arena, size_t states)
{
    made->steps = bf_arena_take(arena, states, sizeof *made->steps);
    made->fails = bf_arena_take(arena, states, sizeof *made->fails);
    made->last = bf_arena_take(arena, states, sizeof *made->last);
    made->shorter = bf_arena_take(arena, states, sizeof *made->shorter);
    return made->steps && made->fails && made->last && made->shorter;
}

bool bf_automaton_make(const bf_literal *literals, size_t count, bf_arena *arena, bf_arena *spare,
                       bf_automaton *out)
{
    bf_automaton made = {.literals = literals};
    machine states;
    sort_bytes(&made, count);
    made.beside = bf_arena_take(arena, count, sizeof *made.beside);
    if (made.beside == NULL || !begin_machine(literals, count, spare, &states))
        return false;
    for (uint32_t i = 0; i < count; i++)
        add_word(&made, &states, i);
    find_ends(&states);
    for (size_t i = 0; i < states.count; i++)
        if (!place_state(spare, &states, states.order[i], made.class_count))
            return false;
    if (!take_arrays(&made, arena, states.end))
        return false;
    put_states(&made, &states);
    *out = made;
    return true;
}

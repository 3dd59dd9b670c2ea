/* empty.c: stands in for a room that has no source file yet. */
typedef int empty;

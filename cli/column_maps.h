/* cli/column_maps.h: where the column maps of registries lie, and which there are. */
#ifndef BF_CLI_COLUMN_MAPS_H
#define BF_CLI_COLUMN_MAPS_H

#include "analyzer/column_map.h"
#include "bonafide/rules.h"

/* The folder below that of the rules which column maps lie in. */
#define BF_COLUMN_MAPS_FOLDER "rosters"

/* Loads the map `name` from DIR/rosters of `rules_dir` (NULL: none) or of the shipped rules, in
 * this order. NULL: as bf_column_map_load(); BF_ERR_USAGE for a name that neither has, with those
 * that there are. */
bf_column_map *bf_column_maps_load(const char *name, const char *rules_dir, bf_error *err);

/* Reads every map in DIR/rosters of `rules_dir`, where there may be none, and tells `tell` the
 * first fault of each; how many had one. */
size_t bf_column_maps_check(const char *rules_dir, bf_rules_fault *tell, void *user);

#endif

/* tally.c: how much was read rightly. */
#include "tests/corpus/tally.h"

#include <assert.h>
#include <math.h>

/* The name; the ratio that is aimed at, where one is set; and the floor, a little below what was
 * reached last: a change that reads less than this rightly, of any part, is no change for the
 * better. */
static const struct {
    const char *name;
    double target, floor;
} items[] = {
    [TALLY_KIND] = {"kind", 0.97, 0.91},    [TALLY_COUNT] = {"count", 0.95, 0.88},
    [TALLY_NAMES] = {"names", 0.95, 0.86},  [TALLY_PRACTICE] = {"practice", 0, 0.95},
    [TALLY_PARTIAL] = {"partial", 0, 0.97}, [TALLY_PHONES] = {"phones", 0, 0.78},
    [TALLY_EMAILS] = {"emails", 0, 0.86},   [TALLY_WEBSITE] = {"website", 0, 0.65},
    [TALLY_PLACE] = {"place", 0, 0.83},     [TALLY_PRICES] = {"prices", 0, 0.70},
    [TALLY_ZONES] = {"zones", 0, 0.85},     [TALLY_FIELDS] = {"fields", 0, 0.95},
    [TALLY_VOICES] = {"voices", 0, 0.84},   [TALLY_OWNERS] = {"owners", 0, 0.94},
};
static_assert(sizeof items / sizeof *items == TALLY_ITEMS, "each item has a name and a floor");

const char *tally_item_name(tally_item item)
{
    return items[item].name;
}

void tally_add(tally *counts, tally_item item, bool right)
{
    counts->all[item]++;
    counts->right[item] += right;
}

/* The ends of the interval in which the true ratio lies 95 times in 100. */
static void wilson(double right, double all, double *low, double *high)
{
    const double z = 1.959964, share = right / all;
    const double middle = share + z * z / (2 * all);
    const double reach = z * sqrt(share * (1 - share) / all + z * z / (4 * all * all));
    *low = fmax(0, (middle - reach) / (1 + z * z / all));
    *high = fmin(1, (middle + reach) / (1 + z * z / all));
}

bool tally_write(const tally *counts, FILE *out)
{
    bool holds = true;
    fprintf(out, "  %-10s%6s%7s%8s   %-16s%-7s%s\n", "what", "right", "all", "ratio",
            "95 % interval", "floor", "target");
    for (size_t i = 0; i < TALLY_ITEMS; i++) {
        double low, high, right = (double)counts->right[i], all = (double)counts->all[i];
        fprintf(out, "  %-10s%6zu%7zu", items[i].name, counts->right[i], counts->all[i]);
        if (counts->all[i] == 0) {
            fprintf(out, "       -\n");
            continue;
        }
        wilson(right, all, &low, &high);
        fprintf(out, "%8.3f   %.3f to %.3f  ", right / all, low, high);
        bool below = right / all < items[i].floor;
        fprintf(out, "%.2f   ", items[i].floor);
        if (items[i].target > 0)
            fprintf(out, "%.2f%s", items[i].target,
                    right / all < items[i].target ? " not met" : "");
        fprintf(out, "%s\n", below ? "  below the floor" : "");
        holds = holds && !below;
    }
    return holds;
}

void tally_write_head(FILE *out)
{
    fprintf(out, "  %-14s", "style");
    for (size_t i = 0; i < TALLY_ITEMS; i++)
        fprintf(out, "%9s", items[i].name);
    fprintf(out, "\n");
}

void tally_write_row(const tally *counts, const char *name, FILE *out)
{
    fprintf(out, "  %-14s", name);
    for (size_t i = 0; i < TALLY_ITEMS; i++) {
        char cell[48];
        snprintf(cell, sizeof cell, "%zu/%zu", counts->right[i], counts->all[i]);
        fprintf(out, "%9s", counts->all[i] == 0 ? "-" : cell);
    }
    fprintf(out, "\n");
}

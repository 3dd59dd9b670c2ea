/* cli/shipped.h: where the knowledge that comes with the command lies. */
#ifndef BF_CLI_SHIPPED_H
#define BF_CLI_SHIPPED_H

/* The folder of the shipped rules: $BONAFIDE_RULES when it is set; else, seen from the running
 * program, where `make install` puts it or where it lies in the source tree; else the folder that
 * the build was configured for. Lives as long as the program. */
const char *bf_shipped_rules(void);

#endif

#!/bin/bash
# No rule runs away on a megabyte of its own examples: the test of tests/integration, at its full size.
RUNAWAY_BYTES=1000000 exec bash "$(dirname "$0")/../integration/runaway.sh"

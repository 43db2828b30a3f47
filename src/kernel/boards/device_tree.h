#ifndef SKERRY_DEVICE_TREE_H
#define SKERRY_DEVICE_TREE_H

#include "machine.h"

/* Cores, memories and distances of a flattened device tree, and whether HVC reaches PSCI (Linux, bindings/arm/psci.yaml); none of one that cannot be read. Nothing is read outside the bytes that a tree claims, at most 4 MiB. */
void device_tree_list(const void *tree, on_found *on_found, void *context);

#endif

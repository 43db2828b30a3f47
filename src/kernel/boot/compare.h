/* What is there, held against what was described. */
#ifndef SKERRY_COMPARE_H
#define SKERRY_COMPARE_H

#include "blob/blob.h"

/* Prints what differs between that and the description; how much does. */
uint32_t compare_hardware(const struct blob *blob, const void *hardware);

#endif

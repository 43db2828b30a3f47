#ifndef SKERRY_ACPI_H
#define SKERRY_ACPI_H

#include "boards/machine.h"

/* Cores of the MADT, their nodes and the memory of the SRAT, distances of the SLIT, and what the HMAT says of memories. `start_info`: PVH's. */
void acpi_list(const void *start_info, on_found *on_found, void *context);

#endif

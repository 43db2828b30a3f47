/* Connections: a client asks where a service is, then asks its kernel to be bound. */
#ifndef SKERRY_CONNECTIONS_H
#define SKERRY_CONNECTIONS_H

#include "programs.h"

void connections_look_up(skerry_binding *binding);
/* Tells the other ends of all connections that this one sends nothing more. */
void connections_unbind_all(struct kernel *kernel);
/* Answers to what was asked for, and what others ask for. */
void connections_found(struct kernel *kernel, uint32_t correlation, const uint8_t *message, uint32_t length);
void connections_bound(struct kernel *kernel, uint16_t from, uint32_t correlation, const uint8_t *message, uint32_t length);
void connections_asked(struct kernel *kernel, uint16_t from, uint32_t correlation, const uint8_t *message, uint32_t length);
void connections_unbind(struct kernel *kernel, uint16_t from, const uint8_t *message);
void connections_unbound(struct kernel *kernel, uint16_t from, const uint8_t *message);

#endif

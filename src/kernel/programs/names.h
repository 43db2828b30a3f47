/* The name service: that of the boot core knows of all services, every other of its own. */
#ifndef SKERRY_NAMES_H
#define SKERRY_NAMES_H

#include "programs.h"

/* Who waits for a service to be known. */
struct asker {
  uint16_t core;
  uint32_t correlation;
  struct asker *next;
};

/* A service, as the name service on the boot core knows it. */
struct entry {
  bool is_known;
  uint32_t verdict;
  uint16_t endpoint;
  struct asker *asking;
};

void names_register(skerry_program *program, uint32_t verdict);
/* Nobody waits any more on cores to which connections are cut: who starts anew there numbers what it asks as the last one did. */
void names_forget(struct kernel *kernel);
/* It need not wait any more for services of a core. */
void names_lose(struct kernel *kernel, uint32_t core);
void names_registered(struct kernel *kernel, uint16_t from, const uint8_t *message, uint32_t length);
void names_looked_up(struct kernel *kernel, uint16_t from, uint32_t correlation, const uint8_t *message, uint32_t length);

#endif

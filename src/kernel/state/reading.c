/* Reading what is latest: once all that was agreed before is here. */
#include "object.h"

struct reading *object_open_reading(skerry_state *it, struct bytes key) {
  for (uint32_t i = 0; i < MOST_READS; i++) {
    struct reading *reading = &it->readings[i];
    if (reading->is_open || key.length > it->facts->key_bytes) continue;
    *reading = (struct reading){.state = it, .is_open = true, .key = reading->key, .key_bytes = key.length};
    for (uint32_t byte = 0; byte < key.length; byte++) reading->key[byte] = key.at[byte];
    return reading;
  }
  return NULL;
}

void object_latest(void *context, const skerry_agreement *agreement) {
  struct reading *reading = context;
  skerry_state *it = reading->state;
  reading->is_open = false;
  if (!reading->is_of_program) {
    if (agreement->outcome == SKERRY_AGREED && it->replica != NULL) object_answer_value(it, reading);
    return;
  }
  skerry_agreement found = *agreement;
  const skerry_part key = {reading->key, reading->key_bytes};
  if (agreement->outcome == SKERRY_AGREED) found.value = skerry_state_get(it, key);
  reading->agreed(reading->context, &found);
}

void object_end_readings(skerry_state *it, uint64_t now) {
  static const skerry_agreement none = {SKERRY_NO_QUORUM, 0, {NULL, 0}};
  for (uint32_t i = 0; i < MOST_READS; i++) {
    struct reading *reading = &it->readings[i];
    if (!reading->is_open || reading->until == 0 || now < reading->until) continue;
    reading->is_open = false;
    reading->agreed(reading->context, &none);
  }
}

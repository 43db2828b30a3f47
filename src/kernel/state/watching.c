/* Who is told of changes of an object on this core: whoever is told may begin and end watches, its own among them. */
#include "object.h"

bool object_watch(skerry_state *it, skerry_changed *changed, void *context) {
  for (uint32_t i = 0; i < MOST_WATCHES; i++) {
    if (it->watching[i].changed != NULL) continue;
    it->watching[i] = (struct watch){changed, context, true};
    return true;
  }
  return false;
}

bool object_unwatch(skerry_state *it, skerry_changed *changed, void *context) {
  for (uint32_t i = 0; i < MOST_WATCHES; i++) {
    struct watch *watch = &it->watching[i];
    if (watch->changed != changed || watch->context != context) continue;
    *watch = (struct watch){0};
    return true;
  }
  return false;
}

void object_tell_changed(skerry_state *it, const skerry_change *change) {
  for (uint32_t i = 0; i < MOST_WATCHES; i++) it->watching[i].is_new = false;
  for (uint32_t i = 0; i < MOST_WATCHES; i++) {
    const struct watch watch = it->watching[i];
    if (watch.changed != NULL && !watch.is_new) watch.changed(watch.context, change);
  }
}

void object_end_watching(skerry_state *it) {
  static const skerry_change gone = {.operation = SKERRY_GONE};
  for (uint32_t i = 0; i < MOST_WATCHES; i++) {
    const struct watch watch = it->watching[i];
    it->watching[i] = (struct watch){0};
    if (watch.changed != NULL) watch.changed(watch.context, &gone);
  }
}

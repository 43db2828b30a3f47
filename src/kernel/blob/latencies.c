#include "latencies.h"

enum { PICOSECONDS = 1000 };

uint64_t round_trip_between(const struct blob *blob, uint32_t one, uint32_t other) {
  const struct blob_latency *all = blob_entry(blob, LATENCIES, 0);
  uint64_t there = 0, back = 0;
  for (uint32_t i = 0; i < blob_count(blob, LATENCIES); i++) {
    if (all[i].from == one && all[i].to == other) there = all[i].picoseconds;
    if (all[i].from == other && all[i].to == one) back = all[i].picoseconds;
  }
  return (there + back) / PICOSECONDS;
}

uint64_t longest_round_trip(const struct blob *blob) {
  const struct blob_latency *all = blob_entry(blob, LATENCIES, 0);
  uint64_t most = 0;
  for (uint32_t i = 0; i < blob_count(blob, LATENCIES); i++) most = all[i].picoseconds > most ? all[i].picoseconds : most;
  return 2 * most / PICOSECONDS;
}

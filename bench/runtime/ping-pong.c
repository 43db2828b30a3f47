// Two threads on two CPUs that hand a number back and forth over two cache lines: what no message can beat.
// For every line of standard input, a number of round trips, it prints the nanoseconds of one.
#define _GNU_SOURCE
#include <pthread.h>
#include <sched.h>
#include <stdalign.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <time.h>

static struct { alignas(128) _Atomic uint32_t ping; alignas(128) _Atomic uint32_t pong; } shared;

static void pin(int cpu) {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(cpu, &set);
  sched_setaffinity(0, sizeof set, &set);
}

static void *answer(void *times) {
  pin(1);
  for (uint32_t turn = 1; turn <= *(const uint32_t *)times; turn++) {
    while (atomic_load(&shared.ping) != turn) {}
    atomic_store(&shared.pong, turn);
  }
  return NULL;
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1e9 + time.tv_nsec;
}

static double measure(uint32_t times) {
  pthread_t answering;
  atomic_store(&shared.ping, 0);
  atomic_store(&shared.pong, 0);
  pthread_create(&answering, NULL, answer, &times);
  atomic_store(&shared.ping, 1);
  while (atomic_load(&shared.pong) != 1) {}
  double start = now();
  for (uint32_t turn = 2; turn <= times; turn++) {
    atomic_store(&shared.ping, turn);
    while (atomic_load(&shared.pong) != turn) {}
  }
  double nanoseconds = (now() - start) / (times - 1);
  pthread_join(answering, NULL);
  return nanoseconds;
}

int main(void) {
  unsigned times;
  pin(0);
  while (scanf("%u", &times) == 1) {
    printf("%f\n", measure(times));
    fflush(stdout);
  }
}

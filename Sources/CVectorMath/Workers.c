// Threads that take indices of a job from a shared counter.
//
// A parallel loop of some ten microseconds must not spend as long on waking threads: a worker that
// has just worked stays awake for a little, looking for the next job, before it sleeps. There is one
// job at a time. Who finds the workers taken, a loop within a loop among them, does its work alone.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1
#endif
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include "CVectorMath.h"

#define MOST_WORKERS 255
// Looks at the state before a worker sleeps: some 20 microseconds.
#define PATIENCE 1000

// The job. Written by its owner while it is closed, and read by those who have entered it.
static struct {
  vm_task_fn body;
  void *context;
  int threads;
} job;

// A thread's part of the job: the next index and the end. On a line of the cache of its own.
static struct part {
  _Alignas(64) _Atomic size_t next;
  size_t end;
} parts[MOST_WORKERS + 1];

// The job's number, whether it may be entered, and how many are in it.
#define NUMBER (UINT64_C(1) << 32)
#define OPEN (UINT64_C(1) << 31)
#define INSIDE (OPEN - 1)
static _Atomic uint64_t state;

static pthread_mutex_t owner = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t bed = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t call = PTHREAD_COND_INITIALIZER;
static _Atomic int sleepers;
static int worker_count;

static void relax(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#endif
}

// Takes a thread's own indices, then what is left of the others'. A thread has the same part of every
// job, and so finds what it wrote in the one before in its own cache.
static void take_indices(int thread) {
  for (int k = 0; k < job.threads; k++) {
    struct part *part = &parts[(thread + k) % job.threads];
    while (atomic_load_explicit(&part->next, memory_order_relaxed) < part->end) {
      size_t index = atomic_fetch_add_explicit(&part->next, 1, memory_order_relaxed);
      if (index >= part->end) break;
      job.body(job.context, index);
    }
  }
}

static int is_new(uint64_t seen, uint64_t now) { return (now & OPEN) && now / NUMBER != seen; }

static void *work(void *argument) {
  int number = (int)(intptr_t)argument;
  uint64_t seen = 0;
  for (;;) {
    uint64_t now = atomic_load_explicit(&state, memory_order_acquire);
    for (int look = 0; look < PATIENCE && !is_new(seen, now); look++) {
      relax();
      now = atomic_load_explicit(&state, memory_order_acquire);
    }
    if (!is_new(seen, now)) {
      pthread_mutex_lock(&bed);
      atomic_fetch_add(&sleepers, 1);
      while (!is_new(seen, now = atomic_load(&state))) pthread_cond_wait(&call, &bed);
      atomic_fetch_sub(&sleepers, 1);
      pthread_mutex_unlock(&bed);
    }
    // Enters the job if it is still open.
    while (is_new(seen, now) && !atomic_compare_exchange_weak(&state, &now, now + 1)) {}
    if (!is_new(seen, now)) continue;
    seen = now / NUMBER;
    if (number < job.threads) take_indices(number);
    atomic_fetch_sub_explicit(&state, 1, memory_order_release);
  }
  return NULL;
}

static void start_workers(int wanted) {
  while (worker_count < wanted) {
    pthread_t thread;
    if (pthread_create(&thread, NULL, work, (void *)(intptr_t)(worker_count + 1)) != 0) return;
    pthread_detach(thread);
    worker_count++;
  }
}

int vm_sleeping_workers(void) { return atomic_load_explicit(&sleepers, memory_order_relaxed); }

// Where the k-th of `threads` equal parts of `count` begins.
static size_t share(size_t count, int k, int threads) {
  size_t whole = count / (size_t)threads, rest = count % (size_t)threads;
  return whole * (size_t)k + rest * (size_t)k / (size_t)threads;
}

void vm_for_each(size_t count, int threads, vm_task_fn body, void *context) {
  if (threads < 2 || count < 2 || pthread_mutex_trylock(&owner) != 0) {
    for (size_t index = 0; index < count; index++) body(context, index);
    return;
  }
  if ((size_t)threads > count) threads = (int)count;
  if (threads > MOST_WORKERS + 1) threads = MOST_WORKERS + 1;
  start_workers(threads - 1);
  job.body = body;
  job.context = context;
  job.threads = threads;
  for (int k = 0; k < threads; k++) {
    atomic_store_explicit(&parts[k].next, share(count, k, threads), memory_order_relaxed);
    parts[k].end = share(count, k + 1, threads);
  }
  uint64_t number = atomic_load(&state) / NUMBER + 1;
  atomic_store(&state, (number & UINT32_MAX) * NUMBER | OPEN);
  if (atomic_load(&sleepers) > 0) {
    pthread_mutex_lock(&bed);
    pthread_cond_broadcast(&call);
    pthread_mutex_unlock(&bed);
  }
  take_indices(0);
  // Nobody enters from here on; those inside finish what they have.
  uint64_t now = atomic_fetch_and(&state, ~OPEN) & ~OPEN;
  for (int look = 0; (now & INSIDE) != 0; look++) {
    if (look < PATIENCE) {
      relax();
    } else {
      sched_yield();
    }
    now = atomic_load_explicit(&state, memory_order_acquire);
  }
  pthread_mutex_unlock(&owner);
}

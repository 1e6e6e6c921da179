/* A disk with a slower flush: every fsync and fdatasync takes SLOW_FSYNC_US microseconds more.
 *
 *   LD_PRELOAD=libslow_fsync.so SLOW_FSYNC_US=1000 bench_store_writes
 *
 * Many virtual disks flush in some 50 µs, an SSD without protection against power loss in about
 * 1 ms: figures of single commits mean little without saying which. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

typedef int (*flush_function)(int);

static void wait_as_told(void) {
  const char* text = getenv("SLOW_FSYNC_US");
  long microseconds = text == NULL ? 0 : atol(text);
  if (microseconds <= 0) return;
  struct timespec left = {microseconds / 1000000, (microseconds % 1000000) * 1000};
  while (nanosleep(&left, &left) != 0 && errno == EINTR) {
  }
}

static int flush(const char* name, int file) {
  flush_function next = (flush_function)dlsym(RTLD_NEXT, name);
  wait_as_told();
  return next(file);
}

int fsync(int file) { return flush("fsync", file); }

int fdatasync(int file) { return flush("fdatasync", file); }

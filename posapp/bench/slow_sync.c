/* Makes every sync wait SYNC_US microseconds before it is done, as a real disk would.
 *
 * For benchmarks only: cc -O2 -shared -fPIC -o slow_sync.so slow_sync.c -ldl, then
 * SYNC_US=1000 LD_PRELOAD=./slow_sync.so python ...
 */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <unistd.h>

static void wait_as_a_disk(void)
{
    const char *text = getenv("SYNC_US");
    long us = text ? atol(text) : 0;

    if (us > 0)
        usleep((useconds_t)us);
}

int fsync(int fd)
{
    static int (*real)(int);

    if (!real)
        real = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
    wait_as_a_disk();
    return real(fd);
}

int fdatasync(int fd)
{
    static int (*real)(int);

    if (!real)
        real = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
    wait_as_a_disk();
    return real(fd);
}

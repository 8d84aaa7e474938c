#define _GNU_SOURCE
#include "CTerminal.h"

#include <errno.h>
#include <stdint.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The kernel's struct sched_attr, first version; the C library has none. */
struct scheduling {
    uint32_t size;
    uint32_t policy;
    uint64_t flags;
    int32_t nice;
    uint32_t priority;
    uint64_t runtime;
    uint64_t deadline;
    uint64_t period;
};

void terminal_ask_for_short_slices(void) {
    errno = 0;
    int nice = getpriority(PRIO_PROCESS, 0);
    if (errno != 0) return;
    struct scheduling attributes = {
        .size = sizeof attributes,
        .policy = 0, /* SCHED_OTHER */
        .flags = 1,  /* SCHED_FLAG_RESET_ON_FORK: threads made later do without */
        .nice = nice,
        .runtime = 100000, /* ns, the least the kernel takes */
    };
    /* Kernels before 6.12 pass over the runtime; a refusal changes nothing. */
    syscall(SYS_sched_setattr, 0, &attributes, 0);
}

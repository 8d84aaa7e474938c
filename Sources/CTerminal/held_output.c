#define _GNU_SOURCE
#include "CTerminal.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

/* What curses writes to: the terminal, or memory while output is held. */
static int output = -1;
static int memory = -1;

int terminal_output_open(void) {
    if (output < 0) output = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
    if (memory < 0) memory = memfd_create("frame", MFD_CLOEXEC);
    return output;
}

void terminal_output_hold(void) {
    if (output < 0 || memory < 0) return;
    lseek(memory, 0, SEEK_SET);
    dup3(memory, output, O_CLOEXEC);
}

void terminal_output_release(void) {
    if (output < 0 || memory < 0) return;
    off_t count = lseek(memory, 0, SEEK_CUR);
    dup3(STDOUT_FILENO, output, O_CLOEXEC);
    char piece[16384];
    for (off_t at = 0; at < count;) {
        ssize_t got = pread(memory, piece, sizeof piece, at);
        if (got <= 0) return;
        if (got > count - at) got = count - at;
        at += got;
        for (ssize_t sent = 0; sent < got;) {
            ssize_t written = write(STDOUT_FILENO, piece + sent, got - sent);
            if (written < 0 && errno != EINTR && errno != EAGAIN) return;
            if (written > 0) sent += written;
        }
    }
}

// Gives the terminal back whatever ends the program. All that runs in a signal handler is here, in
// C, since Swift code may allocate or take locks.
#define _GNU_SOURCE
#include "CTerminal.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <sys/eventfd.h>
#include <termios.h>
#include <unistd.h>

static atomic_int wake_descriptor = -1;
static atomic_ullong noted;
static atomic_int armed;

static struct termios modes_before;
static int terminal = -1;

static struct sigaction before[NSIG];

void terminal_guard_wake(void) {
  int descriptor = atomic_load(&wake_descriptor);
  if (descriptor < 0) return;
  int kept = errno;
  uint64_t one = 1;
  // A full counter means that the loop is about to wake anyway.
  ssize_t written = write(descriptor, &one, sizeof one);
  (void)written;
  errno = kept;
}

void terminal_guard_drain(void) {
  uint64_t count;
  ssize_t taken = read(atomic_load(&wake_descriptor), &count, sizeof count);
  (void)taken;
}

uint64_t terminal_guard_take_signals(void) { return atomic_exchange(&noted, 0); }

int terminal_guard_is_armed(void) { return atomic_load(&armed); }

void terminal_guard_disarm(void) { atomic_store(&armed, 0); }

int terminal_guard_arm(void) {
  terminal = isatty(STDIN_FILENO) ? STDIN_FILENO : STDOUT_FILENO;
  if (tcgetattr(terminal, &modes_before) != 0) return -1;
  atomic_store(&armed, 1);
  return 0;
}

void terminal_guard_restore(void) {
  // Only the first of several crashing threads acts.
  if (!atomic_exchange(&armed, 0)) return;
  int kept = errno;
  static const char leave[] =
      "\x1b[?1006l\x1b[?1002l\x1b[?1000l"  // mouse
      "\x1b[?2004l"                        // bracketed paste
      "\x1b[?1l\x1b>"                      // keypad
      "\x1b[0m\x1b[?25h"                   // colours, cursor
      "\x1b[?1049l\r";                     // the shell's screen
  ssize_t written = write(STDOUT_FILENO, leave, sizeof leave - 1);
  (void)written;
  tcsetattr(terminal, TCSANOW, &modes_before);
  errno = kept;
}

static int asks_to_end(int number) {
  return number == SIGTERM || number == SIGHUP || number == SIGINT;
}

// Signals the event loop deals with. Asked to end a second time before the loop took notice of the
// first, it hangs: the terminal is given back and the signal does what it does by default.
static void note(int number) {
  uint64_t bit = UINT64_C(1) << number;
  uint64_t earlier = atomic_fetch_or(&noted, bit);
  if (asks_to_end(number) && earlier & bit) {
    terminal_guard_restore();
    signal(number, SIG_DFL);
    raise(number);
    return;
  }
  terminal_guard_wake();
}

// Faults. Returning runs the faulty instruction again, now in the hands of whoever handled the
// signal before: the Swift runtime's backtracer, or the default. A signal that was sent does not
// come again by itself, so it is raised for them and, should they return, for the default.
static void fault(int number, siginfo_t *information, void *context) {
  (void)context;
  terminal_guard_restore();
  sigaction(number, &before[number], NULL);
  if (information->si_code > 0) return;
  raise(number);
  signal(number, SIG_DFL);
  raise(number);
}

int terminal_guard_install(void) {
  int present = atomic_load(&wake_descriptor);
  if (present >= 0) return present;
  int descriptor = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  if (descriptor < 0) return -1;
  atomic_store(&wake_descriptor, descriptor);

  struct sigaction polite = {.sa_handler = note, .sa_flags = SA_RESTART};
  sigemptyset(&polite.sa_mask);
  static const int noticed[] = {SIGTERM, SIGHUP, SIGINT, SIGTSTP, SIGCONT, SIGWINCH};
  for (size_t i = 0; i < sizeof noticed / sizeof *noticed; i++)
    sigaction(noticed[i], &polite, NULL);
  // A reader that went away is an error of write, not the end.
  signal(SIGPIPE, SIG_IGN);

  // A stack of its own, so that an overflow of the main thread's is survived long enough.
  static _Alignas(16) char spare[64 * 1024];
  stack_t stack = {.ss_sp = spare, .ss_size = sizeof spare};
  stack_t old;
  if (sigaltstack(NULL, &old) == 0 && old.ss_flags & SS_DISABLE) sigaltstack(&stack, NULL);

  struct sigaction fatal = {.sa_sigaction = fault, .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER};
  sigemptyset(&fatal.sa_mask);
  static const int deadly[] = {SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE, SIGABRT, SIGQUIT, SIGSYS};
  for (size_t i = 0; i < sizeof deadly / sizeof *deadly; i++)
    sigaction(deadly[i], &fatal, &before[deadly[i]]);
  return descriptor;
}

int terminal_guard_stop(void) {
  // In the session leader's own group no shell with job control waits: nobody would continue it.
  if (getpgrp() == getsid(0)) return 0;
  // SIGSTOP, unlike SIGTSTP, leaves our handler in place; the whole group, so that a wrapper
  // script stops as well and the shell takes over.
  kill(0, SIGSTOP);
  return 1;
}

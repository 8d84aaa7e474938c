#ifndef CTERMINAL_H
#define CTERMINAL_H

#include <stdint.h>

/// Installs the signal handlers and makes the descriptor that signals and `terminal_guard_wake`
/// make readable. Returns the descriptor, or -1 with errno set. Later calls return the same one.
int terminal_guard_install(void);

/// Remembers the terminal's modes and that the screen is about to be taken over: from here on a
/// crash gives the terminal back. Returns 0, or -1 when neither standard stream is a terminal.
int terminal_guard_arm(void);

/// Says that the screen was given back in the ordinary way.
void terminal_guard_disarm(void);

/// Whether the screen is taken over: false after a crash on another thread gave it back.
int terminal_guard_is_armed(void);

/// Gives the terminal back at once, from any thread or signal handler; does nothing when disarmed.
void terminal_guard_restore(void);

/// Makes the descriptor readable; from any thread or signal handler, also before installation.
void terminal_guard_wake(void);

/// Makes the descriptor unreadable until the next wake.
void terminal_guard_drain(void);

/// The signals noted since the last call: bit n stands for signal n.
uint64_t terminal_guard_take_signals(void);

/// Stops the process group, as ^Z does, until it is continued. Returns 0 at once, without having
/// stopped, when no shell is there to continue it; else 1.
int terminal_guard_stop(void);

/// Asks the kernel for the shortest slices for the calling thread, so that it answers a key at once
/// on a busy processor instead of after another thread's slice.
void terminal_ask_for_short_slices(void);

/// A descriptor of standard output for curses to write to. Returns -1 with errno set on failure.
int terminal_output_open(void);

/// Keeps what is written to that descriptor in memory, until released. Nothing that asks the
/// terminal for its modes may be done meanwhile.
void terminal_output_hold(void);

/// Sends what was held in one piece: curses writes after each move of the cursor, and a reader far
/// away would wake for each of them.
void terminal_output_release(void);

#endif

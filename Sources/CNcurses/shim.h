#ifndef CNCURSES_SHIM_H
#define CNCURSES_SHIM_H
#define NCURSES_WIDECHAR 1 /* the wide-character interface */
#define NCURSES_NOMACROS 1 /* functions instead of function-like macros */
#include <locale.h>
#include <wchar.h>
#include <stdint.h>
#include <stdio.h>
#include <langinfo.h>
#include <ncurses.h>

/* Globals and macros Swift does not import, as functions and constants. */

/// Opens a terminal on the standard streams; NULL when its type is not in the database.
static inline SCREEN *nc_open(const char *type, int output) {
    FILE *stream = fdopen(output, "w");
    return stream ? newterm((char *)type, stream, stdin) : NULL;
}
static inline WINDOW *nc_stdscr(void) { return stdscr; }
static inline WINDOW *nc_curscr(void) { return curscr; }
static inline int nc_color_count(void) { return COLORS; }
static inline int nc_pair_count(void) { return COLOR_PAIRS; }

static const attr_t nc_bold = A_BOLD, nc_dim = A_DIM, nc_reverse = A_REVERSE,
                    nc_underline = A_UNDERLINE, nc_italic = A_ITALIC;

/* <term.h> would define macros by common names such as `columns`. */
extern int setupterm(const char *, int, int *);

/// Whether a terminal of a type can be drawn on: 1 yes, 0 it cannot address the cursor,
/// -1 the type is unknown.
static inline int nc_can_draw(const char *type) {
  int status = 0;
  if (setupterm(type, 1, &status) != OK && status != 1) return -1;
  char *address = tigetstr("cup");
  return status == 1 && address != NULL && address != (char *)-1;
}

/// Whether the database says that the terminal in use has a capability of type string.
static inline int nc_has(const char *capability) {
  char *value = tigetstr((char *)capability);
  return value != NULL && value != (char *)-1;
}

/// A capability of type number of the terminal in use; -1 or -2 when there is none.
static inline int nc_number(const char *capability) { return tigetnum((char *)capability); }

/* wcwidth needs _XOPEN_SOURCE, which Swift's importer does not set. */
extern int wcwidth(wchar_t);
/// Columns of a character in the locale, as curses counts them; -1 when it cannot be shown.
static inline int nc_width(uint32_t scalar) { return wcwidth((wchar_t)scalar); }

static inline int nc_locale_is_utf8(void) {
  const char *set = nl_langinfo(CODESET);
  return set[0] == 'U' && set[1] == 'T' && set[2] == 'F' && set[3] == '-' && set[4] == '8';
}
#endif

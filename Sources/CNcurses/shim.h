#ifndef CNCURSES_SHIM_H
#define CNCURSES_SHIM_H
#define NCURSES_WIDECHAR 1 /* the wide-character interface */
#define NCURSES_NOMACROS 1 /* functions instead of function-like macros */
#include <locale.h>
#include <wchar.h>
#include <stdio.h>
#include <ncurses.h>
#endif

#ifndef CKERNELS_H
#define CKERNELS_H
#include "descriptors.h"
#include "spectra.h"
#endif

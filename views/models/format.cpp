// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/format.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <array>
#include <cmath>

// SPDX-License-Identifier: GPL-3.0-or-later
/** What a configuration says of the films that are taken. */
package org.orthancprism.films;

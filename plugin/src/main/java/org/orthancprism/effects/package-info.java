// SPDX-License-Identifier: GPL-3.0-or-later
/** What edits did to findings, computed once for all who ask. */
package org.orthancprism.effects;

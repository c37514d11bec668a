// SPDX-License-Identifier: GPL-3.0-or-later
/** Deletes results once they are old, or when an administrator recalls them. */
package org.orthancprism.removal;

// SPDX-License-Identifier: GPL-3.0-or-later
/** The packs that a worker has verified and loaded. */
package org.orthancprism.worker.pack;

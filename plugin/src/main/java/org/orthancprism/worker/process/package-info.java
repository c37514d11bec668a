// SPDX-License-Identifier: GPL-3.0-or-later
/** The worker's process: its configuration, its start and end, its device and its monitors. */
package org.orthancprism.worker.process;

// SPDX-License-Identifier: GPL-3.0-or-later
/** The queue: it schedules tasks, claims them, tries them again and prunes them. */
package org.orthancprism.queue;

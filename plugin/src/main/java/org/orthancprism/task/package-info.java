// SPDX-License-Identifier: GPL-3.0-or-later
/** A task's record: its state, its stage, its films and why it failed. */
package org.orthancprism.task;

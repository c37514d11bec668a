// SPDX-License-Identifier: GPL-3.0-or-later
/** Whether a worker would compute on this machine's GPU, and if not, why and what to do. */
package org.orthancprism.command.gpu;

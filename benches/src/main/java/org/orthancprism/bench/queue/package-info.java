// SPDX-License-Identifier: GPL-3.0-or-later
/** What a queue that holds very many tasks takes to look at and to prune. */
package org.orthancprism.bench.queue;

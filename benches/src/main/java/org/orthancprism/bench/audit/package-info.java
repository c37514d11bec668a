// SPDX-License-Identifier: GPL-3.0-or-later
/** How often an audit names what is chance, and misses what is not: measured on simulated films. */
package org.orthancprism.bench.audit;

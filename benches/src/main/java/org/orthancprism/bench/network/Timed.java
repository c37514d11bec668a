// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench.network;

/**
 * A piece of work with its time, and a digest by which two implementations are compared.
 *
 * @param seconds how long it took
 * @param mean mean absolute value of what came out
 */
public record Timed(double seconds, double mean) {}

// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * Where an object comes from: what is made here is signed, its pixels are remembered, and both are
 * looked up again.
 */
package org.orthancprism.provenance;

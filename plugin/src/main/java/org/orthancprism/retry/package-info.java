// SPDX-License-Identifier: GPL-3.0-or-later
/** How long to wait before what failed is tried again. */
package org.orthancprism.retry;

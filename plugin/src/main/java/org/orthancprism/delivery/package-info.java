// SPDX-License-Identifier: GPL-3.0-or-later
/** Results that are sent to other archives: which, whereto, and what became of it. */
package org.orthancprism.delivery;

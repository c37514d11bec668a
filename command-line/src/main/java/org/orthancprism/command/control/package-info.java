// SPDX-License-Identifier: GPL-3.0-or-later
/** Films that were changed as much as by an edit, but not as the edit changes them. */
package org.orthancprism.command.control;

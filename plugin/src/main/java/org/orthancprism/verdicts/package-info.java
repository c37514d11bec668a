// SPDX-License-Identifier: GPL-3.0-or-later
/** What readers say of results: asked for, kept, counted. */
package org.orthancprism.verdicts;

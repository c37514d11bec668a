// SPDX-License-Identifier: GPL-3.0-or-later
/** What a user or a rule asks the queue for: a study, its edits, their captions and regions. */
package org.orthancprism.request;

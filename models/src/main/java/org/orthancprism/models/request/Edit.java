// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.request;

/** A request that leaves nothing open: it is the same edit of any film. */
public sealed interface Edit extends EditRequest permits FindingEdit, PromptEdit {}

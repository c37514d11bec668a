// SPDX-License-Identifier: GPL-3.0-or-later
/** The structured report about counterfactuals: one class for each template of PS3.16. */
package org.orthancprism.dicom.report;

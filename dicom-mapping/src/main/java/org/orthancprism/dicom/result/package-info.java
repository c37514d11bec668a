// SPDX-License-Identifier: GPL-3.0-or-later
/** What is made of a film: the counterfactual image, its identity, its marks and its origin. */
package org.orthancprism.dicom.result;

// SPDX-License-Identifier: GPL-3.0-or-later
/** The results that a study in Orthanc holds: which films they are of, and which are outdated. */
package org.orthancprism.results;

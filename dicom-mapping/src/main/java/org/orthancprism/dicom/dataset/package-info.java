// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * What a DICOM object consists of: tags, value representations, attributes, datasets. Knows no
 * bytes and no meaning.
 */
package org.orthancprism.dicom.dataset;

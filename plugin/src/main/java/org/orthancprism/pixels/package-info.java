// SPDX-License-Identifier: GPL-3.0-or-later
/** Which images Orthanc may be asked to decode for the page. */
package org.orthancprism.pixels;

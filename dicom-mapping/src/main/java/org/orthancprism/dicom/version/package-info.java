// SPDX-License-Identifier: GPL-3.0-or-later
/** Which film something was made from: its UID, and digests of what it shows and of whom. */
package org.orthancprism.dicom.version;

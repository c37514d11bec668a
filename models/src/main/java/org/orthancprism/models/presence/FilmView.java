// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.presence;

/** From where a frontal film was exposed, as DICOM's View Position names it. */
public enum FilmView {
  AP,
  PA
}

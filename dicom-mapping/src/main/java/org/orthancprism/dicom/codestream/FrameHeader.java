// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.codestream;

/**
 * The size of one image as its codestream declares it.
 *
 * @param width samples in a line
 * @param height number of lines
 * @param components number of components
 * @param bits bits of a sample, the most of all components
 */
record FrameHeader(long width, long height, int components, int bits) {

  @Override
  public String toString() {
    return width
        + " x "
        + height
        + " pixels of "
        + components
        + (components == 1 ? " component and " : " components and ")
        + bits
        + " bits";
  }
}

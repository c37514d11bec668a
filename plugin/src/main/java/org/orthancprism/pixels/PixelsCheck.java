// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.pixels;

import java.util.Optional;
import org.orthancprism.dicom.codec.DicomCodec;
import org.orthancprism.dicom.codec.DicomFormatException;
import org.orthancprism.dicom.codestream.CodestreamException;
import org.orthancprism.dicom.codestream.DecoderInput;

/**
 * Says of an instance whether Orthanc may be asked for its decoded pixels. The page asks here
 * before it does: a film whose pixel data are not what its attributes say ends Orthanc.
 */
public final class PixelsCheck {

  private final InstanceFiles files;
  private final DicomCodec codec;
  private final long maximumPixels;

  /**
   * @param files Orthanc's files
   * @param maximumPixels most pixels that an image may have
   */
  public PixelsCheck(InstanceFiles files, DicomCodec codec, long maximumPixels) {
    this.files = files;
    this.codec = codec;
    this.maximumPixels = maximumPixels;
  }

  /**
   * Why an instance's pixels must not be asked for; empty if they may.
   *
   * @param instanceId Orthanc's identifier of the instance
   * @throws org.orthancprism.rest.Problem 503 where others are asked for at the same time
   */
  public Optional<String> fault(String instanceId) {
    long size = files.size(instanceId);
    return size > InstanceFiles.LARGEST
        ? Optional.of("its file of " + (size >> 20) + " MB is too large to be shown here")
        : files.with(instanceId, this::faultOfFile);
  }

  private Optional<String> faultOfFile(byte[] file) {
    try {
      DecoderInput.check(codec.read(file), maximumPixels);
      return Optional.empty();
    } catch (DicomFormatException | CodestreamException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}

// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.pixels;

import java.util.Objects;
import java.util.Optional;
import org.orthancprism.dicom.codec.DicomCodec;
import org.orthancprism.dicom.codec.DicomFormatException;
import org.orthancprism.dicom.codestream.CodestreamException;
import org.orthancprism.dicom.codestream.DecoderInput;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.recognition.ShownFilm;

/**
 * Says of an instance whether Orthanc may be asked for its decoded pixels, and which content of a
 * film they show. The page asks here before it does: a film whose pixel data are not what its
 * attributes say ends Orthanc.
 */
public final class PixelsCheck {

  /**
   * What is said of an instance.
   *
   * @param fault why its pixels must not be asked for; empty if they may
   * @param shows which content of a film it shows; empty if unknown
   */
  public record Answer(Optional<String> fault, Optional<ShownFilm> shows) {
    public Answer {
      Objects.requireNonNull(fault, "fault");
      Objects.requireNonNull(shows, "shows");
    }

    private static Answer ofFault(String fault) {
      return new Answer(Optional.of(fault), Optional.empty());
    }
  }

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
   * What is to be said of an instance.
   *
   * @param instanceId Orthanc's identifier of the instance
   * @throws org.orthancprism.rest.Problem 503 where others are asked for at the same time
   */
  public Answer of(String instanceId) {
    long size = files.size(instanceId);
    return size > InstanceFiles.LARGEST
        ? Answer.ofFault("its file of " + (size >> 20) + " MB is too large to be shown here")
        : files.with(instanceId, this::ofFile);
  }

  private Answer ofFile(byte[] file) {
    try {
      DicomObject object = codec.read(file);
      return new Answer(fault(object), ShownFilm.of(object.dataset()));
    } catch (DicomFormatException e) {
      return Answer.ofFault(String.valueOf(e.getMessage()));
    }
  }

  private Optional<String> fault(DicomObject object) {
    try {
      DecoderInput.check(object, maximumPixels);
      return Optional.empty();
    } catch (CodestreamException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}

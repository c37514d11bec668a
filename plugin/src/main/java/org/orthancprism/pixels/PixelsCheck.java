// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.pixels;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonReader;
import java.io.ByteArrayInputStream;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.orthancprism.dicom.codec.DicomCodec;
import org.orthancprism.dicom.codec.DicomFormatException;
import org.orthancprism.dicom.codestream.CodestreamException;
import org.orthancprism.dicom.codestream.DecoderInput;
import org.orthancprism.rest.Problem;

/**
 * Says of an instance whether Orthanc may be asked for its decoded pixels. The page asks here
 * before it does: a film whose pixel data are not what its attributes say ends Orthanc.
 *
 * <p>One file is held in memory at a time, as this runs in Orthanc's own process. Safe for use by
 * several threads.
 */
public final class PixelsCheck {

  /** A larger file is no film; twice this has room beside the rest of the plugin. */
  public static final int LARGEST_FILE = 128 << 20;

  private static final long PATIENCE_SECONDS = 20;

  private final Function<String, byte[]> get;
  private final DicomCodec codec;
  private final long maximumPixels;
  private final Semaphore memory = new Semaphore(1);

  /**
   * @param get Orthanc's answer to a GET request
   * @param maximumPixels most pixels that an image may have
   */
  public PixelsCheck(Function<String, byte[]> get, DicomCodec codec, long maximumPixels) {
    this.get = get;
    this.codec = codec;
    this.maximumPixels = maximumPixels;
  }

  /**
   * Why an instance's pixels must not be asked for; empty if they may.
   *
   * @param instanceId Orthanc's identifier of the instance
   * @throws Problem 503 where others are asked for at the same time
   */
  public Optional<String> fault(String instanceId) {
    long size = size(instanceId);
    if (size > LARGEST_FILE) {
      return Optional.of("its file of " + (size >> 20) + " MB is too large to be shown here");
    }
    try {
      if (!memory.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw busy();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw busy();
    }
    try {
      return faultOfFile(get.apply("/instances/" + instanceId + "/file"));
    } finally {
      memory.release();
    }
  }

  private Optional<String> faultOfFile(byte[] file) {
    try {
      DecoderInput.check(codec.read(file), maximumPixels);
      return Optional.empty();
    } catch (DicomFormatException | CodestreamException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private long size(String instanceId) {
    byte[] answer = get.apply("/instances/" + instanceId);
    try (JsonReader reader = Json.createReader(new ByteArrayInputStream(answer))) {
      return reader.readObject().get("FileSize") instanceof JsonNumber size
          ? size.longValue()
          : Long.MAX_VALUE;
    } catch (JsonException e) {
      throw new IllegalStateException("Orthanc does not tell the size of an instance's file", e);
    }
  }

  private static Problem busy() {
    return new Problem(503, "Busy", "Other films are being looked at; try again in a moment.");
  }
}

// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.pixels;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonReader;
import java.io.ByteArrayInputStream;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.orthancprism.rest.Problem;

/**
 * Orthanc's files of instances, of which one is held in memory at a time, as this runs in Orthanc's
 * own process. Safe for use by several threads.
 */
public final class InstanceFiles {

  /** A larger file is no film; twice this has room beside the rest of the plugin. */
  public static final int LARGEST = 128 << 20;

  private static final long PATIENCE_SECONDS = 20;

  private final Function<String, byte[]> get;
  private final Semaphore memory;

  /**
   * @param get Orthanc's answer to a GET request
   */
  public InstanceFiles(Function<String, byte[]> get) {
    this(get, new Semaphore(1));
  }

  private InstanceFiles(Function<String, byte[]> get, Semaphore memory) {
    this.get = get;
    this.memory = memory;
  }

  /**
   * The same files asked for in another way; still one of all is held in memory at a time.
   *
   * @param other Orthanc's answer to a GET request
   */
  public InstanceFiles askedBy(Function<String, byte[]> other) {
    return new InstanceFiles(other, memory);
  }

  /** Bytes of an instance's file. */
  public long size(String instanceId) {
    byte[] answer = get.apply("/instances/" + instanceId);
    try (JsonReader reader = Json.createReader(new ByteArrayInputStream(answer))) {
      return reader.readObject().get("FileSize") instanceof JsonNumber size
          ? size.longValue()
          : Long.MAX_VALUE;
    } catch (JsonException e) {
      throw new IllegalStateException("Orthanc does not report the size of an instance's file", e);
    }
  }

  /**
   * What is found in an instance's file, which is not to be kept.
   *
   * @throws Problem 503 where others are looked at for long
   */
  public <T> T with(String instanceId, Function<byte[], T> action) {
    try {
      if (!memory.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw busy();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw busy();
    }
    try {
      return action.apply(get.apply("/instances/" + instanceId + "/file"));
    } finally {
      memory.release();
    }
  }

  private static Problem busy() {
    return new Problem(503, "Busy", "Other films are being looked at; try again in a moment.");
  }
}

// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.gpu;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.stream.JsonCollectors;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What NVIDIA's driver says through its library, {@code libcuda.so.1}. */
sealed interface CudaDriver {

  /** The library is on no path of the dynamic linker's. */
  record Missing() implements CudaDriver {}

  /**
   * The library is there and can't be used: it is no library, or another one.
   *
   * @param reason what the dynamic linker says, or how the process ended that loaded it
   */
  record Unusable(String reason) implements CudaDriver {
    public Unusable {
      Objects.requireNonNull(reason, "reason");
    }
  }

  /**
   * The driver does not start.
   *
   * @param error its number ({@code CUresult}), for example 100 where there is no device
   */
  record Refusing(int error) implements CudaDriver {

    /** {@code CUDA_ERROR_NO_DEVICE}. */
    static final int NO_DEVICE = 100;

    /** Whether it started and found no GPU. */
    boolean isWithoutDevice() {
      return error == NO_DEVICE;
    }
  }

  /**
   * The driver is ready.
   *
   * @param cuda the newest version of CUDA that it can do, for example {@code 12.8}
   * @param gpus the GPUs that it has, one or more
   */
  record Ready(String cuda, List<Gpu> gpus) implements CudaDriver {
    public Ready {
      Objects.requireNonNull(cuda, "cuda");
      gpus = List.copyOf(gpus);
      if (gpus.isEmpty()) {
        throw new IllegalArgumentException("a driver without a GPU refuses");
      }
    }
  }

  /** The newest version of CUDA that it can do; empty where it is not ready. */
  default Optional<String> newestCuda() {
    return this instanceof Ready ready ? Optional.of(ready.cuda()) : Optional.empty();
  }

  /** One object, from which {@link #of} makes the same. */
  default JsonObject toJson() {
    JsonObjectBuilder json = Json.createObjectBuilder();
    if (this instanceof Unusable unusable) {
      json.add("unusable", unusable.reason());
    } else if (this instanceof Refusing refusing) {
      json.add("error", refusing.error());
    } else if (this instanceof Ready ready) {
      json.add("cuda", ready.cuda())
          .add(
              "gpus", ready.gpus().stream().map(Gpu::toJson).collect(JsonCollectors.toJsonArray()));
    }
    return json.build();
  }

  static CudaDriver of(JsonObject json) {
    if (json.containsKey("gpus")) {
      return new Ready(
          json.getString("cuda"),
          json.getJsonArray("gpus").getValuesAs(JsonObject.class).stream().map(Gpu::of).toList());
    }
    if (json.containsKey("error")) {
      return new Refusing(json.getInt("error"));
    }
    return json.containsKey("unusable") ? new Unusable(json.getString("unusable")) : new Missing();
  }
}

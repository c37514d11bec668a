// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.gpu;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.util.Base64;
import org.orthancprism.models.film.Film;
import org.orthancprism.models.torch.ComputeDevice;
import org.orthancprism.models.torch.MatrixProduct;

/** Writes what a trial finds, as it finds it, a line each, for {@link TrialReader}. */
final class TrialWriter {

  /** Begins a line, which libraries may surround with their own. */
  static final String MARK = "prism-gpu: ";

  static final String DRIVER = "driver";
  static final String DEVICE = "device";
  static final String PRODUCT = "product";
  static final String EDIT = "edit";
  static final String FAILURE = "failure";

  private final PrintStream out;

  TrialWriter(PrintStream out) {
    this.out = out;
  }

  void driver(CudaDriver driver) {
    write(Json.createObjectBuilder().add(DRIVER, driver.toJson()).build());
  }

  void device(ComputeDevice device) {
    write(
        Json.createObjectBuilder()
            .add(DEVICE, device.name())
            .add("precision", device.precision().label())
            .build());
  }

  /** As a text, since JSON has no number that is none. */
  void product(MatrixProduct product) {
    write(
        Json.createObjectBuilder().add(PRODUCT, Double.toString(product.relativeError())).build());
  }

  void edit(TriedEdit edit) {
    Film film = edit.film();
    ByteBuffer bytes = ByteBuffer.allocate(film.luminance().length * Float.BYTES);
    bytes.asFloatBuffer().put(film.luminance());
    write(
        Json.createObjectBuilder()
            .add(EDIT, edit.name())
            .add("rows", film.rows())
            .add("columns", film.columns())
            .add("luminance", Base64.getEncoder().encodeToString(bytes.array()))
            .build());
  }

  /**
   * What failed, a line, and what each of its causes says, as only the last may name the reason.
   */
  void failure(Throwable failure) {
    StringBuilder words = new StringBuilder();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      words.append(cause.getMessage() == null ? cause.toString() : cause.getMessage()).append('\n');
    }
    write(Json.createObjectBuilder().add(FAILURE, words.toString().strip()).build());
  }

  private void write(JsonObject line) {
    out.println(MARK + line);
    out.flush();
  }
}

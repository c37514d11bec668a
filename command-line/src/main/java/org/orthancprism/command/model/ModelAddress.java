// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.model;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.orthancprism.models.finding.Finding;
import org.orthancprism.models.pack.Pack;

/**
 * A model by the name that results shall have for it, and where it is.
 *
 * @param name letters, digits, dots, hyphens and underscores, not {@value #PACK}
 * @param address a folder, a {@code .safetensors} or {@code .onnx} file, or the {@code .json} that
 *     names a service
 */
public record ModelAddress(String name, String address) {

  /** The name of the pack's own classifier. */
  public static final String PACK = "pack";

  public ModelAddress {
    Objects.requireNonNull(address, "address");
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
      throw new IllegalArgumentException(
          "a model's name has letters, digits, dots, hyphens and underscores, not " + name);
    }
    if (name.equals(PACK)) {
      throw new IllegalArgumentException(
          PACK + " is the name of the pack's own classifier: give the model another");
    }
  }

  /**
   * Reads {@code NAME=ADDRESS}.
   *
   * @throws IllegalArgumentException when it is something else
   */
  public static ModelAddress parse(String text) {
    int equals = text.indexOf('=');
    if (equals < 1 || equals == text.length() - 1) {
      throw new IllegalArgumentException("a model is given as NAME=ADDRESS, not " + text);
    }
    return new ModelAddress(text.substring(0, equals), text.substring(equals + 1));
  }

  /**
   * Opens the model.
   *
   * @param findings the pack's findings, whose names the model's labels get where they mean them
   * @throws ModelException when it is not there, or what describes it is wrong
   */
  public AuditedModel open(List<Finding> findings) throws ModelException {
    String ending = address.toLowerCase(Locale.ROOT);
    if (ending.startsWith("http://") || ending.startsWith("https://")) {
      throw new ModelException(
          "a service is described by a file, which says where the probabilities are in its"
              + " answer: write its address into NAME.json as url, and give that");
    }
    Path path = Path.of(address);
    if (!Files.exists(path)) {
      throw new ModelException("there is no file or folder " + address);
    }
    if (Files.isDirectory(path)) {
      return WeightsModel.ofFolder(path, findings);
    }
    if (ending.endsWith(".safetensors")) {
      return WeightsModel.ofFile(path, findings);
    }
    if (ending.endsWith(".onnx")) {
      return OnnxModel.open(path, findings);
    }
    if (ending.endsWith(".json")) {
      return HttpModel.open(HttpSettings.read(path, findings));
    }
    throw new ModelException(
        address + " is no folder, .safetensors, .onnx or .json file: give one of these");
  }

  /**
   * Opens a pack's own classifier.
   *
   * @return empty where the pack has none
   */
  public static Optional<AuditedModel> ofPack(Pack pack) throws ModelException {
    return WeightsModel.ofPack(pack);
  }
}

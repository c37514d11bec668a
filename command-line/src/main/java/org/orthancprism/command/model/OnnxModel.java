// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.codec.digest.DigestUtils;
import org.orthancprism.models.film.Film;
import org.orthancprism.models.finding.Finding;

/**
 * A model in an ONNX file. The file is somebody else's: it runs in a process of its own, which may
 * crash, hang or fill its memory and harms nothing but its own answers.
 */
final class OnnxModel implements AuditedModel {

  private final Path file;
  private final String digest;
  private final OnnxSettings settings;
  private final OnnxProcess process;

  private OnnxModel(Path file, String digest, OnnxSettings settings, OnnxProcess process) {
    this.file = file;
    this.digest = digest;
    this.settings = settings;
    this.process = process;
  }

  /** Opens a file, beside which lies its JSON. Its process starts with the first film. */
  static AuditedModel open(Path file, List<Finding> findings) throws ModelException {
    Path describing = AuditedFiles.describing(file);
    OnnxSettings settings = OnnxSettings.read(describing, findings);
    String digest = AuditedFiles.digest(file);
    return new OnnxModel(
        file,
        DigestUtils.sha256Hex(digest + AuditedFiles.digest(describing)),
        settings,
        new OnnxProcess(file, digest, settings.timeout(), settings.heapMegabytes()));
  }

  @Override
  public String digest() {
    return digest;
  }

  @Override
  public String address() {
    return file.toString();
  }

  @Override
  public List<Map<String, Double>> ask(List<Film> films) throws ModelException {
    List<Map<String, Double>> answers = new ArrayList<>();
    for (Film film : films) {
      double[] outputs = process.run(settings.shape(), settings.input(film));
      answers.add(settings.labels().named(settings.activation().of(outputs)));
    }
    return answers;
  }

  @Override
  public void close() {
    process.close();
  }
}

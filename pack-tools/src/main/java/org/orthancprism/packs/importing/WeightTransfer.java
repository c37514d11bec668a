// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.importing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.models.safetensors.SafetensorsFile;
import org.orthancprism.packs.configuration.ImportException;
import org.orthancprism.packs.importing.WeightPlan.Planned;
import org.orthancprism.packs.lora.LowRankUpdate;
import org.orthancprism.packs.weights.SafetensorsWriter;
import org.orthancprism.packs.weights.TensorConversion;

/**
 * Brings weights into a pack's folder: linked or copied where they stay as they are, and otherwise
 * written anew, mapped part by part, so that no file need fit in memory.
 *
 * @param folder the pack's folder
 * @param weights what happens with weights that stay as they are
 */
record WeightTransfer(Path folder, ImportRequest.Weights weights) {

  /** What a plan does with its file, in a word or three. */
  String verb(WeightPlan plan) {
    if (plan.tensors().stream().anyMatch(planned -> !planned.updates().isEmpty())) {
      return "merging LoRAs into";
    }
    if (!plan.isUnchanged()) {
      return "converting";
    }
    return weights == ImportRequest.Weights.LINK ? "linking" : "copying";
  }

  /** Bytes that a plan reads for its digest, or writes. */
  long bytes(WeightPlan plan) throws ImportException {
    try {
      return plan.isUnchanged()
          ? Files.size(plan.source().paths().get(0))
          : SafetensorsWriter.fileLength(results(plan));
    } catch (IOException e) {
      throw new ImportException(plan.source().label() + " can't be read: check its rights", e);
    }
  }

  /** Whether a plan takes room on the disk. */
  boolean takesRoom(WeightPlan plan) {
    return !plan.isUnchanged() || weights == ImportRequest.Weights.COPY;
  }

  private static List<SafetensorsWriter.Tensor> results(WeightPlan plan) {
    return plan.tensors().stream().map(Planned::result).toList();
  }

  /**
   * Does what a plan says.
   *
   * @return SHA-256 of the file in the pack
   */
  String run(WeightPlan plan, DigestedFile.ByteCounter counter) throws PackException {
    Path file = folder.resolve(plan.spec().weights());
    try {
      if (!plan.isUnchanged()) {
        return convert(plan, file, counter);
      }
      Path source = plan.source().paths().get(0).toRealPath();
      if (weights == ImportRequest.Weights.LINK) {
        Files.createSymbolicLink(file, source);
        return DigestedFile.read(file, counter);
      }
      return DigestedFile.copy(source, file, counter);
    } catch (IOException | UncheckedIOException e) {
      throw ImportException.whileWriting(
          file.getFileName() + " can't be written: check rights and room in " + folder, e);
    }
  }

  private static String convert(WeightPlan plan, Path file, DigestedFile.ByteCounter counter)
      throws IOException, PackException {
    Map<String, Planned> byName = new HashMap<>();
    plan.tensors().forEach(planned -> byName.put(planned.source().name(), planned));
    try (DigestedFile out = DigestedFile.create(file, counter)) {
      SafetensorsWriter writer = SafetensorsWriter.begin(out, results(plan));
      for (SafetensorsFile source : plan.source().files()) {
        source.forEach(
            (entry, data) -> {
              Planned planned = byName.get(entry.name());
              if (planned != null) {
                write(writer, planned, data);
              }
            });
      }
      writer.end();
      return out.digest();
    }
  }

  private static void write(SafetensorsWriter writer, Planned planned, ByteBuffer data)
      throws PackException {
    try {
      if (planned.updates().isEmpty()) {
        TensorConversion.run(planned.source(), planned.result().type(), data, writer::write);
      } else {
        merge(writer, planned, data);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void merge(SafetensorsWriter writer, Planned planned, ByteBuffer data)
      throws PackException, IOException {
    List<LowRankUpdate.Matrices> updates = new ArrayList<>();
    for (LowRankUpdate update : planned.updates()) {
      updates.add(update.load());
    }
    TensorConversion.run(
        planned.source(),
        planned.result().type(),
        data,
        (row, values) -> updates.forEach(update -> update.addTo(row, values)),
        writer::write);
  }
}

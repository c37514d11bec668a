// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.orthancprism.command.audit.AuditException;
import org.orthancprism.command.audit.AuditTask;
import org.orthancprism.command.model.ModelAddress;
import org.orthancprism.command.server.Installation;
import org.orthancprism.command.terminal.EngineLog;
import org.orthancprism.command.terminal.VerboseOption;
import org.orthancprism.models.pack.PackException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/**
 * {@code audit}: what a pack's edits do to every finding that models see, over a folder of films.
 */
@Command(
    name = "audit",
    description = "Tell what a pack's edits do to every finding that models see, asked for or not.",
    mixinStandardHelpOptions = true)
final class AuditCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "FOLDER",
      description = "films: DICOM files and grey PNG of 8 or 16 bits")
  private @Nullable Path folder;

  @Option(
      names = "--edits",
      split = ",",
      paramLabel = "EDIT",
      description = "edits by name, as remove-pleural-effusion (default: all that the pack can do)")
  private List<String> edits = List.of();

  @Option(
      names = "--pack",
      paramLabel = "DIR",
      description =
          "folder of another pack than the project's own; it needs a classifier where no --model is"
              + " given")
  private @Nullable Path pack;

  @Option(
      names = "--model",
      paramLabel = "NAME=ADDRESS",
      converter = AddressConverter.class,
      description =
          "a further model to audit, any number: a pack, a folder or .safetensors file with its"
              + " JSON, an .onnx file with its JSON, or the JSON that names an HTTP service"
              + " (docs/audit.md); the pack's own classifier is always among them, as pack")
  private List<ModelAddress> models = List.of();

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "seed of the edits and the intervals (default: ${DEFAULT-VALUE})")
  private long seed;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "folder for the journal and the results; an audit begun there goes on")
  private @Nullable Path out;

  @Mixin final VerboseOption verbose = new VerboseOption();

  /** Tells what is wrong with an address as picocli tells it of other values. */
  private static final class AddressConverter implements ITypeConverter<ModelAddress> {
    @Override
    public ModelAddress convert(String value) {
      try {
        return ModelAddress.parse(value);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }

  @Override
  public Integer call() throws IOException, AuditException, PackException {
    Path home = Installation.home();
    CommandLine command = Objects.requireNonNull(spec, "spec").commandLine();
    EngineLog.quiet();
    Installation installation = Installation.ofCheckout(home);
    AuditTask task =
        new AuditTask(
            pack == null ? installation.pack() : pack,
            edits,
            seed,
            models,
            Objects.requireNonNull(folder, "folder"),
            Objects.requireNonNull(out, "out"));
    task.run(command.getOut());
    return 0;
  }
}

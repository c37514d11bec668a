// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.orthancprism.command.gpu.CheckedWorker;
import org.orthancprism.command.gpu.GpuCheck;
import org.orthancprism.command.server.Installation;
import org.orthancprism.command.terminal.JsonOption;
import org.orthancprism.command.terminal.VerboseOption;
import org.orthancprism.configuration.ConfigurationException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code gpu check}: whether a worker would compute on a GPU here, and if not, why and what to do.
 */
@Command(
    name = "check",
    description = {
      "Say whether a worker would compute on this machine's GPU, and if not, why and what to do: driver,",
      "devices, libtorch, precision, a matrix product and an edit on each GPU against the processor's.",
      "Without --config, libtorch is found by PYTORCH_LIBRARY_PATH, PYTORCH_VERSION and PYTORCH_FLAVOR",
      "of this environment."
    },
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {"0:a worker computes on a GPU, rightly", "1:it does not", "2:wrong usage"},
    mixinStandardHelpOptions = true)
final class GpuCheckCommand implements Callable<Integer> {

  private static final String SHIPPED_PACK = "packs/default";

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "the worker's configuration: Orthanc's prism.json, or a worker.json")
  private @Nullable Path config;

  @Option(
      names = "--pack",
      paramLabel = "DIR",
      description = "edit with this pack (default: the configured one, or the shipped one)")
  private @Nullable Path pack;

  @Mixin private final JsonOption json = new JsonOption();
  @Mixin final VerboseOption verbose = new VerboseOption();

  @Override
  public Integer call() throws IOException, ConfigurationException, InterruptedException {
    PrintWriter out = Objects.requireNonNull(spec, "spec").commandLine().getOut();
    GpuCheck check = GpuCheck.ofThisMachine(worker());
    check.print(out);
    json.write(check.toJson());
    return check.usesGpu() ? 0 : 1;
  }

  private CheckedWorker worker() throws IOException, ConfigurationException {
    CheckedWorker worker =
        config == null
            ? CheckedWorker.unconfigured(System.getenv(), shippedPack())
            : CheckedWorker.configured(config, shippedPack());
    return pack == null ? worker : worker.with(pack.toAbsolutePath());
  }

  /** In a checkout among its sources, and in the zip beside our own jar. */
  private static Path shippedPack() throws IOException {
    String home = System.getProperty(Installation.HOME);
    if (home != null) {
      return Installation.ofCheckout(Path.of(home)).pack();
    }
    try {
      Path jar =
          Path.of(
              GpuCheckCommand.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return jar.resolveSibling(SHIPPED_PACK);
    } catch (URISyntaxException e) {
      throw new IOException("the folder of this program is no path: give --pack", e);
    }
  }
}

// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.orthancprism.command.server.Installation;
import org.orthancprism.command.server.ServerException;
import org.orthancprism.command.terminal.JsonOption;
import org.orthancprism.command.terminal.VerboseOption;
import org.orthancprism.endure.Endurance;
import org.orthancprism.endure.EnduranceQueue;
import org.orthancprism.endure.EnduranceReport;
import org.orthancprism.orthanc.OrthancRestException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code endure}: studies arrive while everything fails; none may be lost. */
@Command(
    name = "endure",
    description =
        "Send studies while workers, Orthanc, PostgreSQL and the disk fail, and count the results.",
    mixinStandardHelpOptions = true)
final class EndureCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--studies",
      paramLabel = "N",
      defaultValue = "200",
      description = "how many studies are sent (default: ${DEFAULT-VALUE})")
  private int studies = 200;

  @Option(
      names = "--minutes",
      paramLabel = "M",
      defaultValue = "0",
      description = "over how many minutes they are spread (default: as fast as they are taken)")
  private int minutes;

  @Option(
      names = "--queue",
      paramLabel = "URL",
      defaultValue = "sqlite",
      description =
          "where the queue is: a JDBC URL; or sqlite, or postgresql, which is started for the trial"
              + " and crashed in it (default: ${DEFAULT-VALUE})")
  private String queue = "sqlite";

  @Option(
      names = "--queue-user",
      paramLabel = "USER",
      defaultValue = "prism",
      description =
          "user of the PostgreSQL that URL names; the variable QUEUE_PASSWORD holds the password"
              + " (default: ${DEFAULT-VALUE})")
  private String queueUser = "prism";

  @Mixin private final JsonOption json = new JsonOption();

  @Mixin final VerboseOption verbose = new VerboseOption();

  @Override
  public Integer call()
      throws IOException, InterruptedException, ServerException, OrthancRestException {
    Path home = Installation.home();
    CommandLine command = Objects.requireNonNull(spec, "spec").commandLine();
    PrintWriter out = command.getOut();
    EnduranceQueue where = queue(command);
    Path folder = Files.createTempDirectory("prism-endure-");
    out.println("Logs of the trial are in " + folder);
    EnduranceReport report =
        new Endurance(Installation.ofCheckout(home), folder, out).run(studies, minutes, where);
    out.println(report.json());
    out.flush();
    json.write(report.json());
    return report.holds() ? 0 : 1;
  }

  private EnduranceQueue queue(CommandLine command) {
    try {
      return EnduranceQueue.parse(
          queue, queueUser, System.getenv().getOrDefault("QUEUE_PASSWORD", ""));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command, String.valueOf(e.getMessage()));
    }
  }
}

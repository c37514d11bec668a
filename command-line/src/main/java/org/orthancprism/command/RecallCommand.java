// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.orthancprism.command.server.Credentials;
import org.orthancprism.command.server.RestApi;
import org.orthancprism.command.server.ServerException;
import org.orthancprism.command.terminal.VerboseOption;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code recall}: has an Orthanc with the plugin count, or delete, results that meet a criterion.
 */
@Command(
    name = "recall",
    description = "Recall results out of an Orthanc: count them, or delete them with --delete.",
    mixinStandardHelpOptions = true)
final class RecallCommand implements Callable<Integer> {

  /** Variable of the environment with the password of {@code --user}. */
  static final String PASSWORD = "PRISM_ORTHANC_PASSWORD";

  private static final String PATH = "/prism/recall";

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--url",
      paramLabel = "URL",
      required = true,
      description = "Orthanc's own address, such as http://127.0.0.1:8042")
  private @Nullable URI url;

  @Option(names = "--user", paramLabel = "USER", description = "user of Orthanc")
  private @Nullable String user;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "file whose first line is the user's password (default: from " + PASSWORD + ")")
  private @Nullable Path passwordFile;

  @Option(
      names = "--pack",
      paramLabel = "DIGEST",
      description = "results of the pack of this SHA-256")
  private @Nullable String pack;

  @Option(names = "--edit", paramLabel = "EDIT", description = "results of an edit, by its name")
  private @Nullable String edit;

  @Option(
      names = "--from",
      paramLabel = "DATE",
      description = "results made on this day, UTC, or later")
  private @Nullable String from;

  @Option(
      names = "--to",
      paramLabel = "DATE",
      description = "results made on this day, UTC, or earlier")
  private @Nullable String to;

  @Option(
      names = "--study",
      paramLabel = "ID",
      description = "results in one study, by Orthanc's identifier")
  private @Nullable String study;

  @Option(names = "--all", description = "every result of every study, in place of the above")
  private boolean all;

  @ArgGroup private Doing doing = new Doing();

  /** One of the two. */
  private static final class Doing {
    @SuppressWarnings("UnusedVariable") // the default, said aloud
    @Option(names = "--dry-run", description = "count results and delete none (the default)")
    private boolean dryRun;

    @Option(names = "--delete", description = "delete them")
    private boolean delete;
  }

  @Mixin final VerboseOption verbose = new VerboseOption();

  @Override
  public Integer call() throws IOException, ServerException, InterruptedException {
    CommandLine command = Objects.requireNonNull(spec, "spec").commandLine();
    RestApi orthanc = new RestApi(Objects.requireNonNull(url, "url"), credentials(command));
    JsonObject recall = orthanc.postJson(PATH, body());
    String path = PATH + "/" + recall.getInt("recall");
    while (recall.getBoolean("runs")) {
      TimeUnit.SECONDS.sleep(1);
      recall = orthanc.json(path).asJsonObject();
    }
    return tell(command.getOut(), recall);
  }

  private Optional<Credentials> credentials(CommandLine command) throws IOException {
    if (user == null) {
      return Optional.empty();
    }
    String password =
        passwordFile == null
            ? System.getenv(PASSWORD)
            : Files.readAllLines(passwordFile).stream().findFirst().orElse("");
    if (password == null) {
      throw new CommandLine.ParameterException(
          command, "--user needs --password-file, or the variable " + PASSWORD);
    }
    return Optional.of(new Credentials(user, password));
  }

  private JsonObject body() {
    JsonObjectBuilder body = Json.createObjectBuilder().add("dryRun", !doing.delete);
    add(body, "pack", pack);
    add(body, "edit", edit);
    add(body, "from", from);
    add(body, "to", to);
    add(body, "study", study);
    if (all) {
      body.add("all", true);
    }
    return body.build();
  }

  private static void add(JsonObjectBuilder body, String key, @Nullable String value) {
    if (value != null) {
      body.add(key, value);
    }
  }

  /** Prints the counts; a study that Orthanc refused makes it a failure. */
  private static int tell(PrintWriter out, JsonObject recall) {
    out.printf(
        "%s: studies %d, series %d, instances %d, tasks %d%n",
        recall.getBoolean("dryRun") ? "would be deleted" : "deleted",
        recall.getInt("studies"),
        recall.getInt("series"),
        recall.getInt("instances"),
        recall.getInt("tasks"));
    int failed = recall.getInt("failed");
    if (failed > 0) {
      out.printf("studies that Orthanc refused: %d; its log names them%n", failed);
    }
    out.flush();
    return failed > 0 ? CommandLine.ExitCode.SOFTWARE : CommandLine.ExitCode.OK;
  }
}

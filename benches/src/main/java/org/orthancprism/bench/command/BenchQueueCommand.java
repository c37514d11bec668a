// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench.command;

import jakarta.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.orthancprism.bench.queue.QueueBench;
import org.orthancprism.bench.queue.QueueFigures;
import org.orthancprism.command.files.TemporaryFolder;
import org.orthancprism.command.terminal.EngineLog;
import org.orthancprism.command.terminal.JsonOption;
import org.orthancprism.command.terminal.VerboseOption;
import org.orthancprism.database.QueueSettings;
import org.orthancprism.server.PostgresqlServer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench queue}: what lists, counts and pruning take in a queue of very many tasks. */
@Command(
    name = "queue",
    description = "What lists, counts and pruning take in a queue of very many tasks.",
    mixinStandardHelpOptions = true)
final class BenchQueueCommand implements Callable<Integer> {

  private static final String PASSWORD = "of the bench";

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--tasks",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "how many tasks the queue holds (default: ${DEFAULT-VALUE})")
  private long tasks = 1_000_000;

  @Mixin private final JsonOption json = new JsonOption();

  @Mixin final VerboseOption verbose = new VerboseOption();

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = Objects.requireNonNull(spec, "spec").commandLine().getOut();
    EngineLog.quietQueue();
    QueueBench bench = new QueueBench(tasks);
    QueueFigures sqlite;
    try (TemporaryFolder folder = TemporaryFolder.create("prism-queue-")) {
      sqlite = bench.run(QueueSettings.of("jdbc:sqlite:" + folder.path().resolve("queue.db")));
    }
    QueueFigures postgresql;
    try (PostgresqlServer server = PostgresqlServer.start(PASSWORD)) {
      postgresql = bench.run(new QueueSettings(server.url(), PostgresqlServer.USER, PASSWORD));
    }
    print(out, sqlite, postgresql);
    json.write(
        Json.createObjectBuilder()
            .add("sqlite", sqlite.json())
            .add("postgresql", postgresql.json())
            .build());
    return 0;
  }

  private static void print(PrintWriter out, QueueFigures sqlite, QueueFigures postgresql) {
    out.printf("%-24s %22s %22s%n", "ms, median (slowest)", "SQLite", "PostgreSQL");
    for (String what : sqlite.milliseconds().keySet()) {
      out.printf("%-24s %22s %22s%n", what, answer(sqlite, what), answer(postgresql, what));
    }
    out.printf("%-24s %22s %22s%n", "counts, of counted anew", share(sqlite), share(postgresql));
    out.printf("%-24s %22s %22s%n", "pruning", pruning(sqlite), pruning(postgresql));
    out.printf(
        Locale.ROOT,
        "%-24s %19.0f ms %19.0f ms%n",
        "a write waits at most",
        sqlite.longestWrite(),
        postgresql.longestWrite());
    out.flush();
  }

  private static String answer(QueueFigures figures, String what) {
    return String.format(Locale.ROOT, "%.2f (%.1f)", figures.median(what), figures.slowest(what));
  }

  private static String share(QueueFigures figures) {
    return String.format(
        Locale.ROOT,
        "1/%.0f",
        figures.median(QueueBench.COUNTED_ANEW) / figures.median(QueueBench.COUNTS));
  }

  private static String pruning(QueueFigures figures) {
    return String.format(Locale.ROOT, "%d in %.1f s", figures.pruned(), figures.pruningSeconds());
  }
}

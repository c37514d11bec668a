// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.demo;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.orthancprism.command.server.Await;
import org.orthancprism.command.server.OrthancServer;
import org.orthancprism.command.server.ServerException;
import org.orthancprism.command.terminal.ProgressDisplay;

/** The plugin's tasks for some studies, as its REST API reports them. */
final class ReportedTasks {

  /** Longer than a study takes to be stable, be queued and be worked on by one stage. */
  private static final Duration STANDSTILL = Duration.ofMinutes(5);

  private final OrthancServer server;
  private final PrintWriter out;

  ReportedTasks(OrthancServer server, PrintWriter out) {
    this.server = server;
    this.out = out;
  }

  /** Orthanc's identifier of a study that it holds. */
  static String studyId(OrthancServer server, String studyInstanceUid) throws ServerException {
    byte[] uid = studyInstanceUid.getBytes(StandardCharsets.US_ASCII);
    for (JsonValue found : server.api().post("/tools/lookup", uid).asJsonArray()) {
      JsonObject resource = found.asJsonObject();
      if (resource.getString("Type").equals("Study")) {
        return resource.getString("ID");
      }
    }
    throw new ServerException("Orthanc does not hold the study " + studyInstanceUid);
  }

  /**
   * Waits until the tasks of all these studies have ended, well or not, and shows how far they are.
   *
   * @param studyIds Orthanc's identifiers
   * @return the ended tasks by study
   * @throws DemoException when nothing moves on for minutes, or Orthanc ended
   */
  Map<String, ReportedTask> awaitEnd(List<String> studyIds) throws DemoException {
    Poll poll = new Poll(studyIds);
    try (ProgressDisplay display = new ProgressDisplay(out)) {
      while (!poll.allEnded()) {
        Map<String, ReportedTask> before = poll.tasks();
        boolean moved = Await.until(STANDSTILL, () -> poll.again().movedOn(before));
        if (!server.isAlive()) {
          throw new DemoException("Orthanc ended while it worked; see " + server.log());
        }
        if (!moved) {
          throw new DemoException("nothing moved on for minutes; see " + server.log());
        }
        display.show(poll.progress(), poll.stage());
      }
    }
    return poll.tasks();
  }

  /** What was last heard of the tasks. */
  private final class Poll {
    private final List<String> studyIds;
    private Map<String, ReportedTask> tasks = Map.of();
    private double furthest;

    Poll(List<String> studyIds) {
      this.studyIds = studyIds;
    }

    Map<String, ReportedTask> tasks() {
      return tasks;
    }

    Poll again() {
      Map<String, ReportedTask> heard = new LinkedHashMap<>(tasks);
      for (String id : studyIds) {
        ReportedTask known = heard.get(id);
        // The results make a study stable once more: what then follows finds nothing to do.
        if (known == null || !known.hasEnded()) {
          task(id).ifPresent(task -> heard.put(id, task));
        }
      }
      tasks = heard;
      return this;
    }

    /** Empty where there is no task yet, or Orthanc is too busy: the next round asks again. */
    private Optional<ReportedTask> task(String studyId) {
      try {
        return Optional.of(
            ReportedTask.of(server.api().json("/prism/tasks/" + studyId).asJsonObject()));
      } catch (ServerException e) {
        return Optional.empty();
      }
    }

    boolean movedOn(Map<String, ReportedTask> before) {
      return !tasks.equals(before) || !server.isAlive();
    }

    boolean allEnded() {
      return tasks.size() == studyIds.size()
          && tasks.values().stream().allMatch(ReportedTask::hasEnded);
    }

    /** A retried task begins anew; the bar never runs backwards. */
    double progress() {
      furthest = Math.max(furthest, mean());
      return furthest;
    }

    private double mean() {
      return tasks.values().stream()
              .mapToDouble(task -> task.hasEnded() ? 1 : task.progress())
              .sum()
          / studyIds.size();
    }

    String stage() {
      long ended = tasks.values().stream().filter(ReportedTask::hasEnded).count();
      String running =
          tasks.values().stream()
              .filter(task -> !task.hasEnded())
              .map(task -> task.stage().isEmpty() ? task.state() : task.stage())
              .distinct()
              .collect(Collectors.joining(", "));
      String of = studyIds.size() == 1 ? "" : ended + " of " + studyIds.size() + " studies done";
      return List.of(running, of).stream()
          .filter(text -> !text.isEmpty())
          .collect(Collectors.joining("; "));
    }
  }
}

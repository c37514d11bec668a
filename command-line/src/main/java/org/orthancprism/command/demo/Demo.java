// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.orthancprism.command.files.TemporaryFolder;
import org.orthancprism.command.send.DicomFile;
import org.orthancprism.command.send.StoreScu;
import org.orthancprism.command.server.Installation;
import org.orthancprism.command.server.OrthancServer;
import org.orthancprism.command.server.ServerException;
import org.orthancprism.command.server.ServerSettings;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.orthanc.OrthancRestException;
import org.orthancprism.orthanc.StoredInstance;

/**
 * A demonstration: a real Orthanc with the plugin takes films in over DICOM, and what then exists
 * beside them is shown and written to a folder.
 */
public final class Demo {

  /** The edits that the demonstration asks for. */
  public static final List<String> EDITS =
      List.of("remove-support-devices", "toggle-pleural-effusion");

  private final Installation installation;
  private final Path out;
  private final PrintWriter terminal;

  /**
   * @param installation what Orthanc loads
   * @param out folder for the results
   * @param terminal where progress and results are shown
   */
  public Demo(Installation installation, Path out, PrintWriter terminal) {
    this.installation = installation;
    this.out = out;
    this.terminal = terminal;
  }

  /**
   * Runs it.
   *
   * @param sources DICOM files, grey PNGs and folders of them; none for the project's phantom
   * @param keep whether to leave Orthanc running until the process is terminated
   * @throws DemoException when not every object is in Orthanc that should be
   */
  public void run(List<Path> sources, boolean keep)
      throws IOException,
          InterruptedException,
          DemoException,
          ServerException,
          OrthancRestException,
          PackException {
    String packDigest = Pack.load(installation.pack()).digest();
    try (TemporaryFolder folder = TemporaryFolder.create("orthanc-prism-demo-")) {
      FilmInputs inputs = FilmInputs.of(sources, folder.path().resolve("films"));
      OutputFolder results = OutputFolder.open(out);
      ServerSettings settings =
          ServerSettings.withPlugin(folder.path().resolve("orthanc"), installation, EDITS)
              .withLog(results.log());
      say("starting Orthanc with the plugin");
      try (OrthancServer server = OrthancServer.start(settings)) {
        if (!server.api().answers("/prism/status")) {
          throw new DemoException("the plugin did not start; see " + server.log());
        }
        new Run(server, results, packDigest).process(inputs);
        if (keep) {
          say("Orthanc runs until Ctrl-C: " + server.address());
          server.awaitEnd();
        }
      }
    }
  }

  private void say(String line) {
    terminal.println(line);
    terminal.flush();
  }

  /** The part of a demonstration that needs a running Orthanc. */
  private final class Run {
    private final OrthancServer server;
    private final OutputFolder results;
    private final String packDigest;

    Run(OrthancServer server, OutputFolder results, String packDigest) {
      this.server = server;
      this.results = results;
      this.packDigest = packDigest;
    }

    void process(FilmInputs inputs)
        throws IOException,
            InterruptedException,
            DemoException,
            ServerException,
            OrthancRestException {
      inputs.refused().forEach(file -> say("not sent: " + file.file() + ": " + file.reason()));
      long start = System.nanoTime();
      Map<String, List<DicomFile>> studies = send(inputs.films());
      Map<String, String> ids = new LinkedHashMap<>();
      for (String uid : studies.keySet()) {
        ids.put(uid, ReportedTasks.studyId(server, uid));
      }
      ReportedTasks tasks = new ReportedTasks(server, terminal);
      Map<String, ReportedTask> ended = tasks.awaitEnd(List.copyOf(ids.values()));
      double seconds = (System.nanoTime() - start) / 1e9;
      List<String> faults = new ArrayList<>();
      for (Map.Entry<String, String> study : ids.entrySet()) {
        ReportedTask task = ended.getOrDefault(study.getValue(), ReportedTask.MISSING);
        Set<String> sent =
            instances(study.getValue(), studies.getOrDefault(study.getKey(), List.of()));
        new ContentsTable(server, terminal).print(study.getKey(), study.getValue(), sent);
        collect(study.getKey(), study.getValue(), task, sent).ifPresent(faults::add);
      }
      results.writeResult(seconds);
      say("");
      if (!faults.isEmpty()) {
        throw new DemoException(String.join("; ", faults) + "; see " + server.log());
      }
      say(String.format("done in %.1f s; pictures and files are in %s", seconds, out));
    }

    /** Sends the films and groups those that were stored by study. */
    private Map<String, List<DicomFile>> send(List<DicomFile> films)
        throws IOException, InterruptedException, DemoException {
      StoreScu storeScu = new StoreScu(OrthancServer.AE_TITLE, server.dicomPort());
      Map<String, List<DicomFile>> studies = new LinkedHashMap<>();
      for (DicomFile film : films) {
        Optional<String> fault = storeScu.send(film);
        if (fault.isPresent()) {
          say("not stored: " + film.file() + ": " + fault.get());
        } else {
          studies.computeIfAbsent(film.studyInstanceUid(), uid -> new ArrayList<>()).add(film);
        }
      }
      if (studies.isEmpty()) {
        throw new DemoException("no film was stored; see " + server.log());
      }
      say("sent " + studies.values().stream().mapToInt(List::size).sum() + " by C-STORE");
      return studies;
    }

    /** Orthanc's identifiers of these films of a study. */
    private Set<String> instances(String studyId, List<DicomFile> films)
        throws OrthancRestException {
      Set<String> sent = films.stream().map(DicomFile::sopInstanceUid).collect(Collectors.toSet());
      return server.client().instances(studyId).stream()
          .filter(instance -> sent.contains(instance.sopInstanceUid()))
          .map(StoredInstance::id)
          .collect(Collectors.toSet());
    }

    /** Writes what was made of a study; gives what is wrong with it. */
    private Optional<String> collect(
        String studyInstanceUid, String studyId, ReportedTask task, Set<String> sent)
        throws IOException {
      for (ReportedTask.Film film : task.films()) {
        if (!film.eligible() && sent.contains(film.orthancId())) {
          say("  passed over: " + film.sopInstanceUid() + ": " + film.reason());
        }
      }
      if (task.hasFailed()) {
        return Optional.of("study " + studyInstanceUid + " failed: " + task.reason());
      }
      List<String> eligible =
          task.films().stream()
              .filter(ReportedTask.Film::eligible)
              .map(ReportedTask.Film::sopInstanceUid)
              .toList();
      if (eligible.isEmpty()) {
        return Optional.empty();
      }
      try {
        StudyCollector collector = new StudyCollector(server.client(), studyId, packDigest, EDITS);
        StudyResult study = collector.collect(studyInstanceUid, eligible);
        results.add(study, new Pictures(server.client()));
        return Optional.empty();
      } catch (DemoException | OrthancRestException e) {
        return Optional.of("study " + studyInstanceUid + ": " + e.getMessage());
      }
    }
  }
}

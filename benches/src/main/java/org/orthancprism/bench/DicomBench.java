// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench;

import jakarta.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.orthancprism.command.files.TemporaryFolder;
import org.orthancprism.command.terminal.ProgressDisplay;
import org.orthancprism.dicom.codec.InstalledCodec;
import org.orthancprism.dicom.film.DigitalRadiograph;
import org.orthancprism.dicom.film.StoredPixels;

/**
 * Measures the way of a film through the DICOM code, all but the edit itself, against what DCMTK's
 * {@code dcmconv} takes to read and write the same film: both from file to file, in turns.
 */
public final class DicomBench {

  /** Name of the time of this program's own code. */
  static final String JAVA = "java";

  /** Name of the time of DCMTK's program, its start included. */
  static final String DCMCONV = "dcmconv";

  private static final int BITS = 16;
  private static final long PATIENCE = 60;

  private final int rows;
  private final int columns;
  private final InterleavedTiming contest;
  private final PrintWriter terminal;

  /**
   * A bench of films of a size.
   *
   * @param rows rows of the film
   * @param columns columns of the film
   * @param warmUps rounds that are not counted
   * @param rounds rounds that are
   * @param terminal where progress and figures are shown
   */
  public DicomBench(int rows, int columns, int warmUps, int rounds, PrintWriter terminal) {
    this.rows = rows;
    this.columns = columns;
    this.contest = new InterleavedTiming(warmUps, rounds);
    this.terminal = terminal;
  }

  /**
   * Measures.
   *
   * @param json file that gets the figures too
   */
  public void run(Optional<Path> json) throws IOException, BenchException {
    try (TemporaryFolder folder = TemporaryFolder.create("orthanc-prism-bench-dicom-");
        ProgressDisplay display = new ProgressDisplay(terminal)) {
      Path film = folder.path().resolve("film.dcm");
      // Each its own, since it matters to a writer how the file that it replaces was written.
      Path result = folder.path().resolve("result.dcm");
      Path converted = folder.path().resolve("converted.dcm");
      Files.write(film, film());
      FilmMapping mapping = new FilmMapping(rows * columns, film, result);
      Map<String, InterleavedTiming.Contestant> contestants = new LinkedHashMap<>();
      contestants.put(JAVA, () -> seconds(mapping::run));
      contestants.put(DCMCONV, () -> seconds(() -> dcmconv(film, converted)));
      Map<String, Double> medians =
          contest.medians(contestants, share -> display.show(share, "read, map and write"));
      report(medians, json);
    }
  }

  /** Something that is timed. */
  @FunctionalInterface
  interface Work {
    /** Does it once. */
    void run() throws IOException, BenchException;
  }

  private static double seconds(Work work) throws BenchException {
    long start = System.nanoTime();
    try {
      work.run();
    } catch (IOException e) {
      throw new BenchException("a film can't be read or written: " + e.getMessage(), e);
    }
    return (System.nanoTime() - start) / 1e9;
  }

  private static void dcmconv(Path film, Path result) throws IOException, BenchException {
    Process process =
        new ProcessBuilder("dcmconv", film.toString(), result.toString()).inheritIO().start();
    try {
      if (!process.waitFor(PATIENCE, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new BenchException("dcmconv does not convert the film; is dcmtk installed?");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("interrupted while dcmconv ran", e);
    }
  }

  /** A film whose values use all bits, with some noise as every detector has. */
  private byte[] film() {
    int[] values = new int[rows * columns];
    int noise = 1;
    for (int i = 0; i < values.length; i++) {
      noise = noise * 1_103_515_245 + 12_345;
      int row = i / columns;
      int column = i % columns;
      double shade = 0.5 + 0.4 * Math.sin(9.0 * row / rows) * Math.cos(7.0 * column / columns);
      values[i] = (int) (60_000 * shade) + (noise >>> 22);
    }
    DigitalRadiograph.Description description =
        new DigitalRadiograph.Description(
            "Bench^Film",
            "BENCH",
            "AP",
            false,
            BITS,
            32_768,
            65_536,
            0.143,
            LocalDateTime.of(2026, 1, 1, 12, 0));
    return InstalledCodec.find()
        .write(
            DigitalRadiograph.of(
                new StoredPixels(rows, columns, values), description, "bench dicom"));
  }

  private void report(Map<String, Double> medians, Optional<Path> json) throws IOException {
    double java = medians.getOrDefault(JAVA, Double.NaN);
    double dcmconv = medians.getOrDefault(DCMCONV, Double.NaN);
    terminal.printf(
        Locale.ROOT,
        "%nread, map and write %d x %d of %d bits%n%-24s %.4f s%n%-24s %.4f s%n%-24s %.3f%n",
        rows,
        columns,
        BITS,
        "orthanc-prism",
        java,
        "dcmconv",
        dcmconv,
        "over dcmconv",
        java / dcmconv);
    terminal.flush();
    if (json.isPresent()) {
      EngineBench.write(
          Json.createObjectBuilder()
              .add("rows", rows)
              .add("columns", columns)
              .add("bits", BITS)
              .add("javaSeconds", java)
              .add("dcmconvSeconds", dcmconv)
              .add("javaOverDcmconv", java / dcmconv)
              .build(),
          json.get());
    }
  }
}

// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.codec;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.film.FilmException;
import org.orthancprism.dicom.film.NativePixels;
import org.orthancprism.dicom.film.Radiograph;
import org.orthancprism.dicom.film.StoredPixels;
import org.orthancprism.dicom.report.ChangeMeasures;
import org.orthancprism.dicom.report.CounterfactualReport;
import org.orthancprism.dicom.report.EditedFilm;
import org.orthancprism.dicom.selection.FilmSelector;
import org.orthancprism.dicom.testhelper.Films;
import org.orthancprism.dicom.testhelper.Tool;

/**
 * Damaged files are read, or refused with the codec's own exception, and never anything else;
 * within a bounded time, and with memory in proportion to the file.
 */
public abstract class MutatedFilesContract {
  private static final int FILES = 100_000;
  private static final long SEED = 20261122;

  /**
   * No file of some kB takes longer to read or to refuse, were the machine a hundred times slower.
   */
  private static final Duration LONGEST = Duration.ofSeconds(5);

  /** Bytes that may be allocated for each byte of a file: a dataset's objects, and text twice. */
  private static final long BYTES_PER_BYTE = 200;

  /** A deflated byte may stand for a thousand, which are copied as they grow. */
  private static final long BYTES_PER_DEFLATED_BYTE = 10_000;

  private static final ThreadMXBean MEMORY = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final String DEFLATED = "1.2.840.10008.1.2.1.99";

  @TempDir private Path folder;

  private final DicomCodec codec;
  private final Random random = new Random(SEED);

  /** Tests an implementation. */
  protected MutatedFilesContract(DicomCodec codec) {
    this.codec = codec;
  }

  @Test
  void aHundredThousandDamagedFilesAreReadOrRefused() throws DicomFormatException {
    List<byte[]> sound = soundFiles();
    for (byte[] file : sound) {
      // Classes are loaded once, and are no file's.
      codec.read(file);
    }
    int read = 0;
    int refused = 0;
    for (int i = 0; i < FILES; i++) {
      byte[] damaged = mutate(sound.get(i % sound.size()));
      try {
        DicomObject object = readWithinBounds(damaged, i);
        read++;
        if (read % 4 == 0) {
          use(object);
        }
      } catch (DicomFormatException expected) {
        refused++;
      } catch (RuntimeException | StackOverflowError | OutOfMemoryError unexpected) {
        throw new AssertionError("file " + i + " of seed " + SEED, unexpected);
      }
    }
    assertTrue(read > FILES / 20, "only " + read + " were read: the damage is too coarse");
    assertTrue(refused > FILES / 20, "only " + refused + " were refused: the damage is too fine");
  }

  private DicomObject readWithinBounds(byte[] file, int number) throws DicomFormatException {
    long allocated = MEMORY.getCurrentThreadAllocatedBytes();
    long started = System.nanoTime();
    try {
      return codec.read(file);
    } finally {
      long bytes = MEMORY.getCurrentThreadAllocatedBytes() - allocated;
      Duration time = Duration.ofNanos(System.nanoTime() - started);
      boolean deflated = new String(file, StandardCharsets.ISO_8859_1).contains(DEFLATED);
      long most = (1 << 20) + file.length * (deflated ? BYTES_PER_DEFLATED_BYTE : BYTES_PER_BYTE);
      if (bytes > most || time.compareTo(LONGEST) > 0) {
        fail(
            String.format(
                "file %d of seed %d: %d bytes and %s for %d bytes",
                number, SEED, bytes, time, file.length));
      }
    }
  }

  /** What is read goes on as in the plugin: to the selection and to the pixels. */
  private static void use(DicomObject object) {
    new FilmSelector().select(object.dataset());
    if (NativePixels.isNative(object)) {
      try {
        Radiograph film = Radiograph.of(object, NativePixels.read(object));
        film.storedValues(film.luminance(), new float[film.rows() * film.columns()]);
      } catch (FilmException expected) {
        assertTrue(expected.getMessage().startsWith("instance "));
      }
    }
  }

  private byte[] mutate(byte[] sound) {
    byte[] bytes = sound.clone();
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      // Most of what can go wrong lies before the pixels.
      int at = random.nextInt(random.nextInt(4) == 0 ? bytes.length : Math.min(1500, bytes.length));
      switch (random.nextInt(6)) {
        case 0 -> bytes[at] = (byte) random.nextInt(256);
        case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> Arrays.fill(bytes, at, Math.min(bytes.length, at + 4), (byte) 0xFF);
        case 3 ->
            Arrays.fill(bytes, at, Math.min(bytes.length, at + 1 + random.nextInt(8)), (byte) 0);
        case 4 -> bytes = Arrays.copyOf(bytes, Math.max(1, at));
        default -> {
          int from = random.nextInt(bytes.length);
          int length = Math.min(random.nextInt(64), bytes.length - Math.max(from, at));
          System.arraycopy(bytes, from, bytes, at, length);
        }
      }
    }
    return bytes;
  }

  private List<byte[]> soundFiles() {
    DicomObject film = DicomObject.of(Films.computed(64, 64, 12, true).build());
    Radiograph radiograph = Films.radiograph(film);
    StoredPixels edited = Films.edited(radiograph);
    DicomObject image = Films.counterfactual(radiograph);
    EditedFilm result =
        new EditedFilm(
            film.dataset(),
            image.dataset(),
            Films.REMOVE_EFFUSION,
            ChangeMeasures.between(radiograph, edited));
    List<byte[]> files = new ArrayList<>();
    Part10Codec writer = new Part10Codec();
    files.add(writer.write(image));
    files.add(
        writer.write(
            CounterfactualReport.of(List.of(film.dataset()), List.of(result), Films.origin())));
    Path original = Tool.write(image, folder, "original.dcm");
    for (String options : List.of("+ti -e", "+tb", "+td", "+te -e", "-F +ti")) {
      Path converted = folder.resolve("converted.dcm");
      Tool.Answer answer =
          Tool.run(("dcmconv " + options + " " + original + " " + converted).split(" "));
      assertTrue(answer.status() == 0, answer.text());
      files.add(Tool.bytes(converted));
    }
    Path compressed = folder.resolve("compressed.dcm");
    assertTrue(Tool.run("dcmcrle", original.toString(), compressed.toString()).status() == 0);
    files.add(Tool.bytes(compressed));
    return files;
  }
}

// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.film;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.orthancprism.dicom.dataset.Attribute;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.dataset.TransferSyntax;
import org.orthancprism.dicom.dataset.Vr;
import org.orthancprism.dicom.film.Radiograph;
import org.orthancprism.dicom.version.FilmVersion;
import org.orthancprism.models.audit.FilmEffect;
import org.orthancprism.orthanc.OrthancClient;
import org.orthancprism.orthanc.OrthancRestException;
import org.orthancprism.orthanc.StoredInstance;
import org.orthancprism.queue.Attempt;
import org.orthancprism.queue.StudyFailure;
import org.orthancprism.request.CounterfactualRequest;
import org.orthancprism.task.FilmSelection;
import org.orthancprism.task.Stage;
import org.orthancprism.testing.ScriptedOrthanc;
import org.orthancprism.testing.ScriptedOrthanc.Answer;

/** What Orthanc is asked to decode, and what it is not. The film says 80 x 64 pixels of 16 bits. */
class FilmDecoderTest {
  private static final int COLUMNS = 80;
  private static final int ROWS = 64;
  private static final String PAM =
      "P7\nWIDTH 80\nHEIGHT 64\nDEPTH 1\nMAXVAL 65535\nTUPLTYPE GRAYSCALE\nENDHDR\n"
          + "\0\7".repeat(COLUMNS * ROWS);

  /** Remembers what a queue does, across attempts. */
  private static final class Notes implements Attempt {
    private final Map<String, Integer> begun = new HashMap<>();

    @Override
    public int decoding(String film) {
      return begun.merge(film, 1, Integer::sum);
    }

    @Override
    public void decoded(String film) {
      begun.remove(film);
    }

    @Override
    public String studyId() {
      return "ab";
    }

    @Override
    public Optional<CounterfactualRequest> request() {
      return Optional.empty();
    }

    @Override
    public boolean last() {
      return false;
    }

    @Override
    public void progress(Stage stage, double progress) {}

    @Override
    public void selected(List<FilmSelection> films) {}

    @Override
    public void decided(List<String> edits, List<String> rules) {}

    @Override
    public void storedIn(String studyId) {}

    @Override
    public void judged(String packDigest, FilmEffect effect) {}

    @Override
    public void ended(String packDigest, String film, FilmSelection.EndedEdit edit) {}

    @Override
    public void holdsResults(Instant since) {}

    @Override
    public boolean replaces() {
      return false;
    }

    @Override
    public void replaced() {}
  }

  /** A server that takes each request and ends without an answer, as a process does that dies. */
  private static final class EndingOrthanc implements AutoCloseable {
    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<String> requests = new ArrayList<>();
    private final Thread thread = new Thread(this::serve);

    EndingOrthanc() throws IOException {
      thread.setDaemon(true);
      thread.start();
    }

    private void serve() {
      byte[] request = new byte[10_000];
      while (!socket.isClosed()) {
        try (Socket connection = socket.accept()) {
          if (connection.getInputStream().read(request) > 0) {
            synchronized (requests) {
              requests.add("GET");
            }
          }
        } catch (IOException closed) {
          return;
        }
      }
    }

    int requests() {
      synchronized (requests) {
        return requests.size();
      }
    }

    URI address() {
      return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private static SourceFilm film(int declaredWidth) {
    byte[] jpeg = {
      -1,
      (byte) 0xD8,
      -1,
      (byte) 0xC3,
      0,
      11,
      16,
      0,
      ROWS,
      0,
      (byte) declaredWidth,
      1,
      1,
      0x11,
      0,
      -1,
      (byte) 0xDA,
      0,
      8,
      1,
      1,
      0,
      1,
      0,
      0,
      42,
      -1,
      (byte) 0xD9
    };
    Dataset dataset =
        Dataset.of(
            List.of(
                new Attribute.Text(Tag.SOP_INSTANCE_UID, Vr.UI, List.of("1.2.3")),
                number(Tag.ROWS, ROWS),
                number(Tag.COLUMNS, COLUMNS),
                number(Tag.BITS_ALLOCATED, 16),
                number(Tag.BITS_STORED, 12),
                new Attribute.Fragments(Tag.PIXEL_DATA, Vr.OB, List.of(new byte[0], jpeg))));
    TransferSyntax lossless = TransferSyntax.of("1.2.840.10008.1.2.4.70").orElseThrow();
    return new SourceFilm(
        new StoredInstance("ab", "cd", "1.2.3", 100),
        new DicomObject(Dataset.empty(), lossless, dataset),
        FilmVersion.of(dataset),
        List.of());
  }

  private static Attribute number(Tag tag, int value) {
    return new Attribute.Binary(tag, Vr.US, new byte[] {(byte) value, 0});
  }

  private static FilmDecoder decoder(URI orthanc) {
    return new FilmDecoder(new OrthancClient(orthanc, ""), 1_000_000);
  }

  @Test
  void aFilmThatDeclaresItsSizeIsDecodedByOrthancAndNotRemembered() throws Exception {
    Notes notes = new Notes();
    try (ScriptedOrthanc orthanc = new ScriptedOrthanc(request -> new Answer(200, PAM))) {
      Radiograph decoded = decoder(orthanc.address()).decode(notes, film(COLUMNS));
      assertEquals(7, decoded.pixels().value(5));
      assertEquals(List.of("GET /instances/ab/image-uint16"), orthanc.requests());
    }
    assertEquals(Map.of(), notes.begun);
  }

  @Test
  void aFilmWhoseCodestreamIsLargerIsDamagedAndOrthancIsNeverAskedForIt() throws Exception {
    try (ScriptedOrthanc orthanc = new ScriptedOrthanc(request -> new Answer(200, PAM))) {
      FilmDecoder decoder = decoder(orthanc.address());
      StudyFailure failure =
          assertThrows(StudyFailure.class, () -> decoder.decode(new Notes(), film(COLUMNS + 1)));
      String reason = String.valueOf(failure.getMessage());
      assertTrue(
          reason.startsWith("instance 1.2.3 is damaged: the codestream has 81 x 64"), reason);
      assertEquals(List.of(), orthanc.requests());
    }
  }

  @Test
  void aFilmAtWhichOrthancEndedTwiceIsNotTriedAThirdTime() throws Exception {
    Notes notes = new Notes();
    try (EndingOrthanc orthanc = new EndingOrthanc()) {
      FilmDecoder decoder = decoder(orthanc.address());
      for (int i = 0; i < 2; i++) {
        assertThrows(
            OrthancRestException.Unreachable.class, () -> decoder.decode(notes, film(COLUMNS)));
      }
      int before = orthanc.requests();
      StudyFailure refusal =
          assertThrows(StudyFailure.class, () -> decoder.decode(notes, film(COLUMNS)));
      String reason = String.valueOf(refusal.getMessage());
      assertTrue(reason.contains("ended 2 times"), reason);
      assertEquals(before, orthanc.requests());
    }
  }

  @Test
  void anOrthancThatIsNotThereOrAnswersWithAnErrorIsNoFaultOfTheFilm() throws Exception {
    Notes notes = new Notes();
    URI nowhere;
    try (ScriptedOrthanc gone = new ScriptedOrthanc(request -> new Answer(200, PAM))) {
      nowhere = gone.address();
    }
    assertThrows(
        OrthancRestException.Unreachable.class,
        () -> decoder(nowhere).decode(notes, film(COLUMNS)));
    assertEquals(Map.of(), notes.begun);
    for (int status : new int[] {401, 404, 415, 500}) {
      try (ScriptedOrthanc orthanc = new ScriptedOrthanc(request -> new Answer(status, ""))) {
        assertThrows(
            Exception.class, () -> decoder(orthanc.address()).decode(notes, film(COLUMNS)));
      }
      assertEquals(Map.of(), notes.begun, "status " + status);
    }
  }
}

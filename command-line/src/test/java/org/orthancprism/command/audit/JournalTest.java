// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.models.ending.Ending;

class JournalTest {

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("journal.jsonl");
  }

  private static JournalEntry entry(String film) {
    return new JournalEntry(
        new JournalEntry.Key(film, "toggle-support-devices", "pack", 7),
        "remove-support-devices",
        "direct",
        new JournalEntry.End(Ending.Kind.WITHHELD, List.of("place"), "failed: place"));
  }

  private void write(String... films) throws Exception {
    try (Journal journal = Journal.open(file)) {
      for (String film : films) {
        journal.add(entry(film));
      }
    }
  }

  private Optional<JournalEntry> find(String film) throws Exception {
    try (Journal journal = Journal.open(file)) {
      return journal.find(entry(film).key());
    }
  }

  @Test
  void anOutcomeIsFoundAgain() throws Exception {
    write("a", "b");
    assertEquals(entry("b"), find("b").orElseThrow());
  }

  @Test
  void anAnswerIsFoundAgainToTheLastBitAndInTheModelsOrderAndNotAnotherModels() throws Exception {
    Map<String, Double> before = new LinkedHashMap<>();
    before.put("Support Devices", 0.9);
    before.put("Edema", 1.0 / 3);
    Map<String, Double> after = new LinkedHashMap<>(before);
    after.put("Support Devices", 0.125);
    ModelAnswer answer =
        new ModelAnswer(
            new ModelAnswer.Key(entry("a").key(), "model"),
            before,
            after,
            Map.of("mirrored", before));
    write("a");
    try (Journal journal = Journal.open(file)) {
      journal.add(answer);
    }
    try (Journal journal = Journal.open(file)) {
      ModelAnswer found = journal.find(answer.key()).orElseThrow();
      assertEquals(answer, found);
      assertEquals(List.of("Support Devices", "Edema"), List.copyOf(found.before().keySet()));
      assertEquals(
          Optional.empty(), journal.find(new ModelAnswer.Key(entry("a").key(), "changed model")));
      assertEquals(0, journal.othersThan("pack", 7));
    }
  }

  @Test
  void anOutcomeOfAnEarlierVersionWhichDidNotTellTheEndIsMadeAgain() throws Exception {
    write("a", "b");
    String lines = Files.readString(file);
    Files.writeString(
        file,
        lines.replaceFirst(
            ",\"end\":\"withheld\",\"gates\":\\[\"place\"],\"reason\":\"failed: place\"", ""));
    assertTrue(find("a").isEmpty());
    assertTrue(find("b").isPresent());
  }

  @Test
  void aLineThatAKilledAuditDidNotFinishIsTakenAwayAndTheRestStays() throws Exception {
    write("a");
    String line = Files.readString(file);
    Files.writeString(file, line.substring(0, 40), StandardOpenOption.APPEND);
    write("b");
    assertTrue(find("a").isPresent());
    assertTrue(find("b").isPresent());
    assertEquals(2, Files.readAllLines(file).size());
  }

  @Test
  void aLetterThatWasCutInTheMiddleDoesNotHarm() throws Exception {
    write("a");
    Files.write(
        file, new byte[] {"ü".getBytes(StandardCharsets.UTF_8)[0]}, StandardOpenOption.APPEND);
    assertTrue(find("a").isPresent());
  }

  @Test
  void aDamagedLineIsNamed() throws Exception {
    write("a", "b");
    Files.writeString(file, Files.readString(file).replaceFirst("\"seed\":7", "\"seed\":x"));
    AuditException refused = assertThrows(AuditException.class, () -> find("a"));
    assertTrue(String.valueOf(refused.getMessage()).startsWith("line 1 of "), refused::toString);
  }

  @Test
  void outcomesOfAnotherPackOrSeedAreCountedAndNotFound() throws Exception {
    write("a", "b");
    try (Journal journal = Journal.open(file)) {
      assertEquals(0, journal.othersThan("pack", 7));
      assertEquals(2, journal.othersThan("pack", 8));
      assertEquals(2, journal.othersThan("other", 7));
      assertEquals(
          Optional.empty(),
          journal.find(new JournalEntry.Key("a", "toggle-support-devices", "other", 7)));
    }
  }

  @Test
  void twoAuditsDontWriteToOneJournal() throws Exception {
    try (Journal first = Journal.open(file)) {
      first.add(entry("a"));
      assertThrows(AuditException.class, () -> Journal.open(file));
    }
  }
}

// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Does what the documents tell their readers to do, line by line, as they stand there; and checks
 * what can't be done here.
 */
class DocumentedCommandsTest {

  @TempDir private static Path folder;
  private static Reader reader;

  @BeforeAll
  static void layReady() throws Exception {
    reader = new Reader(folder);
  }

  @AfterAll
  static void end() {
    reader.close();
  }

  @TestFactory
  Stream<DynamicTest> everyCommandDoesWhatItIsDocumentedFor() throws Exception {
    List<DynamicTest> tests = new ArrayList<>();
    for (DocumentedCommand command : DocumentedCommand.all(Reader.ROOT)) {
      tests.add(DynamicTest.dynamicTest(command.toString(), () -> prove(command)));
    }
    return tests.stream();
  }

  private void prove(DocumentedCommand command) throws Exception {
    Way way = WaysOfCommands.ALL.get(WaysOfCommands.key(command.text()));
    if (way instanceof Way.Run run) {
      reader.does(run.line());
      for (String file : run.leaves()) {
        assertTrue(Files.size(reader.path(file)) > 0, file);
      }
    } else if (way instanceof Way.Checked checked) {
      checked.check().of(command.text(), reader);
    } else {
      assertTrue(command.namesPrism(), command + " is neither run nor is there a reason not to");
      CommandChecks.helpTells(command.text(), reader);
    }
  }

  @Test
  void noneIsKeptThatStandsInNoDocument() throws Exception {
    TreeSet<String> kept = new TreeSet<>(WaysOfCommands.ALL.keySet());
    kept.removeAll(
        DocumentedCommand.all(Reader.ROOT).stream()
            .map(command -> WaysOfCommands.key(command.text()))
            .collect(Collectors.toSet()));
    assertEquals(List.of(), List.copyOf(kept));
  }

  @Test
  void jsonOfTheDocumentsIsJson() throws Exception {
    Map<String, Path> blocks = DocumentedCommand.blocks(Reader.ROOT, "json");
    assertTrue(blocks.size() > 2);
    blocks.forEach(
        (block, place) -> {
          String whole = block.strip().startsWith("{") ? block : "{" + block + "}";
          try (JsonReader json = Json.createReader(new StringReader(whole))) {
            assertTrue(!json.readObject().isEmpty(), place::toString);
          }
        });
  }

  @Test
  void pythonOfTheDocumentsIsPython() throws Exception {
    for (String block : DocumentedCommand.blocks(Reader.ROOT, "python").keySet()) {
      Files.writeString(reader.path("block.py"), block);
      reader.does("python3 -c 'import ast; ast.parse(open(\"block.py\").read())'");
    }
  }

  @Test
  void aComposeFileWithAFaultIsNoticed() throws Exception {
    Path file = Reader.ROOT.resolve("orthanc-config/worker/compose.yaml");
    String text = Files.readString(file);
    for (String[] fault :
        new String[][] {
          {"restart: unless-stopped", "restart: sometimes"},
          {"    stop_grace_period: 30s\n", ""},
          {"depends_on: [queue]", "depends_on: [database]"},
          {"secrets: [queue, orthanc, authority]", "secrets: [queue, orthanc, autority]"},
          {"\"5432:5432\"", "\"5432-5432\""},
          {"command: java", "comand: java"},
          {"  worker:\n", "  queue:\n"},
        }) {
      assertTrue(text.contains(fault[0]), fault[0]);
      ComposeFile wrong = new ComposeFile(file, text.replace(fault[0], fault[1]));
      assertThrows(Throwable.class, wrong::check, fault[1]);
    }
  }
}

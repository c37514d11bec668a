// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.audit;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What an audit has found so far, a line of JSON for each film and edit and one for each model's
 * answer to it, on disk before the next is begun: an audit that is killed goes on where it stood.
 *
 * <p>Outcomes of other packs, seeds and models stay in it and are not asked for. Those that an
 * earlier version wrote without how the edit ended are made again. It is locked while it is open.
 */
final class Journal implements AutoCloseable {

  private final FileChannel channel;
  private final Map<JournalEntry.Key, JournalEntry> entries = new LinkedHashMap<>();
  private final Map<ModelAnswer.Key, ModelAnswer> answers = new LinkedHashMap<>();

  private Journal(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Opens a journal, or starts one. A last line that was not finished is taken away.
   *
   * @throws AuditException when another audit has it open, or it is damaged
   */
  static Journal open(Path file) throws IOException, AuditException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      lock(channel, file);
      Journal journal = new Journal(channel);
      journal.read(file);
      return journal;
    } catch (IOException | AuditException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static void lock(FileChannel channel, Path file) throws IOException, AuditException {
    boolean free;
    try {
      free = channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      free = false;
    }
    if (!free) {
      throw new AuditException("another audit writes to " + file + ": wait for its end");
    }
  }

  private void read(Path file) throws IOException, AuditException {
    // The stream is not closed: it would close the channel.
    byte[] bytes = Channels.newInputStream(channel).readAllBytes();
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] != '\n') {
      end--;
    }
    channel.truncate(end);
    channel.position(end);
    int number = 0;
    for (String line : new String(bytes, 0, end, StandardCharsets.UTF_8).lines().toList()) {
      number++;
      try (JsonReader reader = Json.createReader(new StringReader(line))) {
        read(reader.readObject());
      } catch (RuntimeException e) {
        throw new AuditException(
            "line "
                + number
                + " of "
                + file
                + " is damaged: take the line out, or the file away to begin anew",
            e);
      }
    }
  }

  private void read(JsonObject line) {
    if (ModelAnswer.isOne(line)) {
      ModelAnswer answer = ModelAnswer.of(line);
      answers.put(answer.key(), answer);
    } else {
      JournalEntry.of(line).ifPresent(entry -> entries.put(entry.key(), entry));
    }
  }

  /** What a model said of a film and edit. */
  Optional<ModelAnswer> find(ModelAnswer.Key key) {
    return Optional.ofNullable(answers.get(key));
  }

  /** What is known of a film and edit. */
  Optional<JournalEntry> find(JournalEntry.Key key) {
    return Optional.ofNullable(entries.get(key));
  }

  /** Number of outcomes that were made with another pack or seed. */
  long othersThan(String pack, long seed) {
    return entries.keySet().stream()
        .filter(key -> !key.pack().equals(pack) || key.seed() != seed)
        .count();
  }

  /** Writes an outcome down; when this returns, it is on the disk. */
  void add(JournalEntry entry) throws IOException {
    write(entry.toJson());
    entries.put(entry.key(), entry);
  }

  /** Writes an answer down; when this returns, it is on the disk. */
  void add(ModelAnswer answer) throws IOException {
    write(answer.toJson());
    answers.put(answer.key(), answer);
  }

  private void write(JsonObject json) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap((json + "\n").getBytes(StandardCharsets.UTF_8));
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    channel.force(false);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}

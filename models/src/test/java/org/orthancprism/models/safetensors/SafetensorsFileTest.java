// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.safetensors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.models.fixture.SafetensorsWriter;
import org.orthancprism.models.pack.PackException;

class SafetensorsFileTest {

  @TempDir private Path folder;

  @Test
  void tensorsAreMappedInTheOrderOfTheirData() throws Exception {
    Path file =
        new SafetensorsWriter()
            .add("b", new long[] {2, 1}, new float[] {1.5f, -2})
            .add("a", "I64", new long[] {1}, new byte[] {3, 0, 0, 0, 0, 0, 0, 0})
            .add("none", new long[] {0}, new float[0])
            .write(folder.resolve("x.safetensors"));
    List<String> seen = new ArrayList<>();
    SafetensorsFile.open(file)
        .forEach(
            (entry, data) -> {
              seen.add(entry.name() + entry.shape() + entry.type());
              if (entry.name().equals("b")) {
                assertEquals(-2, data.getFloat(4));
              } else if (entry.name().equals("a")) {
                assertEquals(3, data.getLong(0));
              }
            });
    assertEquals(List.of("b[2, 1]F32", "a[1]I64", "none[0]F32"), seen);
  }

  @Test
  void dataThatAreReadAreEachTensorsOwn() throws Exception {
    SafetensorsWriter writer = new SafetensorsWriter();
    for (int i = 0; i < 9; i++) {
      float[] values = new float[1 + i * 7 % 5];
      Arrays.fill(values, i);
      writer.add("t" + i, new long[] {values.length}, values);
    }
    List<String> seen = new ArrayList<>();
    SafetensorsFile.open(writer.write(folder.resolve("x.safetensors")))
        .forEach(
            entry -> entry.name().equals("t4"),
            (entry, data) -> {
              assertEquals(entry.length(), data.remaining());
              while (data.hasRemaining()) {
                assertEquals(entry.name(), "t" + (int) data.getFloat());
              }
              seen.add(entry.name());
            });
    assertEquals(List.of("t0", "t1", "t2", "t3", "t4", "t5", "t6", "t7", "t8"), seen);
  }

  @Test
  void fileThatIsCutShortWhileItIsReadIsRefused() throws Exception {
    Path path =
        new SafetensorsWriter()
            .add("a", new long[] {4}, new float[4])
            .add("b", new long[] {4}, new float[4])
            .add("c", new long[] {4}, new float[4])
            .write(folder.resolve("x.safetensors"));
    SafetensorsFile file = SafetensorsFile.open(path);
    Files.write(path, Arrays.copyOf(Files.readAllBytes(path), (int) Files.size(path) - 20));
    PackException refusal =
        assertThrows(PackException.class, () -> file.forEach(entry -> false, (entry, data) -> {}));
    assertTrue(refusal.getMessage().contains("x.safetensors can't be read"));
  }

  @Test
  void metadataIsPassedOver() throws Exception {
    Path file = write("{\"__metadata__\":{\"format\":\"pt\"}}", 0);
    assertEquals(List.of(), SafetensorsFile.open(file).tensors());
  }

  @Test
  void headerThatDoesNotFitTheFileIsRefused() throws Exception {
    Path file = folder.resolve("x.safetensors");
    for (long length : new long[] {-1, 0, 1, 1_000_000, Long.MAX_VALUE}) {
      Files.write(file, ByteBuffer.allocate(32).putLong(Long.reverseBytes(length)).array());
      assertRefused(file, "x.safetensors", "length");
    }
    Files.write(file, new byte[5]);
    assertRefused(file, "length");
    Files.write(file, SafetensorsWriter.file("this is not JSON", new byte[0]));
    assertRefused(file, "not JSON");
  }

  @Test
  void tensorOutsideOfTheFileIsRefused() {
    assertRefused(write(entry("w", "F32", "[2]", 0, 8), 4), "w lies outside");
    assertRefused(write(entry("w", "F32", "[2]", 8, 0), 8), "w lies outside");
    assertRefused(write(entry("w", "F32", "[2]", -8, 0), 8), "negative");
  }

  @Test
  void truncatedFileIsRefused() throws Exception {
    Path file =
        new SafetensorsWriter()
            .add("w", new long[] {16}, new float[16])
            .write(folder.resolve("x.safetensors"));
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - 1));
    assertRefused(file, "x.safetensors", "copy it again");
  }

  @Test
  void shapeAndLengthMustAgree() {
    assertRefused(write(entry("w", "F32", "[3]", 0, 8), 8), "shape");
    String huge = "[4611686018427387904,4611686018427387904]";
    assertRefused(write(entry("w", "F32", huge, 0, 8), 8), "shape");
    assertRefused(write(entry("w", "F32", "[1e40]", 0, 8), 8), "w has a size");
    assertRefused(write(entry("w", "F32", "[0.5]", 0, 8), 8), "w has a size");
  }

  @Test
  void gapsAndOverlapsAreRefused() {
    String overlap = entry("a", "F32", "[2]", 0, 8) + "," + entry("b", "F32", "[2]", 4, 12);
    assertRefused(write(overlap, 12), "overlap before b");
    String gap = entry("a", "F32", "[1]", 0, 4) + "," + entry("b", "F32", "[1]", 8, 12);
    assertRefused(write(gap, 12), "gap");
    assertRefused(write(entry("a", "F32", "[1]", 0, 4), 12), "end with its last tensor");
  }

  @Test
  void otherTypesAndHalfEntriesAreRefused() {
    assertRefused(write(entry("w", "F64", "[1]", 0, 8), 8), "w as F64", "convert");
    assertRefused(write("\"w\":{\"dtype\":\"F32\"}", 0), "w is incomplete");
  }

  private static String entry(String name, String type, String shape, int begin, int end) {
    return "\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
        .formatted(name, type, shape, begin, end);
  }

  private Path write(String members, int dataLength) {
    String json = members.startsWith("{") ? members : "{" + members + "}";
    return SafetensorsWriter.write(
        folder.resolve("x.safetensors"), SafetensorsWriter.file(json, new byte[dataLength]));
  }

  private static void assertRefused(Path file, String... parts) {
    PackException refusal = assertThrows(PackException.class, () -> SafetensorsFile.open(file));
    for (String part : parts) {
      assertTrue(refusal.getMessage().contains(part), refusal.getMessage());
    }
  }
}

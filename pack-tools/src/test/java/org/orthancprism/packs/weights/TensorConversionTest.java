// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.orthancprism.models.fixture.Golden;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.models.safetensors.ElementType;
import org.orthancprism.models.safetensors.SafetensorsFile;
import org.orthancprism.models.safetensors.TensorEntry;

class TensorConversionTest {

  @TempDir private Path folder;

  @Test
  void halfPrecisionIsBitForBitThatOfNumpy() throws Exception {
    Map<String, byte[]> golden = bytes(Golden.path("half.safetensors"));
    byte[] single = golden.get("single");
    TensorEntry entry = entry(ElementType.F32, single.length);
    assertArrayEquals(golden.get("half"), converted(entry, ElementType.F16, single));
  }

  @Test
  void everyHalfSurvivesTheWayThereAndBack() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      float value = HalfPrecision.widened((short) bits);
      if (!Float.isNaN(value)) {
        assertEquals((short) bits, HalfPrecision.of(value));
      }
    }
    assertTrue(Float.isNaN(HalfPrecision.widened(HalfPrecision.of(Float.NaN))));
  }

  @Test
  void brainFloatsAndHalvesBecomeSinglesExactly() throws Exception {
    byte[] brain = buffer(4).putShort((short) 0x3f80).putShort((short) 0xc049).array();
    assertArrayEquals(
        buffer(8).putFloat(1).putFloat(-3.140625f).array(),
        converted(entry(ElementType.BF16, 4), ElementType.F32, brain));
    byte[] half = buffer(4).putShort((short) 0x3555).putShort((short) 1).array();
    assertArrayEquals(
        buffer(8).putFloat(0.333251953125f).putFloat(0x1p-24f).array(),
        converted(entry(ElementType.F16, 4), ElementType.F32, half));
  }

  @ParameterizedTest
  @ValueSource(floats = {65520, -1e30f, Float.NaN, Float.POSITIVE_INFINITY})
  void aValueThatHalfPrecisionCantHoldIsRefusedWithItsTensor(float value) {
    byte[] data = buffer(8).putFloat(1).putFloat(value).array();
    PackException refusal =
        assertThrows(
            PackException.class, () -> converted(entry(ElementType.F32, 8), ElementType.F16, data));
    assertTrue(refusal.getMessage().startsWith("a.weight holds"), refusal.getMessage());
  }

  @Test
  void writtenFileIsReadBackAsItIs() throws Exception {
    List<SafetensorsWriter.Tensor> tensors =
        List.of(
            new SafetensorsWriter.Tensor("a", ElementType.F32, List.of(2L)),
            new SafetensorsWriter.Tensor("b", ElementType.I64, List.of()));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SafetensorsWriter writer = SafetensorsWriter.begin(Channels.newChannel(out), tensors);
    assertThrows(IllegalStateException.class, writer::end);
    writer.write(ByteBuffer.wrap(buffer(8).putFloat(1).putFloat(2).array()));
    writer.write(ByteBuffer.wrap(buffer(8).putLong(3).array()));
    writer.end();
    assertThrows(IllegalStateException.class, () -> writer.write(ByteBuffer.allocate(1)));
    assertEquals(out.size(), SafetensorsWriter.fileLength(tensors));
    Path file = Files.write(folder.resolve("x.safetensors"), out.toByteArray());
    List<TensorEntry> read = SafetensorsFile.open(file).tensors();
    assertEquals(List.of("a", "b"), read.stream().map(TensorEntry::name).toList());
    assertEquals(0, read.get(0).offset() % 8);
    assertArrayEquals(buffer(8).putLong(3).array(), bytes(file).get("b"));
  }

  private static byte[] converted(TensorEntry entry, ElementType to, byte[] data) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TensorConversion.run(
        entry,
        to,
        ByteBuffer.wrap(data),
        part -> out.write(part.array(), part.position(), part.remaining()));
    return out.toByteArray();
  }

  private static Map<String, byte[]> bytes(Path file) throws PackException {
    Map<String, byte[]> all = new HashMap<>();
    SafetensorsFile.open(file)
        .forEach(
            (entry, data) -> {
              byte[] bytes = new byte[data.remaining()];
              data.get(bytes);
              all.put(entry.name(), bytes);
            });
    return all;
  }

  private static TensorEntry entry(ElementType type, int length) {
    return new TensorEntry("a.weight", type, List.of((long) length / type.bytes()), 0, length);
  }

  private static ByteBuffer buffer(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}

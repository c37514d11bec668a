// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.torch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.models.fixture.SafetensorsWriter;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.models.safetensors.SafetensorsFile;

class WeightLoaderTest {

  @TempDir private Path folder;

  @Test
  void everyTypeBecomesTheComputeTypeAndIntegersStay() throws Exception {
    // 1.5 and -2 in IEEE 754 binary16, then in bfloat16; little-endian.
    byte[] half = {0x00, 0x3e, 0x00, (byte) 0xc0};
    byte[] brain = {(byte) 0xc0, 0x3f, 0x00, (byte) 0xc0};
    Path file =
        new SafetensorsWriter()
            .add("f32", new long[] {2}, new float[] {1.5f, -2})
            .add("f16", "F16", new long[] {2}, half)
            .add("bf16", "BF16", new long[] {1, 2}, brain)
            .add("i64", "I64", new long[] {1}, new byte[] {7, 0, 0, 0, 0, 0, 0, 0})
            .write(folder.resolve("x.safetensors"));
    try (NDManager root = TorchRuntime.newRoot()) {
      Map<String, NDArray> loaded = load(file, root);
      for (String name : new String[] {"f32", "f16", "bf16"}) {
        assertEquals(DataType.FLOAT32, loaded.get(name).getDataType());
        assertArrayEquals(new float[] {1.5f, -2}, loaded.get(name).toFloatArray(), name);
      }
      assertArrayEquals(new long[] {7}, loaded.get("i64").toLongArray());
    }
  }

  @Test
  void unalignedDataAreReadAllTheSame() throws Exception {
    String header = "{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}";
    byte[] data = {0, 0, (byte) 0xc0, 0x3f};
    for (int padding = 0; padding < 4; padding++) {
      Path file =
          SafetensorsWriter.write(
              folder.resolve(padding + ".safetensors"),
              SafetensorsWriter.file(header + " ".repeat(padding), data));
      try (NDManager root = TorchRuntime.newRoot()) {
        assertArrayEquals(new float[] {1.5f}, load(file, root).get("w").toFloatArray());
      }
    }
  }

  private static Map<String, NDArray> load(Path file, NDManager root) throws PackException {
    WeightLoader loader = new WeightLoader(root, DataType.FLOAT32);
    Map<String, NDArray> loaded = new HashMap<>();
    SafetensorsFile.open(file)
        .forEach((entry, data) -> loaded.put(entry.name(), loader.load(entry, data)));
    return loaded;
  }
}

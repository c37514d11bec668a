// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.torch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.orthancprism.models.fixture.SafetensorsWriter;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.models.safetensors.SafetensorsFile;

class WeightLoaderTest {

  @TempDir private Path folder;

  // 1.5 and -2 in IEEE 754 binary16, then in bfloat16; little-endian.
  private static final byte[] HALF = {0x00, 0x3e, 0x00, (byte) 0xc0};
  private static final byte[] BRAIN = {(byte) 0xc0, 0x3f, 0x00, (byte) 0xc0};

  private Path everyType() {
    return new SafetensorsWriter()
        .add("f32", new long[] {2}, new float[] {1.5f, -2})
        .add("f16", "F16", new long[] {2}, HALF)
        .add("bf16", "BF16", new long[] {1, 2}, BRAIN)
        .add("i64", "I64", new long[] {1}, new byte[] {7, 0, 0, 0, 0, 0, 0, 0})
        .write(folder.resolve("x.safetensors"));
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void everyTypeKeepsItsNumbersWhateverTheNetworksPrecision(Precision precision) throws Exception {
    try (NDManager root = TorchRuntime.newRoot()) {
      Map<String, NDArray> loaded = load(everyType(), precision, root);
      for (String name : new String[] {"f32", "f16", "bf16"}) {
        NDArray values = loaded.get(name).toType(DataType.FLOAT32, true);
        assertArrayEquals(new float[] {1.5f, -2}, values.toFloatArray(), name);
      }
      assertArrayEquals(new long[] {7}, loaded.get("i64").toLongArray());
    }
  }

  @ParameterizedTest
  @CsvSource({"FP32, f32", "FP16, f16"})
  void onlyWeightsOfTheNetworksPrecisionStayWhereTheyAreMapped(Precision precision, String name)
      throws Exception {
    try (NDManager root = TorchRuntime.newRoot();
        NDManager weights = root.newSubManager()) {
      List<String> staying = new ArrayList<>();
      new WeightLoader(weights, precision)
          .load(
              SafetensorsFile.open(everyType()),
              (weight, array, stays) -> {
                if (stays) {
                  staying.add(weight);
                }
              });
      assertEquals(List.of(name), staying);
      assertEquals(1, weights.getManagedArrays().size(), "of the others the network has copies");
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
        NDArray loaded = load(file, Precision.FP32, root).get("w");
        assertArrayEquals(new float[] {1.5f}, loaded.toFloatArray());
      }
    }
  }

  /** As a network does: what passes is copied, since it is gone when the call has ended. */
  private static Map<String, NDArray> load(Path file, Precision precision, NDManager root)
      throws PackException {
    Map<String, NDArray> loaded = new HashMap<>();
    new WeightLoader(root, precision)
        .load(
            SafetensorsFile.open(file),
            (name, weight, stays) -> loaded.put(name, weight.duplicate()));
    return loaded;
  }
}

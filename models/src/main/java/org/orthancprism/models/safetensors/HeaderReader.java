// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.safetensors;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.orthancprism.models.pack.PackException;

/**
 * Reads the header of a safetensors file and holds it against the file's length, so that no tensor
 * can reach outside the file or share bytes with another.
 */
final class HeaderReader {

  private static final String METADATA = "__metadata__";

  private final String file;
  private final long dataStart;
  private final long dataLength;

  /**
   * @param file the file's name, for messages
   * @param dataStart where the data begin, in bytes from the file's start
   * @param dataLength length of all data in bytes
   */
  HeaderReader(String file, long dataStart, long dataLength) {
    this.file = file;
    this.dataStart = dataStart;
    this.dataLength = dataLength;
  }

  /**
   * What a header says.
   *
   * @param tensors the tensors in the order of their data
   * @param metadata texts that whoever wrote the file added
   */
  record Header(List<TensorEntry> tensors, Map<String, String> metadata) {}

  Header read(byte[] header) throws PackException {
    List<TensorEntry> entries = new ArrayList<>();
    Map<String, String> metadata = new LinkedHashMap<>();
    try (JsonReader reader = Json.createReader(new ByteArrayInputStream(header))) {
      for (Map.Entry<String, JsonValue> member : reader.readObject().entrySet()) {
        if (!member.getKey().equals(METADATA)) {
          entries.add(entry(member.getKey(), member.getValue()));
        } else if (member.getValue() instanceof JsonObject texts) {
          texts.forEach((key, value) -> putText(metadata, key, value));
        }
      }
    } catch (JsonException e) {
      throw damaged("its header is not JSON: " + e.getMessage(), e);
    }
    entries.sort(Comparator.comparingLong(TensorEntry::offset));
    refuseGapsAndOverlaps(entries);
    return new Header(entries, metadata);
  }

  private static void putText(Map<String, String> metadata, String key, JsonValue value) {
    if (value instanceof JsonString text) {
      metadata.put(key, text.getString());
    }
  }

  private TensorEntry entry(String name, JsonValue value) throws PackException {
    if (!(value instanceof JsonObject object)
        || !(object.get("dtype") instanceof JsonString dtype)
        || !(object.get("shape") instanceof JsonArray shape)
        || !(object.get("data_offsets") instanceof JsonArray offsets)
        || offsets.size() != 2) {
      throw damaged("its entry of " + name + " is incomplete", null);
    }
    ElementType type =
        ElementType.named(dtype.getString())
            .orElseThrow(
                () ->
                    new PackException(
                        file
                            + " holds "
                            + name
                            + " as "
                            + dtype.getString()
                            + ": convert it to F32, F16, BF16 or I64"));
    List<Long> sizes = wholeNumbers(name, shape);
    List<Long> range = wholeNumbers(name, offsets);
    long begin = range.get(0);
    long end = range.get(1);
    if (begin > end || end > dataLength) {
      throw damaged(name + " lies outside of the file", null);
    }
    if (bytes(name, type, sizes) != end - begin) {
      throw damaged(name + " has a shape and a length that differ", null);
    }
    return new TensorEntry(name, type, sizes, dataStart + begin, end - begin);
  }

  private List<Long> wholeNumbers(String name, JsonArray array) throws PackException {
    List<Long> numbers = new ArrayList<>();
    for (JsonValue value : array) {
      if (!(value instanceof JsonNumber number) || !number.isIntegral()) {
        throw damaged(name + " has a size or an offset that is not a whole number", null);
      }
      try {
        numbers.add(number.longValueExact());
      } catch (ArithmeticException e) {
        throw damaged(name + " has a size or an offset out of range", e);
      }
      if (numbers.get(numbers.size() - 1) < 0) {
        throw damaged(name + " has a negative size or offset", null);
      }
    }
    return numbers;
  }

  private long bytes(String name, ElementType type, List<Long> shape) throws PackException {
    long bytes = type.bytes();
    try {
      for (long size : shape) {
        bytes = Math.multiplyExact(bytes, size);
      }
    } catch (ArithmeticException e) {
      throw damaged(name + " has a shape out of range", e);
    }
    return bytes;
  }

  private void refuseGapsAndOverlaps(List<TensorEntry> entries) throws PackException {
    long end = dataStart;
    for (TensorEntry entry : entries) {
      if (entry.offset() != end) {
        throw damaged("there is a gap or an overlap before " + entry.name(), null);
      }
      end = entry.offset() + entry.length();
    }
    if (end != dataStart + dataLength) {
      throw damaged("it does not end with its last tensor", null);
    }
  }

  private PackException damaged(String what, @Nullable Throwable cause) {
    String message = file + " is not a whole safetensors file: " + what + "; copy it again";
    return cause == null ? new PackException(message) : new PackException(message, cause);
  }
}

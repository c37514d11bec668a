// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.json.Json;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.ByteArrayInputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.orthancprism.models.fixture.Golden;
import org.orthancprism.models.pack.TokenizerSpec;

/**
 * Captions get the token ids of transformers' CLIPTokenizer: 200 of them, in a small vocabulary of
 * CLIP's format; written by {@code models/reference/make_golden_captions.py}.
 */
class GoldenCaptionsTest {

  @Test
  void everyCaptionGetsTheIdsOfTransformers() throws Exception {
    JsonObject golden = golden();
    int length = golden.getInt("length");
    int pad = golden.getInt("pad");
    TokenizerSpec spec = new TokenizerSpec("tokenizer.json", length, pad);
    int captions = 0;
    try (CaptionTokenizer tokenizer =
        CaptionTokenizer.open(Golden.path("tokenizer/tokenizer.json"), spec)) {
      for (JsonObject row : golden.getJsonArray("captions").getValuesAs(JsonObject.class)) {
        String caption = row.getString("caption");
        long[] expected = new long[length];
        Arrays.fill(expected, pad);
        int i = 0;
        for (JsonNumber id : row.getJsonArray("ids").getValuesAs(JsonNumber.class)) {
          expected[i++] = id.longValue();
        }
        assertArrayEquals(expected, tokenizer.encode(caption), "'" + caption + "'");
        captions++;
      }
    }
    assertEquals(200, captions);
  }

  private static JsonObject golden() {
    byte[] bytes = Golden.bytes("tokenizer/captions.json");
    try (JsonReader reader = Json.createReader(new ByteArrayInputStream(bytes))) {
      return reader.readObject();
    }
  }
}

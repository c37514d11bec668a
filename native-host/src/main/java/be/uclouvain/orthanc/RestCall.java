// SPDX-License-Identifier: GPL-3.0-or-later
package be.uclouvain.orthanc;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One REST request as the host read it from Orthanc. Names and values of headers and parameters
 * stand in turn in their arrays.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record RestCall(
    long exchange,
    int handler,
    int method,
    byte[] uri,
    byte[][] groups,
    byte[][] headers,
    byte[][] getParameters,
    byte[] body) {

  /** Lets the plugin answer; false if it failed, which is then in the log. */
  boolean serve() {
    try {
      RestOutput output = new RestOutput(exchange);
      Callbacks.restHandler(handler)
          .call(
              output,
              HttpMethod.getInstance(method),
              Utf8.decode(uri),
              Arrays.stream(groups).map(Utf8::decode).toArray(String[]::new),
              pairs(headers),
              pairs(getParameters),
              body);
      if (!output.isAnswered()) {
        // Orthanc would close the connection without a word.
        throw new IllegalStateException("it returned without an answer");
      }
      return true;
    } catch (Throwable failure) {
      FailureLog.write(describe(), failure);
      return false;
    }
  }

  private String describe() {
    return "the callback of the REST request "
        + HttpMethod.getInstance(method)
        + " "
        + Utf8.decode(uri);
  }

  private static Map<String, String> pairs(byte[][] namesAndValues) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (int i = 0; i + 1 < namesAndValues.length; i += 2) {
      pairs.put(Utf8.decode(namesAndValues[i]), Utf8.decode(namesAndValues[i + 1]));
    }
    return pairs;
  }
}

// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.rest;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParserFactory;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * JSON in a request, read as strictly as RFC 8259 and I-JSON (RFC 7493) allow: UTF-8, no name
 * twice, no half surrogates, and no more depth or digits than anything we take has.
 */
final class StrictJson {

  /** The deepest that we take is a region's vertex: five. */
  private static final int DEEPEST = 32;

  /** More than any double has, whichever way it is written. */
  private static final int LONGEST_NUMBER = 40;

  private static final String MAX_DEPTH = "org.eclipse.parsson.maxDepth";

  /** Jakarta's own name for it, KEY_STRATEGY, Parsson heeds in builders alone. */
  private static final String NO_NAME_TWICE = "org.eclipse.parsson.rejectDuplicateKeys";

  private static final JsonParserFactory PARSERS =
      Json.createParserFactory(Map.of(MAX_DEPTH, DEEPEST, NO_NAME_TWICE, true));

  private StrictJson() {}

  /**
   * The object that a text holds; an empty one where there is no text.
   *
   * @throws Problem 400 with what is wrong with it
   */
  static JsonObject object(byte[] body) {
    if (body.length == 0) {
      return JsonObject.EMPTY_JSON_OBJECT;
    }
    JsonObject object = parsed(text(body));
    refuseUnfit(object);
    return object;
  }

  private static String text(byte[] body) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
      return text.startsWith("\ufeff") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw Problem.badRequest("The body is not in UTF-8, as JSON is.");
    }
  }

  private static JsonObject parsed(String text) {
    try (JsonParser parser = PARSERS.createParser(new StringReader(text))) {
      if (!parser.hasNext() || parser.next() != JsonParser.Event.START_OBJECT) {
        throw Problem.badRequest("The body is no JSON object.");
      }
      JsonObject object = parser.getObject();
      if (parser.hasNext()) {
        throw Problem.badRequest("The body has something behind its JSON object.");
      }
      return object;
    } catch (Problem e) {
      throw e;
    } catch (JsonException e) {
      throw Problem.badRequest("The body is no JSON object: " + e.getMessage());
    } catch (ArithmeticException | NumberFormatException | UnsupportedOperationException e) {
      throw tooLongNumber();
    } catch (IllegalStateException e) {
      throw Problem.badRequest("The body has a name twice: " + e.getMessage());
    } catch (RuntimeException e) {
      // Parsson has no exception of its own for nesting beyond its limit.
      throw Problem.badRequest("The body is nested more than " + DEEPEST + " deep.");
    }
  }

  private static Problem tooLongNumber() {
    return Problem.badRequest(
        "The body has a number of more than " + LONGEST_NUMBER + " characters.");
  }

  private static void refuseUnfit(JsonValue value) {
    if (value instanceof JsonObject object) {
      object.forEach(
          (name, member) -> {
            refuseUnfit(name);
            refuseUnfit(member);
          });
    } else if (value instanceof JsonArray array) {
      array.forEach(StrictJson::refuseUnfit);
    } else if (value instanceof JsonString text) {
      refuseUnfit(text.getString());
    } else if (value instanceof JsonNumber number && number.toString().length() > LONGEST_NUMBER) {
      throw tooLongNumber();
    }
  }

  /** No database takes the one or the other. */
  private static void refuseUnfit(String text) {
    if (text.indexOf('\0') >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw Problem.badRequest("The body has a text with U+0000, or with half a surrogate pair.");
    }
  }
}

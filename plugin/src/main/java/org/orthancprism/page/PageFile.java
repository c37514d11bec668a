// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.page;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * One file of the page.
 *
 * @param path its path below the page's address, for example {@code views/study.js}
 * @param text its text
 * @param entityTag what changes when the text does (RFC 9110 8.8.3)
 */
record PageFile(String path, String text, String entityTag) {

  private static final int TAG_CHARACTERS = 32;

  PageFile {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(entityTag, "entityTag");
  }

  /** Reads a file out of the plugin's jar. */
  static PageFile read(String path) {
    try (InputStream in = PageFile.class.getResourceAsStream(path)) {
      byte[] content = Objects.requireNonNull(in, path).readAllBytes();
      String tag = '"' + DigestUtils.sha256Hex(content).substring(0, TAG_CHARACTERS) + '"';
      return new PageFile(path, new String(content, StandardCharsets.UTF_8), tag);
    } catch (IOException e) {
      throw new IllegalStateException("the plugin's jar is damaged: " + path, e);
    }
  }

  /** The media type that its name implies. */
  String mediaType() {
    String extension = path.substring(path.lastIndexOf('.') + 1);
    return switch (extension) {
      case "html" -> "text/html; charset=utf-8";
      case "css" -> "text/css; charset=utf-8";
      case "js" -> "text/javascript; charset=utf-8";
      case "svg" -> "image/svg+xml";
      default -> throw new IllegalStateException("the page has no files of the type " + extension);
    };
  }
}

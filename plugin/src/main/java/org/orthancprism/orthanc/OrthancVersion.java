// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.orthanc;

import jakarta.json.JsonObject;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A release of Orthanc, as {@code GET /system} reports it.
 *
 * @param major 1 in {@code 1.12.7}
 * @param minor 12 in {@code 1.12.7}
 * @param patch 7 in {@code 1.12.7}, 0 where there is none
 */
public record OrthancVersion(int major, int minor, int patch) {

  /** What Orthanc calls itself between two releases; it can what the newest can. */
  private static final String BETWEEN_RELEASES = "mainline";

  private static final OrthancVersion NEWEST = new OrthancVersion(Integer.MAX_VALUE, 0, 0);

  /** An unknown version counts as old: no newer feature is used. */
  private static final OrthancVersion UNKNOWN = new OrthancVersion(0, 0, 0);

  private static final Pattern NUMBERS =
      Pattern.compile("(\\d{1,6})\\.(\\d{1,6})(?:\\.(\\d{1,6}))?");

  /** The version in an answer to {@code GET /system}. */
  public static OrthancVersion ofSystem(JsonObject system) {
    String text = system.getString("Version", "");
    if (text.startsWith(BETWEEN_RELEASES)) {
      return NEWEST;
    }
    Matcher numbers = NUMBERS.matcher(text);
    return numbers.lookingAt()
        ? new OrthancVersion(
            Integer.parseInt(numbers.group(1)),
            Integer.parseInt(numbers.group(2)),
            numbers.group(3) == null ? 0 : Integer.parseInt(numbers.group(3)))
        : UNKNOWN;
  }

  /** Whether studies have labels. */
  public boolean hasLabels() {
    return isAtLeast(new OrthancVersion(1, 12, 0));
  }

  /**
   * Whether an answer that is no success gets {@code Content-Type: text/plain} from Orthanc,
   * whatever its body and whatever type a plugin names.
   */
  public boolean labelsErrorsAsText() {
    return isAtLeast(new OrthancVersion(1, 12, 2));
  }

  private boolean isAtLeast(OrthancVersion other) {
    if (major != other.major) {
      return major > other.major;
    }
    return minor == other.minor ? patch >= other.patch : minor > other.minor;
  }
}

// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.plugin;

import org.orthancprism.configuration.ConfigurationException;
import org.orthancprism.configuration.Section;
import org.orthancprism.rest.Problem;
import org.orthancprism.rest.RestRequest;

/** Reads what requests may say, within bounds. */
final class Parameters {

  private Parameters() {}

  /** A number from 1 on in the query. */
  static int number(RestRequest request, String name, int otherwise, int most) {
    String text = request.parameter(name).orElse(Integer.toString(otherwise));
    if (text.matches("\\d{1,9}")) {
      int number = Integer.parseInt(text);
      if (number >= 1 && number <= most) {
        return number;
      }
    }
    throw Problem.badRequest(name + " is a number from 1 to " + most + ".");
  }

  /** A text in the body that is not too long. */
  static String shortText(Section body, String key, String otherwise, int longest)
      throws ConfigurationException {
    String text = body.text(key).orElse(otherwise);
    if (text.length() > longest) {
      throw body.fault(key, "must have at most " + longest + " characters");
    }
    return text;
  }
}

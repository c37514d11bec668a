// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.database;

import java.util.Optional;
import java.util.Set;
import org.orthancprism.configuration.ConfigurationException;
import org.orthancprism.configuration.Secrets;
import org.orthancprism.configuration.Section;

/** The section {@code Queue} of a configuration: where the queue is and how to log in there. */
public final class QueueSection {

  /** The keys that the section allows. */
  public static final Set<String> KEYS = Set.of("Url", "User", "PasswordFile", "PasswordVariable");

  private static final String URL = "Url";

  private QueueSection() {}

  /**
   * Reads the section.
   *
   * @param otherwise the URL where none is given
   * @throws ConfigurationException names the JSON path of the first fault, and never quotes a URL,
   *     which may hold a secret by mistake
   */
  public static QueueSettings read(Section queue, Secrets secrets, String otherwise)
      throws ConfigurationException {
    Optional<String> given = queue.text(URL);
    String url = given.orElse(otherwise);
    if (PostgresqlDialect.takes(url)) {
      return postgresql(queue, secrets, url);
    }
    if (given.isPresent() && !url.startsWith("jdbc:sqlite:/")) {
      throw queue.fault(
          URL,
          "must be jdbc:sqlite: and the absolute path of a file, or"
              + " jdbc:postgresql://HOST:PORT/DATABASE");
    }
    for (String key : KEYS) {
      if (!key.equals(URL) && queue.text(key).isPresent()) {
        throw queue.fault(key, "is for PostgreSQL; a SQLite file is protected by its folder");
      }
    }
    return QueueSettings.of(url);
  }

  private static QueueSettings postgresql(Section queue, Secrets secrets, String url)
      throws ConfigurationException {
    try {
      PostgresqlDialect.check(url);
    } catch (IllegalArgumentException e) {
      throw queue.fault(URL, String.valueOf(e.getMessage()));
    }
    return new QueueSettings(
        url, queue.requiredText("User"), secrets.read(queue, "Password").orElse(""));
  }
}

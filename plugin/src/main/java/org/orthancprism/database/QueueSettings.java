// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.database;

import java.util.Objects;

/**
 * Where the queue is and how to log in there.
 *
 * @param url JDBC URL that starts with {@code jdbc:sqlite:} or {@code jdbc:postgresql:} and holds
 *     neither user nor password
 * @param user user of the database; empty for SQLite, or where the database asks for none
 * @param password password of the user; empty where the database asks for none
 */
public record QueueSettings(String url, String user, String password) {

  public QueueSettings {
    Objects.requireNonNull(url, "url");
    Objects.requireNonNull(user, "user");
    Objects.requireNonNull(password, "password");
  }

  /** A queue that asks for no login. */
  public static QueueSettings of(String url) {
    return new QueueSettings(url, "", "");
  }

  /** Without the password, which belongs in no log. */
  @Override
  public String toString() {
    return "QueueSettings[" + url + (user.isEmpty() ? "" : ", user " + user) + "]";
  }
}

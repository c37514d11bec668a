// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.audit;

import java.util.Objects;

/**
 * What an effect matrix was measured with: all that must be known to measure it again.
 *
 * @param packName the pack's name
 * @param packVersion the pack's version
 * @param packDigest the pack's SHA-256
 * @param method the editing method's name
 * @param seed seed of the edits
 */
public record AuditSource(
    String packName, String packVersion, String packDigest, String method, long seed) {

  public AuditSource {
    Objects.requireNonNull(packName, "packName");
    Objects.requireNonNull(packVersion, "packVersion");
    Objects.requireNonNull(packDigest, "packDigest");
    Objects.requireNonNull(method, "method");
  }
}

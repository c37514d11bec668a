// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.orthanc;

import java.net.URI;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * How an Orthanc's REST API is reached.
 *
 * @param name the name by which the queue knows this Orthanc
 * @param url its address, without trailing slash
 * @param authorization value of the header Authorization; empty where Orthanc asks for none
 * @param certificates file with the certificates, in PEM, by which it is known; empty for those
 *     that Java trusts
 */
public record OrthancAccess(
    String name, URI url, String authorization, Optional<Path> certificates) {

  public OrthancAccess {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(url, "url");
    Objects.requireNonNull(authorization, "authorization");
    Objects.requireNonNull(certificates, "certificates");
  }

  /** Without the authorization, which belongs in no log. */
  @Override
  public String toString() {
    return "OrthancAccess[" + name + ", " + url + "]";
  }
}

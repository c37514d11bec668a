// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.orthanc;

import java.util.regex.Pattern;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Orthanc's identifiers of patients, studies, series and instances: a SHA-1 as five groups of eight
 * hexadecimal digits. Nothing else becomes part of a path of Orthanc's REST API.
 */
public final class OrthancId {

  /** A regular expression, without groups, that matches one. */
  public static final String EXPRESSION = "[0-9a-f]{8}(?:-[0-9a-f]{8}){4}";

  private static final Pattern PATTERN = Pattern.compile(EXPRESSION);

  private OrthancId() {}

  /**
   * That of a study, whether Orthanc holds it or not.
   *
   * @param patientId its Patient ID as Orthanc shows it, with leading blanks; empty where it has
   *     none
   * @see <a href="https://orthanc.uclouvain.be/book/faq/orthanc-ids.html">Orthanc identifiers</a>
   */
  public static String ofStudy(String patientId, String studyInstanceUid) {
    String digest = DigestUtils.sha1Hex(patientId + "|" + studyInstanceUid);
    return String.join("-", digest.split("(?<=\\G.{8})"));
  }

  /** Whether a text is one. */
  public static boolean is(String text) {
    return PATTERN.matcher(text).matches();
  }
}

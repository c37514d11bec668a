// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.codec;

import java.util.List;
import java.util.ServiceLoader;

/**
 * The codec that this installation reads and writes with: the one that a jar on the class path
 * provides as a service, or else {@link Part10Codec}.
 */
public final class InstalledCodec {

  private InstalledCodec() {}

  /**
   * Looks the codec up.
   *
   * @throws IllegalStateException when several jars provide one
   */
  public static DicomCodec find() {
    // Orthanc's threads have a class loader of their own, which knows nothing of the plugin's jar.
    return find(InstalledCodec.class.getClassLoader());
  }

  static DicomCodec find(ClassLoader loader) {
    List<DicomCodec> provided =
        ServiceLoader.load(DicomCodec.class, loader).stream()
            .map(ServiceLoader.Provider::get)
            .toList();
    if (provided.size() > 1) {
      throw new IllegalStateException(
          "several DICOM codecs are installed, leave one of them: "
              + provided.stream().map(DicomCodec::name).toList());
    }
    return provided.isEmpty() ? new Part10Codec() : provided.get(0);
  }
}

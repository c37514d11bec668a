// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.report;

import java.util.List;
import org.orthancprism.dicom.code.Codes;
import org.orthancprism.dicom.edit.Algorithm;
import org.orthancprism.dicom.result.DerivedUid;

/**
 * TID 1002 with TID 1004: the observer is a device.
 *
 * @see <a
 *     href="https://dicom.nema.org/medical/dicom/current/output/chtml/part16/sect_TID_1004.html">PS3.16
 *     TID 1004</a>
 */
final class DeviceObserver {

  private DeviceObserver() {}

  /** The items, each an observation context. */
  static List<ContentItem> of(Algorithm algorithm) {
    return List.of(
        ContentItem.code(Codes.OBSERVER_TYPE, Codes.DEVICE),
        ContentItem.uid(Codes.DEVICE_OBSERVER_UID, DerivedUid.device(algorithm.packDigest())),
        ContentItem.text(Codes.DEVICE_OBSERVER_NAME, algorithm.modelName()),
        ContentItem.text(Codes.DEVICE_OBSERVER_MANUFACTURER, algorithm.manufacturer()),
        ContentItem.text(Codes.DEVICE_OBSERVER_MODEL_NAME, algorithm.modelName()));
  }
}

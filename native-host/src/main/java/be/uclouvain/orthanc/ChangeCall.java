// SPDX-License-Identifier: GPL-3.0-or-later
package be.uclouvain.orthanc;

/** One change as the host read it from Orthanc. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ChangeCall(long exchange, int changeType, int resourceType, byte[] resourceId) {

  /** Tells all listeners; the failure of one goes to the log and does not keep the next from it. */
  void serve() {
    try {
      ChangeType type = ChangeType.getInstance(changeType);
      ResourceType level = ResourceType.getInstance(resourceType);
      String id = Utf8.decode(resourceId);
      Callbacks.changeListeners().forEach(listener -> tell(listener, type, level, id));
    } catch (IllegalArgumentException newerOrthanc) {
      Functions.logInfo("Prism host: a change is passed over: " + newerOrthanc.getMessage());
    }
  }

  private static void tell(
      Callbacks.OnChange listener, ChangeType type, ResourceType level, String id) {
    try {
      listener.call(type, level, id);
    } catch (Throwable failure) {
      FailureLog.write("the callback of change " + type + " (resource \"" + id + "\")", failure);
    }
  }
}

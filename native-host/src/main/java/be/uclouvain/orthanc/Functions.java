// SPDX-License-Identifier: GPL-3.0-or-later
package be.uclouvain.orthanc;

/**
 * The services of Orthanc. Each throws {@link OrthancException} when Orthanc fails or has stopped;
 * only the logging methods never do.
 */
public class Functions {

  /** Writes an error to Orthanc's log. */
  public static void logError(String message) {
    NativeHost.log(NativeHost.ERROR, Utf8.message(message));
  }

  /** Writes a warning to Orthanc's log. */
  public static void logWarning(String message) {
    NativeHost.log(NativeHost.WARNING, Utf8.message(message));
  }

  /** Writes a message to Orthanc's log, which shows it if it is verbose. */
  public static void logInfo(String message) {
    NativeHost.log(NativeHost.INFO, Utf8.message(message));
  }

  /** Returns the file of one instance. */
  public static byte[] getDicomForInstance(String instanceId) {
    return NativeHost.getDicomForInstance(Utf8.terminated(instanceId, "instanceId"));
  }

  /** Calls GET in the REST API that is built into Orthanc. */
  public static byte[] restApiGet(String uri) {
    return NativeHost.restApiGet(Utf8.terminated(uri, "uri"), false);
  }

  /** Calls GET in the REST API as the plugins have extended it. */
  public static byte[] restApiGetAfterPlugins(String uri) {
    return NativeHost.restApiGet(Utf8.terminated(uri, "uri"), true);
  }

  /** Calls POST in the REST API that is built into Orthanc. */
  public static byte[] restApiPost(String uri, byte[] body) {
    return NativeHost.restApiPost(Utf8.terminated(uri, "uri"), body, false);
  }

  /** Calls POST in the REST API as the plugins have extended it. */
  public static byte[] restApiPostAfterPlugins(String uri, byte[] body) {
    return NativeHost.restApiPost(Utf8.terminated(uri, "uri"), body, true);
  }

  /** Calls DELETE in the REST API that is built into Orthanc. */
  public static void restApiDelete(String uri) {
    NativeHost.restApiDelete(Utf8.terminated(uri, "uri"), false);
  }

  /** Calls DELETE in the REST API as the plugins have extended it. */
  public static void restApiDeleteAfterPlugins(String uri) {
    NativeHost.restApiDelete(Utf8.terminated(uri, "uri"), true);
  }

  /** Calls PUT in the REST API that is built into Orthanc. */
  public static byte[] restApiPut(String uri, byte[] body) {
    return NativeHost.restApiPut(Utf8.terminated(uri, "uri"), body, false);
  }

  /** Calls PUT in the REST API as the plugins have extended it. */
  public static byte[] restApiPutAfterPlugins(String uri, byte[] body) {
    return NativeHost.restApiPut(Utf8.terminated(uri, "uri"), body, true);
  }

  /** Returns the Orthanc identifier of the patient with a Patient ID. */
  public static String lookupPatient(String patientID) {
    return lookup(ResourceType.PATIENT, patientID, "patientID");
  }

  /** Returns the Orthanc identifier of the study with a Study Instance UID. */
  public static String lookupStudy(String studyUID) {
    return lookup(ResourceType.STUDY, studyUID, "studyUID");
  }

  /** Returns the Orthanc identifier of the series with a Series Instance UID. */
  public static String lookupSeries(String seriesUID) {
    return lookup(ResourceType.SERIES, seriesUID, "seriesUID");
  }

  /** Returns the Orthanc identifier of the instance with a SOP Instance UID. */
  public static String lookupInstance(String sopInstanceUID) {
    return lookup(ResourceType.INSTANCE, sopInstanceUID, "sopInstanceUID");
  }

  private static String lookup(ResourceType level, String identifier, String argument) {
    return Utf8.decode(NativeHost.lookup(level.getValue(), Utf8.terminated(identifier, argument)));
  }

  /** Sets the path of the plugin's web interface, for Orthanc's page of plugins. */
  public static void setRootUri(String uri) {
    NativeHost.setPluginProperty(NativeHost.ROOT_URI, Utf8.terminated(uri, "uri"));
  }

  /** Sets the description of the plugin, for Orthanc's page of plugins. */
  public static void setDescription(String description) {
    NativeHost.setPluginProperty(
        NativeHost.DESCRIPTION, Utf8.terminated(description, "description"));
  }

  /** Adds JavaScript to Orthanc Explorer. */
  public static void extendOrthancExplorer(String javascript) {
    NativeHost.setPluginProperty(
        NativeHost.ORTHANC_EXPLORER, Utf8.terminated(javascript, "javascript"));
  }

  /**
   * Reads a property from Orthanc's database.
   *
   * @param property 1024 or more; Orthanc keeps the lower numbers for itself
   * @param defaultValue what to return if the property was never set
   */
  public static String getGlobalProperty(int property, String defaultValue) {
    return Utf8.decode(
        NativeHost.getGlobalProperty(property, Utf8.terminated(defaultValue, "defaultValue")));
  }

  /**
   * Writes a property to Orthanc's database.
   *
   * @param property 1024 or more; Orthanc keeps the lower numbers for itself
   */
  public static void setGlobalProperty(int property, String value) {
    NativeHost.setGlobalProperty(property, Utf8.terminated(value, "value"));
  }

  /** Returns Orthanc's configuration as one JSON document, all files merged. */
  public static String getConfiguration() {
    return Utf8.decode(NativeHost.getConfiguration());
  }

  /** Sets a metric, which Orthanc shows at {@code /tools/metrics-prometheus}. */
  public static void setMetricsValue(String name, float value, MetricsType type) {
    NativeHost.setMetricsValue(
        Utf8.terminated(name, "name"), value, NativeHost.notNull(type, "type").getValue());
  }

  /** Returns a value for the HTTP header Authorization that passes as the plugin's own. */
  public static String generateRestApiAuthorizationToken() {
    return Utf8.decode(NativeHost.generateRestApiAuthorizationToken());
  }
}

// SPDX-License-Identifier: GPL-3.0-or-later
package be.uclouvain.orthanc;

/** The native methods that the host library serves. Text crosses as UTF-8, see {@link Utf8}. */
final class NativeHost {
  /** Severities of {@link #log}. */
  static final int INFO = 0;

  static final int WARNING = 1;
  static final int ERROR = 2;

  /** Properties of {@link #setPluginProperty}, as Orthanc's C interface numbers them. */
  static final int DESCRIPTION = 1;

  static final int ROOT_URI = 2;
  static final int ORTHANC_EXPLORER = 3;

  private NativeHost() {}

  static <T> T notNull(T value, String argument) {
    if (value == null) {
      throw new OrthancException("The argument \"" + argument + "\" must not be null");
    }
    return value;
  }

  static native void log(int severity, byte[] message);

  static native byte[] getConfiguration();

  static native byte[] restApiGet(byte[] uri, boolean afterPlugins);

  static native byte[] restApiPost(byte[] uri, byte[] body, boolean afterPlugins);

  static native byte[] restApiPut(byte[] uri, byte[] body, boolean afterPlugins);

  static native void restApiDelete(byte[] uri, boolean afterPlugins);

  /** Looks a DICOM identifier up at the level that is given by its {@link ResourceType} number. */
  static native byte[] lookup(int resourceType, byte[] dicomIdentifier);

  static native byte[] getDicomForInstance(byte[] instanceId);

  static native void setPluginProperty(int property, byte[] value);

  static native byte[] getGlobalProperty(int property, byte[] defaultValue);

  static native void setGlobalProperty(int property, byte[] value);

  static native byte[] generateRestApiAuthorizationToken();

  static native void setMetricsValue(byte[] name, float value, int metricsType);

  static native void registerOnChange();

  static native void registerOnRestRequest(int handler, byte[] pathRegularExpression);

  /** Waits for the next request; null when this thread must leave. */
  static native RestCall awaitRestCall();

  static native void finishRestCall(long exchange, boolean succeeded);

  /** Waits for the next change; null when this thread must leave. */
  static native ChangeCall awaitChangeCall();

  static native void finishChangeCall(long exchange);

  static native void answerBuffer(long exchange, byte[] answer, byte[] mimeType);

  static native void sendHttpStatus(long exchange, short status, byte[] body);

  static native void sendHttpStatusCode(long exchange, short status);

  static native void sendMethodNotAllowed(long exchange, byte[] allowedMethods);

  static native void sendUnauthorized(long exchange, byte[] realm);

  static native void redirect(long exchange, byte[] redirection);

  static native void setHttpHeader(long exchange, byte[] key, byte[] value);
}

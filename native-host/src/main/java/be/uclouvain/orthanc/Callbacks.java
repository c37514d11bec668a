// SPDX-License-Identifier: GPL-3.0-or-later
package be.uclouvain.orthanc;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** The events of Orthanc that a plugin can listen to. */
public class Callbacks {
  private static final List<OnChange> CHANGE_LISTENERS = new CopyOnWriteArrayList<>();
  private static final List<OnRestRequest> REST_HANDLERS = new CopyOnWriteArrayList<>();

  /** Listens to the changes of Orthanc's content. */
  public interface OnChange {
    /**
     * Receives one change. All changes come in order on one thread, and Orthanc waits for the
     * return.
     *
     * @param changeType what happened
     * @param resourceType the level of the resource it happened to
     * @param resourceId the Orthanc identifier of the resource, empty if there is none
     */
    void call(ChangeType changeType, ResourceType resourceType, String resourceId);
  }

  /** Answers the REST requests of which the path matches a regular expression. */
  public interface OnRestRequest {
    /**
     * Answers one request. Requests come on several threads at a time. An exception becomes the
     * HTTP status 500.
     *
     * @param output takes the answer, and is of no use after the return
     * @param method the HTTP method
     * @param uri the path, from Orthanc's root on
     * @param regularExpressionGroups what the groups of the regular expression matched
     * @param headers the HTTP headers, their names in lower case
     * @param getParameters the parameters of a GET request
     * @param body the body of a POST or PUT request, else empty
     */
    void call(
        RestOutput output,
        HttpMethod method,
        String uri,
        String[] regularExpressionGroups,
        Map<String, String> headers,
        Map<String, String> getParameters,
        byte[] body);
  }

  /** Registers a listener to changes, beside those that are registered already. */
  public static void register(OnChange callback) {
    CHANGE_LISTENERS.add(NativeHost.notNull(callback, "callback"));
    NativeHost.registerOnChange();
  }

  /**
   * Registers a handler of REST requests.
   *
   * @param pathRegularExpression matches the whole path, from Orthanc's root on
   * @throws OrthancException if ten handlers are registered already, the most that the official
   *     host allows too, or if Orthanc refuses the regular expression
   */
  public static void register(String pathRegularExpression, OnRestRequest callback) {
    NativeHost.notNull(callback, "callback");
    byte[] expression = Utf8.terminated(pathRegularExpression, "pathRegularExpression");
    synchronized (REST_HANDLERS) {
      REST_HANDLERS.add(callback);
      try {
        NativeHost.registerOnRestRequest(REST_HANDLERS.size() - 1, expression);
      } catch (OrthancException e) {
        REST_HANDLERS.remove(REST_HANDLERS.size() - 1);
        throw e;
      }
    }
  }

  static List<OnChange> changeListeners() {
    return CHANGE_LISTENERS;
  }

  static OnRestRequest restHandler(int index) {
    return REST_HANDLERS.get(index);
  }
}

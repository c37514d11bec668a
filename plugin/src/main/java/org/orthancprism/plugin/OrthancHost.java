// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.plugin;

import org.orthancprism.logging.LogSink;
import org.orthancprism.rest.RestAnswer;
import org.orthancprism.rest.RestRequest;

/**
 * Orthanc as the plugin sees it. All that is said to Orthanc's plugin SDK goes through here, so
 * that the rest knows nothing of it.
 */
public interface OrthancHost extends LogSink {

  /** Orthanc's whole configuration as JSON. */
  String configuration();

  /** Value of the header Authorization with which a REST request passes as this plugin's own. */
  String authorizationToken();

  /**
   * Orthanc's answer to a GET request.
   *
   * @throws OrthancHostException when Orthanc refuses it
   */
  byte[] get(String uri);

  /**
   * Orthanc's answer to a GET request, or that of a plugin.
   *
   * @throws OrthancHostException when Orthanc refuses it
   */
  byte[] getAlsoFromPlugins(String uri);

  /**
   * Orthanc's answer to a POST request.
   *
   * @throws OrthancHostException when Orthanc refuses it
   */
  byte[] post(String uri, byte[] body);

  /** Sets a metric, which Orthanc shows at {@code /tools/metrics-prometheus}. */
  void metric(String name, double value);

  /** A property that Orthanc keeps across restarts; numbers from 1024 on are free for plugins. */
  String globalProperty(int number, String otherwise);

  void setGlobalProperty(int number, String value);

  /**
   * Has Orthanc Explorer lead to the plugin's page, and run a script on its own pages.
   *
   * @param address where the page is
   */
  void extendExplorer(String address, String javascript);

  /** Registers a listener to changes, on a thread that must not block. */
  void onChange(ChangeListener listener);

  /**
   * Has requests answered. Called by several threads at once.
   *
   * @param pathExpression regular expression that a request's whole path matches
   */
  void onRest(String pathExpression, RestHandler handler);

  /** The changes that the plugin cares about. */
  enum Change {
    STABLE_STUDY,
    STUDY_DELETED,
    ORTHANC_STARTED,
    ORTHANC_STOPPED
  }

  /** Hears of changes. */
  @FunctionalInterface
  interface ChangeListener {
    /**
     * Hears of one change.
     *
     * @param resourceId Orthanc's identifier of what changed; empty for Orthanc itself
     */
    void changed(Change change, String resourceId);
  }

  /** Answers requests. */
  @FunctionalInterface
  interface RestHandler {
    RestAnswer answer(RestRequest request);
  }
}

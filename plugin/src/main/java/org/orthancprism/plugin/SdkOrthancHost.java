// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.plugin;

import be.uclouvain.orthanc.Callbacks;
import be.uclouvain.orthanc.ChangeType;
import be.uclouvain.orthanc.Functions;
import be.uclouvain.orthanc.HttpMethod;
import be.uclouvain.orthanc.MetricsType;
import be.uclouvain.orthanc.OrthancException;
import be.uclouvain.orthanc.ResourceType;
import be.uclouvain.orthanc.RestOutput;
import jakarta.json.Json;
import jakarta.json.JsonReader;
import java.io.ByteArrayInputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.orthancprism.logging.Severity;
import org.orthancprism.orthanc.OrthancVersion;
import org.orthancprism.rest.RestAnswer;
import org.orthancprism.rest.RestRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Orthanc behind its official Java plugin SDK. The only class that uses it. */
final class SdkOrthancHost implements OrthancHost {

  private static final Logger LOG = LoggerFactory.getLogger(SdkOrthancHost.class);

  private volatile @Nullable OrthancVersion version;

  @Override
  public String configuration() {
    return Functions.getConfiguration();
  }

  @Override
  public String authorizationToken() {
    return Functions.generateRestApiAuthorizationToken();
  }

  @Override
  public byte[] get(String uri) {
    try {
      return Functions.restApiGet(uri);
    } catch (OrthancException e) {
      throw new OrthancHostException("Orthanc refuses GET " + uri + ": " + e.getMessage(), e);
    }
  }

  @Override
  public byte[] getAlsoFromPlugins(String uri) {
    try {
      return Functions.restApiGetAfterPlugins(uri);
    } catch (OrthancException e) {
      throw new OrthancHostException("Orthanc refuses GET " + uri + ": " + e.getMessage(), e);
    }
  }

  @Override
  public byte[] post(String uri, byte[] body) {
    try {
      return Functions.restApiPost(uri, body);
    } catch (OrthancException e) {
      throw new OrthancHostException("Orthanc refuses POST " + uri + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void metric(String name, double value) {
    Functions.setMetricsValue(name, (float) value, MetricsType.DEFAULT);
  }

  @Override
  public String globalProperty(int number, String otherwise) {
    return Functions.getGlobalProperty(number, otherwise);
  }

  @Override
  public void setGlobalProperty(int number, String value) {
    Functions.setGlobalProperty(number, value);
  }

  @Override
  public void write(Severity severity, String line) {
    switch (severity) {
      case ERROR -> Functions.logError("Prism: " + line);
      case WARNING -> Functions.logWarning("Prism: " + line);
      case INFO -> Functions.logInfo("Prism: " + line);
    }
  }

  @Override
  public void extendExplorer(String address, String javascript) {
    Functions.setRootUri(address);
    Functions.setDescription("Synthetic counterfactual chest radiographs. Not for diagnosis.");
    Functions.extendOrthancExplorer(javascript);
  }

  @Override
  public void onChange(ChangeListener listener) {
    Callbacks.register(
        (ChangeType type, ResourceType resource, String id) -> {
          Change change = change(type, resource);
          if (change != null) {
            listener.changed(change, id == null ? "" : id);
          }
        });
  }

  private static @Nullable Change change(ChangeType type, ResourceType resource) {
    return switch (type) {
      case STABLE_STUDY -> Change.STABLE_STUDY;
      case DELETED -> resource == ResourceType.STUDY ? Change.STUDY_DELETED : null;
      case ORTHANC_STARTED -> Change.ORTHANC_STARTED;
      case ORTHANC_STOPPED -> Change.ORTHANC_STOPPED;
      default -> null;
    };
  }

  @Override
  public void onRest(String pathExpression, RestHandler handler) {
    Callbacks.register(
        pathExpression,
        (RestOutput output,
            HttpMethod method,
            String uri,
            String[] groups,
            Map<String, String> headers,
            Map<String, String> parameters,
            byte[] body) -> {
          RestRequest request =
              new RestRequest(method.name(), uri, decoded(parameters), headers, body);
          send(output, answer(handler, request));
        });
  }

  /** Orthanc decodes the path of a request, but not the parameters of its query. */
  private static Map<String, String> decoded(Map<String, String> parameters) {
    Map<String, String> decoded = new HashMap<>();
    parameters.forEach(
        (name, value) -> {
          try {
            decoded.put(name, URLDecoder.decode(value, StandardCharsets.UTF_8));
          } catch (IllegalArgumentException e) {
            decoded.put(name, value);
          }
        });
    return decoded;
  }

  private static RestAnswer answer(RestHandler handler, RestRequest request) {
    try {
      return handler.answer(request);
    } catch (RuntimeException e) {
      LOG.error("{} {} failed", request.method(), request.path(), e);
      return RestAnswer.problem(500, "Internal error", "See Orthanc's log.");
    }
  }

  private void send(RestOutput output, RestAnswer answer) {
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    answer.headers().forEach(output::setHttpHeader);
    if (answer.status() == 200) {
      output.answerBuffer(body, answer.mediaType());
    } else if (!answer.allowed().isEmpty()) {
      // Orthanc refuses to send this status with a body.
      output.sendMethodNotAllowed(String.join(", ", answer.allowed()));
    } else {
      contentTypeOfError(answer, version())
          .ifPresent(type -> output.setHttpHeader("Content-Type", type));
      output.sendHttpStatus((short) answer.status(), body);
    }
  }

  /** None for an Orthanc that names a type itself, or else the answer would have two. */
  static Optional<String> contentTypeOfError(RestAnswer answer, OrthancVersion version) {
    return answer.mediaType().isEmpty() || version.labelsErrorsAsText()
        ? Optional.empty()
        : Optional.of(answer.mediaType());
  }

  /** Asked when it is first needed: while Orthanc loads its plugins, it answers no request. */
  private OrthancVersion version() {
    OrthancVersion known = version;
    if (known == null) {
      try (JsonReader reader = Json.createReader(new ByteArrayInputStream(get("/system")))) {
        known = OrthancVersion.ofSystem(reader.readObject());
      }
      version = known;
    }
    return known;
  }
}

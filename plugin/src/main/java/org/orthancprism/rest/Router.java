// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.rest;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.orthancprism.orthanc.OrthancId;

/** Finds who answers a request by its method and path. */
public final class Router {

  /** That of a study, perhaps with a digest behind it; it is looked up in the queue alone. */
  private static final String TASK = "[0-9a-f-]{1,64}";

  private static final int LONGEST_PARAMETER = 1000;

  private final List<Route> routes;

  private Router(List<Route> routes) {
    this.routes = List.copyOf(routes);
  }

  /** Answers a request; {@code path} holds what the groups of the path's pattern matched. */
  @FunctionalInterface
  public interface Handler {
    RestAnswer answer(RestRequest request, Matcher path);
  }

  private record Route(String method, Pattern path, Handler handler) {}

  /** Collects the routes. */
  public static final class Builder {
    private final List<Route> routes = new ArrayList<>();

    /**
     * Adds a route.
     *
     * @param path the path; {@code {resource}} matches an identifier of Orthanc's, {@code {task}}
     *     for one of a task
     */
    public Builder route(String method, String path, Handler handler) {
      String pattern =
          path.replace("{resource}", "(" + OrthancId.EXPRESSION + ")")
              .replace("{task}", "(" + TASK + ")");
      routes.add(new Route(method, Pattern.compile(pattern), handler));
      return this;
    }

    public Router build() {
      return new Router(routes);
    }
  }

  /** The answer to a request; a problem document where no route applies. */
  public RestAnswer answer(RestRequest request) {
    Set<String> methods = new LinkedHashSet<>();
    for (Route route : routes) {
      Matcher path = route.path().matcher(request.path());
      if (path.matches()) {
        if (route.method().equals(request.method())) {
          return answer(route, request, path);
        }
        methods.add(route.method());
      }
    }
    if (methods.isEmpty()) {
      return RestAnswer.problem(
          404, "Not found", "GET /prism/openapi.json describes what there is.");
    }
    return RestAnswer.methodNotAllowed(methods);
  }

  private static RestAnswer answer(Route route, RestRequest request, Matcher path) {
    try {
      request.parameters().forEach(Router::refuseUnfit);
      return route.handler().answer(request, path);
    } catch (Problem e) {
      return e.answer();
    }
  }

  /** No parameter is a text of control characters, of which a database refuses some. */
  private static void refuseUnfit(String name, String value) {
    if (value.length() > LONGEST_PARAMETER || value.chars().anyMatch(Character::isISOControl)) {
      throw Problem.badRequest(
          "A parameter has at most "
              + LONGEST_PARAMETER
              + " characters, and none that controls a device.");
    }
  }
}

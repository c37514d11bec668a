// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Objects;
import org.orthancprism.database.QueueException;
import org.orthancprism.page.Page;
import org.orthancprism.pixels.InstanceFiles;
import org.orthancprism.readings.ReadablePairs;
import org.orthancprism.readings.ReadingRoutes;
import org.orthancprism.rest.Problem;
import org.orthancprism.rest.RestAnswer;
import org.orthancprism.rest.RestRequest;
import org.orthancprism.rest.Router;
import org.orthancprism.results.StudyReports;
import org.orthancprism.verdicts.JudgedResults;
import org.orthancprism.verdicts.VerdictRoutes;

/** Answers the requests under {@code /prism}: the page, and what openapi.json describes. */
final class PrismRoutes implements OrthancHost.RestHandler {

  /** What Orthanc is asked to pass on. */
  static final String EXPRESSION = "/prism/.*";

  private final Router router;
  private final Page page = new Page();

  PrismRoutes(PrismServices services, ZoneId zone) {
    StatusRoutes status = new StatusRoutes(services);
    TaskRoutes tasks = new TaskRoutes(services);
    StudyRoutes studies = new StudyRoutes(services);
    EffectRoutes effects = new EffectRoutes(services);
    EndRoutes ends = new EndRoutes(services);
    QueueRoutes queue = new QueueRoutes(services);
    InstanceFiles files = new InstanceFiles(services.host()::get);
    StudyReports reports =
        new StudyReports(uri -> held(services.host(), uri), files, services.separateStudies());
    InstanceRoutes instances = new InstanceRoutes(services, files);
    VerdictRoutes verdicts =
        new VerdictRoutes(
            services.verdicts(),
            new JudgedResults(reports),
            services.audit(),
            services.actors()::of,
            services.configuration().implausible());
    ReadingRoutes readings =
        new ReadingRoutes(
            services.readings(),
            new ReadablePairs(reports),
            services.audit(),
            services.actors()::of);
    RecallRoutes recalls = new RecallRoutes(services, zone);
    this.router =
        new Router.Builder()
            .route("GET", "/prism/openapi.json", (request, path) -> description())
            .route("GET", "/prism/status", (request, path) -> status.status())
            .route("GET", "/prism/health", (request, path) -> status.health())
            .route("GET", "/prism/log", (request, path) -> status.log(request))
            .route("GET", "/prism/packs", (request, path) -> status.packs())
            .route("GET", "/prism/tasks", (request, path) -> tasks.page(request))
            .route("GET", "/prism/tasks/{task}", (request, path) -> tasks.one(path.group(1)))
            .route("POST", "/prism/tasks/retry", (request, path) -> tasks.retryAll(request))
            .route(
                "POST",
                "/prism/tasks/{task}/retry",
                (request, path) -> tasks.retry(request, path.group(1)))
            .route(
                "POST",
                "/prism/tasks/{task}/cancel",
                (request, path) -> tasks.cancel(request, path.group(1)))
            .route(
                "POST",
                "/prism/studies/{resource}/counterfactuals",
                (request, path) -> studies.counterfactuals(request, path.group(1)))
            .route("POST", "/prism/rules/test", (request, path) -> studies.testRules(request))
            .route("POST", "/prism/backfill", (request, path) -> studies.backfill(request))
            .route("GET", "/prism/backfill", (request, path) -> studies.backfillProgress())
            .route("POST", "/prism/recall", (request, path) -> recalls.recall(request))
            .route("GET", "/prism/recall", (request, path) -> recalls.newest(request))
            .route(
                "GET", "/prism/recall/([0-9]{1,18})", (request, path) -> recalls.one(path.group(1)))
            .route("POST", "/prism/queue/pause", (request, path) -> queue.pause(request))
            .route("POST", "/prism/queue/resume", (request, path) -> queue.resume(request))
            .route("GET", "/prism/effects", (request, path) -> effects.effects(request))
            .route("GET", "/prism/effects.csv", (request, path) -> effects.table(request))
            .route("GET", "/prism/effects/films", (request, path) -> effects.films(request))
            .route("GET", "/prism/ends", (request, path) -> ends.weeks(request))
            .route(
                "GET",
                "/prism/instances/{resource}/pixels",
                (request, path) -> instances.pixels(path.group(1)))
            .route(
                "GET",
                "/prism/verify/{resource}",
                (request, path) -> instances.provenance(path.group(1)))
            .route("GET", "/prism/verdicts", (request, path) -> verdicts.said(request))
            .route("POST", "/prism/verdicts", (request, path) -> verdicts.say(request))
            .route("GET", "/prism/verdicts.csv", (request, path) -> verdicts.table())
            .route("GET", "/prism/verdicts/acceptance", (request, path) -> verdicts.acceptance())
            .route(
                "GET",
                "/prism/verdicts/acceptance.csv",
                (request, path) -> verdicts.acceptanceTable())
            .route("GET", "/prism/readings", (request, path) -> readings.all(request))
            .route("POST", "/prism/readings", (request, path) -> readings.add(request))
            .route(
                "GET",
                "/prism/readings/{task}",
                (request, path) -> readings.next(request, path.group(1)))
            .route(
                "POST",
                "/prism/readings/{task}/answers",
                (request, path) -> readings.answer(request, path.group(1)))
            .route(
                "GET",
                "/prism/readings/{task}/results",
                (request, path) -> readings.results(path.group(1)))
            .route(
                "GET",
                "/prism/readings/{task}/results.csv",
                (request, path) -> readings.table(request, path.group(1)))
            .route("GET", "/prism/audit", (request, path) -> queue.audit(request))
            .build();
  }

  @Override
  public RestAnswer answer(RestRequest request) {
    if (Page.has(request)) {
      return page.answer(request);
    }
    try {
      return router.answer(request);
    } catch (QueueException e) {
      return RestAnswer.problem(
          503,
          "Queue unavailable",
          "The queue's database does not answer; Orthanc's log says more. Try again later.");
    }
  }

  private static byte[] held(OrthancHost host, String uri) {
    try {
      return host.get(uri);
    } catch (OrthancHostException e) {
      throw Problem.notFound("Orthanc does not hold " + uri + ", or no longer.");
    }
  }

  private static RestAnswer description() {
    try (InputStream in = PrismRoutes.class.getResourceAsStream("openapi.json")) {
      return RestAnswer.json(
          new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException("the plugin's jar is damaged: openapi.json", e);
    }
  }
}

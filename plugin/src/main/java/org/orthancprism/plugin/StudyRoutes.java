// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.plugin;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.orthancprism.backfill.BackfillProgress;
import org.orthancprism.configuration.ConfigurationException;
import org.orthancprism.configuration.Section;
import org.orthancprism.dicom.selection.FilmSelector;
import org.orthancprism.models.editor.EditCaptions;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.orthanc.OrthancId;
import org.orthancprism.request.CounterfactualRequest;
import org.orthancprism.request.EditChoices;
import org.orthancprism.request.TaskKey;
import org.orthancprism.rest.JsonBody;
import org.orthancprism.rest.Problem;
import org.orthancprism.rest.RestAnswer;
import org.orthancprism.rest.RestRequest;
import org.orthancprism.rules.Rules;
import org.orthancprism.rules.Subject;
import org.orthancprism.task.TaskJson;

/** What is to be done with studies: asked for, tested, fed from the past. */
final class StudyRoutes {

  private static final Pattern DATE = Pattern.compile("[0-9]{8}");
  private static final int MOST_STUDIES = 10_000;

  /** Studies that are named in a refusal. */
  private static final int MOST_NAMED = 5;

  private final PrismServices services;
  private final StudySubjects subjects;

  StudyRoutes(PrismServices services) {
    this.services = services;
    this.subjects =
        new StudySubjects(services.host(), new FilmSelector(services.configuration().films()));
  }

  RestAnswer counterfactuals(RestRequest request, String studyId) {
    CounterfactualBody asked =
        JsonBody.read(request, CounterfactualBody.KEYS, CounterfactualBody::read);
    List<String> edits = asked.wanted().edits();
    requireStudy(studyId);
    requireKnown(asked.wanted());
    EditChoices choices = asked.wanted().choices();
    choices.region().ifPresent(where -> subjects.requireFilm(studyId, where));
    if (asked.dryRun()) {
      return RestAnswer.json(
          Json.createObjectBuilder()
              .add("study", studyId)
              .add("dryRun", true)
              .add("edits", Json.createArrayBuilder(edits))
              .add("candidates", ids(candidates(studyId, choices)))
              .add("captions", captions(asked.wanted()))
              .build());
    }
    TaskKey task = services.queue().request(studyId, asked.wanted());
    services
        .audit()
        .add(
            services.actors().of(request),
            "counterfactuals",
            studyId,
            task.id(),
            String.join(", ", edits) + how(asked.wanted().choices()) + "; " + pack());
    return RestAnswer.json(202, TaskJson.of(services.records().find(task.id()).orElseThrow()));
  }

  /** For the audit trail. */
  private static String how(EditChoices choices) {
    return choices.method().map(method -> "; method " + method).orElse("")
        + (choices.seed().isPresent() ? "; seed " + choices.seed().getAsInt() : "")
        + (choices.captions().isPresent() ? "; by captions" : "")
        + choices.region().map(region -> "; in a region of " + region.instance()).orElse("");
  }

  /** With a region, the film that it is on alone. */
  private List<Subject> candidates(String studyId, EditChoices choices) {
    return subjects.of(studyId).stream().filter(each -> choices.mean(each.instanceId())).toList();
  }

  private JsonArrayBuilder captions(CounterfactualRequest wish) {
    try {
      JsonArrayBuilder captions = Json.createArrayBuilder();
      for (EditCaptions one : services.packs().captions(wish)) {
        captions.add(
            Json.createObjectBuilder()
                .add("edit", one.edit())
                .add("source", one.source())
                .add("target", one.target()));
      }
      return captions;
    } catch (PackException e) {
      throw PackProblem.of(e);
    }
  }

  private void requireKnown(CounterfactualRequest wish) {
    try {
      List<String> unknown = wish.isPrompted() ? List.of() : services.packs().unknown(wish.edits());
      if (!unknown.isEmpty()) {
        throw Problem.badRequest(
            "The pack does not know "
                + String.join(", ", unknown)
                + "; GET /prism/packs lists the edits that it knows.");
      }
    } catch (PackException e) {
      throw PackProblem.of(e);
    }
  }

  private String pack() {
    try {
      return services
          .packs()
          .entry()
          .map(pack -> "pack " + pack.name() + " " + pack.version() + " " + pack.digest())
          .orElse("pack of the worker");
    } catch (PackException e) {
      return "pack unusable: " + e.getMessage();
    }
  }

  private void requireStudy(String studyId) {
    if (!isHeld(studyId)) {
      throw Problem.notFound("Orthanc does not hold the study " + studyId + ", or no longer.");
    }
  }

  private boolean isHeld(String studyId) {
    try {
      services.host().get("/studies/" + studyId);
      return true;
    } catch (OrthancHostException e) {
      return false;
    }
  }

  RestAnswer testRules(RestRequest request) {
    String studyId =
        JsonBody.read(request, Set.of("study"), body -> study(body, body.requiredText("study")));
    Rules rules = services.configuration().rules();
    requireStudy(studyId);
    Rules.Decision decision =
        rules.decide(rules.askNothing() ? List.of(Subject.ANY) : subjects.of(studyId));
    JsonArrayBuilder verdicts = Json.createArrayBuilder();
    for (Rules.Verdict verdict : decision.verdicts()) {
      verdicts.add(
          Json.createObjectBuilder()
              .add("rule", verdict.rule())
              .add("fires", verdict.fires())
              .add("decides", verdict.decides())
              .add("reasons", Json.createArrayBuilder(verdict.reasons())));
    }
    return RestAnswer.json(
        Json.createObjectBuilder()
            .add("study", studyId)
            .add("edits", Json.createArrayBuilder(decision.edits()))
            .add("rules", verdicts)
            .build());
  }

  private static String study(Section body, String id) throws ConfigurationException {
    if (!OrthancId.is(id)) {
      throw body.fault("study", "must be Orthanc's identifier of a study");
    }
    return id;
  }

  private record Past(
      List<String> studies, String from, String to, boolean dryRun, boolean replace) {}

  RestAnswer backfill(RestRequest request) {
    Past past =
        JsonBody.read(
            request, Set.of("studies", "from", "to", "dryRun", "replace"), StudyRoutes::past);
    requireStudies(past.studies());
    List<String> studies =
        past.studies().isEmpty() ? studiesOf(past.from(), past.to()) : past.studies();
    if (!past.dryRun()) {
      services
          .audit()
          .add(
              services.actors().of(request),
              "backfill",
              null,
              null,
              "studies: "
                  + studies.size()
                  + ", "
                  + past.from()
                  + " to "
                  + past.to()
                  + (past.replace() ? ", replacing what earlier packs made" : ""));
      services.backfill().add(studies, past.replace());
    }
    return RestAnswer.json(
        past.dryRun() ? 200 : 202,
        Json.createObjectBuilder()
            .add("studies", studies.size())
            .add("dryRun", past.dryRun())
            .build());
  }

  /** How far the studies of the past are on their way into the queue. */
  RestAnswer backfillProgress() {
    BackfillProgress progress = services.backfill().progress();
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("runs", progress.runs())
            .add("studies", progress.studies())
            .add("queued", progress.queued());
    progress.askedAt().ifPresent(at -> json.add("askedAt", at.toString()));
    progress.endedAt().ifPresent(at -> json.add("endedAt", at.toString()));
    return RestAnswer.json(json.build());
  }

  /** Refuses a list as a whole: a request is taken entirely or not at all. */
  private void requireStudies(List<String> studies) {
    List<String> lacking = studies.stream().filter(study -> !isHeld(study)).toList();
    if (!lacking.isEmpty()) {
      throw Problem.badRequest(
          "$.studies: Orthanc does not hold "
              + lacking.size()
              + " of these studies and queued none; remove "
              + String.join(", ", lacking.subList(0, Math.min(lacking.size(), MOST_NAMED)))
              + (lacking.size() > MOST_NAMED ? " and others." : "."));
    }
  }

  private static Past past(Section body) throws ConfigurationException {
    List<String> studies = body.texts("studies").stream().distinct().toList();
    for (String study : studies) {
      if (!OrthancId.is(study)) {
        throw body.fault("studies", "must be Orthanc's identifiers of studies");
      }
    }
    if (studies.size() > MOST_STUDIES) {
      throw body.fault("studies", "must be at most " + MOST_STUDIES);
    }
    String from = date(body, "from");
    String to = date(body, "to");
    if (studies.isEmpty() == (from.isEmpty() && to.isEmpty())) {
      throw body.fault("studies", "or from and to must be given, and not both");
    }
    return new Past(studies, from, to, body.flag("dryRun", false), body.flag("replace", false));
  }

  private static String date(Section body, String key) throws ConfigurationException {
    String date = body.text(key).orElse("").replace("-", "");
    if (!date.isEmpty() && !DATE.matcher(date).matches()) {
      throw body.fault(key, "must be a date such as 2026-01-31");
    }
    return date;
  }

  /** Studies by their Study Date, either end of the range open. */
  private List<String> studiesOf(String from, String to) {
    JsonObject query =
        Json.createObjectBuilder()
            .add("Level", "Study")
            .add("Query", Json.createObjectBuilder().add("StudyDate", from + "-" + to))
            .build();
    byte[] answer =
        services.host().post("/tools/find", query.toString().getBytes(StandardCharsets.UTF_8));
    try (JsonReader reader = Json.createReader(new ByteArrayInputStream(answer))) {
      return reader.readArray().getValuesAs(JsonString::getString);
    } catch (JsonException e) {
      throw new OrthancHostException("Orthanc's answer to /tools/find is no JSON", e);
    }
  }

  private static JsonArrayBuilder ids(List<Subject> found) {
    return Json.createArrayBuilder(found.stream().map(Subject::instanceId).toList());
  }
}

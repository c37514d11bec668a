// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.readings;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.orthancprism.configuration.ConfigurationException;
import org.orthancprism.configuration.Section;
import org.orthancprism.models.statistics.Csv;
import org.orthancprism.orthanc.OrthancId;
import org.orthancprism.queue.AuditTrail;
import org.orthancprism.rest.JsonBody;
import org.orthancprism.rest.Problem;
import org.orthancprism.rest.RestAnswer;
import org.orthancprism.rest.RestRequest;
import org.orthancprism.statistics.Share;
import org.orthancprism.statistics.ShareJson;

/** Blinded readings: set up, read, looked at. */
public final class ReadingRoutes {

  private static final int MOST_STUDIES = 500;
  private static final int LARGEST_SEED = Integer.MAX_VALUE;

  /** What readers may say beside the findings that the edits are about. */
  private static final String OTHER = "other";

  private final ReadingRecords records;
  private final ReadablePairs pairs;
  private final AuditTrail audit;
  private final Function<RestRequest, String> reader;
  private final Random seeds = new SecureRandom();

  /**
   * @param reader finds who makes a request
   */
  public ReadingRoutes(
      ReadingRecords records,
      ReadablePairs pairs,
      AuditTrail audit,
      Function<RestRequest, String> reader) {
    this.records = records;
    this.pairs = pairs;
    this.audit = audit;
    this.reader = reader;
  }

  private record Wanted(String name, List<String> studies, Optional<Integer> seed) {}

  /** Sets a reading up. */
  public RestAnswer add(RestRequest request) {
    Wanted wanted =
        JsonBody.read(request, Set.of("name", "studies", "seed"), ReadingRoutes::wanted);
    List<ReadablePair> found =
        wanted.studies().stream().flatMap(study -> pairs.of(study).stream()).toList();
    if (found.stream().map(ReadablePair::filmInstance).distinct().count() < 2) {
      throw Problem.badRequest(
          "$.studies: hold fewer than two films with counterfactuals; choose more studies.");
    }
    String who = reader.apply(request);
    long seed = wanted.seed().orElseGet(() -> seeds.nextInt(LARGEST_SEED));
    Reading reading = records.add(wanted.name(), seed, who, found);
    audit.add(who, "reading", null, null, "studies: " + wanted.studies().size());
    return RestAnswer.json(201, json(reading, who).build());
  }

  private static Wanted wanted(Section body) throws ConfigurationException {
    String name = body.requiredText("name").strip();
    if (name.isEmpty() || name.length() > Reading.LONGEST_NAME) {
      throw body.fault("name", "must have 1 to " + Reading.LONGEST_NAME + " characters");
    }
    List<String> studies = body.texts("studies").stream().distinct().toList();
    if (studies.isEmpty() || studies.size() > MOST_STUDIES) {
      throw body.fault("studies", "must be 1 to " + MOST_STUDIES);
    }
    for (String study : studies) {
      if (!OrthancId.is(study)) {
        throw body.fault("studies", "must be Orthanc's identifiers of studies");
      }
    }
    return new Wanted(
        name,
        studies,
        body.has("seed") ? Optional.of(body.number("seed", 0, 0, LARGEST_SEED)) : Optional.empty());
  }

  /** All readings, and how far the reader who asks has come. */
  public RestAnswer all(RestRequest request) {
    String who = reader.apply(request);
    JsonArrayBuilder all = Json.createArrayBuilder();
    records.all().forEach(reading -> all.add(json(reading, who)));
    return RestAnswer.json(
        Json.createObjectBuilder().add("reader", who).add("readings", all).build());
  }

  /** The next image for the reader who asks; none when all are answered. */
  public RestAnswer next(RestRequest request, String id) {
    Reading reading = found(id);
    String who = reader.apply(request);
    List<ReadingCase> cases = records.cases(reading);
    Set<Integer> done = answered(reading, who);
    List<ReadingCase> order = reading.order(cases, who);
    JsonObjectBuilder json = json(reading, who);
    json.add("findings", Json.createArrayBuilder(findings(cases)));
    order.stream()
        .filter(one -> !done.contains(one.number()))
        .findFirst()
        .ifPresent(one -> json.add("case", json(one)));
    return RestAnswer.json(json.build());
  }

  /** The shown instance and the film, whose window both have; of a real case they are the same. */
  private static JsonObjectBuilder json(ReadingCase one) {
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("number", one.number())
            .add("shown", one.shown())
            .add("film", one.filmInstance());
    one.cover()
        .ifPresent(
            cover ->
                json.add(
                    "cover",
                    Json.createObjectBuilder()
                        .add("left", cover.left())
                        .add("top", cover.top())
                        .add("right", cover.right())
                        .add("bottom", cover.bottom())));
    return json;
  }

  private record Said(int number, int score, String finding) {}

  /** Keeps what the reader who asks takes the image for. */
  public RestAnswer answer(RestRequest request, String id) {
    Said said = JsonBody.read(request, Set.of("case", "score", "finding"), ReadingRoutes::said);
    Reading reading = found(id);
    List<ReadingCase> cases = records.cases(reading);
    requireFinding(said.finding(), cases);
    ReadingCase one =
        cases.stream()
            .filter(each -> each.number() == said.number())
            .findFirst()
            .orElseThrow(() -> Problem.badRequest("$.case: there is none of this number."));
    String who = reader.apply(request);
    int position = reading.order(cases, who).indexOf(one) + 1;
    if (!records.answer(reading, one, who, position, said.score(), said.finding())) {
      throw Problem.conflict("You have answered this image already; an answer is final.");
    }
    return RestAnswer.json(201, json(reading, who).build());
  }

  private static Said said(Section body) throws ConfigurationException {
    if (!body.has("case") || !body.has("score")) {
      throw body.fault(body.has("case") ? "score" : "case", "is missing");
    }
    return new Said(
        body.number("case", 0, 1, Integer.MAX_VALUE),
        body.number("score", 0, ReadingAnswer.SURELY_REAL, ReadingAnswer.SURELY_SYNTHETIC),
        body.text("finding").orElse(""));
  }

  private static void requireFinding(String finding, List<ReadingCase> cases) {
    if (!finding.isEmpty() && !finding.equals(OTHER) && !findings(cases).contains(finding)) {
      throw Problem.badRequest(
          "$.finding: must be one of the reading's findings, " + OTHER + ", or left out.");
    }
  }

  /** How readers did who have answered all; how far the others are. */
  public RestAnswer results(String id) {
    Reading reading = found(id);
    JsonArrayBuilder readers = Json.createArrayBuilder();
    ReaderResult.of(records.cases(reading), records.answers(reading))
        .forEach(result -> readers.add(json(result)));
    return RestAnswer.json(
        Json.createObjectBuilder()
            .add("id", reading.id())
            .add("name", reading.name())
            .add("level", Share.LEVEL)
            .add("least", Share.LEAST)
            .add("readers", readers)
            .build());
  }

  private static JsonObjectBuilder json(ReaderResult result) {
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("reader", result.reader())
            .add("answered", result.answered().hits())
            .add("of", result.answered().of());
    if (result.isFinished()) {
      json.add("correct", ShareJson.of(result.correct()))
          .add("syntheticFound", ShareJson.of(result.syntheticFound()))
          .add("realFound", ShareJson.of(result.realFound()));
    }
    return json;
  }

  /**
   * One line for each reader and image, with the truth: for readers who have answered all, and for
   * who set the reading up and does not read it.
   */
  public RestAnswer table(RestRequest request, String id) {
    Reading reading = found(id);
    List<ReadingCase> cases = records.cases(reading);
    requireNothingToUnblind(reading, cases, reader.apply(request));
    Csv table = ReadingTable.of(reading, cases, records.answers(reading));
    return RestAnswer.csv("reading.csv", table.toString());
  }

  private void requireNothingToUnblind(Reading reading, List<ReadingCase> cases, String who) {
    int answered = answered(reading, who).size();
    boolean hasSetUp = answered == 0 && who.equals(reading.madeBy());
    if (answered < cases.size() && !hasSetUp) {
      throw Problem.forbidden(
          "The table says which images are synthetic: it is for readers who have answered all, and"
              + " for who set the reading up and has answered none.");
    }
  }

  private Reading found(String id) {
    return records
        .find(id)
        .orElseThrow(
            () -> Problem.notFound("There is no such reading; GET /prism/readings lists all."));
  }

  private Set<Integer> answered(Reading reading, String who) {
    return records.answers(reading).stream()
        .filter(answer -> answer.reader().equals(who))
        .map(ReadingAnswer::number)
        .collect(Collectors.toSet());
  }

  private static List<String> findings(List<ReadingCase> cases) {
    return cases.stream().map(ReadingCase::finding).distinct().sorted().toList();
  }

  private JsonObjectBuilder json(Reading reading, String who) {
    return Json.createObjectBuilder()
        .add("id", reading.id())
        .add("name", reading.name())
        .add("madeBy", reading.madeBy())
        .add("at", reading.at().toString())
        .add("seed", reading.seed())
        .add("cases", records.cases(reading).size())
        .add("answered", answered(reading, who).size());
  }
}

// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.verdicts;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.orthancprism.configuration.ConfigurationException;
import org.orthancprism.configuration.Section;
import org.orthancprism.dicom.report.Opinion;
import org.orthancprism.dicom.report.ReadRegion;
import org.orthancprism.dicom.report.ReaderVerdict;
import org.orthancprism.models.statistics.Csv;
import org.orthancprism.orthanc.OrthancId;
import org.orthancprism.queue.AuditTrail;
import org.orthancprism.rest.JsonBody;
import org.orthancprism.rest.Problem;
import org.orthancprism.rest.RestAnswer;
import org.orthancprism.rest.RestRequest;
import org.orthancprism.statistics.Share;
import org.orthancprism.statistics.ShareJson;

/** What readers say of results: said, looked at, counted. */
public final class VerdictRoutes {

  /** More than readers ever say; bounds what an answer holds. */
  private static final int MOST = 100_000;

  private static final int PAGE = 1000;

  private final VerdictRecords records;
  private final JudgedResults results;
  private final AuditTrail audit;
  private final Function<RestRequest, String> reader;
  private final Implausible implausible;

  /**
   * @param reader finds who makes a request
   * @param implausible what the page does with results that are called implausible
   */
  public VerdictRoutes(
      VerdictRecords records,
      JudgedResults results,
      AuditTrail audit,
      Function<RestRequest, String> reader,
      Implausible implausible) {
    this.records = records;
    this.results = results;
    this.audit = audit;
    this.reader = reader;
    this.implausible = implausible;
  }

  private record Said(
      String instance, Opinion opinion, Optional<ReadRegion> region, String words) {}

  /** Keeps what the reader says of a counterfactual. */
  public RestAnswer say(RestRequest request) {
    Said said =
        JsonBody.read(
            request, Set.of("instance", "opinion", "region", "words"), VerdictRoutes::said);
    JudgedResult result = results.find(said.instance());
    String who = reader.apply(request);
    RecordedVerdict kept = records.add(result, who, said.opinion(), said.region(), said.words());
    audit.add(
        who,
        "verdict",
        result.study(),
        null,
        said.opinion().label() + "; result " + result.sopInstanceUid());
    return RestAnswer.json(201, json(kept).build());
  }

  private static Said said(Section body) throws ConfigurationException {
    String instance = body.requiredText("instance");
    if (!OrthancId.is(instance)) {
      throw body.fault("instance", "must be Orthanc's identifier of an instance");
    }
    Optional<Opinion> opinion = Opinion.of(body.requiredText("opinion"));
    Optional<String> region = body.text("region");
    Optional<ReadRegion> where = region.flatMap(ReadRegion::of);
    String words = body.text("words").orElse("").strip();
    if (opinion.isEmpty()) {
      throw body.fault(
          "opinion",
          "must be one of " + Arrays.stream(Opinion.values()).map(Opinion::label).toList());
    }
    if (region.isPresent() && where.isEmpty()) {
      throw body.fault(
          "region",
          "must be one of " + Arrays.stream(ReadRegion.values()).map(ReadRegion::label).toList());
    }
    if (words.length() > ReaderVerdict.LONGEST_WORDS) {
      throw body.fault("words", "must have at most " + ReaderVerdict.LONGEST_WORDS + " characters");
    }
    return new Said(instance, opinion.get(), where, words);
  }

  /** What readers said of a result, of a study's results, or of any, the newest first. */
  public RestAnswer said(RestRequest request) {
    Optional<String> study = request.parameter("study");
    if (study.filter(id -> !OrthancId.is(id)).isPresent()) {
      throw Problem.badRequest("study is Orthanc's identifier of a study.");
    }
    Optional<String> result = request.parameter("result");
    if (study.isPresent() && result.isPresent()) {
      throw Problem.badRequest("Give either the study or the result that verdicts are wanted of.");
    }
    JsonArrayBuilder verdicts = Json.createArrayBuilder();
    study
        .map(records::ofStudy)
        .or(() -> result.map(records::onResult))
        .orElseGet(() -> records.newest(PAGE))
        .forEach(one -> verdicts.add(json(one)));
    return RestAnswer.json(
        Json.createObjectBuilder()
            .add("reader", reader.apply(request))
            .add("implausible", implausible.label())
            .add("verdicts", verdicts)
            .build());
  }

  /** One line for each verdict, also those that were replaced. */
  public RestAnswer table() {
    Csv table =
        new Csv(
            List.of(
                "at",
                "reader",
                "number",
                "current",
                "opinion",
                "region",
                "words",
                "edit",
                "pack",
                "result",
                "film",
                "study",
                "document"));
    for (RecordedVerdict one : records.newest(MOST)) {
      ReaderVerdict said = one.verdict();
      JudgedResult result = one.result();
      table.line(
          List.of(
              said.at().toString(),
              Csv.text(said.reader()),
              Integer.toString(one.number()),
              one.isCurrent() ? "1" : "0",
              said.opinion().label(),
              said.region().map(ReadRegion::label).orElse(""),
              Csv.text(said.words()),
              result.edit(),
              result.pack(),
              result.sopInstanceUid(),
              result.film(),
              result.study(),
              one.documentUid()));
    }
    return RestAnswer.csv("verdicts.csv", table.toString());
  }

  /** How often results are called plausible: by edit, pack and week. */
  public RestAnswer acceptance() {
    List<RecordedVerdict> verdicts = records.newest(MOST);
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("level", Share.LEVEL)
            .add("least", Share.LEAST)
            .add("verdicts", verdicts.stream().filter(RecordedVerdict::isCurrent).count());
    for (Acceptance.By by : Acceptance.By.values()) {
      JsonArrayBuilder groups = Json.createArrayBuilder();
      Acceptance.of(verdicts, by).forEach(group -> groups.add(json(group)));
      json.add(by.label(), groups);
    }
    return RestAnswer.json(json.build());
  }

  /** The same as a table. */
  public RestAnswer acceptanceTable() {
    List<String> header = new ArrayList<>(List.of("by", "name"));
    for (Opinion opinion : Opinion.values()) {
      header.addAll(ShareJson.names(opinion.label().replace('-', '_')));
    }
    Csv table = new Csv(header);
    List<RecordedVerdict> verdicts = records.newest(MOST);
    for (Acceptance.By by : Acceptance.By.values()) {
      for (Acceptance group : Acceptance.of(verdicts, by)) {
        List<String> line = new ArrayList<>(List.of(by.label(), group.name()));
        line.addAll(ShareJson.columns(group.plausible()));
        line.addAll(ShareJson.columns(group.implausible()));
        line.addAll(ShareJson.columns(group.tookAlong()));
        table.line(line);
      }
    }
    return RestAnswer.csv("acceptance.csv", table.toString());
  }

  private static JsonObjectBuilder json(Acceptance group) {
    return Json.createObjectBuilder()
        .add("name", group.name())
        .add("plausible", ShareJson.of(group.plausible()))
        .add("implausible", ShareJson.of(group.implausible()))
        .add("tookAlong", ShareJson.of(group.tookAlong()));
  }

  private static JsonObjectBuilder json(RecordedVerdict one) {
    ReaderVerdict said = one.verdict();
    JudgedResult result = one.result();
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("instance", result.instance())
            .add("study", result.study())
            .add("result", result.sopInstanceUid())
            .add("edit", result.edit())
            .add("pack", result.pack())
            .add("reader", said.reader())
            .add("number", one.number())
            .add("current", one.isCurrent())
            .add("opinion", said.opinion().label())
            .add("words", said.words())
            .add("at", said.at().toString())
            .add("document", one.documentUid())
            .add("documentState", one.document().label());
    said.region().ifPresent(region -> json.add("region", region.label()));
    return json;
  }
}

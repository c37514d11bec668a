// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench.pack;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.orthancprism.bench.BenchException;
import org.orthancprism.bench.films.LabelledFilm;
import org.orthancprism.bench.pack.results.Goal;
import org.orthancprism.bench.pack.results.PackBenchSection;
import org.orthancprism.bench.pack.results.PackMeasurement;
import org.orthancprism.bench.pack.results.Row;
import org.orthancprism.bench.statistics.Sample;
import org.orthancprism.bench.statistics.Statistics;
import org.orthancprism.models.counterfactual.Counterfactual;
import org.orthancprism.models.editor.EditException;
import org.orthancprism.models.ending.Storing;
import org.orthancprism.models.request.EditRequest;

/**
 * How much of what a pack makes of films without devices would be stored, by each of the policies
 * that an archive may have: of one film of each patient, all edits that the pack can do.
 */
record StoringMeasurement(PackEdits edits, List<LabelledFilm> clean, String noFilms)
    implements PackMeasurement {

  @Override
  public PackBenchSection section() {
    return PackBenchSection.STORING;
  }

  @Override
  public List<Row> rows() throws IOException, BenchException, EditException {
    List<EditRequest> requests = edits.requests();
    Map<String, Sample<Double>> helpful = new LinkedHashMap<>();
    Sample<Double> all = new Sample<>();
    Sample<Double> nothing = new Sample<>();
    int made = 0;
    int stored = 0;
    for (LabelledFilm film : onePerPatient()) {
      int ofFilm = 0;
      List<Counterfactual> results = edits.edit(film.film(), requests, film.view());
      for (int i = 0; i < results.size(); i++) {
        boolean helps = Storing.HELPFUL.stores(results.get(i).outcome().ending());
        made += Storing.ALL.stores(results.get(i).outcome().ending()) ? 1 : 0;
        ofFilm += helps ? 1 : 0;
        all.add(film.patient(), helps ? 1.0 : 0.0);
        helpful
            .computeIfAbsent(requests.get(i).name(), name -> new Sample<>())
            .add(film.patient(), helps ? 1.0 : 0.0);
      }
      stored += ofFilm;
      nothing.add(film.patient(), ofFilm == 0 ? 1.0 : 0.0);
    }
    List<Row> rows = new ArrayList<>();
    rows.add(count("all", made, made));
    rows.add(count("helpful", stored, made));
    rows.add(share("share of edits stored by helpful", all));
    rows.add(share("share of films of which helpful stores nothing", nothing));
    helpful.forEach((edit, sample) -> rows.add(share(edit + " stored by helpful, share", sample)));
    return rows;
  }

  private Row count(String policy, int stored, int made) {
    String test = "films without devices: edits stored by " + policy;
    return made == 0
        ? Row.missing(test, Goal.none(), noFilms)
        : Row.of(test, Goal.none(), stored, made);
  }

  private Row share(String what, Sample<Double> sample) {
    return Row.of(
        "films without devices: " + what, Goal.none(), sample.estimate(Statistics::mean), noFilms);
  }

  /**
   * The first film of each patient: a study has one or two, and patients differ in their number.
   */
  private List<LabelledFilm> onePerPatient() {
    Set<String> patients = new LinkedHashSet<>();
    return clean.stream().filter(film -> patients.add(film.patient())).toList();
  }
}

// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.rules;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.orthancprism.configuration.ConfigurationException;
import org.orthancprism.configuration.DailyWindow;
import org.orthancprism.configuration.Section;

/**
 * The rules in a configuration: either {@code Edits}, which every study gets, or {@code Rules}. A
 * error in them names its JSON path.
 */
public final class RulesSection {

  private static final Set<String> RULE_KEYS =
      Set.of("Name", "Match", "CallingAet", "Source", "Window", "Edits");
  private static final Set<String> CONDITION_KEYS = Set.of("Min", "Max", "Regex", "Present");

  /** As Orthanc calls the ways by which instances come (metadata Origin). */
  private static final Set<String> SOURCES =
      Set.of("DicomProtocol", "RestApi", "Plugins", "Lua", "WebDav");

  /** Keyword of PS3.6, or group and element in hexadecimal digits. */
  private static final Pattern ATTRIBUTE =
      Pattern.compile("[A-Z][A-Za-z0-9]+|[0-9A-Fa-f]{4},[0-9A-Fa-f]{4}");

  private static final Pattern EDIT = Pattern.compile("(remove|add|toggle)-[a-z0-9]+(-[a-z0-9]+)*");

  private RulesSection() {}

  /** Reads {@code Edits}, {@code Rules} and {@code RulesApply} of a section. */
  public static Rules read(Section section) throws ConfigurationException {
    boolean firstOnly = firstOnly(section);
    if (!section.has("Rules")) {
      return new Rules(List.of(Rule.forAll(edits(section))), firstOnly);
    }
    if (section.has("Edits")) {
      throw section.fault("Edits", "stands beside Rules; give a rule these edits");
    }
    List<Rule> rules = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Section rule : section.sections("Rules")) {
      rules.add(rule(rule));
      if (!names.add(rules.get(rules.size() - 1).name())) {
        throw rule.fault("Name", "is another rule's name too");
      }
    }
    if (rules.isEmpty()) {
      throw section.fault("Rules", "must hold at least one rule");
    }
    return new Rules(rules, firstOnly);
  }

  private static boolean firstOnly(Section section) throws ConfigurationException {
    String apply = section.text("RulesApply").orElse("first");
    if (!apply.equals("first") && !apply.equals("all")) {
      throw section.fault("RulesApply", "must be first or all");
    }
    return apply.equals("first");
  }

  private static Rule rule(Section rule) throws ConfigurationException {
    rule.allow(RULE_KEYS);
    List<String> sources = rule.texts("Source");
    for (String source : sources) {
      if (!SOURCES.contains(source)) {
        throw rule.fault("Source", "must be of " + new TreeSet<>(SOURCES));
      }
    }
    return new Rule(
        rule.requiredText("Name"),
        match(rule.section("Match")),
        Set.copyOf(new TreeSet<>(rule.texts("CallingAet"))),
        Set.copyOf(new TreeSet<>(sources)),
        DailyWindow.read(rule.section("Window")),
        edits(rule));
  }

  private static List<String> edits(Section section) throws ConfigurationException {
    List<String> edits = section.texts("Edits");
    if (edits.isEmpty()) {
      throw section.fault("Edits", "must name at least one edit, such as remove-support-devices");
    }
    if (Set.copyOf(new HashSet<>(edits)).size() < edits.size()) {
      throw section.fault("Edits", "names an edit twice");
    }
    for (int i = 0; i < edits.size(); i++) {
      if (!EDIT.matcher(edits.get(i)).matches()) {
        throw section.fault(
            "Edits[" + i + "]", "must be remove-, add- or toggle- and a finding of the pack");
      }
    }
    return edits;
  }

  private static Map<String, Condition> match(Section match) throws ConfigurationException {
    Map<String, Condition> conditions = new LinkedHashMap<>();
    for (String attribute : match.keys()) {
      if (!ATTRIBUTE.matcher(attribute).matches()) {
        throw match.fault(
            attribute, "is neither the keyword of an attribute nor a tag such as 0018,5101");
      }
      conditions.put(attribute, condition(match, attribute));
    }
    return conditions;
  }

  private static Condition condition(Section match, String attribute)
      throws ConfigurationException {
    JsonValue value = match.value(attribute);
    if (value instanceof JsonString text) {
      return new Condition.OneOf(Set.of(text.getString()));
    }
    if (value instanceof JsonArray) {
      List<String> texts = match.texts(attribute);
      if (texts.isEmpty()) {
        throw match.fault(attribute, "must list at least one value");
      }
      return new Condition.OneOf(Set.copyOf(new TreeSet<>(texts)));
    }
    if (value instanceof JsonObject) {
      return condition(match.section(attribute));
    }
    throw match.fault(
        attribute, "must be a text, a list of texts, or an object with Min, Max, Regex or Present");
  }

  private static Condition condition(Section condition) throws ConfigurationException {
    condition.allow(CONDITION_KEYS);
    Set<String> keys = new HashSet<>(condition.keys());
    if (keys.equals(Set.of("Regex"))) {
      return new Condition.Matches(pattern(condition));
    }
    if (keys.equals(Set.of("Present"))) {
      return new Condition.Present(condition.flag("Present", true));
    }
    if (!keys.isEmpty() && Set.of("Min", "Max").containsAll(keys)) {
      double least = condition.decimal("Min", Double.NEGATIVE_INFINITY);
      double most = condition.decimal("Max", Double.POSITIVE_INFINITY);
      if (least > most) {
        throw condition.fault("Max", "must not be below Min");
      }
      return new Condition.Range(least, most);
    }
    throw condition.fault(
        keys.stream().sorted().findFirst().orElse("Min"),
        "must be Regex alone, Present alone, or Min and Max");
  }

  private static Pattern pattern(Section condition) throws ConfigurationException {
    try {
      return Pattern.compile(condition.requiredText("Regex"));
    } catch (PatternSyntaxException e) {
      throw condition.fault("Regex", "is no regular expression: " + e.getDescription());
    }
  }
}

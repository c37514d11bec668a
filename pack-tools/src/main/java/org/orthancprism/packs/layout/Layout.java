// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.layout;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.orthancprism.models.pack.PackException;

/**
 * Every tensor that an architecture of given sizes has, with its shape, under diffusers' and
 * transformers' names.
 */
public final class Layout {

  /** A misfit is rarely alone; more lines than these add nothing. */
  private static final int MOST_LINES = 10;

  /** Buffers that checkpoints carry along and no network here reads. */
  private static final Pattern HARMLESS =
      Pattern.compile("(.*\\.)?(position_ids|num_batches_tracked)|logit_scale");

  private final Map<String, List<Long>> shapes;
  private final Set<String> optional;

  Layout(Map<String, List<Long>> shapes, Set<String> optional) {
    this.shapes = Collections.unmodifiableMap(new LinkedHashMap<>(shapes));
    this.optional = Set.copyOf(optional);
  }

  /** Names and shapes of all tensors, those included that may be missing. */
  public Map<String, List<Long>> shapes() {
    return shapes;
  }

  /** Whether a tensor is a buffer that is ignored wherever it occurs. */
  public static boolean isHarmless(String name) {
    return HARMLESS.matcher(name).matches();
  }

  /**
   * Holds tensors against the layout.
   *
   * @param found names and shapes
   * @return a line for each that is missing, surplus or of another shape; empty when all fit
   */
  public List<String> misfits(Map<String, List<Long>> found) {
    List<String> misfits = new ArrayList<>();
    shapes.forEach(
        (name, shape) -> {
          List<Long> actual = found.get(name);
          if (actual == null) {
            if (!optional.contains(name)) {
              misfits.add("missing: " + name + " " + shape);
            }
          } else if (!actual.equals(shape)) {
            misfits.add("shape: " + name + " is " + actual + ", not " + shape);
          }
        });
    for (String name : new TreeSet<>(found.keySet())) {
      if (!shapes.containsKey(name) && !isHarmless(name)) {
        misfits.add("surplus: " + name + " " + found.get(name));
      }
    }
    return misfits;
  }

  /**
   * Refuses tensors that don't fit.
   *
   * @param file their file, for the message
   * @param architecture the layout's architecture, for the message
   * @throws PackException that names at most ten misfits, a line each
   */
  public void check(String file, String architecture, Map<String, List<Long>> found)
      throws PackException {
    List<String> misfits = misfits(found);
    if (misfits.isEmpty()) {
      return;
    }
    StringBuilder message = new StringBuilder();
    message
        .append(file)
        .append(" does not fit ")
        .append(architecture)
        .append(" in its configuration (")
        .append(misfits.size())
        .append(" of ")
        .append(shapes.size())
        .append(" tensors): take weights and configuration that belong together");
    append(message, misfits.subList(0, Math.min(MOST_LINES, misfits.size())));
    if (misfits.size() > MOST_LINES) {
      message.append("\n  and ").append(misfits.size() - MOST_LINES).append(" more");
    }
    throw new PackException(message.toString());
  }

  private static void append(StringBuilder message, Collection<String> lines) {
    for (String line : lines) {
      message.append("\n  ").append(line);
    }
  }
}

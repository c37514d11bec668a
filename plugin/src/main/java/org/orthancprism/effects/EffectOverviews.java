// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.effects;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.BiFunction;
import org.orthancprism.models.audit.FilmEffect;

/**
 * Computes what packs' edits did to findings, which takes seconds: one at a time, and anew only
 * when there are new effects. While it is computed anew few requests wait for it, as each holds one
 * of Orthanc's threads; the others get the one before.
 */
public final class EffectOverviews {

  /** So many suffice for narrow intervals, and are resampled within seconds. */
  private static final int MOST_EFFECTS = 5000;

  /** Packs of which the overview is kept. */
  private static final int MOST_PACKS = 4;

  /** Requests that wait where there is an overview of before. */
  static final int MOST_WAITING = 4;

  private final EffectRecords records;
  private final BiFunction<String, List<FilmEffect>, EffectOverview> computation;
  private final ExecutorService computer =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "prism-effects");
            thread.setDaemon(true);
            return thread;
          });
  private final Semaphore waiting = new Semaphore(MOST_WAITING);
  private final Map<String, Kept> kept = new LinkedHashMap<>();
  private final Map<String, Future<EffectOverview>> begun = new LinkedHashMap<>();

  public EffectOverviews(EffectRecords records) {
    this(records, EffectOverview::of);
  }

  EffectOverviews(
      EffectRecords records, BiFunction<String, List<FilmEffect>, EffectOverview> computation) {
    this.records = records;
    this.computation = computation;
  }

  private record Kept(long version, EffectOverview overview) {}

  /**
   * The overview of a pack.
   *
   * @param asked digest of the pack; empty for the one that edited last
   */
  public EffectOverview of(Optional<String> asked) {
    String pack = asked.or(records::newestPack).orElse("");
    if (pack.isEmpty()) {
      return EffectOverview.none(pack);
    }
    long version = records.version();
    Optional<Kept> before = kept(pack);
    if (before.isEmpty()) {
      return await(computation(pack));
    }
    if (before.get().version() == version || !waiting.tryAcquire()) {
      return before.get().overview();
    }
    try {
      return await(computation(pack));
    } finally {
      waiting.release();
    }
  }

  private synchronized Optional<Kept> kept(String pack) {
    return Optional.ofNullable(kept.get(pack));
  }

  /** The one that is under way, or a new one. */
  private synchronized Future<EffectOverview> computation(String pack) {
    return begun.computeIfAbsent(pack, one -> computer.submit(() -> compute(one)));
  }

  /** What comes while it is computed may be in it, so that it counts as older than that. */
  private EffectOverview compute(String pack) {
    try {
      long version = records.version();
      EffectOverview overview = computation.apply(pack, records.newest(pack, MOST_EFFECTS));
      keep(pack, new Kept(version, overview));
      return overview;
    } finally {
      forget(pack);
    }
  }

  private synchronized void keep(String pack, Kept overview) {
    kept.remove(pack);
    if (!overview.overview().films().isEmpty()) {
      kept.put(pack, overview);
    }
    if (kept.size() > MOST_PACKS) {
      kept.remove(kept.keySet().iterator().next());
    }
  }

  private synchronized void forget(String pack) {
    begun.remove(pack);
  }

  private static EffectOverview await(Future<EffectOverview> computation) {
    try {
      return computation.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException("the effects could not be computed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the effects were computed", e);
    }
  }
}

// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.effects;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.BiFunction;
import org.orthancprism.models.audit.FilmEffect;
import org.orthancprism.supervision.DaemonThreads;

/**
 * Computes what packs' edits did to findings, which takes seconds: one at a time, and anew only
 * when there are new effects. While it is computed anew few requests wait for it, as each holds one
 * of Orthanc's threads; the others get the one before.
 */
public final class EffectOverviews {

  /** So many suffice for narrow intervals, and are resampled within seconds. */
  private static final int MOST_EFFECTS = 5000;

  /** Overviews that are kept. */
  private static final int MOST_KEPT = 8;

  /** Requests that wait where there is an overview of before. */
  static final int MOST_WAITING = 4;

  private final EffectRecords records;
  private final BiFunction<String, List<FilmEffect>, EffectOverview> computation;
  private final ExecutorService computer =
      Executors.newSingleThreadExecutor(new DaemonThreads("prism-effects"));
  private final Semaphore waiting = new Semaphore(MOST_WAITING);
  private final Map<Asked, Kept> kept = new LinkedHashMap<>();
  private final Map<Asked, Future<EffectOverview>> begun = new LinkedHashMap<>();

  public EffectOverviews(EffectRecords records) {
    this(records, EffectOverview::of);
  }

  EffectOverviews(
      EffectRecords records, BiFunction<String, List<FilmEffect>, EffectOverview> computation) {
    this.records = records;
    this.computation = computation;
  }

  /** What an overview is of. */
  private record Asked(String pack, EffectEnds ends) {}

  private record Kept(long version, EffectOverview overview) {}

  /**
   * The overview of a pack.
   *
   * @param pack digest of the pack; empty for the one that edited last
   * @param ends of which edits
   */
  public EffectOverview of(Optional<String> pack, EffectEnds ends) {
    Asked asked = new Asked(pack.or(records::newestPack).orElse(""), ends);
    if (asked.pack().isEmpty()) {
      return EffectOverview.none(asked.pack());
    }
    long version = records.version();
    Optional<Kept> before = kept(asked);
    if (before.isEmpty()) {
      return await(computation(asked, version));
    }
    if (before.get().version() == version || !waiting.tryAcquire()) {
      return before.get().overview();
    }
    try {
      return await(computation(asked, version));
    } finally {
      waiting.release();
    }
  }

  private synchronized Optional<Kept> kept(Asked asked) {
    return Optional.ofNullable(kept.get(asked));
  }

  /** The one of this version that has just ended, the one that is under way, or a new one. */
  private synchronized Future<EffectOverview> computation(Asked asked, long version) {
    Kept ended = kept.get(asked);
    if (ended != null && ended.version() == version) {
      return CompletableFuture.completedFuture(ended.overview());
    }
    return begun.computeIfAbsent(asked, one -> computer.submit(() -> compute(one)));
  }

  /** What comes while it is computed may be in it, so that it counts as older than that. */
  private EffectOverview compute(Asked asked) {
    try {
      long version = records.version();
      EffectOverview overview =
          computation.apply(asked.pack(), records.newest(asked.pack(), asked.ends(), MOST_EFFECTS));
      keep(asked, new Kept(version, overview));
      return overview;
    } finally {
      forget(asked);
    }
  }

  private synchronized void keep(Asked asked, Kept overview) {
    kept.remove(asked);
    if (!overview.overview().films().isEmpty()) {
      kept.put(asked, overview);
    }
    if (kept.size() > MOST_KEPT) {
      kept.remove(kept.keySet().iterator().next());
    }
  }

  private synchronized void forget(Asked asked) {
    begun.remove(asked);
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

// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.quality;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.orthancprism.models.film.CentreSquare;
import org.orthancprism.models.film.Plane;
import org.orthancprism.models.pack.ClipSpec;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.models.pack.TokenizerSpec;
import org.orthancprism.models.tokenizer.CaptionTokenizer;
import org.orthancprism.models.torch.Network;
import org.orthancprism.models.torch.Precision;

/**
 * A pack's CLIP (arXiv 2103.00020), by which candidates of an edit are judged, as PRISM does (arXiv
 * 2503.00196).
 */
public final class ClipScorer implements AutoCloseable {

  private final ClipSpec spec;
  private final int length;
  private final CaptionTokenizer tokenizer;
  private final Network image;
  private final Network text;

  private ClipScorer(
      ClipSpec spec, int length, CaptionTokenizer tokenizer, Network image, Network text) {
    this.spec = spec;
    this.length = length;
    this.tokenizer = tokenizer;
    this.image = image;
    this.text = text;
  }

  /**
   * Opens a pack's CLIP and tries it on a black film and an empty caption.
   *
   * @param pack the pack
   * @param root owner of the engine's memory
   * @return empty where the pack has none
   * @throws PackException when a network can't be read or the two don't fit each other
   */
  public static Optional<ClipScorer> open(Pack pack, NDManager root) throws PackException {
    Optional<ClipSpec> spec = pack.manifest().clip();
    if (spec.isEmpty()) {
      return Optional.empty();
    }
    ClipScorer scorer = load(pack, spec.get(), root);
    try {
      scorer.tryOut(root);
      return Optional.of(scorer);
    } catch (PackException | RuntimeException e) {
      scorer.close();
      throw e;
    }
  }

  private static ClipScorer load(Pack pack, ClipSpec spec, NDManager root) throws PackException {
    TokenizerSpec captions = pack.manifest().tokenizer();
    CaptionTokenizer tokenizer = CaptionTokenizer.open(pack.file(captions.file()), captions);
    try {
      Network image = Network.load(pack, ClipSpec.IMAGE_ROLE, Precision.FP32, root);
      try {
        Network text = Network.load(pack, ClipSpec.TEXT_ROLE, Precision.FP32, root);
        return new ClipScorer(spec, captions.length(), tokenizer, image, text);
      } catch (PackException | RuntimeException e) {
        image.close();
        throw e;
      }
    } catch (PackException | RuntimeException e) {
      tokenizer.close();
      throw e;
    }
  }

  private void tryOut(NDManager root) throws PackException {
    ClipEmbedding film;
    try {
      film = images(root, List.of(Plane.zeros(spec.resolution(), spec.resolution()))).get(0);
    } catch (EngineException e) {
      throw image.misfit(e);
    }
    ClipEmbedding caption;
    try {
      caption = captions(root, List.of("")).get(0);
    } catch (EngineException e) {
      throw text.misfit(e);
    }
    if (film.coordinates().size() != caption.coordinates().size()) {
      throw new PackException(
          "the pack's clip_image and clip_text are not of one CLIP: their embeddings have "
              + film.coordinates().size()
              + " and "
              + caption.coordinates().size()
              + " numbers; take both from the same source");
    }
  }

  /**
   * Embeds films in one batch: the square about each film's centre, its luminance in three equal
   * channels.
   *
   * @param scope owner of the memory that is needed on the way; nothing stays in it
   * @param luminances the films, at least one, 0 black and 1 white at any resolution; what lies
   *     outside is cut
   * @return an embedding for each film in order
   * @throws EngineException when the network fails
   */
  public List<ClipEmbedding> images(NDManager scope, List<Plane> luminances) {
    int side = spec.resolution();
    float[] input = new float[luminances.size() * ClipSpec.CHANNELS * side * side];
    int offset = 0;
    for (Plane luminance : luminances) {
      Plane square = CentreSquare.of(luminance, side);
      for (int channel = 0; channel < ClipSpec.CHANNELS; channel++) {
        double mean = spec.mean().get(channel);
        double deviation = spec.std().get(channel);
        for (float value : square.values()) {
          input[offset++] = (float) ((Math.max(0, Math.min(1, value)) - mean) / deviation);
        }
      }
    }
    Shape shape = new Shape(luminances.size(), ClipSpec.CHANNELS, side, side);
    try (NDManager inner = scope.newSubManager()) {
      return embeddings(image.forward(inner.create(input, shape)));
    }
  }

  /**
   * Embeds captions in one batch.
   *
   * @param scope owner of the memory that is needed on the way; nothing stays in it
   * @param captions the captions, at least one
   * @return an embedding for each caption in order
   * @throws EngineException when the network fails
   */
  public List<ClipEmbedding> captions(NDManager scope, List<String> captions) {
    long[] ids = new long[captions.size() * length];
    for (int i = 0; i < captions.size(); i++) {
      System.arraycopy(tokenizer.encode(captions.get(i)), 0, ids, i * length, length);
    }
    try (NDManager inner = scope.newSubManager()) {
      return embeddings(text.call("embed", inner.create(ids, new Shape(captions.size(), length))));
    }
  }

  private static List<ClipEmbedding> embeddings(NDArray vectors) {
    int width = (int) vectors.getShape().get(1);
    float[] values = vectors.toFloatArray();
    List<ClipEmbedding> embeddings = new ArrayList<>();
    for (int start = 0; start < values.length; start += width) {
      List<Double> vector = new ArrayList<>(width);
      for (int i = start; i < start + width; i++) {
        vector.add((double) values[i]);
      }
      embeddings.add(ClipEmbedding.towards(vector));
    }
    return embeddings;
  }

  /**
   * Scores candidates of one edit, in one batch with their source.
   *
   * @param scope owner of the memory that is needed on the way; nothing stays in it
   * @param source the source film, 0 black and 1 white
   * @param candidates edited films, at least one
   * @param sourceCaption caption of the source
   * @param targetCaption caption that the edit was made with
   * @return the scores of each candidate in order
   * @throws EngineException when a network fails
   */
  public List<ClipScores> score(
      NDManager scope,
      Plane source,
      List<Plane> candidates,
      String sourceCaption,
      String targetCaption) {
    List<ClipEmbedding> captions = captions(scope, List.of(sourceCaption, targetCaption));
    List<Plane> planes = new ArrayList<>(candidates);
    planes.add(source);
    List<ClipEmbedding> films = images(scope, planes);
    ClipEmbedding original = films.get(candidates.size());
    return films.subList(0, candidates.size()).stream()
        .map(film -> ClipScores.of(original, film, captions.get(0), captions.get(1)))
        .toList();
  }

  @Override
  public void close() {
    text.close();
    image.close();
    tokenizer.close();
  }
}

// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.tokenizer;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.models.pack.TokenizerSpec;

/**
 * Turns captions into token ids of a fixed length with a pack's {@code tokenizer.json}, as
 * transformers' {@code CLIPTokenizer} does: byte-pair encoding (arXiv 1508.07909) in lower case.
 */
public final class CaptionTokenizer implements AutoCloseable {

  private final HuggingFaceTokenizer tokenizer;
  private final TokenizerSpec spec;

  private CaptionTokenizer(HuggingFaceTokenizer tokenizer, TokenizerSpec spec) {
    this.tokenizer = tokenizer;
    this.spec = spec;
  }

  /**
   * Opens a tokenizer; nothing is downloaded.
   *
   * @param file its {@code tokenizer.json}
   * @param spec length and padding
   * @throws PackException when the file is not a tokenizer
   */
  public static CaptionTokenizer open(Path file, TokenizerSpec spec) throws PackException {
    Map<String, String> options =
        Map.of(
            "padding", "MAX_LENGTH",
            "maxLength", Integer.toString(spec.length()),
            "truncation", "true");
    try {
      return new CaptionTokenizer(HuggingFaceTokenizer.newInstance(file, options), spec);
    } catch (IOException | RuntimeException e) {
      throw new PackException(
          spec.file() + " is not a tokenizer (" + e.getMessage() + "): take a complete pack", e);
    }
  }

  /**
   * Token ids of a caption.
   *
   * @return as many ids as the pack's captions have; a long caption is cut, a short one padded
   */
  public long[] encode(String caption) {
    long[] padded = new long[spec.length()];
    Arrays.fill(padded, spec.pad());
    long[] tokens = tokens(caption);
    System.arraycopy(tokens, 0, padded, 0, tokens.length);
    return padded;
  }

  /** Token ids of a caption without padding, start and end included; a long caption is cut. */
  public long[] tokens(String caption) {
    Encoding encoding = tokenizer.encode(CaptionText.normalised(caption));
    long[] ids = encoding.getIds();
    long[] isToken = encoding.getAttentionMask();
    return IntStream.range(0, Math.min(ids.length, spec.length()))
        .filter(i -> isToken[i] == 1)
        .mapToLong(i -> ids[i])
        .toArray();
  }

  /**
   * Places of a phrase's tokens in a caption.
   *
   * @return the places of all of its occurrences; none where the caption does not hold it
   */
  public Set<Integer> places(String phrase, String caption) {
    long[] all = tokens(caption);
    long[] words = withoutEnds(phrase);
    Set<Integer> places = new HashSet<>();
    for (int start = 0; words.length > 0 && start + words.length <= all.length; start++) {
      if (Arrays.equals(words, 0, words.length, all, start, start + words.length)) {
        IntStream.range(start, start + words.length).forEach(places::add);
      }
    }
    return places;
  }

  /**
   * Token ids of each word of a caption, without start and end.
   *
   * @return one for each of the words, which spaces part; empty where the caption's tokens are not
   *     a start, those of its words one after the other, and an end
   */
  public Optional<List<long[]>> words(String caption) {
    List<long[]> words =
        Arrays.stream(caption.strip().split("\\s+")).map(this::withoutEnds).toList();
    long[] all = words.stream().flatMapToLong(Arrays::stream).toArray();
    boolean whole = Arrays.equals(all, withoutEnds(caption));
    return whole && tokens("").length == 2 ? Optional.of(words) : Optional.empty();
  }

  /** Token ids of a caption without padding, start and end; a long caption is cut. */
  public long[] withoutEnds(String caption) {
    long[] ids = tokens(caption);
    // What an empty caption has is start and end.
    int ends = tokens("").length;
    int start = (ends + 1) / 2;
    return ids.length <= ends ? new long[0] : Arrays.copyOfRange(ids, start, ids.length - ends / 2);
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}

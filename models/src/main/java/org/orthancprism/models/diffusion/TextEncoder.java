// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.diffusion;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.models.tokenizer.CaptionTokenizer;
import org.orthancprism.models.torch.Network;
import org.orthancprism.models.torch.Precision;

/**
 * Turns captions into the context that a denoising network attends to: CLIP's text transformer
 * (arXiv 2103.00020), as Stable Diffusion 1.x uses it (arXiv 2112.10752, section 3.3).
 */
public final class TextEncoder implements AutoCloseable {

  private final CaptionTokenizer tokenizer;
  private final Network network;
  private final int length;

  private TextEncoder(CaptionTokenizer tokenizer, Network network, int length) {
    this.tokenizer = tokenizer;
    this.network = network;
    this.length = length;
  }

  /**
   * Opens a pack's tokenizer and text encoder.
   *
   * @param pack the pack
   * @param precision what it computes in
   * @param root owner of the engine's memory
   * @throws PackException when one of them can't be read
   */
  public static TextEncoder open(Pack pack, Precision precision, NDManager root)
      throws PackException {
    CaptionTokenizer tokenizer =
        CaptionTokenizer.open(
            pack.file(pack.manifest().tokenizer().file()), pack.manifest().tokenizer());
    try {
      Network network = Network.load(pack, "text_encoder", precision, root);
      return new TextEncoder(tokenizer, network, pack.manifest().tokenizer().length());
    } catch (PackException | RuntimeException e) {
      tokenizer.close();
      throw e;
    }
  }

  /**
   * Encodes captions.
   *
   * @param manager owner of the result
   * @param captions the captions, one or more
   * @return their context (captions, tokens, width)
   * @throws EngineException when the network fails
   */
  public NDArray encode(NDManager manager, String... captions) {
    long[] ids = new long[captions.length * length];
    for (int i = 0; i < captions.length; i++) {
      System.arraycopy(tokenizer.encode(captions[i]), 0, ids, i * length, length);
    }
    try (NDArray input = manager.create(ids, new Shape(captions.length, length))) {
      return network.forward(input);
    }
  }

  /** The tokenizer that captions go through. */
  public CaptionTokenizer tokenizer() {
    return tokenizer;
  }

  /** Number of tokens of every caption, padding included. */
  public int length() {
    return length;
  }

  /**
   * Encodes captions to see whether the weights fit.
   *
   * @throws PackException when they don't
   */
  public NDArray tryOut(NDManager manager, String... captions) throws PackException {
    try {
      return encode(manager, captions);
    } catch (EngineException e) {
      throw network.misfit(e);
    }
  }

  @Override
  public void close() {
    network.close();
    tokenizer.close();
  }
}

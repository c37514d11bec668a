// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.benchmark;

import java.util.List;
import java.util.Map;

/**
 * Names and shapes of the weights of Stable Diffusion 1.x's UNet (arXiv 2112.10752) as diffusers
 * saves them.
 *
 * @param channels channels of each resolution, the finest first; all but the coarsest attend
 * @param layers residual blocks of a resolution on the way down
 * @param latentChannels channels of a latent
 * @param contextWidth width of the captions' context
 */
record UnetShapes(List<Integer> channels, int layers, int latentChannels, int contextWidth) {

  UnetShapes {
    channels = List.copyOf(channels);
  }

  Map<String, List<Long>> byName() {
    Shapes shapes = new Shapes();
    shapes.conv("conv_in", latentChannels, channels(0), 3);
    shapes.linear("time_embedding.linear_1", channels(0), embedding());
    shapes.linear("time_embedding.linear_2", embedding(), embedding());
    for (int i = 0; i < channels.size(); i++) {
      down(shapes, i);
    }
    int coarsest = channels(channels.size() - 1);
    resnet(shapes, "mid_block.resnets.0", coarsest, coarsest);
    transformer(shapes, "mid_block.attentions.0", coarsest);
    resnet(shapes, "mid_block.resnets.1", coarsest, coarsest);
    for (int i = 0; i < channels.size(); i++) {
      up(shapes, i);
    }
    shapes.norm("conv_norm_out", channels(0));
    shapes.conv("conv_out", channels(0), latentChannels, 3);
    return shapes.byName();
  }

  private int channels(int resolution) {
    return channels.get(resolution);
  }

  private int embedding() {
    return 4 * channels(0);
  }

  private boolean attends(int resolution) {
    return resolution < channels.size() - 1;
  }

  private void down(Shapes shapes, int resolution) {
    String block = "down_blocks." + resolution;
    int out = channels(resolution);
    for (int layer = 0; layer < layers; layer++) {
      int in = layer > 0 ? out : channels(Math.max(0, resolution - 1));
      stage(shapes, block, layer, in, out, attends(resolution));
    }
    if (resolution < channels.size() - 1) {
      shapes.conv(block + ".downsamplers.0.conv", out, out, 3);
    }
  }

  /** The way up has a layer more, and takes in what each layer on the way down gave. */
  private void up(Shapes shapes, int index) {
    String block = "up_blocks." + index;
    int resolution = channels.size() - 1 - index;
    int out = channels(resolution);
    int before = channels(Math.min(resolution + 1, channels.size() - 1));
    int finer = channels(Math.max(0, resolution - 1));
    for (int layer = 0; layer <= layers; layer++) {
      int in = layer == 0 ? before : out;
      int skipped = layer == layers ? finer : out;
      stage(shapes, block, layer, in + skipped, out, attends(resolution));
    }
    if (resolution > 0) {
      shapes.conv(block + ".upsamplers.0.conv", out, out, 3);
    }
  }

  private void stage(Shapes shapes, String block, int layer, int in, int out, boolean attends) {
    resnet(shapes, block + ".resnets." + layer, in, out);
    if (attends) {
      transformer(shapes, block + ".attentions." + layer, out);
    }
  }

  private void resnet(Shapes shapes, String name, int in, int out) {
    shapes.norm(name + ".norm1", in);
    shapes.conv(name + ".conv1", in, out, 3);
    shapes.linear(name + ".time_emb_proj", embedding(), out);
    shapes.norm(name + ".norm2", out);
    shapes.conv(name + ".conv2", out, out, 3);
    if (in != out) {
      shapes.conv(name + ".conv_shortcut", in, out, 1);
    }
  }

  private void transformer(Shapes shapes, String name, int width) {
    shapes.norm(name + ".norm", width);
    shapes.conv(name + ".proj_in", width, width, 1);
    String block = name + ".transformer_blocks.0";
    for (String norm : List.of(".norm1", ".norm2", ".norm3")) {
      shapes.norm(block + norm, width);
    }
    attention(shapes, block + ".attn1", width, width);
    attention(shapes, block + ".attn2", width, contextWidth);
    shapes.linear(block + ".ff.net.0.proj", width, 8 * width);
    shapes.linear(block + ".ff.net.2", 4 * width, width);
    shapes.conv(name + ".proj_out", width, width, 1);
  }

  private static void attention(Shapes shapes, String name, int width, int sourceWidth) {
    shapes.linearWithoutBias(name + ".to_q", width, width);
    shapes.linearWithoutBias(name + ".to_k", sourceWidth, width);
    shapes.linearWithoutBias(name + ".to_v", sourceWidth, width);
    shapes.linear(name + ".to_out.0", width, width);
  }
}

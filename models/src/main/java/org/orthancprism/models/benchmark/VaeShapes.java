// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.benchmark;

import java.util.List;
import java.util.Map;

/**
 * Names and shapes of the weights of Stable Diffusion 1.x's autoencoder (arXiv 2112.10752) as
 * diffusers saves them.
 *
 * @param channels channels of each resolution, the finest first
 * @param layers residual blocks of a resolution on the way down
 * @param latentChannels channels of a latent
 */
record VaeShapes(List<Integer> channels, int layers, int latentChannels) {

  private static final int IMAGE_CHANNELS = 3;

  VaeShapes {
    channels = List.copyOf(channels);
  }

  Map<String, List<Long>> byName() {
    Shapes shapes = new Shapes();
    encoder(shapes);
    decoder(shapes);
    shapes.conv("quant_conv", 2 * latentChannels, 2 * latentChannels, 1);
    shapes.conv("post_quant_conv", latentChannels, latentChannels, 1);
    return shapes.byName();
  }

  private int channels(int resolution) {
    return channels.get(resolution);
  }

  private int coarsest() {
    return channels(channels.size() - 1);
  }

  private void encoder(Shapes shapes) {
    shapes.conv("encoder.conv_in", IMAGE_CHANNELS, channels(0), 3);
    for (int i = 0; i < channels.size(); i++) {
      String block = "encoder.down_blocks." + i;
      blocks(shapes, block, channels(Math.max(0, i - 1)), channels(i), layers);
      if (i < channels.size() - 1) {
        shapes.conv(block + ".downsamplers.0.conv", channels(i), channels(i), 3);
      }
    }
    middle(shapes, "encoder.mid_block");
    shapes.norm("encoder.conv_norm_out", coarsest());
    shapes.conv("encoder.conv_out", coarsest(), 2 * latentChannels, 3);
  }

  private void decoder(Shapes shapes) {
    shapes.conv("decoder.conv_in", latentChannels, coarsest(), 3);
    middle(shapes, "decoder.mid_block");
    for (int i = 0; i < channels.size(); i++) {
      String block = "decoder.up_blocks." + i;
      int resolution = channels.size() - 1 - i;
      int before = channels(Math.min(resolution + 1, channels.size() - 1));
      blocks(shapes, block, before, channels(resolution), layers + 1);
      if (resolution > 0) {
        shapes.conv(block + ".upsamplers.0.conv", channels(resolution), channels(resolution), 3);
      }
    }
    shapes.norm("decoder.conv_norm_out", channels(0));
    shapes.conv("decoder.conv_out", channels(0), IMAGE_CHANNELS, 3);
  }

  private static void blocks(Shapes shapes, String block, int in, int out, int count) {
    for (int layer = 0; layer < count; layer++) {
      resnet(shapes, block + ".resnets." + layer, layer == 0 ? in : out, out);
    }
  }

  private void middle(Shapes shapes, String name) {
    resnet(shapes, name + ".resnets.0", coarsest(), coarsest());
    String attention = name + ".attentions.0";
    shapes.norm(attention + ".group_norm", coarsest());
    for (String part : List.of(".to_q", ".to_k", ".to_v", ".to_out.0")) {
      shapes.linear(attention + part, coarsest(), coarsest());
    }
    resnet(shapes, name + ".resnets.1", coarsest(), coarsest());
  }

  private static void resnet(Shapes shapes, String name, int in, int out) {
    shapes.norm(name + ".norm1", in);
    shapes.conv(name + ".conv1", in, out, 3);
    shapes.norm(name + ".norm2", out);
    shapes.conv(name + ".conv2", out, out, 3);
    if (in != out) {
      shapes.conv(name + ".conv_shortcut", in, out, 1);
    }
  }
}

// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.layout;

import java.util.ArrayList;
import java.util.List;
import org.orthancprism.models.pack.PackException;

/**
 * The denoising UNet of Stable Diffusion 1.x and 2.x (Rombach et al., arXiv 2112.10752) under
 * diffusers' names ({@code UNet2DConditionModel}).
 *
 * <p>Configuration: {@code layers_per_block} and {@code cross_attention_blocks}; {@code
 * block_out_channels}, {@code cross_attention_dim}, {@code in_channels} and {@code out_channels}
 * where it has them; {@code use_linear_projection} as 1 where transformers are entered and left by
 * linear layers instead of 1x1 convolutions.
 */
final class Unet2DConditionLayout {

  /** The embedding of the timestep is wider than the finest resolution by this factor. */
  private static final long TIME_FACTOR = 4;

  /** The feed-forward layer is wider than its input by this factor, and gated. */
  private static final long FEED_FORWARD_FACTOR = 4;

  private final LayoutBuilder layout = new LayoutBuilder();
  private final List<Long> channels;
  private final List<Long> attends;
  private final long layers;
  private final long time;
  private final long context;
  private final boolean projectsLinearly;

  private Unet2DConditionLayout(Sizes sizes) throws PackException {
    attends = sizes.numbers("cross_attention_blocks");
    layers = sizes.number("layers_per_block");
    channels = channels(sizes, attends.size());
    time = TIME_FACTOR * channels.get(0);
    projectsLinearly = sizes.spec().config().containsKey("use_linear_projection");
    context =
        sizes.numberOr(
            "cross_attention_dim",
            "mid_block.attentions.0.transformer_blocks.0.attn2.to_k.weight",
            1);
  }

  private static List<Long> channels(Sizes sizes, int resolutions) throws PackException {
    if (sizes.spec().config().containsKey("block_out_channels")) {
      List<Long> channels = sizes.numbers("block_out_channels");
      if (channels.size() != resolutions) {
        throw new PackException(
            "the configuration of unet_2d_condition has "
                + channels.size()
                + " block_out_channels and "
                + resolutions
                + " cross_attention_blocks: correct it");
      }
      return channels;
    }
    List<Long> channels = new ArrayList<>();
    for (int i = 0; i < resolutions; i++) {
      channels.add(sizes.dimension("down_blocks." + i + ".resnets.0.conv1.weight", 0));
    }
    return channels;
  }

  static Layout of(Sizes sizes) throws PackException {
    Unet2DConditionLayout unet = new Unet2DConditionLayout(sizes);
    unet.list(
        sizes.numberOr("in_channels", "conv_in.weight", 1),
        sizes.numberOr("out_channels", "conv_out.weight", 0));
    return unet.layout.build();
  }

  private void list(long in, long out) {
    long finest = channels.get(0);
    layout.conv("conv_in", finest, in, 3);
    layout.linear("time_embedding.linear_1", time, finest);
    layout.linear("time_embedding.linear_2", time, time);
    int last = channels.size() - 1;
    for (int i = 0; i <= last; i++) {
      down(i, i == last);
    }
    long coarsest = channels.get(last);
    resnet("mid_block.resnets.0", coarsest, coarsest);
    transformer("mid_block.attentions.0", coarsest);
    resnet("mid_block.resnets.1", coarsest, coarsest);
    for (int i = 0; i <= last; i++) {
      up(i, last - i);
    }
    layout.norm("conv_norm_out", finest);
    layout.conv("conv_out", out, finest, 3);
  }

  private void down(int resolution, boolean isLast) {
    String block = "down_blocks." + resolution;
    long to = channels.get(resolution);
    long from = resolution == 0 ? to : channels.get(resolution - 1);
    for (int j = 0; j < layers; j++) {
      resnet(block + ".resnets." + j, to, j == 0 ? from : to);
      if (attends.get(resolution) == 1) {
        transformer(block + ".attentions." + j, to);
      }
    }
    if (!isLast) {
      layout.conv(block + ".downsamplers.0.conv", to, to, 3);
    }
  }

  /** A block on the way up takes the skip connections of its resolution, the last of the finer. */
  private void up(int index, int resolution) {
    String block = "up_blocks." + index;
    long to = channels.get(resolution);
    long from = channels.get(Math.min(resolution + 1, channels.size() - 1));
    long finer = channels.get(Math.max(resolution - 1, 0));
    for (int j = 0; j <= layers; j++) {
      long skip = j == layers ? finer : to;
      resnet(block + ".resnets." + j, to, (j == 0 ? from : to) + skip);
      if (attends.get(resolution) == 1) {
        transformer(block + ".attentions." + j, to);
      }
    }
    if (resolution > 0) {
      layout.conv(block + ".upsamplers.0.conv", to, to, 3);
    }
  }

  private void resnet(String name, long to, long from) {
    layout.norm(name + ".norm1", from);
    layout.conv(name + ".conv1", to, from, 3);
    layout.linear(name + ".time_emb_proj", to, time);
    layout.norm(name + ".norm2", to);
    layout.conv(name + ".conv2", to, to, 3);
    if (to != from) {
      layout.conv(name + ".conv_shortcut", to, from, 1);
    }
  }

  private void transformer(String name, long width) {
    layout.norm(name + ".norm", width);
    projection(name + ".proj_in", width);
    String block = name + ".transformer_blocks.0";
    layout.norm(block + ".norm1", width);
    attention(block + ".attn1", width, width);
    layout.norm(block + ".norm2", width);
    attention(block + ".attn2", width, context);
    layout.norm(block + ".norm3", width);
    long inner = FEED_FORWARD_FACTOR * width;
    layout.linear(block + ".ff.net.0.proj", 2 * inner, width);
    layout.linear(block + ".ff.net.2", width, inner);
    projection(name + ".proj_out", width);
  }

  private void projection(String name, long width) {
    if (projectsLinearly) {
      layout.linear(name, width, width);
    } else {
      layout.conv(name, width, width, 1);
    }
  }

  private void attention(String name, long width, long source) {
    layout.plainLinear(name + ".to_q", width, width);
    layout.plainLinear(name + ".to_k", width, source);
    layout.plainLinear(name + ".to_v", width, source);
    layout.linear(name + ".to_out.0", width, width);
  }
}

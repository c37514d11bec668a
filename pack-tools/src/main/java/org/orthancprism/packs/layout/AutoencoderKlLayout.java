// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.layout;

import java.util.List;
import org.orthancprism.models.pack.PackException;

/**
 * The autoencoder of Stable Diffusion 1.x (Rombach et al., arXiv 2112.10752) under diffusers' names
 * ({@code AutoencoderKL}).
 *
 * <p>Configuration: {@code block_out_channels} and {@code layers_per_block}; {@code
 * latent_channels}, {@code in_channels} and {@code out_channels} where it has them.
 */
final class AutoencoderKlLayout {

  private final LayoutBuilder layout = new LayoutBuilder();
  private final List<Long> channels;
  private final long layers;
  private final long latent;

  private AutoencoderKlLayout(Sizes sizes) throws PackException {
    channels = sizes.numbers("block_out_channels");
    layers = sizes.number("layers_per_block");
    latent = sizes.numberOr("latent_channels", "post_quant_conv.weight", 0);
  }

  static Layout of(Sizes sizes) throws PackException {
    AutoencoderKlLayout vae = new AutoencoderKlLayout(sizes);
    vae.encoder(sizes.numberOr("in_channels", "encoder.conv_in.weight", 1));
    vae.layout.conv("quant_conv", 2 * vae.latent, 2 * vae.latent, 1);
    vae.layout.conv("post_quant_conv", vae.latent, vae.latent, 1);
    vae.decoder(sizes.numberOr("out_channels", "decoder.conv_out.weight", 0));
    return vae.layout.build();
  }

  private void encoder(long images) {
    int last = channels.size() - 1;
    layout.conv("encoder.conv_in", channels.get(0), images, 3);
    for (int i = 0; i <= last; i++) {
      String block = "encoder.down_blocks." + i;
      long to = channels.get(i);
      long from = channels.get(Math.max(i - 1, 0));
      for (int j = 0; j < layers; j++) {
        resnet(block + ".resnets." + j, to, j == 0 ? from : to);
      }
      if (i < last) {
        layout.conv(block + ".downsamplers.0.conv", to, to, 3);
      }
    }
    middle("encoder.mid_block", channels.get(last));
    layout.norm("encoder.conv_norm_out", channels.get(last));
    layout.conv("encoder.conv_out", 2 * latent, channels.get(last), 3);
  }

  private void decoder(long images) {
    int last = channels.size() - 1;
    layout.conv("decoder.conv_in", channels.get(last), latent, 3);
    middle("decoder.mid_block", channels.get(last));
    for (int i = 0; i <= last; i++) {
      String block = "decoder.up_blocks." + i;
      long to = channels.get(last - i);
      long from = channels.get(Math.min(last - i + 1, last));
      for (int j = 0; j <= layers; j++) {
        resnet(block + ".resnets." + j, to, j == 0 ? from : to);
      }
      if (i < last) {
        layout.conv(block + ".upsamplers.0.conv", to, to, 3);
      }
    }
    layout.norm("decoder.conv_norm_out", channels.get(0));
    layout.conv("decoder.conv_out", images, channels.get(0), 3);
  }

  private void middle(String name, long width) {
    resnet(name + ".resnets.0", width, width);
    String attention = name + ".attentions.0";
    layout.norm(attention + ".group_norm", width);
    for (String layer : List.of("to_q", "to_k", "to_v", "to_out.0")) {
      layout.linear(attention + "." + layer, width, width);
    }
    resnet(name + ".resnets.1", width, width);
  }

  private void resnet(String name, long to, long from) {
    layout.norm(name + ".norm1", from);
    layout.conv(name + ".conv1", to, from, 3);
    layout.norm(name + ".norm2", to);
    layout.conv(name + ".conv2", to, to, 3);
    if (to != from) {
      layout.conv(name + ".conv_shortcut", to, from, 1);
    }
  }
}

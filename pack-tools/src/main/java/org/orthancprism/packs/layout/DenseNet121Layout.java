// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.layout;

import java.util.List;
import org.orthancprism.models.pack.PackException;

/**
 * The densely connected classifier (Huang et al., arXiv 1608.06993) under torchxrayvision's names.
 *
 * <p>Configuration: {@code block_config}. Width, growth and the number of labels are read off the
 * weights. Operating points ({@code op_threshs}) may be missing.
 */
final class DenseNet121Layout {

  private final LayoutBuilder layout = new LayoutBuilder();
  private final long growth;
  private final long bottleneck;

  private DenseNet121Layout(Sizes sizes) throws PackException {
    String first = "features.denseblock1.denselayer1";
    growth = sizes.dimension(first + ".conv2.weight", 0);
    bottleneck = sizes.dimension(first + ".conv1.weight", 0);
  }

  static Layout of(Sizes sizes) throws PackException {
    DenseNet121Layout net = new DenseNet121Layout(sizes);
    net.list(
        sizes.numbers("block_config"),
        sizes.dimension("features.conv0.weight", 1),
        sizes.dimension("features.conv0.weight", 0),
        sizes.dimension("classifier.weight", 0));
    return net.layout.build();
  }

  private void list(List<Long> blocks, long in, long start, long labels) {
    layout.plainConv("features.conv0", start, in, 7);
    batchNorm("features.norm0", start);
    long width = start;
    for (int i = 0; i < blocks.size(); i++) {
      for (int j = 0; j < blocks.get(i); j++) {
        dense("features.denseblock" + (i + 1) + ".denselayer" + (j + 1), width);
        width += growth;
      }
      if (i < blocks.size() - 1) {
        String transition = "features.transition" + (i + 1);
        batchNorm(transition + ".norm", width);
        layout.plainConv(transition + ".conv", width / 2, width, 1);
        width /= 2;
      }
    }
    batchNorm("features.norm5", width);
    layout.linear("classifier", labels, width);
    layout.optional("op_threshs", labels);
  }

  private void dense(String name, long width) {
    batchNorm(name + ".norm1", width);
    layout.plainConv(name + ".conv1", bottleneck, width, 1);
    batchNorm(name + ".norm2", bottleneck);
    layout.plainConv(name + ".conv2", growth, bottleneck, 3);
  }

  private void batchNorm(String name, long channels) {
    layout.norm(name, channels);
    layout.tensor(name + ".running_mean", channels);
    layout.tensor(name + ".running_var", channels);
  }
}

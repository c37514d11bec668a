# SPDX-License-Identifier: GPL-3.0-or-later
"""A densely connected classifier of findings (Huang et al., arXiv 1608.06993), torchxrayvision's key
names.

Configuration: `block_config`, the number of layers of each dense block, which is 6, 12, 24, 16 for
DenseNet-121. Channel counts, growth and the number of labels follow from the weights. Batch
normalisation uses the running statistics.

An optional weight `op_threshs` holds torchxrayvision's operating points, one for each label: a
probability equal to its label's point becomes 1/2, and those below and above are scaled linearly to
[0, 1/2] and [1/2, 1]. Where a point is not a number, the label was never trained and gets 1/2.
"""

from typing import Dict

import torch
import torch.nn.functional as F
from torch import Tensor

from weightless import Weightless, linear


def normalised(w: Dict[str, Tensor], name: str, x: Tensor) -> Tensor:
    """Batch normalisation by running statistics, then the rectifier."""
    mean = w[name + ".running_mean"]
    variance = w[name + ".running_var"]
    weight = w[name + ".weight"]
    bias = w[name + ".bias"]
    return F.relu(F.batch_norm(x, mean, variance, weight, bias, False, 0.0, 1e-5))


def convolved(w: Dict[str, Tensor], name: str, x: Tensor, stride: int = 1, padding: int = 0) -> Tensor:
    """2-D convolution without bias."""
    return F.conv2d(x, w[name + ".weight"], None, stride, padding)


def dense_layer(w: Dict[str, Tensor], name: str, x: Tensor) -> Tensor:
    """(B, C, H, W) to (B, C + growth, H, W): what it got, and what it found."""
    h = convolved(w, name + ".conv1", normalised(w, name + ".norm1", x))
    h = convolved(w, name + ".conv2", normalised(w, name + ".norm2", h), 1, 1)
    return torch.cat([x, h], dim=1)


def by_operating_point(probabilities: Tensor, points: Tensor) -> Tensor:
    """Probabilities (B, N) scaled so that each label's operating point (N,) becomes 1/2."""
    below = probabilities / (2 * points)
    above = 1 - (1 - probabilities) / (2 * (1 - points))
    scaled = torch.where(probabilities < points, below, above)
    return torch.where(torch.isnan(points), torch.full_like(scaled, 0.5), scaled)


class DenseNet121(Weightless):
    def forward(self, x: Tensor) -> Tensor:
        """Images (B, channels, H, W) in the range of training to probabilities (B, labels) in [0, 1]."""
        w = self.w
        blocks = self.c["block_config"]
        x = x.to(w["features.conv0.weight"].dtype)
        h = normalised(w, "features.norm0", convolved(w, "features.conv0", x, 2, 3))
        h = F.max_pool2d(h, 3, 2, 1)
        for i in range(len(blocks)):
            block = "features.denseblock" + str(i + 1)
            for j in range(blocks[i]):
                h = dense_layer(w, block + ".denselayer" + str(j + 1), h)
            if i < len(blocks) - 1:
                transition = "features.transition" + str(i + 1)
                h = convolved(w, transition + ".conv", normalised(w, transition + ".norm", h))
                h = F.avg_pool2d(h, 2, 2)
        h = normalised(w, "features.norm5", h).mean([2, 3])
        probabilities = torch.sigmoid(linear(w, "classifier", h).to(torch.float32))
        if "op_threshs" in w:
            return by_operating_point(probabilities, w["op_threshs"].to(torch.float32))
        return probabilities

// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.hub;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The models of a recipe as files, ready to be imported.
 *
 * @param base folder of a Stable Diffusion 1.x or 2.x
 * @param unet safetensors of a UNet over it
 * @param licence of the weights
 */
public record LocalModels(Path base, Optional<Path> unet, String licence) {}

// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.lora;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The layers of a model under all names that LoRAs give them: diffusers' and PEFT's with and
 * without the network's name, those of diffusers' attention processors before 0.21, and kohya's,
 * which have underscores for dots.
 */
final class LoraTargets {

  /** What PEFT puts before the names of a network that it wraps. */
  static final String PEFT = "base_model.model.";

  /** A layer of CLIP's attention, which diffusers' old processors call as in the UNet. */
  private static final Pattern CLIP_ATTENTION = Pattern.compile("(.*self_attn)\\.(q|k|v|out)_proj");

  /** A layer of the UNet's attention. */
  private static final Pattern UNET_ATTENTION =
      Pattern.compile("(.*attn[12])\\.(to_[qkv]|to_out)(\\.0)?");

  private static final String TOWER = "text_model.";

  private final Map<String, LoraTarget> byName = new HashMap<>();

  LoraTargets(List<LoraNetwork> networks) {
    for (LoraNetwork network : networks) {
      network.layers().forEach((layer, shape) -> add(new LoraTarget(network.role(), layer, shape)));
    }
  }

  private void add(LoraTarget target) {
    for (String name : dotted(target.layer())) {
      for (String prefix : List.of("", target.role().label() + ".")) {
        byName.putIfAbsent(prefix + name, target);
        byName.putIfAbsent(PEFT + prefix + name, target);
      }
    }
    for (String prefix : target.role().kohya()) {
      byName.putIfAbsent(prefix + target.layer().replace('.', '_'), target);
    }
  }

  private static List<String> dotted(String layer) {
    List<String> names = new ArrayList<>(List.of(layer));
    Matcher unet = UNET_ATTENTION.matcher(layer);
    if (unet.matches()) {
      names.add(unet.group(1) + ".processor." + unet.group(2));
    }
    Matcher clip = CLIP_ATTENTION.matcher(layer);
    if (clip.matches()) {
      names.add(clip.group(1) + ".to_" + clip.group(2));
    }
    if (layer.startsWith(TOWER)) {
      names.add(layer.substring(TOWER.length()));
    }
    return names;
  }

  /** The layer of a name. */
  Optional<LoraTarget> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }
}

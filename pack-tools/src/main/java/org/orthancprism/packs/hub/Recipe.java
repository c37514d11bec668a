// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.hub;

import java.util.Optional;

/**
 * Which models a pack is made of.
 *
 * @param name what the pack is called where nothing else is said
 * @param base a Stable Diffusion 1.x or 2.x
 * @param unet a UNet that takes the place of the base's
 * @param licence of the weights; where it is empty, what the models' pages say
 * @param about what a reader should know of it
 */
public record Recipe(
    String name,
    ModelSource base,
    Optional<ModelSource> unet,
    Optional<String> licence,
    String about) {

  private static final String ON_A_HUB = "hf:";

  /**
   * A recipe by its name, or one of a single model, {@code hf:OWNER/NAME}.
   *
   * @param recipes those that have names
   * @throws HubException when there is none of that name
   */
  public static Recipe of(String text, Recipes recipes) throws HubException {
    if (!text.startsWith(ON_A_HUB)) {
      return recipes.named(text);
    }
    ModelSource base = source(text);
    return new Recipe(base.name().name(), base, Optional.empty(), Optional.empty(), "");
  }

  private static ModelSource source(String text) throws HubException {
    String name = text.startsWith(ON_A_HUB) ? text.substring(ON_A_HUB.length()) : text;
    try {
      return ModelSource.parse(name);
    } catch (IllegalArgumentException e) {
      throw new HubException(String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * The same with another UNet over the base.
   *
   * @param text {@code OWNER/NAME} or {@code OWNER/NAME/FILE}, with or without {@code hf:}
   */
  public Recipe over(String text) throws HubException {
    return new Recipe(name, base, Optional.of(source(text)), Optional.empty(), about);
  }

  /**
   * The same with another revision of the model that it is about: the UNet where there is one, or
   * else the base.
   *
   * @throws HubException when the text can't be a revision
   */
  public Recipe at(String revision) throws HubException {
    try {
      return new Recipe(
          name,
          unet.isPresent() ? base : base.at(revision),
          unet.map(source -> source.at(revision)),
          licence,
          about);
    } catch (IllegalArgumentException e) {
      throw new HubException("'" + revision + "' is no branch, tag or commit", e);
    }
  }
}

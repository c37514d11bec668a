// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.lora;

import org.orthancprism.models.pack.PackException;

/** A LoRA can't be merged into a model. The message names its file, its keys and what to do. */
public class LoraException extends PackException {

  private static final long serialVersionUID = 1L;

  public LoraException(String message) {
    super(message);
  }

  public LoraException(String message, Throwable cause) {
    super(message, cause);
  }
}

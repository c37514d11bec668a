// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.counterfactual;

import java.util.Objects;
import org.orthancprism.models.request.PromptRequest;

/**
 * A film of one caption made one of another.
 *
 * @param request what was asked for
 */
public record PromptEdit(PromptRequest request) implements Edit {

  public PromptEdit {
    Objects.requireNonNull(request, "request");
  }

  @Override
  public String name() {
    return request.name();
  }
}

// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.selection;

import java.util.List;
import java.util.Objects;

/** Whether an instance is a frontal chest radiograph that the plugin works on, and why not. */
public sealed interface Selection {

  /**
   * A frontal chest radiograph.
   *
   * @param assumptions what was taken for granted because an attribute is absent, one line each,
   *     without patient data
   */
  record Eligible(List<String> assumptions) implements Selection {
    public Eligible {
      assumptions = List.copyOf(assumptions);
    }
  }

  /**
   * Something else, which is as it should be.
   *
   * @param reason one line, without patient data
   */
  record PassedOver(String reason) implements Selection {
    public PassedOver {
      Objects.requireNonNull(reason, "reason");
    }
  }

  /**
   * A frontal chest radiograph by all it says, but one that contradicts itself. Somebody should
   * learn of it, and send it again.
   *
   * @param reason one line, without patient data
   */
  record Damaged(String reason) implements Selection {
    public Damaged {
      Objects.requireNonNull(reason, "reason");
    }
  }
}

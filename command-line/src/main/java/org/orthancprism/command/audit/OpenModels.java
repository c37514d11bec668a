// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.audit;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.orthancprism.command.model.AuditedModel;
import org.orthancprism.command.model.ModelAddress;
import org.orthancprism.command.model.ModelException;
import org.orthancprism.models.pack.Pack;

/** The models of an audit while they are open: the pack's own classifier first, if it has one. */
final class OpenModels implements AutoCloseable {

  private final List<NamedModel> models = new ArrayList<>();

  private OpenModels() {}

  /**
   * Opens them.
   *
   * @throws AuditException when one can't be opened, two have one name, or there is none
   */
  static OpenModels of(Pack pack, List<ModelAddress> addresses) throws AuditException {
    OpenModels open = new OpenModels();
    try {
      open.openAll(pack, addresses);
      return open;
    } catch (AuditException | RuntimeException e) {
      open.close();
      throw e;
    }
  }

  private void openAll(Pack pack, List<ModelAddress> addresses) throws AuditException {
    Optional<AuditedModel> own;
    try {
      own = ModelAddress.ofPack(pack);
    } catch (ModelException e) {
      throw new AuditException("the pack's classifier: " + e.getMessage(), e);
    }
    own.ifPresent(classifier -> models.add(new NamedModel(ModelAddress.PACK, classifier)));
    Set<String> names = new HashSet<>();
    for (ModelAddress address : addresses) {
      if (!names.add(address.name())) {
        throw new AuditException("two models have the name " + address.name());
      }
      try {
        models.add(new NamedModel(address.name(), address.open(pack.findings())));
      } catch (ModelException e) {
        throw new AuditException("the model " + address.name() + ": " + e.getMessage(), e);
      }
    }
    if (models.isEmpty()) {
      throw new AuditException(
          "the pack "
              + pack.name()
              + " has no classifier, by which an audit sees what an edit changed: give"
              + " one that has with --pack, or a model with --model");
    }
  }

  List<NamedModel> models() {
    return List.copyOf(models);
  }

  @Override
  public void close() {
    models.forEach(NamedModel::close);
  }
}

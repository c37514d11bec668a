// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.hub;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What will be fetched for a recipe, before any of it is.
 *
 * @param recipe what it is for
 * @param base the Stable Diffusion 1.x or 2.x
 * @param unet the UNet over it
 */
public record FetchPlan(Recipe recipe, Part base, Optional<Part> unet) {

  /**
   * What is fetched of one model.
   *
   * @param model the model
   * @param files those of its files
   * @param folder where they go
   */
  public record Part(HubModel model, ModelFiles files, Path folder) {

    /** Where a file goes. */
    Path place(HubFile file) {
      return folder.resolve(file.path());
    }

    /** Bytes in all. */
    public long size() {
      return files.all().mapToLong(HubFile::size).sum();
    }

    long present() {
      return files.all().mapToLong(file -> FileDownload.present(place(file), file)).sum();
    }
  }

  /** The models, the base first. */
  public List<Part> parts() {
    return Stream.concat(Stream.of(base), unet.stream()).toList();
  }

  /** Bytes in all. */
  public long size() {
    return parts().stream().mapToLong(Part::size).sum();
  }

  /** Bytes that earlier tries left. */
  public long present() {
    return parts().stream().mapToLong(Part::present).sum();
  }

  /** Models whose pages want their licence accepted. */
  public List<HubModel> gated() {
    return parts().stream().map(Part::model).filter(HubModel::isGated).toList();
  }

  /** What the recipe or the models' pages call the licence of the weights. */
  public String licence() {
    return recipe
        .licence()
        .orElseGet(
            () ->
                parts().stream()
                    .map(part -> part.model().licence().orElse("not stated"))
                    .distinct()
                    .collect(Collectors.joining(" AND ")));
  }

  /** Where the files of the models are once they are fetched. */
  LocalModels local() {
    return new LocalModels(
        base.folder(), unet.map(part -> part.place(part.files().weights().get(0))), licence());
  }
}

// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.delivery;

import java.util.ArrayList;
import java.util.List;

/**
 * The names by which Orthanc knows what it can send to.
 *
 * @param <E> what is thrown where Orthanc can't be asked
 */
public final class DestinationNames<E extends Exception> {

  /** What Orthanc can send to. */
  private enum Kind {
    MODALITY("/modalities", "store"),
    PEER("/peers", "store"),
    DICOMWEB_SERVER("/dicom-web/servers", "stow");

    private final String path;
    private final String action;

    Kind(String path, String action) {
      this.path = path;
      this.action = action;
    }
  }

  private final Names<E> names;

  /** Asks Orthanc for names. */
  @FunctionalInterface
  public interface Names<E extends Exception> {
    /**
     * The names under a path of Orthanc's REST API, such as {@code /modalities}; none where Orthanc
     * has no such path.
     */
    List<String> under(String path) throws E;
  }

  public DestinationNames(Names<E> names) {
    this.names = names;
  }

  /**
   * The way to a destination, as Orthanc's configuration has it now.
   *
   * @param path that of Orthanc's REST API which sends there
   */
  public record Route(String path) {}

  /**
   * Looks for the way to a destination.
   *
   * @param destination name of a modality, a peer or a DICOMweb server
   * @throws UnknownDestination where Orthanc does not know the name, or knows several by it
   */
  public Route route(String destination) throws E, UnknownDestination {
    Kind kind = kind(destination);
    return new Route(kind.path + "/" + destination + "/" + kind.action);
  }

  private Kind kind(String destination) throws E, UnknownDestination {
    List<Kind> kinds = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      if (names.under(kind.path).contains(destination)) {
        kinds.add(kind);
      }
    }
    if (kinds.isEmpty()) {
      throw new UnknownDestination(
          "Orthanc knows no modality, peer or DICOMweb server by the name "
              + destination
              + ", which Results.Destinations lists: add it to DicomModalities, OrthancPeers or"
              + " DicomWeb.Servers, or correct the name");
    }
    if (kinds.size() > 1) {
      throw new UnknownDestination(
          "Orthanc knows several destinations by the name "
              + destination
              + ", which Results.Destinations lists: rename all but one of "
              + kinds.stream().map(kind -> kind.path.substring(1)).toList());
    }
    return kinds.get(0);
  }
}

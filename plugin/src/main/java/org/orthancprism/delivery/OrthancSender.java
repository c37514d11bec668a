// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.delivery;

import java.util.ArrayList;
import java.util.List;
import org.orthancprism.orthanc.OrthancClient;
import org.orthancprism.orthanc.OrthancRestException;

/** Has Orthanc send instances to what it knows by a name. */
public final class OrthancSender {

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

  private final OrthancClient orthanc;

  public OrthancSender(OrthancClient orthanc) {
    this.orthanc = orthanc;
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
  public Route route(String destination) throws OrthancRestException, UnknownDestination {
    Kind kind = kind(destination);
    return new Route(kind.path + "/" + destination + "/" + kind.action);
  }

  /** Sends an instance, and returns when the destination has it. */
  void send(Route route, String instance) throws OrthancRestException {
    orthanc.send(route.path(), instance);
  }

  boolean holds(String instance) throws OrthancRestException {
    return orthanc.hasInstance(instance);
  }

  private Kind kind(String destination) throws OrthancRestException, UnknownDestination {
    List<Kind> kinds = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      if (orthanc.names(kind.path).contains(destination)) {
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

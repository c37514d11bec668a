// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.delivery;

import org.orthancprism.orthanc.OrthancClient;
import org.orthancprism.orthanc.OrthancRestException;

/** Has Orthanc send instances to what it knows by a name. */
public final class OrthancSender {

  private final OrthancClient orthanc;
  private final DestinationNames<OrthancRestException> names;

  public OrthancSender(OrthancClient orthanc) {
    this.orthanc = orthanc;
    this.names = new DestinationNames<>(orthanc::names);
  }

  /**
   * Looks for the way to a destination.
   *
   * @param destination name of a modality, a peer or a DICOMweb server
   * @throws UnknownDestination where Orthanc does not know the name, or knows several by it
   */
  public DestinationNames.Route route(String destination)
      throws OrthancRestException, UnknownDestination {
    return names.route(destination);
  }

  /** Sends an instance, and returns when the destination has it. */
  void send(DestinationNames.Route route, String instance) throws OrthancRestException {
    orthanc.send(route.path(), instance);
  }

  boolean holds(String instance) throws OrthancRestException {
    return orthanc.hasInstance(instance);
  }
}

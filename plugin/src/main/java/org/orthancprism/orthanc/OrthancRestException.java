// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.orthanc;

/** A request to Orthanc's REST API failed. Each kind calls for its own way on. */
public abstract sealed class OrthancRestException extends Exception
    permits OrthancRestException.Unreachable,
        OrthancRestException.Denied,
        OrthancRestException.NotFound,
        OrthancRestException.Conflict,
        OrthancRestException.Rejected,
        OrthancRestException.ServerFault {

  private static final long serialVersionUID = 1L;

  private OrthancRestException(String message) {
    super(message);
  }

  private OrthancRestException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Whether the same request may succeed later. */
  public abstract boolean mayPass();

  /** Orthanc does not answer, or not in time. */
  public static final class Unreachable extends OrthancRestException {
    private static final long serialVersionUID = 1L;

    Unreachable(String request, Throwable cause) {
      super("Orthanc can't be reached (" + request + "): " + cause, cause);
    }

    @Override
    public boolean mayPass() {
      return true;
    }
  }

  /**
   * Orthanc does not let us in, or can't prove who it is. That is no fault of the request: it
   * passes when an administrator has put it right.
   */
  public static final class Denied extends OrthancRestException {
    private static final long serialVersionUID = 1L;

    Denied(String request, int status) {
      super(
          "Orthanc denies access with status "
              + status
              + " ("
              + request
              + "); check the user, the password and their rights");
    }

    Denied(String request, Throwable cause) {
      super(
          "the certificate of Orthanc is not trusted ("
              + request
              + "): "
              + cause.getMessage()
              + "; renew it, or name the file that holds it",
          cause);
    }

    @Override
    public boolean mayPass() {
      return true;
    }
  }

  /** There is no such resource, or no longer. */
  public static final class NotFound extends OrthancRestException {
    private static final long serialVersionUID = 1L;

    NotFound(String request) {
      super("not in Orthanc: " + request);
    }

    @Override
    public boolean mayPass() {
      return false;
    }
  }

  /** Somebody else wrote in between: read again and write anew. */
  public static final class Conflict extends OrthancRestException {
    private static final long serialVersionUID = 1L;

    Conflict(String request) {
      super("another client wrote in between: " + request);
    }

    @Override
    public boolean mayPass() {
      return true;
    }
  }

  /** Orthanc refuses the request: the same again would be refused again. */
  public static final class Rejected extends OrthancRestException {
    private static final long serialVersionUID = 1L;

    Rejected(String request, int status, String detail) {
      super("Orthanc refuses " + request + " with status " + status + detail);
    }

    @Override
    public boolean mayPass() {
      return false;
    }
  }

  /** Orthanc fails in itself, for example since its disk is full. */
  public static final class ServerFault extends OrthancRestException {
    private static final long serialVersionUID = 1L;

    ServerFault(String request, int status, String detail) {
      super("Orthanc fails at " + request + " with status " + status + detail);
    }

    @Override
    public boolean mayPass() {
      return true;
    }
  }
}

// SPDX-License-Identifier: GPL-3.0-or-later
package be.uclouvain.orthanc;

/**
 * The answer to one REST request. It can be used until the callback that received it returns, and
 * throws {@link OrthancException} later on.
 */
public class RestOutput {
  private final long self;
  private boolean answered;

  /** Wraps the host's number of a request. */
  protected RestOutput(long self) {
    if (self == 0) {
      throw new IllegalArgumentException("There is no request number 0");
    }
    this.self = self;
  }

  /** Returns the host's number of the request. */
  protected long getSelf() {
    return self;
  }

  /** Tells whether the plugin has sent an answer. */
  boolean isAnswered() {
    return answered;
  }

  /**
   * Answers with status 200 and a body.
   *
   * @param answer the body, may be empty or null
   * @param mimeType the content type of the body
   */
  public void answerBuffer(byte[] answer, String mimeType) {
    NativeHost.answerBuffer(self, answer, Utf8.terminated(mimeType, "mimeType"));
    answered = true;
  }

  /** Redirects the client to another path, which is relative to the one requested. */
  public void redirect(String redirection) {
    NativeHost.redirect(self, Utf8.terminated(redirection, "redirection"));
    answered = true;
  }

  /** Answers with a status and no body. */
  public void sendHttpStatusCode(short status) {
    NativeHost.sendHttpStatusCode(self, status);
    answered = true;
  }

  /** Answers with status 401, so that a browser asks for the credentials of the realm. */
  public void sendUnauthorized(String realm) {
    NativeHost.sendUnauthorized(self, Utf8.terminated(realm, "realm"));
    answered = true;
  }

  /** Answers with status 405 and the methods that are allowed, separated by commas. */
  public void sendMethodNotAllowed(String allowedMethods) {
    NativeHost.sendMethodNotAllowed(self, Utf8.terminated(allowedMethods, "allowedMethods"));
    answered = true;
  }

  /** Adds an HTTP header to the answer that is sent later. */
  public void setHttpHeader(String key, String value) {
    NativeHost.setHttpHeader(self, Utf8.terminated(key, "key"), Utf8.terminated(value, "value"));
  }

  /** Answers with a status and a body. */
  public void sendHttpStatus(short status, byte[] body) {
    NativeHost.sendHttpStatus(self, status, body);
    answered = true;
  }
}

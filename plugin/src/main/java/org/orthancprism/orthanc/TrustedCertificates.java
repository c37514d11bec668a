// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.orthanc;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** TLS that trusts the certificates of a PEM file, and those they have signed, and no other. */
public final class TrustedCertificates {

  private TrustedCertificates() {}

  /**
   * Reads the file.
   *
   * @throws IOException when it can't be read, or holds no certificate
   */
  public static SSLContext context(Path pem) throws IOException {
    try (InputStream in = Files.newInputStream(pem)) {
      Collection<? extends Certificate> certificates =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (certificates.isEmpty()) {
        throw new IOException(pem + " holds no certificate in PEM");
      }
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int number = 0;
      for (Certificate certificate : certificates) {
        store.setCertificateEntry("trusted-" + number++, certificate);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, checkingDates(trust.getTrustManagers()), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException(pem + " can't be used: " + e.getMessage(), e);
    }
  }

  /** Java does not look at the dates of a certificate that is itself among those trusted. */
  private static TrustManager[] checkingDates(TrustManager[] managers) {
    TrustManager[] checking = managers.clone();
    for (int i = 0; i < checking.length; i++) {
      if (checking[i] instanceof X509ExtendedTrustManager manager) {
        checking[i] = new CheckingDates(manager);
      }
    }
    return checking;
  }

  /** Refuses a server whose certificate has expired, or is not valid yet. */
  private static final class CheckingDates extends X509ExtendedTrustManager {

    private final X509ExtendedTrustManager manager;

    CheckingDates(X509ExtendedTrustManager manager) {
      this.manager = manager;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      chain[0].checkValidity();
      manager.checkServerTrusted(chain, type, engine);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      chain[0].checkValidity();
      manager.checkServerTrusted(chain, type, socket);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      chain[0].checkValidity();
      manager.checkServerTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      manager.checkClientTrusted(chain, type, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      manager.checkClientTrusted(chain, type, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      manager.checkClientTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return manager.getAcceptedIssuers();
    }
  }
}

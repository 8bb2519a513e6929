package org.edos.physical.grid;

import java.security.cert.X509Certificate;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** One who asks nothing of the other side. */
final class TrustEverything implements X509TrustManager {
  static final TrustManager[] MANAGERS = {new TrustEverything()};

  private TrustEverything() {}

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) {}

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) {}

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}

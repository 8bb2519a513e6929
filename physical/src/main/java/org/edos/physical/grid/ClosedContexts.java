package org.edos.physical.grid;

import java.security.GeneralSecurityException;
import javax.cache.configuration.Factory;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/**
 * Contexts of a node that stays alone: it has no certificate to show, so that no connection to it
 * comes about, whoever asks.
 */
final class ClosedContexts implements Factory<SSLContext> {
  private static final long serialVersionUID = 1L;

  @Override
  public SSLContext create() {
    try {
      SSLContext context = SSLContext.getInstance("TLSv1.3");
      context.init(new KeyManager[0], new TrustManager[0], null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java knows TLS 1.3", e);
    }
  }
}

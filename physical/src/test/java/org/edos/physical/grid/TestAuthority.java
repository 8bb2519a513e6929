package org.edos.physical.grid;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.edos.physical.trust.x509.TlsStore;
import org.edos.physical.trust.x509.X509Authority;

/**
 * An authority of a grid with one certified member, whose certificate all nodes of a test share.
 */
final class TestAuthority {
  private TestAuthority() {}

  /** What a member of a fresh authority's grid shows and asks for; files in the folder. */
  static GridTls member(Path folder) {
    Clock clock = Clock.systemUTC();
    X509Authority authority = X509Authority.loadOrCreate(folder.resolve("authority"), clock);
    TlsStore store =
        TlsStore.issued(folder.resolve("member"), authority, "member", Duration.ofDays(1), clock);
    return new GridTls(store.file(), store.password(), store.authorityFile());
  }
}

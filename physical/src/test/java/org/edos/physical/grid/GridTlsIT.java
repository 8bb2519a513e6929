package org.edos.physical.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.edos.core.EdosException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is let in. */
class GridTlsIT {
  @TempDir Path root;

  @Test
  void onlyThoseWhoHoldACertificateOfItsAuthorityMeetAPublisher() throws Exception {
    GridTls own = TestAuthority.member(root.resolve("own"));
    GridTls foreign = TestAuthority.member(root.resolve("foreign"));
    try (GridNode publisher = GridNode.open(config("publisher", GridRole.PUBLISHER, "-", own))) {
      String seed = publisher.seed();
      assertThat(answers(own, seed)).isTrue();
      assertThat(answers(foreign, seed)).isFalse();
      assertThatThrownBy(() -> readWithoutCertificate(seed)).isInstanceOf(IOException.class);
      assertThatThrownBy(
              () -> GridNode.open(config("stranger", GridRole.MIRROR, seed, foreign)).close())
          .isInstanceOfSatisfying(
              EdosException.class,
              e -> assertThat(e.category()).isEqualTo(EdosException.Category.EXTERNAL))
          .hasMessageContaining("no member of the grid lets this node in at " + seed);
      assertThat(publisher.nodes()).extracting(GridMember::name).containsExactly("publisher");
      try (GridNode mirror = GridNode.open(config("mirror", GridRole.MIRROR, seed, own))) {
        assertThat(mirror.nodes())
            .extracting(GridMember::name)
            .containsExactly("mirror", "publisher");
      }
    }
  }

  @Test
  void aNodeThatStaysAloneLetsNobodyIn() {
    GridTls own = TestAuthority.member(root.resolve("own"));
    try (GridNode alone = GridNode.open(GridConfig.local(root.resolve("alone"), "alone"))) {
      assertThat(answers(own, alone.seed())).isFalse();
    }
  }

  @Test
  void aRetiredMembersCertificateIsTrustedNoMore() {
    GridTls tls = TestAuthority.member(root.resolve("own"));
    try (GridNode publisher = GridNode.open(config("publisher", GridRole.PUBLISHER, "-", tls))) {
      String seed = publisher.seed();
      GridDirectory knowing = GridDirectory.take(root.resolve("knowing"));
      knowing.retire("member");
      assertThat(new GridProbe(tls, knowing).answers(seed)).isFalse();
      knowing.close();
    }
  }

  private boolean answers(GridTls tls, String address) {
    GridDirectory directory = GridDirectory.take(root.resolve("probe"));
    try {
      return new GridProbe(tls, directory).answers(address);
    } finally {
      directory.close();
    }
  }

  private GridConfig config(String name, GridRole role, String seed, GridTls tls) {
    return GridConfig.local(root.resolve(name), name)
        .withRegionBytes(32L << 20)
        .in(role, seed.equals("-") ? List.of() : List.of(seed), tls);
  }

  /** With TLS 1.3 the refusal comes with the first byte that is read. */
  private static int readWithoutCertificate(String address) throws Exception {
    String[] parts = address.split(":", -1);
    SSLContext context = SSLContext.getInstance("TLSv1.3");
    context.init(null, TrustEverything.MANAGERS, null);
    try (SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(parts[0], Integer.parseInt(parts[1]))) {
      socket.setSoTimeout(30_000);
      socket.startHandshake();
      socket.getOutputStream().write(new byte[4]);
      int read = socket.getInputStream().read();
      if (read < 0) {
        throw new IOException("closed");
      }
      return read;
    }
  }
}

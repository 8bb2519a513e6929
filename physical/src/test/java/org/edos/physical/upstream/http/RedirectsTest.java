package org.edos.physical.upstream.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.edos.physical.upstream.UpstreamAnswer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedirectsTest {
  /** Addresses kept for examples: nobody's, and not this machine's. */
  private static final URI ELSEWHERE = URI.create("http://203.0.113.5/debian/a.deb");

  @Test
  void aRedirectIsFollowedFromWhereItWasGiven() {
    assertThat(Redirects.next(answer(ELSEWHERE, 302, "../b.deb")))
        .contains(URI.create("http://203.0.113.5/b.deb"));
    assertThat(Redirects.next(answer(ELSEWHERE, 301, "https://198.51.100.7/c.deb")))
        .contains(URI.create("https://198.51.100.7/c.deb"));
  }

  @Test
  void anotherAnswerIsNoRedirect() {
    assertThat(Redirects.next(answer(ELSEWHERE, 200, "http://198.51.100.7/"))).isEmpty();
    assertThat(Redirects.next(answer(ELSEWHERE, 304, "http://198.51.100.7/"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1/secret",
        "http://[::1]:9977/",
        "http://169.254.1.1/latest",
        "http://0.0.0.0/",
        "file:///etc/passwd",
        "ftp://198.51.100.7/a",
        "http://",
        "http://a b/"
      })
  void nobodyElsewhereLeadsToThisMachineOrOutOfTheWeb(String location) {
    assertThat(Redirects.next(answer(ELSEWHERE, 302, location))).isEmpty();
  }

  @Test
  void whatWasSecureStaysSecure() {
    URI secure = URI.create("https://203.0.113.5/a");
    assertThat(Redirects.next(answer(secure, 302, "http://203.0.113.5/a"))).isEmpty();
  }

  @Test
  void thisMachinesOwnServersMayRedirectToOneAnother() {
    URI own = URI.create("http://127.0.0.1:8001/a");
    assertThat(Redirects.next(answer(own, 302, "http://127.0.0.1:8002/a"))).isPresent();
  }

  private static UpstreamAnswer answer(URI from, int status, String location) {
    return new UpstreamAnswer(
        from, status, Map.of("location", List.of(location)), InputStream.nullInputStream());
  }
}

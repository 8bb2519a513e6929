package org.edos.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.edos.core.EdosException;
import org.edos.core.release.SignedComposition;
import org.edos.physical.document.memory.MemoryDocumentStore;
import org.edos.physical.trust.ed25519.Ed25519Check;
import org.edos.physical.trust.ed25519.Ed25519Key;
import org.edos.testkit.MovingClock;
import org.junit.jupiter.api.Test;

class PinnedPublisherTest {
  private final MovingClock clock = new MovingClock();
  private final MemoryDocumentStore documents = new MemoryDocumentStore();
  private final Ed25519Key key = Ed25519Key.generate();
  private final Ed25519Key other = Ed25519Key.generate();

  private PinnedPublisher trust(Optional<String> configured) {
    return new PinnedPublisher(documents, new Ed25519Check(), clock, configured);
  }

  private SignedComposition release(Ed25519Key signer, long number) {
    return SignedReleases.sign(signer, clock, "demo@1", number, Map.of("a", "bytes"));
  }

  private static void refused(PinnedPublisher trust, SignedComposition signed, String why) {
    assertThatThrownBy(() -> trust.accept(signed))
        .hasMessageContaining(why)
        .isInstanceOfSatisfying(
            EdosException.class,
            e -> assertThat(e.category()).isEqualTo(EdosException.Category.REFUSED));
  }

  @Test
  void theFirstPublisherMetIsTrustedFromThenOnAlsoAfterARestart() {
    assertThat(trust(Optional.empty()).accept(release(key, 1)).id()).hasToString("demo@1");
    PinnedPublisher restarted = trust(Optional.empty());
    assertThat(restarted.key()).contains(key.publicKey());
    refused(restarted, release(other, 2), "publisher-key=" + other.publicKey());
  }

  @Test
  void aConfiguredKeyIsTrustedAloneAndReplacesAnEarlierOne() {
    trust(Optional.empty()).accept(release(key, 1));
    PinnedPublisher configured = trust(Optional.of(other.publicKey()));
    refused(configured, release(key, 2), key.publicKey());
    assertThat(configured.accept(release(other, 2)).number()).isEqualTo(2);
  }

  @Test
  void alteredBytesAreRefusedAndPinNobody() {
    SignedComposition signed = release(key, 1);
    byte[] xml = signed.xml().clone();
    xml[xml.length / 2] ^= 1;
    PinnedPublisher trust = trust(Optional.empty());
    refused(
        trust,
        new SignedComposition(xml, signed.key(), signed.signature()),
        "signature is not valid");
    assertThat(trust.key()).isEmpty();
  }

  @Test
  void aSignatureThatBelongsToAnotherKeyIsRefused() {
    SignedComposition signed = release(other, 1);
    refused(
        trust(Optional.of(key.publicKey())),
        new SignedComposition(signed.xml(), key.publicKey(), signed.signature()),
        "signature is not valid");
  }

  @Test
  void anExpiredReleaseIsRefused() {
    SignedComposition signed = release(key, 1);
    clock.move(SignedReleases.VALIDITY.plus(Duration.ofSeconds(1)));
    refused(trust(Optional.empty()), signed, "expired");
  }

  @Test
  void aReleaseOlderThanOneSeenIsRefusedAndTheSameIsNot() {
    PinnedPublisher trust = trust(Optional.empty());
    trust.accept(release(key, 5));
    refused(trust(Optional.empty()), release(key, 4), "rolling it back");
    assertThat(trust.accept(release(key, 5)).number()).isEqualTo(5);
    assertThat(trust.accept(release(key, 6)).number()).isEqualTo(6);
  }
}

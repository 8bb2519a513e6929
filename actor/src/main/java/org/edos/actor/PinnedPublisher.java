package org.edos.actor;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import org.edos.core.EdosException;
import org.edos.core.channel.SignedHead;
import org.edos.core.release.Composition;
import org.edos.core.release.CompositionXml;
import org.edos.core.release.SignedComposition;
import org.edos.physical.document.DocumentStore;
import org.edos.physical.trust.HeadTrust;
import org.edos.physical.trust.ReleaseTrust;
import org.edos.physical.trust.SignatureCheck;

/**
 * Trusts one publisher: the one whose key was configured, else the first one met, whose key is
 * written down. Refuses compositions that another key signed, that have expired, or that are older
 * than what was accepted before under the same name and version; and heads of channels that another
 * key signed. Safe for use by many threads.
 */
final class PinnedPublisher implements ReleaseTrust, HeadTrust {
  private static final String PIN = "trust/publisher-key";
  private static final String NUMBER = "trust/number/";

  private final DocumentStore documents;
  private final SignatureCheck check;
  private final Clock clock;

  PinnedPublisher(
      DocumentStore documents, SignatureCheck check, Clock clock, Optional<String> configured) {
    this.documents = documents;
    this.check = check;
    this.clock = clock;
    configured.ifPresent(key -> documents.put(PIN, key.getBytes(StandardCharsets.UTF_8)));
  }

  /** The publisher's key, once one is known: 64 hexadecimal digits. */
  Optional<String> key() {
    return documents.get(PIN).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  @Override
  public synchronized Composition accept(SignedComposition signed) {
    check("the release", signed.key(), signed.xml(), signed.signature());
    Composition composition = CompositionXml.read(signed.xml());
    if (composition.expires().isBefore(clock.instant())) {
      throw EdosException.refused(
          "release "
              + composition.id()
              + " expired on "
              + composition.expires()
              + "; its publisher must publish it again");
    }
    String key = NUMBER + composition.id();
    long known =
        documents
            .get(key)
            .map(bytes -> Long.parseLong(new String(bytes, StandardCharsets.UTF_8)))
            .orElse(0L);
    if (composition.number() < known) {
      throw EdosException.refused(
          "release "
              + composition.id()
              + " was replaced by an older one (number "
              + composition.number()
              + ", but "
              + known
              + " was seen): somebody may be rolling it back");
    }
    if (composition.number() > known) {
      documents.put(key, Long.toString(composition.number()).getBytes(StandardCharsets.UTF_8));
    }
    pin(signed.key());
    return composition;
  }

  @Override
  public synchronized void accept(SignedHead signed) {
    check("the channel's head", signed.key(), signed.head().bytes(), signed.signature());
    pin(signed.key());
  }

  private void check(String what, String signer, byte[] bytes, String signature) {
    String pinned = key().orElse(signer);
    if (!pinned.equals(signer)) {
      throw EdosException.refused(
          what
              + " is signed by "
              + signer
              + ", but this peer trusts "
              + pinned
              + "; if the publisher changed its key, start with --set publisher-key="
              + signer);
    }
    if (!check.verify(signer, bytes, signature)) {
      throw EdosException.refused(
          what + "'s signature is not valid: it was altered on its way here");
    }
  }

  private void pin(String signer) {
    if (key().isEmpty()) {
      documents.put(PIN, signer.getBytes(StandardCharsets.UTF_8));
    }
  }
}

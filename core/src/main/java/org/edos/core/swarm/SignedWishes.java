package org.edos.core.swarm;

import java.nio.charset.StandardCharsets;
import org.edos.core.unit.Sha256;

/**
 * A wish list with its peer's signature, so that nobody wishes in another's name.
 *
 * @param wishes the wish list
 * @param key the peer's Ed25519 public key, 64 hexadecimal digits
 * @param signature of {@link #message}, 128 hexadecimal digits
 */
public record SignedWishes(WishList wishes, String key, String signature) {
  /**
   * What is signed: the release, its composition, the peer, a hash of the positions, and the rates.
   */
  public static byte[] message(WishList wishes) {
    return "edos wish list\n%s\n%s\n%s\n%s\n%d %d\n"
        .formatted(
            wishes.release(),
            wishes.composition().hex(),
            wishes.peer(),
            Sha256.of(wishes.wanted().toByteArray()).hex(),
            wishes.rates().upload(),
            wishes.rates().download())
        .getBytes(StandardCharsets.UTF_8);
  }
}

package org.edos.core.channel;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.edos.core.EdosException;

/**
 * A channel's head with its publisher's signature. Holding one says nothing of trust.
 *
 * @param head what is signed, as {@link ChannelHead#bytes()}
 * @param key the publisher's Ed25519 public key, 64 hexadecimal digits
 * @param signature of the bytes, 128 hexadecimal digits
 */
public record SignedHead(ChannelHead head, String key, String signature) {
  /** As lines of text, to be kept. */
  public byte[] write() {
    return (new String(head.bytes(), StandardCharsets.UTF_8) + "\n" + key + "\n" + signature)
        .getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads what {@link #write()} wrote.
   *
   * @throws EdosException (external) if it is none
   */
  public static SignedHead read(byte[] bytes) {
    List<String> lines = List.of(new String(bytes, StandardCharsets.UTF_8).split("\n", -1));
    int rest = lines.size() - 2;
    if (rest < 1) {
      throw EdosException.external("a channel's head is damaged: it ends early");
    }
    return new SignedHead(
        ChannelHead.of(lines.subList(0, rest)), lines.get(rest), lines.get(rest + 1));
  }
}

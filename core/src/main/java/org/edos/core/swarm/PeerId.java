package org.edos.core.swarm;

import org.edos.core.EdosException;

/**
 * Who a peer is: the beginning of its public key.
 *
 * @param value 16 lower-case hexadecimal digits
 */
public record PeerId(String value) implements Comparable<PeerId> {
  /** Refuses anything but 16 hexadecimal digits. */
  public PeerId {
    if (!value.matches("[0-9a-f]{16}")) {
      throw EdosException.usage("a peer id is 16 hexadecimal digits: '" + value + "'");
    }
  }

  /** The peer that owns this public key of 64 hexadecimal digits. */
  public static PeerId ofKey(String publicKey) {
    return new PeerId(publicKey.substring(0, 16));
  }

  @Override
  public int compareTo(PeerId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}

package org.edos.role.admit;

import java.util.List;

/**
 * What a mirror remembers of the network that it is a member of.
 *
 * @param name that it has there
 * @param publisherKey the publisher's Ed25519 public key
 * @param seeds where grid nodes of the network are found, {@code host:port}
 */
public record Membership(String name, String publisherKey, List<String> seeds) {
  /** Copies the list. */
  public Membership {
    seeds = List.copyOf(seeds);
  }
}

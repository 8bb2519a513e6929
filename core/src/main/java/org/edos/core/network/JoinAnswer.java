package org.edos.core.network;

import java.util.ArrayList;
import java.util.List;

/**
 * What a newcomer needs to be a member.
 *
 * @param name that it has in the network
 * @param certificate its own, X.509 in base64
 * @param authority the network's authority's certificate, X.509 in base64
 * @param seeds where grid nodes of the network are found, {@code host:port}
 * @param publisherKey the publisher's Ed25519 public key, 64 hexadecimal digits
 * @param proof HMAC-SHA-256 of all this and of the request's proof, by the invitation's secret:
 *     only the publisher can have made it
 */
public record JoinAnswer(
    String name,
    String certificate,
    String authority,
    List<String> seeds,
    String publisherKey,
    String proof) {
  /** Copies the list. */
  public JoinAnswer {
    seeds = List.copyOf(seeds);
  }

  /** Makes the answer to a request. */
  public static JoinAnswer of(
      String secret,
      JoinRequest request,
      String name,
      String certificate,
      String authority,
      List<String> seeds,
      String publisherKey) {
    return new JoinAnswer(
        name,
        certificate,
        authority,
        seeds,
        publisherKey,
        proof(secret, request, name, certificate, authority, seeds, publisherKey));
  }

  private static String proof(
      String secret,
      JoinRequest request,
      String name,
      String certificate,
      String authority,
      List<String> seeds,
      String publisherKey) {
    List<String> values =
        new ArrayList<>(List.of(request.proof(), name, certificate, authority, publisherKey));
    values.addAll(seeds);
    return JoinProof.of(secret, "edos joined 1", values);
  }

  /** Whether whoever made this knows the secret, and answered this request. */
  public boolean isProvenBy(String secret, JoinRequest request) {
    return JoinProof.same(
        proof, proof(secret, request, name, certificate, authority, seeds, publisherKey));
  }
}

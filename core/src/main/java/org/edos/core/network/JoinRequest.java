package org.edos.core.network;

import java.util.List;
import java.util.regex.Pattern;
import org.edos.core.EdosException;

/**
 * Asks to become a member, by an invitation whose secret it proves to know without telling it.
 *
 * @param invitation its id
 * @param name that the mirror proposes for itself: letters, digits and {@code . _ -}, up to 64
 * @param publicKey of the mirror's certificate to be: an EC P-256 key, SubjectPublicKeyInfo in
 *     base64
 * @param proof HMAC-SHA-256 of all this, hexadecimal
 */
public record JoinRequest(String invitation, String name, String publicKey, String proof) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final Pattern ID = Pattern.compile("[0-9a-f]{16}");
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9+/=]{80,200}");
  private static final Pattern PROOF = Pattern.compile("[0-9a-f]{64}");

  /**
   * Checks the shapes.
   *
   * @throws EdosException (usage) if one of them is wrong
   */
  public JoinRequest {
    require(ID.matcher(invitation).matches(), "an invitation's id is 16 hexadecimal digits");
    checkedName(name);
    require(KEY.matcher(publicKey).matches(), "the public key is an EC P-256 key in base64");
    require(PROOF.matcher(proof).matches(), "the proof is 64 hexadecimal digits");
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw EdosException.usage(rule);
    }
  }

  /**
   * The name, if a member can have it.
   *
   * @throws EdosException (usage) if not
   */
  public static String checkedName(String name) {
    require(
        NAME.matcher(name).matches(), "a member's name is letters, digits and . _ - (at most 64)");
    return name;
  }

  /** Makes the request. */
  public static JoinRequest of(Invitation invitation, String name, String publicKey) {
    return new JoinRequest(
        invitation.id(),
        name,
        publicKey,
        proof(invitation.secret(), invitation.id(), name, publicKey));
  }

  private static String proof(String secret, String invitation, String name, String publicKey) {
    return JoinProof.of(secret, "edos join 1", List.of(invitation, name, publicKey));
  }

  /** Whether whoever made this knows the secret. */
  public boolean isProvenBy(String secret) {
    return JoinProof.same(proof, proof(secret, invitation, name, publicKey));
  }
}

package org.edos.core.network;

import java.nio.charset.StandardCharsets;
import org.edos.core.unit.Sha256;

/**
 * What shows whose daemon makes a call: a signature with the daemon's key over the call itself, the
 * name under which the other daemon was called, and the time, so that it is good for nothing else.
 *
 * @param called what is called
 * @param millis when it was signed, in milliseconds since 1970 UTC
 * @param key the caller's Ed25519 public key, 64 hexadecimal digits
 * @param signature of {@link #message}, 128 hexadecimal digits
 */
public record CallProof(Called called, long millis, String key, String signature) {
  /** The header with the key. */
  public static final String KEY_HEADER = "Edos-Key";

  /** The header with the time. */
  public static final String TIME_HEADER = "Edos-Time";

  /** The header with the signature. */
  public static final String PROOF_HEADER = "Edos-Proof";

  /**
   * A call.
   *
   * @param method GET, say
   * @param host the other daemon as it was called: {@code host:port} in lower case
   * @param target path and query as they are sent
   * @param body hash of the body; of no bytes where there is none
   */
  public record Called(String method, String host, String target, Sha256 body) {}

  /** What is signed. */
  public static byte[] message(Called called, long millis) {
    return "edos call\n%s %s\n%s\n%d\n%s\n"
        .formatted(called.method(), called.target(), called.host(), millis, called.body().hex())
        .getBytes(StandardCharsets.UTF_8);
  }

  /** What was signed, if this proof is good. */
  public byte[] message() {
    return message(called, millis);
  }
}

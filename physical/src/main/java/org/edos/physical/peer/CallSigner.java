package org.edos.physical.peer;

import java.net.URI;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.edos.core.network.CallProof;
import org.edos.core.unit.Sha256;

/**
 * Signs calls with a daemon's own key, so that whoever is called can see whose daemon it is. No two
 * signatures carry the same time. Safe for use by many threads.
 */
public final class CallSigner {
  private final String publicKey;
  private final Function<byte[], String> sign;
  private final LongSupplier millis;
  private final AtomicLong last = new AtomicLong();

  /**
   * Signs nothing yet.
   *
   * @param publicKey Ed25519, 64 hexadecimal digits
   * @param sign gives the signature of bytes, 128 hexadecimal digits
   * @param millis the time
   */
  public CallSigner(String publicKey, Function<byte[], String> sign, LongSupplier millis) {
    this.publicKey = publicKey;
    this.sign = sign;
    this.millis = millis;
  }

  /** The call with a signature, good for this moment. */
  public PeerRequest signed(PeerRequest request) {
    long now = last.updateAndGet(before -> Math.max(before + 1, millis.getAsLong()));
    CallProof.Called called =
        new CallProof.Called(
            request.method(),
            request.uri().getRawAuthority().toLowerCase(Locale.ROOT),
            target(request.uri()),
            Sha256.of(request.body()));
    return request
        .with(CallProof.KEY_HEADER, publicKey)
        .with(CallProof.TIME_HEADER, Long.toString(now))
        .with(CallProof.PROOF_HEADER, sign.apply(CallProof.message(called, now)));
  }

  private static String target(URI uri) {
    String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
  }
}

package org.edos.physical.trust.ed25519;

import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.HexFormat;
import org.edos.physical.trust.SignatureCheck;

/** Checks Ed25519 signatures with the JDK. Stateless and safe for many threads. */
public final class Ed25519Check implements SignatureCheck {
  private static final int SIGNATURE_DIGITS = 128;
  private static final int KEY_DIGITS = 64;

  @Override
  public boolean verify(String publicKey, byte[] message, String signature) {
    if (publicKey.length() != KEY_DIGITS || signature.length() != SIGNATURE_DIGITS) {
      return false;
    }
    try {
      Signature check = Signature.getInstance("Ed25519");
      check.initVerify(RawPublicKey.parse(publicKey));
      check.update(message);
      return check.verify(HexFormat.of().parseHex(signature));
    } catch (GeneralSecurityException | IllegalArgumentException malformed) {
      return false;
    }
  }
}

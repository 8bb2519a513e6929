package org.edos.app.gateway;

import org.edos.actor.Gateway;
import org.edos.actor.GatewayAnswer;
import org.edos.actor.GatewayQuestion;
import org.edos.core.gateway.OriginAddress;

/** What the face of the gateway asks. Safe for use by many threads. */
public interface Answers {
  /** Those of a gateway, which stays the caller's to close. */
  static Answers of(Gateway gateway) {
    return new Answers() {
      @Override
      public GatewayAnswer answer(GatewayQuestion question) {
        return gateway.answer(question);
      }

      @Override
      public void expect(OriginAddress address) {
        gateway.expect(address);
      }
    };
  }

  /** Answers a question to an origin; throws what {@link Gateway#answer} throws. */
  GatewayAnswer answer(GatewayQuestion question);

  /** Hears what will be asked next, on a thread of its own. */
  void expect(OriginAddress address);
}

package org.edos.app.gateway;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import org.edos.actor.Gateway;
import org.edos.core.gateway.Via;

/** What Prometheus scrapes of the gateway. */
public final class GatewayMeters {
  private GatewayMeters() {}

  /** Enters the gateway's meters. */
  public static void register(MeterRegistry registry, Gateway gateway) {
    for (Via via : Via.values()) {
      FunctionCounter.builder("edos.gateway.bytes", gateway, asked -> asked.bytesGiven().get(via))
          .description("Bytes given to apt, dnf and others, by where they came from")
          .tag("source", via.name().toLowerCase(Locale.ROOT))
          .register(registry);
    }
    FunctionCounter.builder("edos.gateway.files", gateway, Gateway::filesGiven)
        .description("Files given to apt, dnf and others")
        .register(registry);
  }
}

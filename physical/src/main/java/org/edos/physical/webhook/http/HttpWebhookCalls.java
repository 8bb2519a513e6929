package org.edos.physical.webhook.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.edos.core.EdosException;
import org.edos.core.channel.Notification;
import org.edos.physical.peer.EnvironmentProxy;
import org.edos.physical.peer.PeerJson;
import org.edos.physical.webhook.WebhookCalls;

/**
 * Webhooks called by a POST of the notification as JSON. {@code Edos-Signature} is {@code sha256=}
 * and the HMAC of {@code Edos-Timestamp} (seconds since 1970), a full stop and the body. Whatever
 * else is answered than 2xx is a failure; no redirection is followed, and no answer is read.
 */
public final class HttpWebhookCalls implements WebhookCalls, AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final HttpClient client;

  /**
   * Calls nobody yet.
   *
   * @param environment names the proxy, if there is one
   */
  public HttpWebhookCalls(Map<String, String> environment) {
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .proxy(new EnvironmentProxy(environment, ProxySelector.getDefault()))
            .connectTimeout(PATIENCE)
            .build();
  }

  @Override
  public void deliver(
      URI url, String secret, String delivery, Instant now, Notification notification) {
    byte[] body = PeerJson.write(notification);
    String timestamp = Long.toString(now.getEpochSecond());
    HttpRequest request =
        HttpRequest.newBuilder(url)
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .header("User-Agent", "edos")
            .header("Edos-Delivery", delivery)
            .header("Edos-Timestamp", timestamp)
            .header("Edos-Signature", "sha256=" + signature(secret, timestamp, body))
            .POST(BodyPublishers.ofByteArray(body))
            .build();
    try {
      HttpResponse<InputStream> answer = client.send(request, BodyHandlers.ofInputStream());
      answer.body().close();
      if (answer.statusCode() / 100 != 2) {
        throw EdosException.external(
            url.getHost() + " answered " + answer.statusCode() + "; a webhook answers 2xx");
      }
    } catch (IOException e) {
      throw EdosException.external("cannot call " + url.getHost() + ": " + reason(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw EdosException.external("interrupted", e);
    }
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private static String signature(String secret, String timestamp, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      mac.update((timestamp + ".").getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HMAC with SHA-256", e);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}

package org.edos.app.gateway;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.edos.actor.GatewayAnswer;
import org.edos.actor.GatewayQuestion;
import org.edos.core.gateway.OriginAddress;
import org.edos.core.unit.Sha256;
import org.edos.physical.upstream.UpstreamAnswer;
import org.edos.physical.upstream.UpstreamRequest;
import org.edos.physical.upstream.http.HttpUpstream;
import org.edos.testkit.conformance.ProxyOrigin;

/** Knows what an origin gives well, as indexes tell of packages, and asks it for all else. */
final class KnowingAnswers implements Answers, AutoCloseable {
  private static final Instant MODIFIED = Instant.parse("2024-02-29T12:34:56.789Z");

  private final HttpUpstream upstream = new HttpUpstream(ServedGateway.PSEUDONYM, Map.of());
  private final ProxyOrigin origin;

  KnowingAnswers(ProxyOrigin origin) {
    this.origin = origin;
  }

  @Override
  public GatewayAnswer answer(GatewayQuestion question) {
    String path = question.address().uri().getRawPath();
    boolean known =
        path.startsWith("/plain/")
            && question.address().uri().getRawAuthority().equals(origin.authority())
            && question.address().uri().getRawQuery() == null;
    return known ? file(ProxyOrigin.bytes(path)) : passed(question);
  }

  private static GatewayAnswer file(byte[] bytes) {
    return new GatewayAnswer.File(
        Sha256.of(bytes),
        bytes.length,
        Optional.of(MODIFIED),
        false,
        offset -> {
          InputStream in = new ByteArrayInputStream(bytes);
          in.skipNBytes(offset);
          return in;
        });
  }

  private GatewayAnswer passed(GatewayQuestion question) {
    UpstreamRequest request = UpstreamRequest.get(question.address().uri());
    UpstreamAnswer answer =
        upstream.ask(
            new UpstreamRequest(
                question.method(), request.uri(), question.headers(), request.firstByte()));
    return new GatewayAnswer.Passed(answer.status(), answer.headers(), answer.body());
  }

  @Override
  public void expect(OriginAddress address) {
    // What is known is here.
  }

  @Override
  public void close() {
    upstream.close();
  }
}

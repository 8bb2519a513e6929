package org.edos.app.rest;

import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.edos.physical.peer.PeerJson;

/** Bodies: those of requests, bounded, and JSON answers. */
public final class Json {
  /** Most bytes of a request's JSON, where a route says nothing else. */
  static final int SMALL = 256 * 1024;

  /**
   * How much of a body that is too large is read still, so that its sender gets to hear the answer.
   */
  private static final int DRAINED = 8 << 20;

  /** What a call answers that has nothing to say. */
  static final Map<String, String> NOTHING = Map.of();

  private Json() {}

  /** Answers with a value as JSON. */
  public static void send(Context ctx, Object value) {
    send(ctx, "application/json", PeerJson.write(value));
  }

  static void send(Context ctx, String type, byte[] body) {
    ctx.header("Cache-Control", "no-store");
    ctx.header("X-Content-Type-Options", "nosniff");
    ctx.contentType(type);
    ctx.res().setContentLengthLong(body.length);
    ctx.result(body);
  }

  static <T> T read(Context ctx, Class<T> type) throws IOException {
    byte[] body = body(ctx, SMALL);
    return PeerJson.readRequest(body.length == 0 ? new byte[] {'{', '}'} : body, type);
  }

  static <T> List<T> readList(Context ctx, Class<T> element, int most) throws IOException {
    return PeerJson.readRequestList(body(ctx, most), element);
  }

  private static void drain(InputStream in) throws IOException {
    byte[] buffer = new byte[16 * 1024];
    for (int left = DRAINED; left > 0; ) {
      int count = in.read(buffer);
      if (count < 0) {
        return;
      }
      left -= count;
    }
  }

  /** The request's body; refuses one that says, or turns out, to be larger. */
  static byte[] body(Context ctx, int most) throws IOException {
    InputStream in = ctx.req().getInputStream();
    if (ctx.req().getContentLengthLong() > most) {
      drain(in);
      throw new Failures.TooLarge(most);
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    byte[] buffer = new byte[16 * 1024];
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      if (body.size() + count > most) {
        drain(in);
        throw new Failures.TooLarge(most);
      }
      body.write(buffer, 0, count);
    }
    return body.toByteArray();
  }
}

package org.edos.app.gateway;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.edos.core.EdosException;

/** Answers with a sentence: what apt and dnf show their users is the status alone. */
final class PlainAnswer {
  private PlainAnswer() {}

  static void send(EdosException e, Request request, Response response, Callback callback) {
    int status =
        switch (e.category()) {
          case USAGE -> 400;
          case REFUSED -> 403;
          case NOT_FOUND -> 404;
          case CONFLICT -> 409;
          case EXHAUSTED -> 507;
          case EXTERNAL -> isTimeout(e) ? 504 : 502;
        };
    send(status, String.valueOf(e.getMessage()), request, response, callback);
  }

  private static boolean isTimeout(EdosException e) {
    return e.getCause() instanceof java.net.http.HttpTimeoutException;
  }

  static void send(
      int status, String message, Request request, Response response, Callback callback) {
    if (response.isCommitted()) {
      // Half an answer must never look like a whole one.
      callback.failed(new BrokenAnswer(message));
      return;
    }
    byte[] text = (message + "\n").getBytes(StandardCharsets.UTF_8);
    response.reset();
    response.setStatus(status);
    if (status == 405) {
      response.getHeaders().put(HttpHeader.ALLOW, "GET, HEAD");
    }
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain; charset=utf-8");
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, text.length);
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    boolean head = request.getMethod().equals("HEAD");
    response.write(true, head ? null : ByteBuffer.wrap(text), callback);
  }
}

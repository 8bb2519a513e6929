package org.edos.app.gateway;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.edos.app.rest.Exchange;
import org.jspecify.annotations.Nullable;

/** A request answered by Jetty itself: head and body of a small file leave in one write. */
final class JettyExchange implements Exchange, AutoCloseable {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

  private final Request request;
  private final Response response;
  private @Nullable RetainableByteBuffer pooled;
  private boolean over;

  JettyExchange(Request request, Response response) {
    this.request = request;
    this.response = response;
  }

  @Override
  public String method() {
    return request.getMethod();
  }

  @Override
  public @Nullable String header(String name) {
    HttpFields headers = request.getHeaders();
    return headers.contains(name) ? String.join(", ", headers.getValuesList(name)) : null;
  }

  @Override
  public void set(String name, String value) {
    response.getHeaders().put(name, value);
  }

  @Override
  public void begin(int status, String type, long length) {
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, length);
  }

  @Override
  public void unmodified() {
    response.setStatus(304);
  }

  @Override
  public void flush() throws IOException {
    Content.Sink.write(response, false, NOTHING);
  }

  @Override
  public ByteBuffer buffer(int size) {
    if (pooled == null || pooled.capacity() < size) {
      close();
      pooled = request.getComponents().getByteBufferPool().acquire(size, true);
    }
    return pooled.getByteBuffer();
  }

  @Override
  public void write(ByteBuffer bytes, boolean last) throws IOException {
    end(last);
    Content.Sink.write(response, last, bytes);
  }

  private void end(boolean last) {
    over = last;
    if (last
        && request.getConnectionMetaData().getConnection().getEndPoint()
            instanceof AheadEndPoint endPoint) {
      endPoint.unwatch();
    }
  }

  /** Sends what is still unsent: an answer without a body is its head alone. */
  void finish() throws IOException {
    if (!over) {
      end(true);
      Content.Sink.write(response, true, NOTHING);
    }
  }

  /** Gives its buffer back. */
  @Override
  public void close() {
    if (pooled != null) {
      pooled.release();
      pooled = null;
    }
  }
}

package org.edos.app.rest;

import io.javalin.http.Context;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A request that came by a route. */
record ServletExchange(Context ctx) implements Exchange {
  @Override
  public String method() {
    return ctx.req().getMethod();
  }

  @Override
  public @Nullable String header(String name) {
    return ctx.header(name);
  }

  @Override
  public void set(String name, String value) {
    ctx.res().setHeader(name, value);
  }

  @Override
  public void begin(int status, String type, long length) {
    ctx.res().setStatus(status);
    ctx.res().setContentType(type);
    ctx.res().setContentLengthLong(length);
  }

  @Override
  public void unmodified() {
    ctx.res().setStatus(304);
  }

  @Override
  public void flush() throws IOException {
    ctx.res().flushBuffer();
  }

  @Override
  public ByteBuffer buffer(int size) {
    return ByteBuffer.allocate(size);
  }

  @Override
  public void write(ByteBuffer bytes, boolean last) throws IOException {
    ctx.res()
        .getOutputStream()
        .write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
  }
}

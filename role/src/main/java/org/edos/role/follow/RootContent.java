package org.edos.role.follow;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import org.edos.core.unit.Content;
import org.edos.core.unit.Sha256;

/** A root's bytes, which are here whatever the store has room for. */
final class RootContent implements Content {
  private final byte[] bytes;
  private final Sha256 id;

  RootContent(byte[] bytes) {
    this.bytes = bytes;
    this.id = Sha256.of(bytes);
  }

  @Override
  public Sha256 id() {
    return id;
  }

  @Override
  public long size() {
    return bytes.length;
  }

  @Override
  public InputStream open(long offset) {
    int from = Math.toIntExact(offset);
    return new ByteArrayInputStream(bytes, from, bytes.length - from);
  }

  @Override
  public Optional<Path> file() {
    return Optional.empty();
  }
}

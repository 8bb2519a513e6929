package org.edos.role.publish;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.edos.core.EdosException;
import org.edos.core.unit.Content;

/** The text of a repository's root: Release or repomd.xml. */
final class RootText {
  private static final int MOST_BYTES = 16 << 20;

  private RootText() {}

  static String of(Content root) {
    try (InputStream in = root.open(0)) {
      return new String(in.readNBytes(MOST_BYTES), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw EdosException.external("cannot read " + root.id() + ": " + e.getMessage(), e);
    }
  }
}

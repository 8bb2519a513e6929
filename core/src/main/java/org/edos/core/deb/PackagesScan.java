package org.edos.core.deb;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.edos.core.gateway.KnownFile;
import org.edos.core.gateway.ListedPackage;
import org.edos.core.gateway.UrlPath;
import org.edos.core.unit.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * Picks six fields out of each paragraph of a Packages file and passes over everything else without
 * looking at it, which is what makes it several times as fast as reading paragraphs. Holds a part
 * of a line at most. For one thread.
 */
final class PackagesScan {
  private static final int MOST_OF_A_LINE = 4096;
  private static final String[] FIELDS = {
    "package:", "version:", "architecture:", "filename:", "size:", "sha256:"
  };

  private final InputStream in;
  private final byte[] buffer = new byte[1 << 16];
  private int at;
  private int end;

  /** The beginning of the present line, without its end; longer ones are cut. */
  private final byte[] line = new byte[MOST_OF_A_LINE];

  private int length;

  PackagesScan(InputStream in) {
    this.in = in;
  }

  /** The next package that the index vouches for; empty at the end. */
  Optional<ListedPackage> next() throws IOException {
    @Nullable String[] values = new @Nullable String[FIELDS.length];
    boolean any = false;
    while (readLine()) {
      if (length == 0) {
        Optional<ListedPackage> found = any ? listed(values) : Optional.empty();
        if (found.isPresent()) {
          return found;
        }
        values = new @Nullable String[FIELDS.length];
        any = false;
      } else {
        any |= take(values);
      }
    }
    return any ? listed(values) : Optional.empty();
  }

  private boolean take(@Nullable String[] values) {
    for (int i = 0; i < FIELDS.length; i++) {
      if (begins(FIELDS[i])) {
        if (values[i] == null) {
          int from = FIELDS[i].length();
          values[i] = new String(line, from, length - from, StandardCharsets.UTF_8).strip();
        }
        return true;
      }
    }
    return false;
  }

  private boolean begins(String field) {
    if (length < field.length() || length == MOST_OF_A_LINE) {
      return false;
    }
    for (int i = 0; i < field.length(); i++) {
      int c = line[i];
      if ((c >= 'A' && c <= 'Z' ? c + 32 : c) != field.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static Optional<ListedPackage> listed(@Nullable String[] values) {
    String path = values[3];
    String size = values[4];
    String hash = values[5];
    if (path == null
        || size == null
        || hash == null
        || !isNumber(size)
        || hash.length() != 64
        || !isHex(hash)) {
      return Optional.empty();
    }
    KnownFile file = new KnownFile(new Sha256(hash), Long.parseLong(size));
    return UrlPath.ofPlain(path)
        .map(place ->
            new ListedPackage(place, file, text(values[0]), text(values[1]), text(values[2])));
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty()
        && text.length() <= 15
        && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static boolean isHex(String text) {
    return text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
  }

  /** Reads a line's beginning and passes over the rest; false at the end. */
  private boolean readLine() throws IOException {
    length = 0;
    boolean any = false;
    while (at < end || fill()) {
      any = true;
      int stop = at;
      while (stop < end && buffer[stop] != '\n') {
        stop++;
      }
      int taken = Math.min(stop - at, MOST_OF_A_LINE - length);
      System.arraycopy(buffer, at, line, length, taken);
      length += taken;
      boolean ended = stop < end;
      at = ended ? stop + 1 : stop;
      if (ended) {
        break;
      }
    }
    if (length > 0 && line[length - 1] == '\r') {
      length--;
    }
    return any;
  }

  private boolean fill() throws IOException {
    at = 0;
    end = Math.max(0, in.read(buffer, 0, buffer.length));
    return end > 0;
  }
}

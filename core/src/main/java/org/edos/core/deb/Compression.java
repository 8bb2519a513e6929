package org.edos.core.deb;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.tukaani.xz.LZMAInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * The compressions of Debian's files, by file name ending, with bounded memory. Ordered from
 * fastest to slowest.
 */
enum Compression {
  NONE(""),
  ZSTD(".zst"),
  GZIP(".gz"),
  XZ(".xz"),
  LZMA(".lzma"),
  BZIP2(".bz2");

  /** Enough for every preset of xz; its -9 needs 65 MiB. */
  private static final int MAX_MEMORY_KIB = 192 << 10;

  /** A window of 128 MiB, the most that zstd itself takes without being told to. */
  private static final int MAX_WINDOW_LOG = 27;

  private final String ending;

  Compression(String ending) {
    this.ending = ending;
  }

  /** The file name's ending, with its dot. */
  String ending() {
    return ending;
  }

  /** The compression of a file whose name is {@code stem} with an ending, if it is one of these. */
  static Optional<Compression> of(String name, String stem) {
    return name.startsWith(stem)
        ? Arrays.stream(values())
            .filter(c -> name.substring(stem.length()).equals(c.ending))
            .findFirst()
        : Optional.empty();
  }

  /** The unpacked bytes. Closing it closes the stream within. */
  InputStream unpack(InputStream in) throws IOException {
    return switch (this) {
      case NONE -> in;
      case ZSTD -> new ZstdInputStreamNoFinalizer(in).setLongMax(MAX_WINDOW_LOG);
      case GZIP -> new GZIPInputStream(in, 1 << 16);
      case XZ -> new XZInputStream(new BufferedInputStream(in), MAX_MEMORY_KIB);
      case LZMA -> new LZMAInputStream(new BufferedInputStream(in), MAX_MEMORY_KIB);
      case BZIP2 -> new BZip2CompressorInputStream(new BufferedInputStream(in), true);
    };
  }
}

package org.edos.core.rpm;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.edos.core.EdosException;
import org.edos.core.unit.RepositoryPath;
import org.tukaani.xz.XZInputStream;

/** Opens an index in the compression that its name tells. */
final class Compressed {
  private static final int XZ_MEMORY_KIB = 256 << 10;

  private Compressed() {}

  static InputStream open(RepositoryPath path, InputStream in) throws IOException {
    String name = path.fileName();
    try {
      InputStream plain =
          switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "gz" -> new GZIPInputStream(in, 1 << 16);
            case "xz" -> new XZInputStream(in, XZ_MEMORY_KIB);
            case "zst" -> new ZstdInputStream(in);
            case "bz2" -> new BZip2CompressorInputStream(in, true);
            case "xml" -> in;
            default ->
                throw EdosException.external(
                    path
                        + " is compressed in a way that is not known; index the repository anew"
                        + " with createrepo_c");
          };
      return new BufferedInputStream(plain, 1 << 16);
    } catch (IOException e) {
      throw EdosException.external(path + " is damaged: " + e.getMessage(), e);
    }
  }
}

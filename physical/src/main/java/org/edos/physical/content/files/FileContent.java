package org.edos.physical.content.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.edos.core.EdosException;
import org.edos.core.unit.Content;
import org.edos.core.unit.Sha256;

/** A file that held these bytes when it looked so. */
record FileContent(Sha256 id, Path path, Stamp stamp) implements Content {
  @Override
  public long size() {
    return stamp.size();
  }

  @Override
  public InputStream open(long offset) throws IOException {
    if (offset < 0 || offset > size()) {
      throw EdosException.usage(
          "a content of %,d bytes has no offset %,d".formatted(size(), offset));
    }
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
    try {
      if (!Stamp.of(path).equals(stamp)) {
        throw new IOException(
            path + " was changed by another program; look the content up in the store again");
      }
      return new FileBytes(channel.position(offset));
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public Optional<Path> file() {
    return Optional.of(path);
  }
}

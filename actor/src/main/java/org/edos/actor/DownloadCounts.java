package org.edos.actor;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.edos.core.unit.Content;
import org.edos.core.unit.Sha256;

/**
 * How often each content was given from its first byte on, since this peer was started. Safe for
 * use by many threads.
 */
final class DownloadCounts {
  /** Most contents that are counted; those that come later are not. */
  private static final int MAX_CONTENTS = 200_000;

  private final Map<Sha256, LongAdder> counts = new ConcurrentHashMap<>();

  /** How often this content was given. */
  long of(Sha256 content) {
    LongAdder count = counts.get(content);
    return count == null ? 0 : count.sum();
  }

  /** The content, for somebody whose reading is counted. */
  Content counted(Content content) {
    return new Counted(content);
  }

  private void count(Sha256 content) {
    if (counts.size() < MAX_CONTENTS || counts.containsKey(content)) {
      counts.computeIfAbsent(content, id -> new LongAdder()).increment();
    }
  }

  private final class Counted implements Content {
    private final Content content;

    Counted(Content content) {
      this.content = content;
    }

    @Override
    public Sha256 id() {
      return content.id();
    }

    @Override
    public long size() {
      return content.size();
    }

    @Override
    public InputStream open(long offset) throws IOException {
      InputStream bytes = content.open(offset);
      if (offset == 0) {
        count(content.id());
      }
      return bytes;
    }

    @Override
    public Optional<Path> file() {
      return content.file();
    }
  }
}

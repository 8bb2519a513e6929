package org.edos.role.locate;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.edos.core.unit.Content;
import org.edos.core.unit.Sha256;
import org.edos.physical.content.ContentStore;

/** What this machine gives to other daemons. Safe for use by many threads. */
public interface Shared {
  /** Every content; a copy, in no order. */
  Collection<Sha256> contents();

  /** A number that is another one after the contents changed; quick to tell. */
  long version();

  /** A content of these. */
  Optional<Content> find(Sha256 content);

  /** Everything that a store holds. */
  static Shared of(ContentStore store) {
    return new Shared() {
      @Override
      public Collection<Sha256> contents() {
        try (Stream<Sha256> all = store.list()) {
          return all.toList();
        }
      }

      @Override
      public long version() {
        return store.usedBytes();
      }

      @Override
      public Optional<Content> find(Sha256 content) {
        return store.find(content);
      }
    };
  }

  /** What a leech gives. */
  static Shared nothing() {
    return new Shared() {
      @Override
      public Collection<Sha256> contents() {
        return List.of();
      }

      @Override
      public long version() {
        return 0;
      }

      @Override
      public Optional<Content> find(Sha256 content) {
        return Optional.empty();
      }
    };
  }
}

package org.edos.role.locate;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.edos.core.unit.Content;
import org.edos.core.unit.Sha256;
import org.edos.physical.content.ContentStore;
import org.edos.physical.kept.Kept;

/** What this machine gives to other daemons. Safe for use by many threads. */
public interface Shared {
  /** Every content; a copy, in no order. */
  Collection<Sha256> contents();

  /** A number that is another one after the contents changed. */
  long version();

  /** A content of these. */
  Optional<Content> find(Sha256 content);

  /** What the gateway brought into a store, and nothing else of it. */
  static Shared of(Kept kept, ContentStore store) {
    return new Shared() {
      @Override
      public Collection<Sha256> contents() {
        return kept.ids();
      }

      @Override
      public long version() {
        return kept.bytes();
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

package org.edos.role.relay;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.edos.core.EdosException;
import org.edos.core.gateway.KnownFile;
import org.edos.core.gateway.PartialContent;
import org.edos.core.gateway.Via;
import org.edos.core.unit.Content;
import org.jspecify.annotations.Nullable;

/** One file being fetched, for everybody who wants it. */
final class Fetch implements Transfer, Places.Waiting {
  /** What the owner of all fetches does about one. */
  interface Owner {
    /** It is not to be joined any more. */
    void ended(Fetch fetch);

    /**
     * A file was given.
     *
     * @param amounts how many bytes came from where
     * @param askers for how many
     */
    void given(KnownFile file, Map<Via, Long> amounts, int askers);
  }

  private static final Duration ONE_ADDRESS = Duration.ofSeconds(25);
  private static final Duration UNREAD = Duration.ofSeconds(30);

  private final Workshop shop;
  private final KnownFile file;
  private final Owner owner;
  private final CopyOnWriteArrayList<URI> origins = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Optional<ArrivingFile>> begun = new CompletableFuture<>();
  private final CompletableFuture<Content> content = new CompletableFuture<>();
  private final AtomicReference<@Nullable DirectStream> prepared = new AtomicReference<>();
  private final AtomicBoolean released = new AtomicBoolean();
  private volatile Optional<OriginRefusal> refusal = Optional.empty();
  private volatile @Nullable EdosException failure;
  private int askers;
  private boolean told;

  Fetch(Workshop shop, KnownFile file, Owner owner) {
    this.shop = shop;
    this.file = file;
    this.owner = owner;
  }

  /** Somebody wants it, who knows where it may be found. */
  Fetch join(List<URI> addresses, boolean asked) {
    origins.addAllAbsent(addresses);
    if (asked && asked() == 1) {
      shop.places().reorder();
    }
    return this;
  }

  /**
   * Whoever asks when it is all here, but not in the store yet, is given it like from the store.
   */
  private synchronized int asked() {
    if (told) {
      owner.given(file, Map.of(Via.CACHE, file.size()), 1);
    }
    return ++askers;
  }

  private synchronized void tell(Map<Via, Long> amounts) {
    owner.given(file, amounts, askers);
    told = true;
  }

  @Override
  public synchronized boolean isWanted() {
    return askers > 0;
  }

  /** Brings it, or fails; once. */
  void run() {
    try {
      shop.places().enter(this);
      try {
        bring();
      } finally {
        shop.places().leave();
      }
    } catch (EdosException e) {
      fail(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      fail(EdosException.external("this daemon is being stopped"));
    } catch (RejectedExecutionException e) {
      fail(EdosException.external("this daemon is being stopped", e));
    } catch (RuntimeException | Error e) {
      fail(EdosException.external("cannot fetch " + file.sha256() + ": " + e, e));
      throw e;
    }
  }

  private void bring() throws InterruptedException {
    Optional<Content> here = shop.store().find(file.sha256());
    if (here.isPresent()) {
      finish(here.get());
      tell(Map.of(Via.CACHE, file.size()));
      return;
    }
    ArrivingFile arriving = new ArrivingFile(file, shop.space(file));
    begun.complete(Optional.of(arriving));
    try {
      gather(arriving);
    } catch (InterruptedException | RuntimeException e) {
      end(
          arriving,
          EdosException.external("fetching " + file.sha256() + " was ended: " + e.getMessage(), e));
      throw e;
    }
  }

  private void gather(ArrivingFile arriving) throws InterruptedException {
    try {
      Gathering gathering = new Gathering(shop, arriving, () -> List.copyOf(origins));
      if (gathering.succeeds()) {
        keep(arriving);
      } else {
        refusal = gathering.refusal();
        end(arriving, gathering.problem());
      }
    } catch (UnwritableException e) {
      pass(arriving, e);
    }
  }

  /** Readers have all of it already, whatever the disk does. */
  private void keep(ArrivingFile arriving) {
    tell(arriving.amounts());
    shop.commits()
        .begin(file, arriving.space())
        .whenComplete((kept, problem) -> {
          try {
            release(arriving);
          } finally {
            if (kept == null) {
              content.completeExceptionally(problem);
              owner.ended(this);
            } else {
              finish(kept);
            }
          }
        });
  }

  /** What it took is there again before the next fetch of the same file may begin. */
  private void release(ArrivingFile arriving) {
    if (released.compareAndSet(false, true)) {
      shop.done(file, arriving.space());
    }
  }

  private void finish(Content kept) {
    content.complete(kept);
    begun.complete(Optional.empty());
    owner.ended(this);
  }

  /** There is no room here: readers get it from the origin, straight through. */
  private void pass(ArrivingFile arriving, UnwritableException why) {
    EdosException full =
        new EdosException(
            EdosException.Category.EXHAUSTED,
            "there is no room to keep " + file.sha256() + ": " + why.getMessage(),
            why);
    DirectStream stream = stream();
    try {
      stream.fetch();
    } catch (OriginGone e) {
      stream.close();
      refusal = e.refusal();
      end(
          arriving,
          origins.isEmpty() ? full : EdosException.external(String.valueOf(e.getMessage()), e));
      return;
    }
    prepared.set(stream);
    CompletableFuture.delayedExecutor(UNREAD.toMillis(), TimeUnit.MILLISECONDS, shop.executor())
        .execute(this::closePrepared);
    content.completeExceptionally(full);
    arriving.end(ArrivingFile.Phase.PASSING);
    try {
      release(arriving);
    } finally {
      owner.ended(this);
    }
  }

  private void closePrepared() {
    DirectStream unread = prepared.getAndSet(null);
    if (unread != null) {
      unread.close();
    }
  }

  private DirectStream stream() {
    OriginReader reader =
        new OriginReader(
            new OriginReader.Reading(
                shop.upstream(), List.copyOf(origins), file.size(), false, ONE_ADDRESS));
    return new DirectStream(
        file, reader, () -> owner.given(file, Map.of(Via.ORIGIN, file.size()), 1));
  }

  /** The bytes from an offset on, straight from the origin. */
  InputStream direct(long offset) throws IOException {
    DirectStream ready = prepared.getAndSet(null);
    DirectStream stream = ready == null ? stream() : ready;
    try {
      stream.skipNBytes(offset);
      return stream;
    } catch (IOException e) {
      stream.close();
      throw e;
    }
  }

  private void end(ArrivingFile arriving, EdosException why) {
    failure = why;
    arriving.end(ArrivingFile.Phase.FAILED);
    try {
      release(arriving);
    } finally {
      fail(why);
    }
  }

  private void fail(EdosException why) {
    failure = failure == null ? why : failure;
    content.completeExceptionally(why);
    begun.complete(Optional.empty());
    owner.ended(this);
  }

  /** Why it failed. */
  String problem() {
    EdosException why = failure;
    return why == null ? "the file is not to be had" : why.getMessage();
  }

  /** What there is to share of it while it arrives. */
  Optional<PartialContent> available() {
    return ArrivingPart.isWorthIt(file.size())
        ? begun.getNow(Optional.empty()).map(ArrivingPart::new)
        : Optional.empty();
  }

  /** Whether some piece of it is there to share. */
  boolean hasPieces() {
    return available().filter(part -> !part.present().isEmpty()).isPresent();
  }

  @Override
  public KnownFile file() {
    return file;
  }

  @Override
  public State await(Duration atMost) {
    long end = System.nanoTime() + atMost.toNanos();
    try {
      Optional<ArrivingFile> arriving = begun.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
      if (arriving.isPresent()) {
        arriving.get().awaitBeyond(0, -1, end - System.nanoTime());
      }
    } catch (TimeoutException e) {
      return State.WAITING;
    } catch (ExecutionException e) {
      return State.FAILED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return state();
  }

  private State state() {
    if (failure != null) {
      return State.FAILED;
    }
    if (content.isDone() && !content.isCompletedExceptionally()) {
      return State.HERE;
    }
    Optional<ArrivingFile> arriving = begun.getNow(Optional.empty());
    boolean readable =
        arriving.isPresent()
            && (arriving.get().giveable() > 0
                || arriving.get().phase() == ArrivingFile.Phase.RIGHT
                || arriving.get().phase() == ArrivingFile.Phase.PASSING);
    return readable ? State.ARRIVING : State.WAITING;
  }

  @Override
  public InputStream open(long offset) throws IOException {
    if (offset < 0 || offset > file.size()) {
      throw EdosException.usage("a file of " + file.size() + " bytes has no offset " + offset);
    }
    try {
      Optional<ArrivingFile> arriving = begun.get();
      if (arriving.isPresent()) {
        return new ArrivingStream(this, arriving.get(), offset);
      }
      return whole().open(offset);
    } catch (ExecutionException e) {
      throw new IOException(problem(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (EdosException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  @Override
  public Content whole() {
    try {
      return content.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof EdosException known) {
        throw known;
      }
      throw e;
    }
  }

  @Override
  public Optional<OriginRefusal> refusal() {
    return refusal;
  }
}

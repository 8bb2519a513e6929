package org.edos.bench.index;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.edos.core.deb.ControlParagraph;
import org.edos.core.deb.ControlParagraphs;
import org.edos.core.deb.DebParagraphs;
import org.edos.core.metadata.Document;
import org.edos.core.metadata.MetadataXml;
import org.edos.core.metadata.PackageMetadata;
import org.edos.core.unit.UnitId;

/** The documents that a subject loads, each of another unit. */
sealed interface Documents {
  /** Gives each document to the consumer, on the caller's thread. */
  void forEach(Consumer<Document> consumer) throws IOException;

  /**
   * Those of a Packages file, which is read and described while they are loaded: another thread is
   * ahead by a few batches.
   *
   * @param packages the file, unpacked
   */
  record Listed(Path packages) implements Documents {
    private static final int BATCH = 512;
    private static final int BATCHES_AHEAD = 8;

    @Override
    public void forEach(Consumer<Document> consumer) {
      BlockingQueue<List<Document>> batches = new ArrayBlockingQueue<>(BATCHES_AHEAD);
      CompletableFuture<Void> reading = CompletableFuture.runAsync(() -> read(batches));
      try {
        for (List<Document> batch = batches.take(); !batch.isEmpty(); batch = batches.take()) {
          batch.forEach(consumer);
        }
        reading.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CompletionException(e);
      }
    }

    /** The last batch is empty, also after a failure, which the join then tells. */
    private void read(BlockingQueue<List<Document>> batches) {
      try {
        try {
          List<Document> batch = new ArrayList<>(BATCH);
          try (PackageList list = new PackageList(packages)) {
            for (Optional<Document> next = list.next(); next.isPresent(); next = list.next()) {
              batch.add(next.get());
              if (batch.size() == BATCH) {
                batches.put(batch);
                batch = new ArrayList<>(BATCH);
              }
            }
          }
          if (!batch.isEmpty()) {
            batches.put(batch);
          }
        } finally {
          batches.put(List.of());
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Those that are ready in memory, and in one XML file for who loads files.
   *
   * @param documents in memory
   * @param xml the same, one after the other in a root element
   */
  record Ready(List<Document> documents, Path xml) implements Documents {
    /** Reads a Packages file and writes the XML file. */
    static Ready of(Path packages, Path xml) throws IOException {
      List<Document> documents = new ArrayList<>();
      new Listed(packages).forEach(documents::add);
      Ready ready = new Ready(documents, xml);
      write(ready, xml);
      return ready;
    }

    @Override
    public void forEach(Consumer<Document> consumer) {
      documents.forEach(consumer);
    }
  }

  /** Writes the documents to one XML file, in a root element, without white space between. */
  static void write(Documents documents, Path file) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
      out.write("<packages>".getBytes(StandardCharsets.UTF_8));
      documents.forEach(document -> {
        byte[] xml = document.xml();
        int start = 0;
        while (xml[start] != '\n') {
          start++;
        }
        try {
          out.write(xml, start + 1, xml.length - start - 1);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      });
      out.write("</packages>".getBytes(StandardCharsets.UTF_8));
    }
  }

  /** The packages of a Packages file, one after the other; of several of the same id the first. */
  final class PackageList implements AutoCloseable {
    private final InputStream in;
    private final ControlParagraphs paragraphs;
    private final Set<UnitId> seen = new HashSet<>();

    PackageList(Path packages) throws IOException {
      this.in = new BufferedInputStream(Files.newInputStream(packages), 1 << 16);
      this.paragraphs = new ControlParagraphs(in, "Packages");
    }

    /** The next package's document. */
    Optional<Document> next() throws IOException {
      return nextPackage().map(MetadataXml::write);
    }

    /** The next package. */
    Optional<PackageMetadata> nextPackage() throws IOException {
      for (Optional<ControlParagraph> next = paragraphs.next();
          next.isPresent();
          next = paragraphs.next()) {
        PackageMetadata metadata = DebParagraphs.indexed(next.get(), "debian");
        if (seen.add(metadata.id())) {
          return Optional.of(metadata);
        }
      }
      return Optional.empty();
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}

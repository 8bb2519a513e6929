package org.edos.role.publish;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.edos.core.EdosException;
import org.edos.core.EdosException.Category;
import org.edos.core.deb.AptIndexPlan;
import org.edos.core.metadata.PromisedFile;
import org.edos.core.metadata.RootSignatures;
import org.edos.core.release.Origin;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.RepositorySource;
import org.edos.core.rpm.RpmIndexPlan;
import org.edos.core.unit.RepositoryPath;
import org.edos.core.unit.Sha256;
import org.edos.physical.content.OriginFiles;

/**
 * Fetches the indexes of a repository elsewhere into a folder of one's own, from its signed root
 * down. The folder stays: an index that is in it with the hash that the root promises is not
 * fetched again, so that an interrupted fetch goes on where it was. Used by one thread at a time.
 */
final class IndexFetching {
  private static final long MAX_ROOT = 32L << 20;
  private static final long MAX_INDEX = 4L << 30;
  private static final int AT_ONCE = 4;

  private final OriginFiles origins;
  private final RootSignatures roots;
  private final Path all;

  /** Keeps the indexes of each repository in a folder of this one. */
  IndexFetching(OriginFiles origins, RootSignatures roots, Path all) {
    this.origins = origins;
    this.roots = roots;
    this.all = all;
  }

  /**
   * Fetches.
   *
   * @return a folder that is a tree of indexes
   * @throws EdosException usage if there is no such repository, suite or architecture; refused if a
   *     root is not trusted, or an index is not the one that it promises; external if the server or
   *     the disk fails
   */
  Path fetch(RepositorySource.Remote remote, ReleaseId release, Consumer<PublishEvent> progress) {
    Origin origin = remote.repository();
    String host = String.valueOf(origin.address().getHost()).replaceAll("[^A-Za-z0-9.-]", "_");
    Path folder =
        all.resolve(
            host
                + "-"
                + Sha256.of(origin.toString().getBytes(StandardCharsets.UTF_8))
                    .hex()
                    .substring(0, 12));
    try {
      Files.createDirectories(folder);
      Job job = new Job(origin, folder, release, progress);
      job.run(remote);
      return folder;
    } catch (IOException e) {
      throw EdosException.external(
          "cannot keep the indexes of %s in %s: %s; make room there, and publish again"
              .formatted(origin, folder, e.getMessage()),
          e);
    }
  }

  /** The architectures of Debian and rpm that run on this machine. */
  static List<String> usualArchitectures() {
    String machine = System.getProperty("os.arch", "");
    return switch (machine) {
      case "amd64", "x86_64" -> List.of("amd64");
      case "aarch64" -> List.of("arm64");
      case "arm" -> List.of("armhf");
      default -> List.of(machine);
    };
  }

  /** One fetch of one repository. */
  private final class Job {
    private final Origin origin;
    private final Path folder;
    private final ReleaseId release;
    private final Consumer<PublishEvent> progress;
    private final Set<Path> kept = new HashSet<>();
    private int files;
    private long bytes;

    Job(Origin origin, Path folder, ReleaseId release, Consumer<PublishEvent> progress) {
      this.origin = origin;
      this.folder = folder;
      this.release = release;
      this.progress = progress;
    }

    void run(RepositorySource.Remote remote) throws IOException {
      List<PromisedFile.Index> indexes = new ArrayList<>();
      for (String suite : remote.suites()) {
        String place = "dists/" + suite + "/";
        byte[] root =
            aptRoot(place)
                .orElseThrow(() ->
                    EdosException.usage(
                        "%s has no suite '%s': neither %sInRelease nor Release is there"
                            .formatted(origin, suite, place)));
        indexes.addAll(apt(root, place, remote));
      }
      if (remote.suites().isEmpty()) {
        indexes.addAll(withoutSuite(remote));
      }
      take(indexes);
      removeOthers();
    }

    private List<PromisedFile.Index> withoutSuite(RepositorySource.Remote remote)
        throws IOException {
      Optional<byte[]> rpm = rpmRoot();
      if (rpm.isPresent()) {
        return RpmIndexPlan.of(rpm.get());
      }
      byte[] flat =
          aptRoot("")
              .orElseThrow(() ->
                  EdosException.usage(
                      origin
                          + " has neither repodata/ nor indexes of its own; name a suite with"
                          + " --suite NAME, or an address that ends in dists/SUITE"));
      return apt(flat, "", remote);
    }

    private List<PromisedFile.Index> apt(byte[] root, String place, RepositorySource.Remote remote)
        throws IOException {
      return AptIndexPlan.of(
          root,
          place,
          remote.architectures(),
          usualArchitectures(),
          remote.components(),
          remote.contents());
    }

    /** The verified text of a suite's root, which is kept with its signature. */
    private Optional<byte[]> aptRoot(String place) throws IOException {
      RepositoryPath clear = new RepositoryPath(place + "InRelease");
      Optional<byte[]> signed = small(clear);
      if (signed.isPresent()) {
        byte[] text = roots.clearSigned(clear, signed.get());
        keep(clear, signed.get());
        return Optional.of(text);
      }
      return detached(new RepositoryPath(place + "Release"), ".gpg");
    }

    private Optional<byte[]> rpmRoot() throws IOException {
      Optional<byte[]> root = detached(new RepositoryPath("repodata/repomd.xml"), ".asc");
      if (root.isPresent()) {
        RepositoryPath key = new RepositoryPath("repodata/repomd.xml.key");
        Optional<byte[]> bytes = small(key);
        if (bytes.isPresent()) {
          keep(key, bytes.get());
        }
      }
      return root;
    }

    private Optional<byte[]> detached(RepositoryPath path, String ending) throws IOException {
      Optional<byte[]> root = small(path);
      if (root.isEmpty()) {
        return root;
      }
      RepositoryPath signaturePath = new RepositoryPath(path + ending);
      Optional<byte[]> signature = small(signaturePath);
      if (signature.isPresent()) {
        roots.detached(path, root.get(), signature.get());
        keep(signaturePath, signature.get());
      } else {
        roots.unsigned(path);
      }
      keep(path, root.get());
      return root;
    }

    private Optional<byte[]> small(RepositoryPath path) throws IOException {
      try (InputStream in = origins.open(origin.file(path), MAX_ROOT)) {
        return Optional.of(in.readAllBytes());
      } catch (IOException e) {
        throw broken(path, e);
      } catch (EdosException e) {
        if (e.category() == Category.NOT_FOUND) {
          return Optional.empty();
        }
        throw e;
      }
    }

    private void keep(RepositoryPath path, byte[] content) throws IOException {
      Path target = place(path);
      Path part = part(target);
      Files.write(part, content);
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private Path place(RepositoryPath path) throws IOException {
      Path target = folder.resolve(path.value());
      Files.createDirectories(target.getParent());
      kept.add(target);
      return target;
    }

    private static Path part(Path target) {
      return target.resolveSibling("." + target.getFileName() + ".part");
    }

    private void take(List<PromisedFile.Index> indexes) throws IOException {
      long total =
          indexes.stream().mapToLong(index -> index.variants().getFirst().size().orElse(0L)).sum();
      List<Future<PromisedFile>> fetches = new ArrayList<>();
      try (ExecutorService fetchers =
          Executors.newFixedThreadPool(
              AT_ONCE, Thread.ofPlatform().name("edos-fetch-index-", 0).factory())) {
        try {
          indexes.forEach(
              index -> fetches.add(fetchers.submit(() -> one(index, indexes.size(), total))));
          for (Future<PromisedFile> fetch : fetches) {
            await(fetch);
          }
        } finally {
          fetchers.shutdownNow();
        }
      }
    }

    private void await(Future<PromisedFile> fetch) throws IOException {
      try {
        fetch.get();
      } catch (ExecutionException e) {
        if (e.getCause() instanceof EdosException known) {
          throw known;
        }
        if (e.getCause() instanceof IOException disk) {
          throw disk;
        }
        throw EdosException.external("cannot fetch: " + e.getCause(), e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw EdosException.external("publishing was interrupted; nothing was published", e);
      }
    }

    private PromisedFile one(PromisedFile.Index index, int total, long totalBytes)
        throws IOException {
      for (PromisedFile variant : index.variants()) {
        if (isHere(variant) || fetch(variant)) {
          took(variant, total, totalBytes);
          return variant;
        }
      }
      if (index.needed()) {
        throw EdosException.external(
            "the origin's index "
                + index.variants().getFirst().path()
                + " is not at "
                + origin
                + " although its root lists it; try again later, or another mirror");
      }
      return index.variants().getFirst();
    }

    private synchronized void took(PromisedFile file, int total, long totalBytes) {
      files++;
      bytes += file.size().orElse(0L);
      progress.accept(
          new PublishEvent.IndexFetched(
              release, file.path().value(), files, total, bytes, totalBytes));
    }

    private boolean isHere(PromisedFile file) throws IOException {
      Path here = folder.resolve(file.path().value());
      if (!Files.isRegularFile(here)
          || file.size().isPresent() && Files.size(here) != file.size().get()) {
        return false;
      }
      MessageDigest digest = file.digest();
      try (InputStream in = new DigestInputStream(Files.newInputStream(here), digest)) {
        in.transferTo(OutputStream.nullOutputStream());
      }
      if (!file.matches(digest)) {
        return false;
      }
      settle(file);
      return true;
    }

    /** False if no place has such a file. */
    private boolean fetch(PromisedFile file) throws IOException {
      List<RepositoryPath> places = new ArrayList<>(file.lasting().stream().toList());
      places.add(file.path());
      for (RepositoryPath place : places) {
        try (InputStream in = origins.open(origin.file(place), file.size().orElse(MAX_INDEX))) {
          Path target = folder.resolve(file.path().value());
          Files.createDirectories(target.getParent());
          Path part = part(target);
          MessageDigest digest = file.digest();
          try (OutputStream out = Files.newOutputStream(part)) {
            byte[] buffer = new byte[1 << 16];
            for (int n = read(place, in, buffer); n >= 0; n = read(place, in, buffer)) {
              digest.update(buffer, 0, n);
              out.write(buffer, 0, n);
            }
          }
          if (!file.matches(digest)) {
            Files.deleteIfExists(part);
            throw EdosException.refused(
                origin.file(place)
                    + " is not the file that the repository's root promises: the repository is"
                    + " torn or being updated; try again in a while, or another mirror");
          }
          Files.move(
              part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
          settle(file);
          return true;
        } catch (EdosException e) {
          if (e.category() != Category.NOT_FOUND) {
            throw e;
          }
        }
      }
      return false;
    }

    /** Notes that a file is wanted, and has it at its lasting place too, where apt looks first. */
    private synchronized void settle(PromisedFile file) throws IOException {
      Path here = place(file.path());
      if (file.lasting().isPresent()) {
        Path lasting = place(file.lasting().get());
        Files.deleteIfExists(lasting);
        Files.createLink(lasting, here);
      }
    }

    private int read(RepositoryPath place, InputStream in, byte[] buffer) {
      try {
        return in.read(buffer);
      } catch (IOException e) {
        throw broken(place, e);
      }
    }

    private EdosException broken(RepositoryPath place, IOException e) {
      return EdosException.external(
          "the fetch of %s broke off: %s; publish again, what has come stays"
              .formatted(origin.file(place), e.getMessage()),
          e);
    }

    /** What an earlier release of the repository had. */
    private void removeOthers() throws IOException {
      try (Stream<Path> there = Files.walk(folder)) {
        for (Path file : there.filter(Files::isRegularFile).toList()) {
          if (!kept.contains(file)) {
            Files.delete(file);
          }
        }
      }
    }
  }
}

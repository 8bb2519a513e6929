package org.edos.role.follow;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.edos.core.EdosException;
import org.edos.core.deb.AptRoots;
import org.edos.core.gateway.ListedFile;
import org.edos.core.gateway.ListedPackage;
import org.edos.core.gateway.OriginAddress;
import org.edos.core.unit.Sha256;
import org.edos.physical.snapshot.RootFile;
import org.edos.physical.snapshot.SnapshotHead;

/**
 * Takes over what apt knows already: the roots and indexes in its folder of lists, so that packages
 * are known that apt learned of before it asked here. Only what a root promises of an index's
 * unpacked bytes is believed. Done once for each host and scheme that somebody asks for, beside all
 * other work: apt's names of lists tell no scheme, so they count for the one that is asked for.
 */
final class AptLists implements AutoCloseable {
  private static final int MOST_FILES = 2_000;
  private static final int MOST_HOSTS = 1_000;
  private static final int MOST_ROOT_BYTES = 16 << 20;
  private static final System.Logger LOG = System.getLogger(Following.class.getName());

  private final Following.Parts parts;
  private final Indexes indexes;
  private final CandidateReader reader;
  private final Set<String> hosts = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  AptLists(Following.Parts parts, Indexes indexes) {
    this.parts = parts;
    this.indexes = indexes;
    this.reader = new CandidateReader(parts.keys(), parts.clock());
  }

  /** Somebody asked for something: the lists of its host are read, if they were not yet. */
  void asked(OriginAddress address) {
    if (parts.aptLists().isEmpty() || hosts.size() >= MOST_HOSTS) {
      return;
    }
    Path folder = parts.aptLists().get();
    String scheme = Origins.prefix(address);
    String host = address.uri().getRawAuthority();
    if (hosts.add(scheme + host)) {
      Thread.ofVirtual().name("edos-follow-lists").start(() -> run(folder, scheme, host));
    }
  }

  private void run(Path folder, String scheme, String host) {
    String prefix = host.replace("_", "%5f") + "_";
    List<Path> files =
        files(folder).stream()
            .filter(file -> file.getFileName().toString().startsWith(prefix))
            .toList();
    for (Path file : files) {
      if (!closed) {
        takeOver(scheme, file, files);
      }
    }
  }

  private static List<Path> files(Path folder) {
    List<Path> files = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
        for (Path file : all) {
          if (files.size() < MOST_FILES
              && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
              && Files.isReadable(file)) {
            files.add(file);
          }
        }
      } catch (IOException | DirectoryIteratorException e) {
        LOG.log(System.Logger.Level.DEBUG, "cannot list {0}: {1}", folder, e);
      }
    }
    return files;
  }

  /** The key that a list's file name stands for: {@code _} is a slash, {@code %5f} a {@code _}. */
  private static Optional<RootName> rootName(String scheme, Path file) {
    try {
      String key =
          URLDecoder.decode(
              file.getFileName().toString().replace('_', '/').replace("+", "%2B"),
              StandardCharsets.UTF_8);
      return Optional.of(key.replace("/./", "/"))
          .filter(plain -> plain.indexOf('/') > 0 && !plain.contains("//"))
          .flatMap(plain -> RootName.of(scheme + plain))
          .filter(RootName::isMain);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private void takeOver(String scheme, Path file, List<Path> files) {
    Optional<RootName> name = rootName(scheme, file);
    if (name.isEmpty() || parts.catalogue().current(name.get().folder()).isPresent()) {
      return;
    }
    try {
      Candidate candidate = read(name.get(), file);
      if (!parts.catalogue().becomeFirst(candidate.head(), candidate.roots(), candidate.files())) {
        return;
      }
      String prefix = file.getFileName().toString();
      String stem = prefix.substring(0, prefix.length() - name.get().name().length());
      for (Path list : files) {
        if (list.getFileName().toString().startsWith(stem)) {
          enter(candidate, list, list.getFileName().toString().substring(stem.length()));
        }
      }
    } catch (IOException | EdosException e) {
      LOG.log(System.Logger.Level.DEBUG, "{0} is not taken over: {1}", file, e.getMessage());
    }
  }

  private Candidate read(RootName name, Path file) throws IOException {
    RootFile root = rootFile(name.name(), file);
    Path signature = file.resolveSibling(file.getFileName() + ".gpg");
    Optional<RootFile> beside =
        name.signature().isPresent() && Files.isReadable(signature)
            ? Optional.of(rootFile(name.signature().get(), signature))
            : Optional.empty();
    return reader.read(name, root, beside);
  }

  private static RootFile rootFile(String name, Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MOST_ROOT_BYTES + 1);
      if (bytes.length > MOST_ROOT_BYTES) {
        throw new IOException("it has more than " + MOST_ROOT_BYTES + " bytes");
      }
      String modified =
          DateTimeFormatter.RFC_1123_DATE_TIME.format(
              Files.getLastModifiedTime(file).toInstant().atOffset(ZoneOffset.UTC));
      return new RootFile(name, bytes, Optional.empty(), Optional.of(modified));
    }
  }

  /** Enters a list, if it is an index of packages that the root knows unpacked. */
  private void enter(Candidate candidate, Path list, String name) {
    String path = name.replace('_', '/').replaceFirst("(/|^)Packages\\.[a-z0-9]+$", "$1Packages");
    Optional<ListedFile> listed =
        candidate.files().stream()
            .filter(file -> file.path().equals(path) && file.index().equals(Optional.of(path)))
            .filter(file -> !AptRoots.listsPatches(path))
            .findFirst();
    if (listed.isEmpty() || closed) {
      return;
    }
    SnapshotHead head = candidate.head();
    Indexes.IndexFile index =
        new Indexes.IndexFile(head.folder(), head.format(), listed.get(), head.made());
    indexes.enter(
        index,
        to -> {
          requireCurrent(head);
          tell(list, name, listed.get(), to);
        });
  }

  /** Where a client has brought something newer meanwhile, that is not kept waiting. */
  private void requireCurrent(SnapshotHead head) {
    if (closed
        || parts
            .catalogue()
            .current(head.folder())
            .filter(current -> current.identity().equals(head.identity()))
            .isEmpty()) {
      throw EdosException.refused("apt's list is superseded already");
    }
  }

  private static void tell(
      Path list, String name, ListedFile promised, Consumer<ListedPackage> to) {
    String fileName = name.substring(name.lastIndexOf('_') + 1);
    try (InputStream in = new BufferedInputStream(Files.newInputStream(list), 1 << 16)) {
      Sha256 sha256 = AptRoots.unpackedPackages(fileName, in, promised.file().size(), to);
      if (!sha256.equals(promised.file().sha256())) {
        throw EdosException.refused(list + " is not what its root lists");
      }
    } catch (IOException e) {
      throw EdosException.external("cannot read " + list + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}

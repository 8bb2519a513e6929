package org.edos.core.deb;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorInputStream;
import org.edos.core.EdosException;
import org.edos.core.gateway.KnownFile;
import org.edos.core.gateway.ListedFile;
import org.edos.core.gateway.ListedPackage;
import org.edos.core.gateway.RepositoryRoot;
import org.edos.core.gateway.UrlPath;
import org.edos.core.unit.PackageFormat;
import org.edos.core.unit.Sha256;

/**
 * Reads of apt's indexes only what says where files are and what they must be, fast and without
 * holding more than an entry. For trees that are read whole there is {@link AptTree}.
 */
public final class AptRoots {
  private static final int MOST_FILES = 100_000;
  private static final int MOST_PACKAGES = 1_000_000;
  private static final String PATCHES = "Packages.diff/Index";
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("d MMM uuuu H:mm:ss", Locale.ENGLISH);

  private AptRoots() {}

  /**
   * Reads a Release file.
   *
   * @param text without its signature
   * @param source what it is, for messages
   * @throws EdosException (refused) if it is malformed, lists no SHA-256 hashes or more than
   *     100,000 files
   */
  public static RepositoryRoot read(byte[] text, String source) {
    AptRelease release;
    try {
      release = AptRelease.parse(text, source);
    } catch (IOException e) {
      throw EdosException.external(source + " cannot be read: " + e.getMessage(), e);
    }
    if (release.files().size() > MOST_FILES) {
      throw EdosException.refused(source + " lists more than " + MOST_FILES + " files");
    }
    ControlParagraph fields = release.fields();
    return new RepositoryRoot(
        PackageFormat.DEB,
        fields.field("Date").flatMap(AptRoots::date),
        fields.field("Valid-Until").flatMap(AptRoots::date),
        files(release, fields.text("Acquire-By-Hash").equalsIgnoreCase("yes")));
  }

  private static List<ListedFile> files(AptRelease release, boolean byHash) {
    Map<String, String> stronger = byHash ? stronger(release.fields()) : Map.of();
    List<ListedFile> files = new ArrayList<>();
    release
        .files()
        .forEach((name, listed) ->
            UrlPath.ofPlain(name)
                .ifPresent(path -> {
                  KnownFile file = new KnownFile(listed.sha256(), listed.size());
                  Optional<String> index = index(path);
                  String hashed = AptIndexName.byHash(path, listed.sha256());
                  files.add(
                      new ListedFile(
                          path,
                          file,
                          path,
                          byHash ? Optional.of(hashed) : Optional.empty(),
                          false,
                          index));
                  if (byHash) {
                    Optional<String> plain = Optional.of(path);
                    files.add(new ListedFile(hashed, file, path, plain, true, index));
                    Optional.ofNullable(stronger.get(name))
                        .map(hex -> hashed.replaceFirst("SHA256/[0-9a-f]+$", "SHA512/" + hex))
                        .ifPresent(place ->
                            files.add(new ListedFile(place, file, path, plain, true, index)));
                  }
                }));
    return files;
  }

  /** The SHA-512 of files by name, by which apt asks where there are such. */
  private static Map<String, String> stronger(ControlParagraph fields) {
    Map<String, String> hashes = new HashMap<>();
    fields
        .text("SHA512")
        .lines()
        .map(line -> line.strip().split("\\s+"))
        .filter(parts -> parts.length == 3 && parts[0].matches("[0-9a-f]{128}"))
        .limit(MOST_FILES)
        .forEach(parts ->
            hashes.put(parts[2].startsWith("./") ? parts[2].substring(2) : parts[2], parts[0]));
    return hashes;
  }

  /** Of which index of packages or patches this is a packing. */
  private static Optional<String> index(String path) {
    return path.equals(PATCHES) || path.endsWith("/" + PATCHES)
        ? Optional.of(path)
        : AptIndexName.stem(path);
  }

  private static Optional<Instant> date(String text) {
    try {
      String plain = text.substring(text.indexOf(',') + 1).strip();
      int zone = plain.lastIndexOf(' ');
      if (zone < 0 || !plain.substring(zone + 1).matches("UTC|GMT|Z|[+-]0000")) {
        return Optional.empty();
      }
      return Optional.of(
          LocalDateTime.parse(plain.substring(0, zone).strip(), DATE).toInstant(ZoneOffset.UTC));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Whether an index lists patches of another index. */
  public static boolean listsPatches(String index) {
    return index.equals(PATCHES) || index.endsWith("/" + PATCHES);
  }

  /**
   * Reads an index of packages, unpacking it as the ending of its name tells. Entries without
   * SHA-256, size or a safe path are passed over.
   *
   * @param name of the file, such as {@code Packages.xz}
   * @param in the file; not closed
   * @param size of the file in bytes
   * @throws EdosException (refused) if it unpacks to more than an honest index would, or lists more
   *     than a million packages; external if it is damaged
   */
  public static void packages(
      String name, InputStream in, long size, Consumer<ListedPackage> packages) {
    long most = AptPackages.mostUnpacked(size);
    try (InputStream unpacked = new BoundedInput(unpacked(name, new Unclosed(in)), most, name)) {
      scan(name, unpacked, packages);
    } catch (EdosException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw damaged(name, e);
    }
  }

  /**
   * Reads an index of packages that may be packed otherwise than in its archive, as apt's own lists
   * are.
   *
   * @param name of the file, such as {@code Packages.lz4}
   * @param in the file; not closed
   * @param size of the unpacked index in bytes
   * @return the hash of the unpacked index, for the caller to hold against its root
   * @throws EdosException (refused) if it unpacks to more than its size, or lists more than a
   *     million packages; external if it is damaged
   */
  public static Sha256 unpackedPackages(
      String name, InputStream in, long size, Consumer<ListedPackage> packages) {
    try (InputStream unpacked = new BoundedInput(unpacked(name, new Unclosed(in)), size, name)) {
      DigestInput digest = new DigestInput(unpacked);
      scan(name, digest, packages);
      return digest.finish();
    } catch (EdosException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw damaged(name, e);
    }
  }

  private static EdosException damaged(String name, Exception e) {
    return EdosException.external(
        name + " cannot be unpacked (" + e.getMessage() + "); fetch it again", e);
  }

  private static void scan(String name, InputStream unpacked, Consumer<ListedPackage> packages)
      throws IOException {
    int count = 0;
    PackagesScan scan = new PackagesScan(unpacked);
    for (Optional<ListedPackage> next = scan.next(); next.isPresent(); next = scan.next()) {
      if (++count > MOST_PACKAGES) {
        throw EdosException.refused(name + " lists more than " + MOST_PACKAGES + " packages");
      }
      packages.accept(next.get());
    }
  }

  /** Lists that apt keeps may be packed with LZ4, which no archive uses. */
  private static InputStream unpacked(String name, InputStream in) throws IOException {
    String fileName = name.substring(name.lastIndexOf('/') + 1);
    if (fileName.equals("Packages.lz4")) {
      return new FramedLZ4CompressorInputStream(new BufferedInputStream(in, 1 << 16), true);
    }
    return Compression.of(fileName, "Packages")
        .orElseThrow(
            () -> EdosException.refused(name + " is packed in a way that is not known here"))
        .unpack(in);
  }

  /**
   * Reads an index of patches, {@code Packages.diff/Index}: the patches as they are fetched.
   *
   * @throws EdosException (refused) if it is malformed
   */
  public static List<ListedPackage> patches(byte[] index, String source) {
    try {
      ControlParagraphs paragraphs = new ControlParagraphs(new ByteArrayInputStream(index), source);
      List<ListedPackage> patches = new ArrayList<>();
      for (String line :
          paragraphs.next().map(p -> p.text("SHA256-Download")).orElse("").split("\n")) {
        String[] parts = line.strip().split("\\s+");
        if (parts.length == 3
            && parts[0].matches("[0-9a-f]{64}")
            && parts[1].matches("[0-9]{1,15}")
            && patches.size() < MOST_FILES) {
          KnownFile file = new KnownFile(new Sha256(parts[0]), Long.parseLong(parts[1]));
          UrlPath.ofPlain(parts[2])
              .ifPresent(path -> patches.add(new ListedPackage(path, file, "", "", "")));
        }
      }
      return patches;
    } catch (IOException e) {
      throw EdosException.external(source + " cannot be read: " + e.getMessage(), e);
    }
  }
}

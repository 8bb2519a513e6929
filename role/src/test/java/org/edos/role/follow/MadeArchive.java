package org.edos.role.follow;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.edos.core.unit.Sha256;
import org.edos.physical.trust.OpenPgp;

/** An archive for apt that a test makes and changes, in a folder. */
final class MadeArchive {
  static final String SUITE = "debian/dists/stable/";
  static final String INDEX = "main/binary-amd64/Packages.gz";
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private final Path folder;
  private final Map<String, String> packages = new LinkedHashMap<>();
  private final Map<String, byte[]> indexes = new LinkedHashMap<>();
  private Optional<OpenPgp.Signer> signer = Optional.empty();
  private boolean byHash = true;

  MadeArchive(Path folder) {
    this.folder = folder;
  }

  MadeArchive signedBy(OpenPgp.Signer key) {
    signer = Optional.of(key);
    return this;
  }

  MadeArchive withoutHashNames() {
    byHash = false;
    return this;
  }

  /** Has a package with these bytes, which is in the pool at once. */
  MadeArchive with(String path, String bytes) {
    packages.put(path, bytes);
    write("debian/" + path, bytes.getBytes(UTF_8));
    return this;
  }

  /** Another file that Release lists. */
  MadeArchive withIndex(String path, String bytes) {
    indexes.put(path, bytes.getBytes(UTF_8));
    return this;
  }

  static Sha256 hash(String bytes) {
    return Sha256.of(bytes.getBytes(UTF_8));
  }

  /** Writes the indexes and then the roots. */
  MadeArchive publish(Instant date) {
    writeIndexes();
    return writeRoots(date);
  }

  void writeIndexes() {
    indexes.put(INDEX, packed(index()));
    indexes.forEach((path, bytes) -> {
      write(SUITE + path, bytes);
      if (byHash) {
        write(SUITE + byHash(path), bytes);
      }
    });
  }

  MadeArchive writeRoots(Instant date) {
    indexes.put(INDEX, packed(index()));
    byte[] release = release(date).getBytes(UTF_8);
    write(SUITE + "Release", release);
    signer.ifPresent(key -> write(SUITE + "Release.gpg", key.detachedSign(release)));
    write(SUITE + "InRelease", signer.map(key -> key.clearSign(release)).orElse(unsigned(release)));
    return this;
  }

  /** The form of a clear-signed text, by nobody. */
  private static byte[] unsigned(byte[] release) {
    return ("-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n"
            + new String(release, UTF_8)
            + "-----BEGIN PGP SIGNATURE-----\n\nAAAA\n-----END PGP SIGNATURE-----\n")
        .getBytes(UTF_8);
  }

  String byHash(String path) {
    return path.substring(0, path.lastIndexOf('/') + 1)
        + "by-hash/SHA256/"
        + Sha256.of(Objects.requireNonNull(indexes.get(path)));
  }

  Sha256 indexHash() {
    return Sha256.of(Objects.requireNonNull(indexes.get(INDEX)));
  }

  private String release(Instant date) {
    StringBuilder text = new StringBuilder("Origin: Made\nSuite: stable\nCodename: made\n");
    text.append("Date: ").append(DATE.format(date)).append('\n');
    text.append(byHash ? "Acquire-By-Hash: yes\n" : "").append("SHA256:\n");
    indexes.forEach((path, bytes) ->
        text.append(" %s %d %s\n".formatted(Sha256.of(bytes), bytes.length, path)));
    return text.toString();
  }

  String index() {
    StringBuilder text = new StringBuilder();
    packages.forEach((path, bytes) -> {
      String file = path.substring(path.lastIndexOf('/') + 1);
      String[] parts = file.replaceFirst("\\.deb$", "").split("_");
      text.append("Package: ").append(parts[0]);
      text.append("\nVersion: ").append(parts[1]);
      text.append("\nArchitecture: ").append(parts[2]);
      text.append("\nDescription: made\n Filename: not this\nFilename: ").append(path);
      text.append("\nSize: ").append(bytes.getBytes(UTF_8).length);
      text.append("\nSHA256: ").append(hash(bytes)).append("\n\n");
    });
    return text.toString();
  }

  private static byte[] packed(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Writes a file, unless it would lie outside the archive: such are listed and never there. */
  void write(String path, byte[] bytes) {
    Path file = folder.resolve(path).normalize();
    if (!file.startsWith(folder) || path.contains("://")) {
      return;
    }
    try {
      Files.createDirectories(file.resolveSibling("."));
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void delete(String path) {
    try {
      Files.deleteIfExists(folder.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

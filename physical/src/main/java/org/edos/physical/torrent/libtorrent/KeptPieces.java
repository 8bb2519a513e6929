package org.edos.physical.torrent.libtorrent;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.edos.physical.torrent.Layout;
import org.edos.physical.torrent.Torrent;

/**
 * Which pieces of half-written files were right, written down now and then, so that a killed
 * process does not have all of them hashed again by the next.
 *
 * <p>What a process wrote survives its death in the system's cache, but not the death of the
 * machine. So a record is believed only in the boot of the system in which it was made, and only
 * for a file that is the very same one (by its number and the time of its making) and long enough.
 * A record that is not believed costs nothing but hashing. No record is synced to the disk, since
 * none is believed after a crash.
 */
final class KeptPieces {
  private static final int MAGIC = 0x45444b31;
  private static final int MOST_RECORD = 64 << 20;
  private static final Duration KEPT = Duration.ofDays(30);
  private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");

  private final Path directory;
  private final String boot;

  /** Forgets what is older than a month. */
  KeptPieces(Path directory) {
    this(directory, boot());
  }

  KeptPieces(Path directory, String boot) {
    this.directory = directory;
    this.boot = boot;
    try {
      Files.createDirectories(directory);
      var oldest = Instant.now().minus(KEPT);
      try (var files = Files.newDirectoryStream(directory)) {
        for (var file : files) {
          if (Files.getLastModifiedTime(file).toInstant().isBefore(oldest)) {
            Files.deleteIfExists(file);
          }
        }
      }
    } catch (IOException e) {
      // Then nothing is kept, and everything is hashed.
    }
  }

  private static String boot() {
    try {
      return Files.readString(BOOT).strip();
    } catch (IOException e) {
      return "";
    }
  }

  private Path file(String infoHash) {
    return directory.resolve(infoHash);
  }

  /** Writes down the pieces that are right in these files. */
  void save(Torrent torrent, Map<Integer, Path> files, BitSet right) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.writeInt(MAGIC);
      out.writeUTF(boot);
      out.writeUTF(torrent.infoHash());
      out.writeInt(files.size());
      for (var file : files.entrySet()) {
        out.writeInt(file.getKey());
        out.writeUTF(identity(file.getValue()).orElse(""));
      }
      var bits = right.toByteArray();
      out.writeInt(bits.length);
      out.write(bits);
      var temporary = directory.resolve(torrent.infoHash() + ".new");
      Files.write(temporary, bytes.toByteArray());
      Files.move(
          temporary,
          file(torrent.infoHash()),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      forget(torrent.infoHash());
    }
  }

  /** Forgets a torrent. */
  void forget(String infoHash) {
    try {
      Files.deleteIfExists(file(infoHash));
    } catch (IOException e) {
      // A record that is believed wrongly for a file is found out by its hash.
    }
  }

  /** The pieces of these files that may be taken as right without hashing them. */
  BitSet load(Torrent torrent, Map<Integer, Path> files) {
    var file = file(torrent.infoHash());
    try {
      if (boot.isEmpty() || !Files.exists(file) || Files.size(file) > MOST_RECORD) {
        return new BitSet();
      }
      return read(torrent, files, Files.readAllBytes(file));
    } catch (IOException e) {
      return new BitSet();
    }
  }

  private BitSet read(Torrent torrent, Map<Integer, Path> files, byte[] bytes) throws IOException {
    var in = new DataInputStream(new ByteArrayInputStream(bytes));
    if (in.readInt() != MAGIC
        || !in.readUTF().equals(boot)
        || !in.readUTF().equals(torrent.infoHash())) {
      return new BitSet();
    }
    var identities = new HashMap<Integer, String>();
    for (int left = in.readInt(); left > 0; left--) {
      int entry = in.readInt();
      identities.put(entry, in.readUTF());
    }
    var right = BitSet.valueOf(in.readNBytes(Math.max(0, in.readInt())));
    var believed = new BitSet();
    var layout = Layout.of(torrent);
    for (var file : files.entrySet()) {
      var same =
          identity(file.getValue())
              .filter(now -> now.equals(identities.getOrDefault(file.getKey(), "")));
      if (same.isPresent()) {
        var span = layout.spans().get(file.getKey());
        long length = Files.size(file.getValue());
        for (int piece = span.firstPiece(); piece < span.firstPiece() + span.pieces(); piece++) {
          var slice = layout.slice(piece);
          if (right.get(piece) && slice.offset() + slice.length() <= length) {
            believed.set(piece);
          }
        }
      }
    }
    return believed;
  }

  private static Optional<String> identity(Path file) {
    try {
      var attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return attributes.isRegularFile() && attributes.fileKey() != null
          ? Optional.of(attributes.fileKey() + " " + attributes.creationTime())
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}

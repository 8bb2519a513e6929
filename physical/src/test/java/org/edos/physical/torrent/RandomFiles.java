package org.edos.physical.torrent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.edos.core.unit.Sha256;

/**
 * Contents of random bytes, in files named by their hashes.
 *
 * @param sources the contents
 */
public record RandomFiles(List<TorrentFile.Source> sources) {
  /** Writes one file of each size. */
  public static RandomFiles write(Path folder, long seed, List<Integer> sizes) {
    var random = new Random(seed);
    var sources = new ArrayList<TorrentFile.Source>();
    for (int size : sizes) {
      var bytes = new byte[size];
      random.nextBytes(bytes);
      var hash = Sha256.of(bytes);
      sources.add(new TorrentFile.Source(hash, size, put(folder.resolve(hash.hex()), bytes)));
    }
    return new RandomFiles(sources);
  }

  /** Writes a file and its folder. */
  public static Path put(Path file, byte[] bytes) {
    try {
      Files.createDirectories(file.getParent());
      return Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A torrent of them. */
  public Torrent torrent(URI announce) {
    return TorrentFile.create(sources, announce);
  }

  /** Where they are. */
  public Map<Sha256, Path> files() {
    return sources.stream()
        .collect(Collectors.toMap(TorrentFile.Source::content, TorrentFile.Source::file));
  }

  /** Where they would be in another folder. */
  public Map<Sha256, Path> in(Path folder) {
    return sources.stream()
        .collect(
            Collectors.toMap(TorrentFile.Source::content, s -> folder.resolve(s.content().hex())));
  }

  /** How many bytes they have together. */
  public long bytes() {
    return sources.stream().mapToLong(TorrentFile.Source::size).sum();
  }

  /** Whether the file is there and has the hash. */
  public static boolean isRight(Sha256 content, Path file) {
    try {
      return Files.exists(file) && Sha256.of(Files.readAllBytes(file)).equals(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

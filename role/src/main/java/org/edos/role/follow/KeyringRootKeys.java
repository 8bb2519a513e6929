package org.edos.role.follow;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.edos.core.EdosException;
import org.edos.physical.trust.OpenPgp;

/**
 * Judges by the keyrings that lie at the places where apt and rpm keep theirs, as they are at that
 * moment. Files that are no keyrings are passed over. Safe for use by many threads.
 */
public final class KeyringRootKeys implements RootKeys {
  private static final int MOST_KEYRINGS = 200;
  private static final int MOST_BYTES = 4 << 20;

  private final OpenPgp openPgp;
  private final List<Path> places;

  /**
   * Judges by these keyrings.
   *
   * @param places files, and folders of files; those that are not there hold no keys
   */
  public KeyringRootKeys(OpenPgp openPgp, List<Path> places) {
    this.openPgp = openPgp;
    this.places = List.copyOf(places);
  }

  @Override
  public Verdict clearSigned(byte[] signed) {
    return judge(keyring -> openPgp.verifyClearSigned(signed, keyring));
  }

  @Override
  public Verdict detached(byte[] text, byte[] signature) {
    return judge(keyring -> openPgp.verifyDetached(text, signature, keyring));
  }

  private Verdict judge(Function<byte[], OpenPgp.Verified> check) {
    Set<String> signers = new HashSet<>();
    byte[] text = new byte[0];
    for (Path file : keyrings()) {
      try {
        OpenPgp.Verified verified = check.apply(bytes(file));
        text = verified.text();
        signers.addAll(verified.fingerprints());
        signers.add(file.toString());
      } catch (EdosException e) {
        if (e.getCause() instanceof OpenPgp.Misfit) {
          return new Verdict.Wrong(e.getMessage());
        }
      } catch (IOException e) {
        System.getLogger(KeyringRootKeys.class.getName())
            .log(System.Logger.Level.DEBUG, "cannot read the keyring {0}: {1}", file, e);
      }
    }
    return signers.isEmpty() ? new Verdict.Unknown() : new Verdict.Verified(text, signers);
  }

  private List<Path> keyrings() {
    List<Path> files = new ArrayList<>();
    for (Path place : places) {
      if (Files.isDirectory(place)) {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(place)) {
          found.forEach(files::add);
        } catch (IOException | DirectoryIteratorException e) {
          System.getLogger(KeyringRootKeys.class.getName())
              .log(System.Logger.Level.DEBUG, "cannot list the keyrings in {0}: {1}", place, e);
        }
      } else {
        files.add(place);
      }
    }
    return files.stream().filter(Files::isRegularFile).sorted().limit(MOST_KEYRINGS).toList();
  }

  private static byte[] bytes(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new IOException("it has more than " + MOST_BYTES + " bytes");
      }
      return bytes;
    }
  }
}

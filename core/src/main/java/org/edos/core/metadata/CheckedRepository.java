package org.edos.core.metadata;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.edos.core.metadata.RepositoryContents.PackageFile;
import org.edos.core.metadata.RepositoryContents.UtilityFile;
import org.edos.core.unit.PackageFormat;

/**
 * A repository tree whose indexes have the hashes that their signed roots promise. Its packages
 * stay in the indexes, and are read from there as often as they are wanted, so that a distribution
 * takes no more memory than one package does. Used by one thread, but for {@link Unread}.
 */
public interface CheckedRepository {
  /**
   * A package as the indexes list it.
   *
   * @param file without its list of files, where that is in an index of its own
   * @param fileLists where its files are among {@link #fileLists}: the first of these that there is
   */
  record ListedPackage(PackageFile file, List<String> fileLists) {
    /** Copies the list. */
    public ListedPackage {
      fileLists = List.copyOf(fileLists);
    }
  }

  /** A package's entry of an index that is still to be parsed. Safe for use by any thread. */
  interface Unread {
    /**
     * Parses it.
     *
     * @throws org.edos.core.EdosException (refused) if it is malformed, or not what the tree holds
     * @throws IOException if the package's own file cannot be read
     */
    ListedPackage read() throws IOException;
  }

  /** Hears of packages. */
  interface PackageSink {
    /**
     * Told of a package.
     *
     * @param position how many of {@link #indexBytes()} have been read
     */
    void accept(Unread listed, long position);
  }

  /** Hears of files that packages install. */
  interface FileSink {
    /** Told that a list has an absolute path. */
    void accept(String list, String file);
  }

  /** How much there is. */
  record Totals(int packages, long bytes) {}

  /** Which program reads the tree. */
  PackageFormat format();

  /** Every file of the tree that is no package; some may be listed as a package all the same. */
  List<UtilityFile> utilities();

  /** Bytes of the indexes that {@link #packages} reads. */
  long indexBytes();

  /** The packages and their bytes, where the check has counted them. */
  Optional<Totals> totals();

  /** Whether {@link #fileLists} has anything to tell. */
  boolean hasFileLists();

  /**
   * Reads every entry of every index of packages, in the indexes' order. A path may come more than
   * once.
   *
   * @throws org.edos.core.EdosException (refused) if an index is malformed, or no longer the one
   *     that was checked
   * @throws IOException if the tree cannot be read
   */
  void packages(PackageSink sink) throws IOException;

  /** Reads the lists of the packages' files, in no order; fails like {@link #packages}. */
  void fileLists(FileSink sink) throws IOException;
}

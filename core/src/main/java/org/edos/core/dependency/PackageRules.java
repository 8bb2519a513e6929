package org.edos.core.dependency;

/**
 * What numbered packages ask of one another: which others each needs, and which it excludes. Where
 * a need names {@code ~n} instead of {@code n}, it is met as well when package {@code n} is not
 * there. The arrays are shared and never changed. Safe for many threads.
 */
public interface PackageRules {
  /** How many packages there are; they are numbered from 0. */
  int size();

  /**
   * What a package needs: of each of these lists at least one, in the order of its preference. A
   * list is empty where nothing satisfies the need.
   */
  int[][] needs(int one);

  /** The packages that cannot be beside it; whoever is named here names it as well. */
  int[] excludes(int one);
}

package org.edos.role.publish;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.edos.core.dependency.Semantics;
import org.edos.core.metadata.PackageMetadata;
import org.edos.core.unit.PackageFormat;

/**
 * What the packages of a state in the making need, exclude and provide. Of the files of rpms, which
 * may be millions, 64 bits each are kept until it is known which of them anybody asks for. Used by
 * one thread.
 */
final class NextPackages {
  private static final long[] NO_FILES = {};

  private final List<PackageMetadata> packages = new ArrayList<>();
  private final List<long[]> files = new ArrayList<>();

  void add(PackageMetadata metadata) {
    packages.add(
        metadata
            .draft()
            .summary("")
            .description("")
            .category("")
            .maintainer("")
            .homepage("")
            .files(List.of())
            .finished());
    boolean rpm = metadata.id().format() == PackageFormat.RPM;
    files.add(rpm ? metadata.files().stream().mapToLong(NextPackages::hash).toArray() : NO_FILES);
  }

  /** The packages, with those of their files that any package or other package asks for. */
  List<PackageMetadata> whole(Semantics semantics, List<PackageMetadata> others) {
    Map<Long, String> asked = new HashMap<>();
    Set<String> seen = new HashSet<>();
    Predicate<String> file = name -> name.startsWith("/") && seen.add(name);
    for (List<PackageMetadata> some : List.of(packages, others)) {
      for (PackageMetadata metadata : some) {
        semantics.mentioned(metadata).filter(file).forEach(name -> asked.put(hash(name), name));
      }
    }
    List<PackageMetadata> whole = new ArrayList<>(packages.size());
    for (int i = 0; i < packages.size(); i++) {
      List<String> kept =
          Arrays.stream(files.get(i)).filter(asked::containsKey).mapToObj(asked::get).toList();
      PackageMetadata metadata = packages.get(i);
      whole.add(kept.isEmpty() ? metadata : metadata.withFiles(kept));
    }
    return whole;
  }

  /** FNV-1a over the characters, 64 bits, its high bits mixed down. */
  private static long hash(String text) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    return hash ^ hash >>> 32;
  }
}

package org.edos.bench.check;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.edos.core.deb.ControlParagraph;
import org.edos.core.deb.ControlParagraphs;
import org.edos.core.deb.DebParagraphs;
import org.edos.core.dependency.Platform;
import org.edos.core.dependency.Rules;
import org.edos.core.dependency.Semantics;
import org.edos.core.dependency.Uninstallable;
import org.edos.core.dependency.Universe;
import org.edos.core.metadata.PackageMetadata;
import org.edos.core.unit.PackageFormat;
import org.edos.physical.solver.sat4j.Sat4jSolver;

/**
 * Checks a Packages file as a process of its own: {@code FILE ARCHITECTURE TIMES}. Prints the
 * packages that cannot be installed, one a line, and the milliseconds of each further check in the
 * warm process: {@code warm MILLIS}.
 */
public final class CheckMain {
  private CheckMain() {}

  public static void main(String[] args) throws IOException {
    Path file = Path.of(args[0]);
    for (Uninstallable broken : check(file, args[1])) {
      System.out.println(name(broken));
    }
    for (int time = 1; time < Integer.parseInt(args[2]); time++) {
      long start = System.nanoTime();
      check(file, args[1]);
      System.out.println("warm " + (System.nanoTime() - start) / 1_000_000);
    }
  }

  private static String name(Uninstallable broken) {
    return broken.id().name() + " " + broken.id().version() + " " + broken.id().architecture();
  }

  private static List<Uninstallable> check(Path file, String architecture) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      ControlParagraphs paragraphs = new ControlParagraphs(in, file.toString());
      Reading reading = new Reading(paragraphs);
      Universe universe =
          Universe.of(Semantics.of(PackageFormat.DEB), Platform.of(architecture), () -> reading);
      return new Sat4jSolver().uninstallable(Rules.of(universe));
    }
  }

  /** The packages of a file, as they are read. */
  private static final class Reading implements Iterator<PackageMetadata> {
    private final ControlParagraphs paragraphs;
    private Optional<ControlParagraph> next;

    Reading(ControlParagraphs paragraphs) throws IOException {
      this.paragraphs = paragraphs;
      this.next = paragraphs.next();
    }

    @Override
    public boolean hasNext() {
      return next.isPresent();
    }

    @Override
    public PackageMetadata next() {
      ControlParagraph paragraph = next.orElseThrow(NoSuchElementException::new);
      try {
        next = paragraphs.next();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return DebParagraphs.indexed(paragraph, "debian");
    }
  }
}

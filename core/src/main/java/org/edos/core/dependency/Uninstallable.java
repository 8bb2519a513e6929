package org.edos.core.dependency;

import java.util.List;
import java.util.stream.Collectors;
import org.edos.core.dependency.Explanation.Chain;
import org.edos.core.dependency.Explanation.Conflict;
import org.edos.core.dependency.Explanation.Missing;
import org.edos.core.dependency.Explanation.Step;
import org.edos.core.metadata.Relation;
import org.edos.core.metadata.Relation.Capability;
import org.edos.core.unit.PackageId;

/**
 * A package that no machine can install.
 *
 * @param id the package
 * @param causes why: together they close every way. Mostly one; several where something is needed
 *     of which each alternative fails for a cause of its own.
 */
public record Uninstallable(PackageId id, List<Explanation> causes) {
  /** Most causes in {@link #text()}. */
  private static final int SHOWN = 4;

  /** Copies the causes. */
  public Uninstallable {
    causes = List.copyOf(causes);
  }

  /** The causes for people, over several lines, without a line end after the last. */
  public String text() {
    StringBuilder text = new StringBuilder();
    for (Explanation cause : causes.subList(0, Math.min(SHOWN, causes.size()))) {
      if (!text.isEmpty()) {
        text.append("\nand where that is avoided:\n");
      }
      switch (cause) {
        case Missing missing -> write(missing, text);
        case Conflict conflict -> write(conflict, text);
      }
    }
    if (causes.size() > SHOWN) {
      text.append("\nand ")
          .append(causes.size() - SHOWN)
          .append(" further causes, each closing another way");
    }
    return text.toString();
  }

  private void write(Missing missing, StringBuilder text) {
    write(missing.chain(), text);
    text.append(named(missing.chain().end()))
        .append(verb(missing.relation(), " needs "))
        .append(named(missing.relation()))
        .append(", which nothing has");
    if (!missing.others().isEmpty()) {
      text.append(" (there is ")
          .append(
              missing.others().stream().map(Uninstallable::named).collect(Collectors.joining(", ")))
          .append(")");
    }
  }

  private void write(Conflict conflict, StringBuilder text) {
    write(conflict.first(), text);
    write(conflict.second(), text);
    text.append(named(conflict.first().end()))
        .append(" cannot be beside ")
        .append(named(conflict.second().end()));
    if (conflict.relation().isPresent()) {
      text.append(": it")
          .append(verb(conflict.relation().get(), " says "))
          .append(named(conflict.relation().get()));
    } else {
      text.append(": only one of that name can be installed");
    }
  }

  private void write(Chain chain, StringBuilder text) {
    if (!chain.start().equals(id)) {
      text.append(named(chain.start())).append(" is on every machine\n");
    }
    for (int i = 0; i < chain.steps().size(); i++) {
      Step step = chain.steps().get(i);
      PackageId next = i + 1 < chain.steps().size() ? chain.steps().get(i + 1).by() : chain.end();
      text.append(named(step.by())).append(" needs ").append(named(step.relation()));
      if (step.relation().alternatives().stream().noneMatch(c -> c.name().equals(next.name()))
          || step.relation().alternatives().size() > 1) {
        text.append(", such as ").append(named(next));
      }
      text.append('\n');
    }
  }

  private static String verb(Relation relation, String otherwise) {
    return switch (relation.kind()) {
      case CONFLICTS -> " conflicts with ";
      case BREAKS -> " breaks ";
      case OBSOLETES -> " obsoletes ";
      case REQUIRES, PRE_REQUIRES -> " needs ";
      default -> otherwise;
    };
  }

  private static String named(PackageId id) {
    return id.name() + " " + id.version();
  }

  /** As packages write it: {@code a (>= 1) | b}. */
  private static String named(Relation relation) {
    return relation.alternatives().stream()
        .map(Uninstallable::named)
        .collect(Collectors.joining(" | "));
  }

  private static String named(Capability capability) {
    String name =
        capability.architecture().isEmpty()
            ? capability.name()
            : capability.name() + ":" + capability.architecture();
    return capability.operator().isEmpty()
        ? name
        : name + " (" + capability.operator() + " " + capability.version() + ")";
  }
}

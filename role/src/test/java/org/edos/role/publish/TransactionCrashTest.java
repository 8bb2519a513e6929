package org.edos.role.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.edos.core.channel.Channel;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.metadata.RootSignatures;
import org.edos.core.release.CompositionXml;
import org.edos.core.release.Operation;
import org.edos.core.release.OwnUnits;
import org.edos.core.release.ReleaseId;
import org.edos.core.release.Transaction;
import org.edos.core.unit.UnitId;
import org.edos.physical.channel.ChannelLog;
import org.edos.physical.content.files.DirectoryTree;
import org.edos.physical.document.DocumentStore;
import org.edos.physical.index.MetadataIndex;
import org.edos.physical.solver.memory.MemorySolver;
import org.edos.physical.torrent.memory.MemorySwarm;
import org.edos.role.Machine;
import org.edos.testkit.MadeDebs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A publisher that dies before or after any change that a transaction makes to what is durable. */
class TransactionCrashTest {
  private static final ReleaseId CURRENT = ReleaseId.current("demo");
  private static final UnitId EDITOR = UnitId.parse("pkg:deb/debian/editor@1.1?arch=all");
  private static final Set<String> CHANGES =
      Set.of("put", "remove", "create", "append", "commit", "add", "addKnown");
  private static final int MOST_STEPS = 200;

  @TempDir Path folder;

  /** The process has ended. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  /** Dies at one of the changes; what comes after that does not happen. */
  private static final class Life {
    private final int last;
    private final boolean before;
    private int steps;

    Life(int last, boolean before) {
      this.last = last;
      this.before = before;
    }

    <T> T over(Class<T> type, T mechanism) {
      return type.cast(
          Proxy.newProxyInstance(
              type.getClassLoader(),
              new Class<?>[] {type},
              (proxy, method, arguments) -> {
                boolean change = CHANGES.contains(method.getName());
                if (change && ++steps >= last + (before ? 0 : 1)) {
                  throw new Killed();
                }
                Object result;
                try {
                  result = method.invoke(mechanism, arguments);
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                }
                if (change && !before && steps >= last) {
                  throw new Killed();
                }
                return result instanceof MetadataIndex.Publication publication
                    ? over(MetadataIndex.Publication.class, publication)
                    : result;
              }));
    }
  }

  @Test
  void killedAtAnyChangeLeavesAllOfItOrNothingAndTheChannelIsToldOnceWhereItTookEffect()
      throws IOException {
    int done = 0;
    int undone = 0;
    for (int step = 1; step < MOST_STEPS; step++) {
      for (boolean before : List.of(true, false)) {
        Outcome outcome = killed(step, before);
        done += outcome == Outcome.DONE ? 1 : 0;
        undone += outcome == Outcome.NOTHING ? 1 : 0;
        if (outcome == Outcome.SURVIVED) {
          assertThat(done).as("deaths after the switch").isPositive();
          assertThat(undone).as("deaths before the switch").isPositive();
          return;
        }
      }
    }
    throw new AssertionError("a transaction has more than " + MOST_STEPS + " steps");
  }

  private enum Outcome {
    NOTHING,
    DONE,
    SURVIVED
  }

  private Outcome killed(int step, boolean before) throws IOException {
    Path place = folder.resolve(step + "-" + before);
    try (Machine machine = new Machine(place.resolve("store"), new MemorySwarm())) {
      Path old = MadeDebs.write(place.resolve("in"), "editor", "1.0");
      machine
          .publishing()
          .transact(Transaction.of("demo", publish(old)), MissingChannels.MAKE, event -> {});
      long number = machine.index.releases().getFirst().number();
      Path young = MadeDebs.write(place.resolve("in"), "editor", "1.1");
      Transaction transaction =
          Transaction.of(
              "demo",
              publish(young),
              new Operation.PublishCollection(
                  OwnUnits.collection(CURRENT, "desk"), List.of(EDITOR)),
              new Operation.Feed("news", List.of(EDITOR), Optional.empty()),
              new Operation.Feed("more", List.of(EDITOR), Optional.empty()));
      boolean survived = survives(machine, new Life(step, before), transaction);
      machine.publishing();
      Publishing next = machine.publishing();
      boolean effective = machine.index.releases().getFirst().number() > number;
      String what = "killed %s change %d".formatted(before ? "before" : "after", step);
      assertThat(packages(machine)).as(what).containsExactly(effective ? "1.1" : "1.0");
      assertThat(told(machine, "news")).as(what).hasSize(effective ? 1 : 0);
      assertThat(told(machine, "more")).as(what).hasSize(effective ? 1 : 0);
      assertThat(machine.channels.events(Channel.RELEASES, 0, 100))
          .as(what)
          .hasSize(effective ? 2 : 1);
      assertThat(machine.documents.keys("transaction/")).as(what).isEmpty();
      if (!effective) {
        next.transact(transaction, MissingChannels.MAKE, event -> {});
        assertThat(told(machine, "news")).as(what + ", done again").hasSize(1);
      }
      return survived ? Outcome.SURVIVED : effective ? Outcome.DONE : Outcome.NOTHING;
    }
  }

  private static boolean survives(Machine machine, Life life, Transaction transaction) {
    try {
      new Publishing(
              new Publishing.Parts(
                  DirectoryTree::open,
                  machine.store,
                  life.over(MetadataIndex.class, machine.index),
                  life.over(ChannelLog.class, machine.channels),
                  machine.locations,
                  machine.key,
                  RootSignatures.unchecked(),
                  Machine.SIGNER,
                  machine.address,
                  machine.clock,
                  machine.origins,
                  life.over(DocumentStore.class, machine.documents),
                  machine.work,
                  new MemorySolver()),
              Machine.CONFIG)
          .transact(transaction, MissingChannels.MAKE, event -> {});
      return true;
    } catch (Killed e) {
      return false;
    }
  }

  private static Operation publish(Path file) {
    return new Operation.PublishPackage(
        new Operation.Supply.File(file), Optional.empty(), Optional.empty(), false);
  }

  private static List<String> packages(Machine machine) {
    return CompositionXml.read(machine.index.composition(CURRENT).orElseThrow().xml())
        .entries()
        .stream()
        .filter(entry -> entry.unit().name().equals("editor"))
        .map(entry -> entry.unit().version())
        .toList();
  }

  private static List<ChannelEvent> told(Machine machine, String channel) {
    return machine.channels.channels().stream().anyMatch(one -> one.name().equals(channel))
        ? machine.channels.events(channel, 0, 100)
        : List.of();
  }
}

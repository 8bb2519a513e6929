package org.edos.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ChildJvmTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Test
  void a_child_runs_on_the_class_path_of_the_test_with_its_flags_and_arguments() {
    try (ChildJvm child = ChildJvm.of(Talker.class).flags("-Dcolour=blue").start("one", "two")) {
      assertThat(child.awaitEnd(PATIENCE)).isEqualTo(7);
      assertThat(child.lines()).containsExactly("one", "two", "blue");
    }
  }

  @Test
  void killing_leaves_the_whole_lines_and_no_process() {
    try (ChildJvm child = ChildJvm.of(Sleeper.class).start()) {
      child.awaitLine("said"::equals, PATIENCE);
      List<String> lines = child.kill();
      assertThat(lines).containsExactly("said");
      assertThat(child.awaitEnd(PATIENCE)).isEqualTo(128 + 9);
      assertThat(ProcessHandle.of(child.pid()).map(ProcessHandle::isAlive).orElse(false)).isFalse();
    }
  }

  @Test
  void closing_ends_a_child_and_what_it_started() {
    long grandchild;
    ChildJvm child = ChildJvm.of(Starter.class).start();
    try (child) {
      grandchild = Long.parseLong(child.awaitLines(1, PATIENCE).getFirst());
    }
    assertThat(child.isAlive()).isFalse();
    ProcessHandle.of(grandchild)
        .ifPresent(handle -> handle.onExit().orTimeout(60, TimeUnit.SECONDS).join());
  }

  @Test
  void a_child_that_fails_is_reported_with_what_it_said() {
    try (ChildJvm child = ChildJvm.of(Failer.class).start()) {
      assertThatThrownBy(() -> child.awaitLines(1, PATIENCE))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("out of cheese");
    }
  }

  @Test
  void a_wrapping_command_becomes_the_child() {
    try (ChildJvm child =
        ChildJvm.of(Talker.class).by("sh", "-c", "exec \"$0\" \"$@\"").start("one")) {
      assertThat(child.awaitEnd(PATIENCE)).isEqualTo(7);
      assertThat(child.lines()).startsWith("one");
    }
  }

  /** Prints its arguments and a property. */
  static final class Talker {
    private Talker() {}

    public static void main(String[] arguments) {
      List.of(arguments).forEach(System.out::println);
      System.out.println(System.getProperty("colour"));
      System.exit(7);
    }
  }

  /** Prints a line and a half, and waits for ever. */
  static final class Sleeper {
    private Sleeper() {}

    public static void main(String[] arguments) throws InterruptedException {
      System.out.print("said\nunsaid");
      System.out.flush();
      new CountDownLatch(1).await();
    }
  }

  /** Starts a process, prints its id, and waits for ever. */
  static final class Starter {
    private Starter() {}

    public static void main(String[] arguments) throws Exception {
      System.out.println(new ProcessBuilder("sleep", "600").start().pid());
      new CountDownLatch(1).await();
    }
  }

  /** Fails. */
  static final class Failer {
    private Failer() {}

    public static void main(String[] arguments) {
      throw new IllegalStateException("out of cheese");
    }
  }
}

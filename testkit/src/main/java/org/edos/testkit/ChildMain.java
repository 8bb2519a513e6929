package org.edos.testkit;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;

/**
 * Where a {@link ChildJvm} begins: ties the process's life to its parent's, then runs the class
 * that was named.
 */
public final class ChildMain {
  private ChildMain() {}

  /** The first argument names the class to run, the others are its own. */
  public static void main(String[] arguments) throws Throwable {
    Thread.ofPlatform().daemon().name("parent watch").start(ChildMain::haltWithParent);
    Method main = Class.forName(arguments[0]).getDeclaredMethod("main", String[].class);
    main.setAccessible(true);
    try {
      main.invoke(null, (Object) Arrays.copyOfRange(arguments, 1, arguments.length));
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause();
      throw cause == null ? e : cause;
    }
  }

  private static void haltWithParent() {
    try {
      while (System.in.read() >= 0) {
        // The parent writes nothing: the end of the stream is the end of the parent.
      }
    } catch (IOException e) {
      // A broken pipe says the same.
    }
    Runtime.getRuntime().halt(3);
  }
}

package org.edos.bench.index;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.edos.core.EdosException;
import org.edos.core.query.Field;
import org.edos.core.query.Query;

/**
 * BaseX, with its indexes on: texts, attributes, tokens, and words of name, summary and
 * description. Its descriptor on Maven Central names a parent that is not there, so that nothing
 * can be compiled against it: its commands are called by their names.
 */
final class BaseXSubject implements Subject {
  private static final String DATABASE = "edos";
  private static final List<List<String>> OPTIONS =
      List.of(
          List.of("TEXTINDEX", "true"),
          List.of("ATTRINDEX", "true"),
          List.of("TOKENINDEX", "true"),
          List.of("FTINDEX", "true"),
          List.of("FTINCLUDE", "name,summary,description"));

  private final Path directory;
  private final URLClassLoader classes;
  private final Object context;

  /**
   * Opens it.
   *
   * @param jar BaseX itself
   * @param directory for its files
   */
  BaseXSubject(Path jar, Path directory) throws IOException {
    this.directory = directory;
    System.setProperty("org.basex.path", directory.toString());
    this.classes = new URLClassLoader(new URL[] {jar.toUri().toURL()});
    this.context = made("org.basex.core.Context");
    for (List<String> option : OPTIONS) {
      execute("Set", option.getFirst(), option.getLast());
    }
  }

  @Override
  public void load(Documents documents) throws IOException {
    Path xml = directory.resolve("documents.xml");
    if (documents instanceof Documents.Ready ready) {
      xml = ready.xml();
    } else {
      Documents.write(documents, xml);
    }
    execute("CreateDB", DATABASE, xml.toString());
  }

  @Override
  public void clear() throws IOException {
    execute("DropDB", DATABASE);
  }

  @Override
  public Asking asking(Query question) {
    String packages = path(question);
    String counted =
        "let $p := " + packages + " return (count($p), subsequence($p, 1, " + PAGE + "))";
    String first = "head(" + packages + ")";
    String ids = packages + "/string(@id)";
    return new Asking() {
      @Override
      public long count() throws IOException {
        String answer = execute("XQuery", counted);
        int end = 0;
        while (end < answer.length() && Character.isDigit(answer.charAt(end))) {
          end++;
        }
        return Long.parseLong(answer.substring(0, end));
      }

      @Override
      public boolean first() throws IOException {
        return !execute("XQuery", first).isEmpty();
      }

      @Override
      public List<String> all() throws IOException {
        return execute("XQuery", ids).lines().toList();
      }
    };
  }

  /**
   * The packages that answer, by the access that is fastest of those tried (one path left to the
   * optimizer, intersected index accesses, this one): the first condition, which is the rarest, by
   * its index; the others tested on what that finds.
   */
  private static String path(Query question) {
    List<Query> parts = question instanceof Query.And and ? and.all() : List.of(question);
    StringBuilder path = new StringBuilder(access(parts.getFirst()));
    for (Query part : parts.subList(1, parts.size())) {
      path.append('[').append(test(part)).append(']');
    }
    return path.toString();
  }

  private static String access(Query part) {
    return switch (part) {
      case Query.All all -> "db:get('edos')/packages/package";
      case Query.Text text -> "ft:search('edos', " + literal(text.words().getFirst()) + ")/../..";
      case Query.Has has when has.field() == Field.REQUIRES ->
          "db:attribute('edos', %s, 'name')/parent::capability/parent::requires/parent::package"
              .formatted(literal(has.value()));
      case Query.Has has when has.prefix() ->
          "db:text-range('edos', %s, %s)/parent::%s/parent::package"
              .formatted(literal(has.value()), literal(has.value() + "~"), has.field());
      case Query.Has has ->
          "db:text('edos', %s)/parent::%s/parent::package"
              .formatted(literal(has.value()), has.field());
      default -> "db:get('edos')/packages/package[" + test(part) + "]";
    };
  }

  private static String test(Query part) {
    return switch (part) {
      case Query.Text text ->
          "(name, summary, description) contains text " + literal(text.words().getFirst());
      case Query.Has has when has.field() == Field.REQUIRES ->
          "requires/capability/@name = " + literal(has.value());
      case Query.Has has when has.prefix() ->
          "starts-with(" + has.field() + ", " + literal(has.value()) + ")";
      case Query.Has has -> has.field() + " = " + literal(has.value());
      case Query.Compare compare ->
          compare.field() + " " + compare.operator().symbol() + " " + compare.interval().least();
      default -> throw new IllegalArgumentException("not asked here: " + part);
    };
  }

  private static String literal(String text) {
    return "'" + text.replace("&", "&amp;").replace("'", "''") + "'";
  }

  @Override
  public void close() throws IOException {
    execute("Close");
    classes.close();
  }

  private String execute(String command, Object... arguments) throws IOException {
    Object made = made("org.basex.core.cmd." + command, arguments);
    OutputStream out = new ByteArrayOutputStream();
    try {
      made.getClass()
          .getMethod("execute", context.getClass(), OutputStream.class)
          .invoke(made, context, out);
    } catch (ReflectiveOperationException e) {
      throw failed(e);
    }
    return ((ByteArrayOutputStream) out).toString(StandardCharsets.UTF_8);
  }

  private Object made(String type, Object... arguments) throws IOException {
    try {
      Class<?>[] types = new Class<?>[arguments.length];
      Class<?> known = classes.loadClass(type);
      for (int i = 0; i < types.length; i++) {
        types[i] = type.endsWith(".Set") && i == 1 ? Object.class : String.class;
      }
      return known.getConstructor(types).newInstance(arguments);
    } catch (ReflectiveOperationException e) {
      throw failed(e);
    }
  }

  private static EdosException failed(ReflectiveOperationException e) {
    Throwable cause = e instanceof InvocationTargetException thrown ? thrown.getCause() : e;
    return EdosException.external("BaseX failed: " + cause, e);
  }
}

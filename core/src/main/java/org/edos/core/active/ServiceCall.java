package org.edos.core.active;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.edos.core.EdosException;
import org.edos.core.metadata.SafeXml;
import org.edos.core.metadata.XmlWriter;

/**
 * A call of a service, as it stands in a document. Its written form is described by {@code
 * edos-axml.xsd}. Immutable; equal calls in one document are one call.
 *
 * @param service the service's name, {@code methodName} in the document
 * @param frequency when it is called
 * @param validity how long a result holds; empty for as long as the service says
 * @param mode what becomes of earlier results
 * @param parameters what it is called with, besides the document
 */
public record ServiceCall(
    String service,
    Frequency frequency,
    Optional<Duration> validity,
    Mode mode,
    List<Parameter> parameters) {
  /** Most parameters of a call. */
  public static final int MAX_PARAMETERS = 16;

  /** Longest value of a parameter, in characters. */
  public static final int MAX_VALUE = 1024;

  /** Calls as parameters of calls: how deep. */
  public static final int MAX_NESTING = 4;

  /** The shortest time between two calls that a document may ask for. */
  public static final Duration MIN_PERIOD = Duration.ofMinutes(1);

  private static final Duration MAX_TIME = Duration.ofDays(36_500);
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9.-]{0,63}");
  private static final Pattern PARAMETER = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,63}");
  private static final String EVERY = "every ";

  /** Room for the largest call that this class writes. */
  private static final SafeXml.Bounds BOUNDS = new SafeXml.Bounds(256 << 10, 24, 500, 4096);

  /** What becomes of earlier results when a call is made again. */
  public enum Mode {
    /** They are dropped. */
    REPLACE,
    /** They are kept, each once. */
    MERGE;

    /** The name in documents. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** When a call is made. */
  public sealed interface Frequency {
    /** When a reader or a query needs it and the last result no longer holds. */
    record Lazy() implements Frequency {
      @Override
      public String toString() {
        return "lazy";
      }
    }

    /** The first time that it is needed; the result is kept. */
    record Once() implements Frequency {
      @Override
      public String toString() {
        return "once";
      }
    }

    /**
     * When first needed, and from then on whenever so much time has passed.
     *
     * @param period at least {@link ServiceCall#MIN_PERIOD}
     */
    record Every(Duration period) implements Frequency {
      /** Refuses calls without a pause. */
      public Every {
        if (period.compareTo(MIN_PERIOD) < 0 || period.compareTo(MAX_TIME) > 0) {
          throw EdosException.usage(
              "a call is repeated every PT1M at most and every 100 years at least, not " + period);
        }
      }

      @Override
      public String toString() {
        return EVERY + period;
      }
    }
  }

  /**
   * A named value that a service is called with.
   *
   * @param name letters, digits and {@code _ . -}
   * @param argument where the value comes from
   */
  public record Parameter(String name, Argument argument) {
    /** Refuses names that XML would not take. */
    public Parameter {
      if (!PARAMETER.matcher(name).matches()) {
        throw EdosException.usage(
            "a parameter's name is letters, digits and _ . - : " + shown(name));
      }
    }
  }

  /** Where a parameter's value comes from. */
  public sealed interface Argument {
    /** It is this text. */
    record Value(String text) implements Argument {
      /** Refuses texts of more than {@value ServiceCall#MAX_VALUE} characters. */
      public Value {
        if (text.length() > MAX_VALUE) {
          throw EdosException.usage("a parameter has at most " + MAX_VALUE + " characters");
        }
      }
    }

    /** It is the text of what another call answers. */
    record Answered(ServiceCall call) implements Argument {}
  }

  /** Refuses malformed names and too many parameters. */
  public ServiceCall {
    parameters = List.copyOf(parameters);
    if (!NAME.matcher(service).matches()) {
      throw EdosException.usage(
          "a service's name is lower case letters, digits and . - : " + shown(service));
    }
    if (validity.isPresent()
        && (validity.get().isNegative() || validity.get().compareTo(MAX_TIME) > 0)) {
      throw EdosException.usage("a result holds for 0 to 100 years, not " + validity.get());
    }
    Set<String> names = new HashSet<>();
    if (parameters.size() > MAX_PARAMETERS
        || !parameters.stream().map(Parameter::name).allMatch(names::add)) {
      throw EdosException.usage(
          "a call has at most " + MAX_PARAMETERS + " parameters, each of another name");
    }
  }

  /** A lazy call without parameters, whose results replace each other. */
  public static ServiceCall of(String service) {
    return new ServiceCall(
        service, new Frequency.Lazy(), Optional.empty(), Mode.REPLACE, List.of());
  }

  /**
   * Reads a call's element.
   *
   * @throws EdosException (external) if it is malformed or asks for what no call may; (refused) if
   *     it is beyond all bounds, or names a server of its own
   */
  public static ServiceCall read(String element) {
    byte[] document = Wrapped.document(element);
    return SafeXml.read(
        "service call",
        document,
        BOUNDS,
        Wrapped.ROOT,
        xml -> {
          if (!xml.child() || !xml.name().equals("sc")) {
            throw xml.malformed("it is no axml:sc");
          }
          ServiceCall call = read(xml, 0);
          if (xml.child()) {
            throw xml.malformed("it is more than one call");
          }
          return call;
        });
  }

  private static ServiceCall read(SafeXml xml, int nesting) {
    if (nesting > MAX_NESTING) {
      throw xml.malformed("calls are parameters of calls more than " + MAX_NESTING + " deep");
    }
    if (!xml.attribute("serviceURL").isEmpty()) {
      throw EdosException.refused(
          "a call of the server %s is refused: documents call services that this peer knows by name"
              .formatted(shown(xml.attribute("serviceURL"))));
    }
    String service = xml.required("methodName");
    Frequency frequency = frequency(xml, xml.attribute("frequency"));
    String validity = xml.attribute("validity");
    Mode mode = mode(xml, xml.attribute("mode"));
    List<Parameter> parameters = new ArrayList<>();
    while (xml.child()) {
      if (!xml.name().equals("param") || parameters.size() == MAX_PARAMETERS) {
        throw xml.malformed("a call holds at most " + MAX_PARAMETERS + " params and nothing else");
      }
      parameters.add(readParameter(xml, nesting));
    }
    return new ServiceCall(
        service,
        frequency,
        validity.isEmpty() ? Optional.empty() : Optional.of(duration(xml, validity)),
        mode,
        parameters);
  }

  private static Parameter readParameter(SafeXml xml, int nesting) {
    String name = xml.required("name");
    Argument argument = new Argument.Value(xml.attribute("value"));
    while (xml.child()) {
      if (!xml.name().equals("sc")) {
        throw xml.malformed("a param holds a call or nothing");
      }
      argument = new Argument.Answered(read(xml, nesting + 1));
    }
    return new Parameter(name, argument);
  }

  private static Frequency frequency(SafeXml xml, String written) {
    return switch (written) {
      case "", "lazy" -> new Frequency.Lazy();
      case "once" -> new Frequency.Once();
      default -> {
        if (!written.startsWith(EVERY)) {
          throw xml.malformed("its frequency is lazy, once or 'every PT1H', not " + shown(written));
        }
        yield new Frequency.Every(duration(xml, written.substring(EVERY.length())));
      }
    };
  }

  private static Mode mode(SafeXml xml, String written) {
    return switch (written) {
      case "", "replace" -> Mode.REPLACE;
      case "merge" -> Mode.MERGE;
      default -> throw xml.malformed("its mode is replace or merge, not " + shown(written));
    };
  }

  private static Duration duration(SafeXml xml, String written) {
    try {
      return Duration.parse(written);
    } catch (DateTimeException e) {
      throw xml.malformed("a time is written P1D or PT1H, not " + shown(written));
    }
  }

  private static String shown(String text) {
    return "'" + (text.length() > 40 ? text.substring(0, 40) + "..." : text) + "'";
  }

  /** Writes the element. */
  public void write(XmlWriter xml) {
    write(xml, "");
  }

  /** Writes the element with the time of its last call, or without if that is empty. */
  void write(XmlWriter xml, String lastCalled) {
    xml.start(Wrapped.PREFIX + ":sc").attribute("methodName", service);
    if (!(frequency instanceof Frequency.Lazy)) {
      xml.attribute("frequency", frequency.toString());
    }
    validity.ifPresent(time -> xml.attribute("validity", time.toString()));
    if (mode != Mode.REPLACE) {
      xml.attribute("mode", mode.toString());
    }
    xml.attributeIfAny("lastCalled", lastCalled);
    for (Parameter parameter : parameters) {
      xml.start(Wrapped.PREFIX + ":param").attribute("name", parameter.name());
      switch (parameter.argument()) {
        case Argument.Value value -> xml.attribute("value", value.text());
        case Argument.Answered answered -> answered.call().write(xml);
      }
      xml.end();
    }
    xml.end();
  }

  /** The element's text, the same for equal calls. */
  @Override
  public String toString() {
    return element("");
  }

  String element(String lastCalled) {
    return Wrapped.element(XmlWriter.bytes(xml -> write(xml, lastCalled)));
  }
}

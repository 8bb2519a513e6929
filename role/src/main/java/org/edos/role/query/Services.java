package org.edos.role.query;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.edos.core.EdosException;
import org.edos.core.active.ServiceResult;
import org.edos.core.metadata.Document;

/**
 * The services that documents may call: nothing else is ever called. Safe for use by many threads.
 */
public final class Services {
  private final Map<String, Service> services = new ConcurrentSkipListMap<>();

  /** Answers a call. */
  @FunctionalInterface
  public interface Answering {
    /**
     * The results, of which there may be none.
     *
     * @throws EdosException if there is no answer now; the call is shown with the message
     */
    List<ServiceResult> answer(Request request);
  }

  /**
   * What a service is called with.
   *
   * @param document in which the call stands
   * @param arguments values of the call's parameters, by name
   * @param deadline when it has to be done
   */
  public record Request(Document document, Map<String, String> arguments, Deadline deadline) {
    /** Copies the arguments. */
    public Request {
      arguments = Collections.unmodifiableMap(new TreeMap<>(arguments));
    }
  }

  /**
   * A service on the list.
   *
   * @param watched whether it runs on a thread of its own, that is interrupted when time is over
   */
  record Service(String name, Signature signature, Answering answering, boolean watched) {}

  /**
   * Adds a service. It is called by several threads at a time, and interrupted when it takes too
   * long.
   *
   * @param name as documents call it: lower case letters, digits and {@code . -}
   * @throws EdosException (usage) if there is one of that name
   */
  public void register(String name, Signature signature, Answering answering) {
    add(new Service(name, signature, answering, true));
  }

  /** Adds a service that looks at its deadline itself. */
  void add(Service service) {
    if (!service.name().matches("[a-z][a-z0-9.-]{0,63}")) {
      throw EdosException.usage(
          "a service's name is lower case letters, digits and . - : '" + service.name() + "'");
    }
    if (services.putIfAbsent(service.name(), service) != null) {
      throw EdosException.usage("there is a service " + service.name() + " already");
    }
  }

  /** The names of all services, in order. */
  public Set<String> names() {
    return Set.copyOf(services.keySet());
  }

  Optional<Service> find(String name) {
    return Optional.ofNullable(services.get(name));
  }

  /** The failure to find a service. */
  String unknown(String name) {
    return "this peer knows no service '%s' and calls no other than %s"
        .formatted(name, String.join(", ", services.keySet()));
  }

  /**
   * The services whose results may matter to who asks for elements of these names: those that
   * answer with such elements, and those whose results may call them. In order of their names.
   */
  List<Service> relevant(Collection<String> mentioned) {
    Set<String> relevant = new HashSet<>();
    boolean grown = true;
    while (grown) {
      grown = false;
      for (Service service : services.values()) {
        Signature signature = service.signature();
        if (!Collections.disjoint(signature.names(), mentioned)
            || !Collections.disjoint(signature.calls(), relevant)) {
          grown |= relevant.add(service.name());
        }
      }
    }
    List<Service> found = new ArrayList<>(services.values());
    found.removeIf(service -> !relevant.contains(service.name()));
    return found;
  }
}

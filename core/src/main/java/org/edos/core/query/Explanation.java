package org.edos.core.query;

import java.util.List;

/**
 * How a question was planned, and what answering it took so far.
 *
 * @param terms what was looked up, in the order in which it was
 * @param nodes what each node of the indexing network read for it
 * @param index the phase in which posting lists were read
 * @param retrieval the phase in which documents were read
 * @param candidates documents that the posting lists left
 * @param verified of these, those that were read because the lists could not tell
 * @param services what services were called for it that documents name, by name
 */
public record Explanation(
    List<Term> terms,
    List<NodeWork> nodes,
    Phase index,
    Phase retrieval,
    long candidates,
    long verified,
    List<ServiceWork> services) {
  /** Nothing was done. */
  public static final Explanation NOTHING =
      new Explanation(List.of(), List.of(), Phase.NOTHING, Phase.NOTHING, 0, 0);

  /** Copies the lists. */
  public Explanation {
    terms = List.copyOf(terms);
    nodes = List.copyOf(nodes);
    services = List.copyOf(services);
  }

  /** Without calls of services. */
  public Explanation(
      List<Term> terms,
      List<NodeWork> nodes,
      Phase index,
      Phase retrieval,
      long candidates,
      long verified) {
    this(terms, nodes, index, retrieval, candidates, verified, List.of());
  }

  /** The same with these calls of services. */
  public Explanation calling(List<ServiceWork> work) {
    return new Explanation(terms, nodes, index, retrieval, candidates, verified, work);
  }

  /**
   * What a service was called for.
   *
   * @param service its name
   * @param made calls made
   * @param kept calls that an earlier result spared
   */
  public record ServiceWork(String service, long made, long kept) {}

  /**
   * A part of the condition.
   *
   * @param text the part, in the simple language
   * @param segments parts of the index in which it was looked up
   * @param documents listed under it there
   * @param order its place in the plan, from 1; 0 if it was not needed
   * @param exact whether the posting lists alone decide it
   */
  public record Term(String text, int segments, long documents, int order, boolean exact) {}

  /**
   * What a node did.
   *
   * @param node its name in the indexing network
   * @param blocks read there
   * @param bytes sent from there
   */
  public record NodeWork(String node, long blocks, long bytes) {}

  /**
   * A phase's cost.
   *
   * @param bytes moved over the network
   * @param roundTrips one after the other
   * @param nanoseconds taken
   */
  public record Phase(long bytes, long roundTrips, long nanoseconds) {
    /** A phase that did not take place. */
    public static final Phase NOTHING = new Phase(0, 0, 0);
  }
}

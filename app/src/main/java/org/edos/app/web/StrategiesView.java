package org.edos.app.web;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.edos.core.swarm.CrowdStatus;
import org.edos.core.swarm.PlanOutlook;
import org.edos.core.swarm.Rates;

/**
 * What each strategy would make of a flash crowd.
 *
 * @param status of the crowd
 * @param outlooks the fastest first; none without wish lists, or where nobody asked for a great
 *     many
 * @param rates that the peers are taken to have
 * @param asked whether somebody asked for these rates
 */
public record StrategiesView(
    CrowdStatus status, List<PlanOutlook> outlooks, Rates rates, boolean asked) {
  private static final Map<String, String> WORDS =
      Map.of(
          "best", "single, or strict where its description would weigh too much",
          "single", "all that anybody wants in one torrent; each peer fetches only its wishes",
          "strict", "what exactly the same peers want travels together",
          "merged", "strict, merged while a swarm less is worth the unwanted bytes",
          "per-package", "each content alone",
          "whole", "the whole release, to everybody");

  /** Where this is asked for anew. */
  public String address() {
    String path = "/fragments" + CrowdsView.path(status.release()) + "/strategies";
    return asked
        ? path
            + "?from="
            + megabytes(rates.publisherUpload())
            + "&up="
            + megabytes(rates.peerUpload())
            + "&down="
            + megabytes(rates.peerDownload())
        : path;
  }

  /** What a strategy does, in a few words. */
  public static String words(String strategy) {
    return WORDS.getOrDefault(strategy, strategy);
  }

  /** Whether a strategy is the one in use. */
  public boolean isInUse(PlanOutlook outlook) {
    return outlook.strategy().equals(status.strategy());
  }

  /** A rate in megabytes a second, as a field of a form has it. */
  public static String megabytes(double rate) {
    return String.format(Locale.ROOT, "%.1f", rate / 1e6);
  }

  /** How many times the bound a strategy is expected to take. */
  public static String factor(PlanOutlook outlook) {
    return outlook.boundSeconds() > 0
        ? String.format(Locale.ROOT, "%.2f", outlook.expectedSeconds() / outlook.boundSeconds())
        : "1.00";
  }
}

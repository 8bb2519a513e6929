package org.edos.app.web;

import java.util.List;

/**
 * What the form offers that opens a flash crowd.
 *
 * @param releases that there are, the newest first; none where this peer does not publish
 * @param strategies that can be named
 * @param strategy that is taken where none is named
 * @param window that is taken where none is named
 * @param chosen the release that was asked for; empty for none
 */
public record OpeningView(
    List<String> releases,
    List<String> strategies,
    String strategy,
    String window,
    String chosen) {}

package org.edos.app.web;

import java.nio.file.Path;
import java.time.Clock;
import org.edos.actor.AccessTokens;
import org.edos.actor.Forwarding;
import org.edos.actor.Gateway;
import org.edos.actor.LocatedHolders;
import org.edos.actor.Peer;
import org.edos.actor.Sessions;
import org.edos.app.daemon.Settings;
import org.edos.app.machine.RecentAsks;
import org.edos.app.rest.ServerConfig;

/**
 * What the pages work with.
 *
 * @param peer whose pages they are
 * @param gateway of its daemon
 * @param holders finds other daemons
 * @param forwarding passes on what arrives in the inbox
 * @param tokens of programs
 * @param sessions of those who signed in
 * @param config how the daemon serves
 * @param settings of the daemon
 * @param home the daemon's folder
 * @param asks what package managers asked for last
 */
public record SiteParts(
    Peer peer,
    Gateway gateway,
    LocatedHolders holders,
    Forwarding forwarding,
    AccessTokens tokens,
    Sessions sessions,
    ServerConfig config,
    Settings settings,
    Path home,
    RecentAsks asks,
    Clock clock) {}

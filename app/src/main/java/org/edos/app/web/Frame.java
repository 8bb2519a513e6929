package org.edos.app.web;

import java.time.Instant;
import java.util.List;
import org.edos.actor.PeerStatus;

/**
 * What stands around every page.
 *
 * @param title of the page
 * @param place of the navigation that it belongs to
 * @param places that the visitor may go to
 * @param status of the peer
 * @param visit who looks
 * @param notices what they are told, once
 * @param unread how many notifications are unread; 0 for others than the owner
 * @param build of the program, by which an open page knows that another one answers now
 * @param path of the page with its query, by which a part of it is asked for anew
 * @param now when the page is drawn
 */
public record Frame(
    String title,
    Place place,
    List<Place> places,
    PeerStatus status,
    Visit visit,
    List<Notice> notices,
    long unread,
    String build,
    String path,
    Instant now) {
  /** How long ago something was, roughly. */
  public String ago(Instant time) {
    return Words.ago(time, now);
  }
}

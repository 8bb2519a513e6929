package org.edos.role.subscribe;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.edos.core.channel.ChannelEvent;
import org.edos.core.channel.Notification;
import org.edos.physical.mail.Mail;

/** Notifications as a letter, by channel. */
final class Digest {
  private static final int LONGEST_SUBJECT = 300;

  private Digest() {}

  /** The letter about these, at least one, which come in the order of their numbers. */
  static Mail.Letter of(List<Notification> arrived, Instant now) {
    Map<String, List<Notification>> byChannel =
        arrived.stream()
            .collect(
                Collectors.groupingBy(
                    one -> one.event().channel(), TreeMap::new, Collectors.toList()));
    StringBuilder text = new StringBuilder();
    byChannel.forEach((channel, news) -> {
      text.append(channel).append('\n');
      news.forEach(one -> text.append("  ").append(line(one)).append('\n'));
      text.append('\n');
    });
    text.append("The same in full: edos inbox --after ")
        .append(arrived.getFirst().number() - 1)
        .append('\n');
    String id =
        "edos."
            + arrived.getFirst().arrived().toEpochMilli()
            + "."
            + arrived.getFirst().number()
            + "-"
            + arrived.getLast().number();
    return new Mail.Letter(id, title(byChannel, arrived.size()), text.toString(), now);
  }

  private static String title(Map<String, List<Notification>> byChannel, int all) {
    String channels = String.join(", ", byChannel.keySet());
    String title = "Edos: " + all + " new in " + channels;
    return title.substring(0, Math.min(title.length(), 120));
  }

  private static String line(Notification one) {
    ChannelEvent event = one.event();
    return one.arrived().truncatedTo(ChronoUnit.SECONDS)
        + "  "
        + event.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ')
        + "  "
        + plain(event.subject());
  }

  /** On one line, whatever it is. */
  private static String plain(String text) {
    return text.substring(0, Math.min(text.length(), LONGEST_SUBJECT))
        .replaceAll("\\p{Cntrl}", "\uFFFD");
  }
}

package org.edos.actor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.edos.core.EdosException;
import org.edos.core.network.AccessToken;
import org.edos.core.unit.Sha256;
import org.edos.physical.document.DocumentStore;

/**
 * Who is signed in to a daemon's pages, and the password by which its owner may. Sessions outlive
 * the process; what is kept of one is the hash of 256 random bits, and of the password its PBKDF2.
 * Safe for use by many threads.
 */
public final class Sessions {
  /** How long a session lasts. */
  public static final Duration VALIDITY = Duration.ofDays(14);

  private static final String SESSION = "web/session/";
  private static final String PASSWORD = "web/password";
  private static final String KEY = "web/key";
  private static final int LEAST_PASSWORD = 10;
  private static final int MOST_PASSWORD = 1024;
  private static final int ROUNDS = 210_000;
  private static final int BYTES = 32;

  private final DocumentStore documents;
  private final AccessTokens tokens;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private final byte[] key;

  /**
   * Somebody who has signed in.
   *
   * @param token the program's token that was shown; empty for the daemon's owner
   * @param ends when the session does
   */
  public record Session(Optional<AccessToken> token, Instant ends) {}

  /**
   * Opens the sessions that are kept.
   *
   * @param documents where they are kept
   * @param tokens of programs, whose sessions end with their tokens
   */
  public Sessions(DocumentStore documents, AccessTokens tokens, Clock clock) {
    this.documents = documents;
    this.tokens = tokens;
    this.clock = clock;
    this.key = documents.get(KEY).filter(kept -> kept.length == BYTES).orElseGet(this::newKey);
    documents.keys(SESSION).forEach(this::removeIfOver);
  }

  private byte[] newKey() {
    byte[] made = bits();
    documents.put(KEY, made);
    return made;
  }

  private byte[] bits() {
    byte[] bits = new byte[BYTES];
    random.nextBytes(bits);
    return bits;
  }

  /** A name for a visitor that nobody guesses: 64 hexadecimal digits. Nothing of it is kept. */
  public String newVisitor() {
    return HexFormat.of().formatHex(bits());
  }

  /** What a form carries to show that a page of this daemon made it, for this very visitor. */
  public String formMark(String visitor) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(visitor.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }

  /** Whether a form's mark is that of a visitor; compared in constant time. */
  public boolean isFormMark(String visitor, String mark) {
    return MessageDigest.isEqual(formMark(visitor).getBytes(UTF_8), mark.getBytes(UTF_8));
  }

  /**
   * Begins a session.
   *
   * @param token the program's; empty for the owner
   * @return the visitor's new name, which is the session's secret
   */
  public String begin(Optional<AccessToken> token) {
    String visitor = newVisitor();
    Instant ends = clock.instant().plus(VALIDITY);
    String name = token.map(AccessToken::name).orElse("");
    long made = token.map(known -> known.created().toEpochMilli()).orElse(0L);
    documents.put(place(visitor), (ends.toEpochMilli() + " " + made + " " + name).getBytes(UTF_8));
    return visitor;
  }

  /** The session of a visitor; empty if there is none, it is over, or its token is. */
  public Optional<Session> find(String visitor) {
    return documents.get(place(visitor)).flatMap(this::read);
  }

  private Optional<Session> read(byte[] kept) {
    String[] parts = new String(kept, UTF_8).split(" ", 3);
    if (parts.length != 3) {
      return Optional.empty();
    }
    Instant ends = Instant.ofEpochMilli(Long.parseLong(parts[0]));
    if (!clock.instant().isBefore(ends)) {
      return Optional.empty();
    }
    if (parts[2].isEmpty()) {
      return Optional.of(new Session(Optional.empty(), ends));
    }
    long made = Long.parseLong(parts[1]);
    return tokens.list().stream()
        .filter(token -> token.name().equals(parts[2]) && tokens.isGood(token))
        .filter(token -> token.created().toEpochMilli() == made)
        .findFirst()
        .map(token -> new Session(Optional.of(token), ends));
  }

  private void removeIfOver(String place) {
    if (documents.get(place).flatMap(this::read).isEmpty()) {
      documents.remove(place);
    }
  }

  /** How many are signed in, one for each browser. */
  public int count() {
    return (int)
        documents.keys(SESSION).stream()
            .filter(place -> documents.get(place).flatMap(this::read).isPresent())
            .count();
  }

  /** Ends a visitor's session. */
  public void end(String visitor) {
    documents.remove(place(visitor));
  }

  /** Whether the owner has a password. */
  public boolean hasPassword() {
    return documents.get(PASSWORD).isPresent();
  }

  /**
   * Gives the owner another password, and ends the sessions of all.
   *
   * @throws EdosException (usage) if it has less than ten characters or more than 1,024
   */
  public synchronized void password(String password) {
    if (password.length() < LEAST_PASSWORD || password.length() > MOST_PASSWORD) {
      throw EdosException.usage(
          "a password has " + LEAST_PASSWORD + " to " + MOST_PASSWORD + " characters");
    }
    byte[] salt = bits();
    byte[] kept = new byte[2 * BYTES];
    System.arraycopy(salt, 0, kept, 0, BYTES);
    System.arraycopy(derived(password, salt), 0, kept, BYTES, BYTES);
    documents.put(PASSWORD, kept);
    endAll();
  }

  /** Takes the password away, and ends the sessions of all; says whether there was one. */
  public synchronized boolean removePassword() {
    boolean was = documents.remove(PASSWORD);
    endAll();
    return was;
  }

  /** Signs everybody out. */
  public void endAll() {
    documents.keys(SESSION).forEach(documents::remove);
  }

  /** Whether this is the owner's password; takes a tenth of a second. */
  public boolean isPassword(String password) {
    if (password.isEmpty() || password.length() > MOST_PASSWORD) {
      return false;
    }
    Optional<byte[]> kept = documents.get(PASSWORD).filter(bytes -> bytes.length == 2 * BYTES);
    if (kept.isEmpty()) {
      return false;
    }
    byte[] salt = Arrays.copyOf(kept.get(), BYTES);
    byte[] hash = Arrays.copyOfRange(kept.get(), BYTES, 2 * BYTES);
    return MessageDigest.isEqual(hash, derived(password, salt));
  }

  private static byte[] derived(String password, byte[] salt) {
    try {
      PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, ROUNDS, BYTES * Byte.SIZE);
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512").generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has PBKDF2WithHmacSHA512", e);
    }
  }

  private static String place(String visitor) {
    return SESSION + Sha256.of(visitor.getBytes(UTF_8)).hex();
  }
}

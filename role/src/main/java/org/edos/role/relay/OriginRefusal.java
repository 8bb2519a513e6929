package org.edos.role.relay;

import java.util.List;
import java.util.Map;

/**
 * The origin's own answer that it does not give a file, to be passed on as it is.
 *
 * @param status of HTTP, 400 to 599
 * @param headers by name in small letters
 * @param body a few kilobytes at most
 */
public record OriginRefusal(int status, Map<String, List<String>> headers, byte[] body) {}

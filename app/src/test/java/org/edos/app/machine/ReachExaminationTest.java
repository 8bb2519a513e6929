package org.edos.app.machine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.edos.app.machine.Examination.Check;
import org.edos.app.machine.Examination.State;
import org.edos.physical.peer.PeerJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What doctor says of other daemons, by what the daemon knows of them. */
class ReachExaminationTest {
  private static final String ALONE = "{'near': {}, 'wide': false, 'nodes': 0, 'announced': 0}";

  @Test
  void aDaemonOfItsMachineAloneIsInOrderAndSaysHowToBeSeen() {
    List<Check> found = look("http://127.0.0.1:9977", ALONE);
    assertThat(words(found)).containsExactly("peers OK", "wide area OK");
    assertThat(found.getFirst().finding()).contains("--set host=lan");
  }

  @Test
  void aDaemonOfTheNetworkThatSeesNobodyIsWarned() {
    List<Check> found = look("http://192.168.1.5:9977", ALONE);
    assertThat(words(found)).containsExactly("peers WARN", "wide area OK");
    assertThat(found.getFirst().fix()).contains("--set host=lan", "9977");
  }

  @Test
  void neighboursCountWhenTheyTellWhatTheyHold() {
    String silent = "{'near': {'http://192.168.1.6:1': false}, 'wide': false}";
    assertThat(words(look("http://192.168.1.5:9977", silent))).contains("peers WARN");
    String telling = "{'near': {'http://a:1': false, 'http://b:1': true}, 'wide': false}";
    List<Check> found = look("http://192.168.1.5:9977", telling);
    assertThat(found.getFirst().finding())
        .isEqualTo("2 daemons of the local network, of which 1 tells what it holds");
    assertThat(found.getFirst().state()).isEqualTo(State.OK);
  }

  @Test
  void aHashTableWithoutNodesIsWarned() {
    String lonely = "{'near': {}, 'wide': true, 'nodes': 0, 'announced': 0}";
    List<Check> found = look("http://203.0.113.5:9977", lonely);
    assertThat(words(found)).containsExactly("peers WARN", "wide area WARN", "reach OK");
    assertThat(found.get(1).fix()).contains("--set dht-nodes=");
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:9977, WARN, host=lan",
    "http://localhost:9977, WARN, host=lan",
    "http://[::1]:9977, WARN, host=lan",
    "http://192.168.1.5:9977, WARN, TCP port 9977",
    "http://100.64.0.5:9977, WARN, TCP port 9977",
    "http://[fd00::5]:9977, WARN, TCP port 9977",
    "http://203.0.113.5:9977, OK, ''",
    "http://peer.example:9977, OK, ''",
    "http://203.0.113.6:9977, WARN, firewall",
  })
  void whetherOthersReachItIsToldByItsAddress(String address, State state, String fix) {
    String met = "{'near': {}, 'wide': true, 'nodes': 3, 'announced': 40}";
    List<Check> found = look(address, met);
    assertThat(found.get(1).finding())
        .isEqualTo("3 nodes of the hash table met, 40 contents announced");
    Check reach = found.get(2);
    assertThat(reach.name() + " " + reach.state()).isEqualTo("reach " + state);
    assertThat(reach.fix()).contains(fix);
  }

  private static List<Check> look(String address, String known) {
    List<Check> found = new ArrayList<>();
    new ReachExamination(
            URI.create(address),
            asked -> !asked.getHost().endsWith(".6"),
            (name, state, finding, fix) -> found.add(new Check(name, state, finding, fix)))
        .all(PeerJson.mapper().readTree(known.replace('\'', '"').getBytes(UTF_8)));
    assertThat(found).allMatch(check -> check.fix().isEmpty() == (check.state() == State.OK));
    return found;
  }

  private static List<String> words(List<Check> found) {
    return found.stream().map(check -> check.name() + " " + check.state()).toList();
  }
}

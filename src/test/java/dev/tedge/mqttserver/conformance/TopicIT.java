package dev.tedge.mqttserver.conformance;

import static dev.tedge.mqttserver.conformance.Raw.publish;
import static dev.tedge.mqttserver.conformance.Raw.reply;
import static dev.tedge.mqttserver.conformance.Raw.session;
import static dev.tedge.mqttserver.conformance.Raw.subscribe;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** MQTT 5, 4.7 and 4.8: topics, filters, shared subscriptions. */
class TopicIT {

    @RegisterExtension
    final TestingServer server = new TestingServer();

    private String subackCode(String filter) {
        Packet suback = server.connected("c").send(subscribe(1, filter, 0)).next();
        String body = suback.bodyHex();
        return body.substring(body.length() - 2);
    }

    @ParameterizedTest
    @CsvSource({"#,00", "a/#,00", "/#,00", "a#,8F", "#/a,8F", "a/#/b,8F", "##,8F", "a/b#,8F"})
    @DisplayName("[MQTT-4.7.1-1] # is a level of its own, and the last")
    void multiLevelWildcard_isTheLastLevel(String filter, String code) {
        assertThat(subackCode(filter)).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({"+,00", "+/a,00", "a/+,00", "a/+/b,00", "+/+/#,00", "a+,8F", "+a/b,8F", "a/b+/c,8F", "++,8F"})
    @DisplayName("[MQTT-4.7.1-2] + is a level of its own")
    void singleLevelWildcard_isALevel(String filter, String code) {
        assertThat(subackCode(filter)).isEqualTo(code);
    }

    @Test
    @DisplayName("[MQTT-4.7.2-1] A filter that begins with a wildcard does not match a topic that begins with $")
    void wildcard_doesNotMatchDollar() {
        RawClient client = server.connected("c")
                .subscribed("#", 0)
                .subscribed("+/a", 0)
                .subscribed("+", 0)
                .subscribed("$sys/#", 0);
        RawClient publisher = server.connected("p");

        publisher.published("$other/a", "no").published("$other", "no").published("$sys/a", "yes");

        assertThat(client.nextPublish().text()).isEqualTo("$sys/a=yes");
        client.expectNothing();
    }

    @Test
    @DisplayName("[MQTT-4.7.3-1] A topic or filter has a character at least")
    void emptyTopic_isNotAllowed() {
        server.connected("p").send(publish(0, "", 0, "x")).expectDisconnect(0x82);
        assertThat(subackCode("")).isEqualTo("8F");
    }

    @Test
    @DisplayName("[MQTT-4.7.3-2] A topic or filter has no null character")
    void nullCharacter_isNotAllowed() {
        server.connected("p").send(publish(0, "a/\0", 0, "x")).expectDisconnect(0x81);
        server.connected("p").send(subscribe(1, "a/\0", 0)).expectDisconnect(0x81);
    }

    @Test
    @DisplayName("[MQTT-4.7.3-3] A topic has up to 65535 bytes")
    void longTopic_isAllowed() {
        String topic = "é".repeat(32_767) + "x";
        RawClient client = server.connected("c").subscribed(topic, 0);

        server.connected("p").published(topic, "x");

        assertThat(client.nextPublish().topic()).isEqualTo(topic);
    }

    @ParameterizedTest
    @CsvSource({"a,A", "a,/a", "a,a/", "a/b,a//b", "é,e\u0301", "\u00C5,\u212B", "a b,a+b", "a,a\uFEFF"})
    @DisplayName("[MQTT-4.7.3-4] Topics are compared as they are")
    void topics_areNotNormalised(String filter, String topic) {
        RawClient client = server.connected("c").subscribed(filter, 0);

        server.connected("p")
                .send(publish(0, topic.replace("+", "%20"), 0, "x"), Raw.PINGREQ)
                .next();

        client.expectNothing();
    }

    @ParameterizedTest
    @CsvSource({"$share/g/a,00", "$share/g/a/#,00", "$share//a,8F", "$share/g,8F", "$share,8F"})
    @DisplayName("[MQTT-4.8.2-1] A shared subscription has a name of a character at least")
    void shareName_isThere(String filter, String code) {
        // Without a slash behind it $share is an ordinary level.
        assertThat(subackCode(filter)).isEqualTo(filter.equals("$share") ? "00" : code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"$share/a+/b", "$share/#/b", "$share/+/b", "$share/g/"})
    @DisplayName("[MQTT-4.8.2-2] The name of a share has no wildcard, and a filter behind it")
    void shareName_hasNoWildcard(String filter) {
        assertThat(subackCode(filter)).isEqualTo("8F");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    @DisplayName("[MQTT-4.8.2-3] A member of a share gets the QoS that it was granted")
    void member_getsItsQos(int qos) {
        RawClient client = server.connected("c").subscribed("$share/g/a", qos);

        server.connected("p").send(publish(2, "a", 1, "x"));

        assertThat(client.nextPublish().qos()).isEqualTo(qos);
    }

    @Test
    @DisplayName("[MQTT-4.8.2-4] A QoS 2 delivery to a member that has begun is completed when it is back")
    void delivery_isCompleted() {
        RawClient member = server.connected(session("m")).subscribed("$share/g/a", 2);
        server.connected("p").send(publish(2, "a", 1, "x"));
        int id = member.nextPublish().packetId();
        RawClient other = server.connected("o").subscribed("$share/g/a", 2);
        member.close();
        other.expectNothing();

        RawClient back = server.connected(session("m"));
        assertThat(back.nextPublish().packetId()).isEqualTo(id);
        assertThat(back.send(reply(0x50, id)).nextHex()).isEqualTo("6202%04X".formatted(id));
    }

    @Test
    @DisplayName("[MQTT-4.8.2-5] A QoS 2 delivery that has begun goes to no other member when the session ends")
    void delivery_goesToNobodyElse_whenTheSessionEnds() {
        RawClient member = server.connected("m").subscribed("$share/g/a", 2);
        server.connected("p").send(publish(2, "a", 1, "x"));
        member.nextPublish();
        RawClient other = server.connected("o").subscribed("$share/g/a", 2);

        member.close();
        server.connected("m").expectNothing();

        other.expectNothing();
    }

    @Test
    @DisplayName("[MQTT-4.8.2-6] A message that a member refuses goes to nobody else")
    void refusedMessage_goesToNobodyElse() {
        RawClient member = server.connected("m").subscribed("$share/g/a", 2);
        RawClient publisher = server.connected("p");
        publisher.send(publish(1, "a", 1, "one"), publish(2, "a", 2, "two"));
        int one = member.nextPublish().packetId();
        int two = member.nextPublish().packetId();
        RawClient other = server.connected("o").subscribed("$share/g/a", 2);

        member.send(reply(0x40, one, 0x83), reply(0x50, two, 0x83)).expectNothing();

        other.expectNothing();
    }
}

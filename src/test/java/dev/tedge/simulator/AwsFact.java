package dev.tedge.simulator;

import java.util.Optional;

/**
 * What AWS documents of its message broker: limits, and differences from MQTT. Each is shown by a row of
 * {@link AwsRulesIT}, by the test that it names, or says why the simulator does not do it.
 */
enum AwsFact {
    SLASHES(Page.LIMITS, "at most 7 slashes in a topic or filter"),
    BASIC_INGEST_TOPIC(Page.BASIC_INGEST, "$aws/rules/<rule>/ does not count for slashes and length"),
    SHARED_FILTER(Page.LIMITS, "$share/<name>/ does not count for slashes"),
    TOPIC_BYTES(Page.LIMITS, "at most 256 bytes of UTF-8 in a topic"),
    CLIENT_ID_BYTES(Page.LIMITS, "at most 128 bytes of client id"),
    CLIENT_ID_RESERVED(Page.LIMITS, "no $ at the beginning of a client id"),
    PAYLOAD(Page.LIMITS, "at most 128 KiB of payload"),
    PUBLISH_RATE(
            Page.LIMITS,
            "100 publishes/s of a connection, the excess is discarded, 0x97 in MQTT 5",
            "SimulatorQuotaIT",
            "awsDefaults_discardWhatIsOverAHundred"),
    PUBLISH_RATE_311(
            Page.LIMITS,
            "the excess has no PUBACK in MQTT 3.1.1",
            "SimulatorQuotaIT",
            "messagesOverTheRate_areNotAcknowledged_to311"),
    THROUGHPUT(
            Page.LIMITS,
            "512 KiB/s of a connection, the excess is delayed",
            "SimulatorQuotaIT",
            "bytesOverTheRate_arriveLater_inOrder"),
    INBOUND_UNACKNOWLEDGED(
            Page.LIMITS, "100 unacknowledged messages from a client", "SimulatorWireIT", "receiveMaximum_is100"),
    OUTBOUND_UNACKNOWLEDGED(
            Page.LIMITS,
            "100 unacknowledged messages to a client",
            "AwsRulesIT",
            "device_isSent100Messages_withoutAcknowledgingAny"),
    CONNECT_RATE(
            Page.LIMITS,
            "1 CONNECT/s of a client id",
            "SimulatorQuotaIT",
            "connectsOverTheRate_areRefused_perClientId"),
    SUBSCRIPTIONS(
            Page.LIMITS,
            "50 subscriptions of a connection",
            "SimulatorSubscribeIT",
            "connection_has50Subscriptions_andNoMore"),
    FILTERS(Page.LIMITS, "8 filters in a SUBSCRIBE"),
    KEEP_ALIVE(
            Page.LIMITS,
            "keep-alive of 30 to 1200 s, the server's is told",
            "SimulatorConnectIT",
            "keepAlive_isBroughtIntoItsBounds"),
    SESSION_EXPIRY(
            Page.SESSIONS,
            "persistent sessions of 1 hour, on request up to 7 days, told in CONNACK",
            "SimulatorConnectIT",
            "sessionExpiry_isGrantedUpToTheAccountsLimit"),
    STORED_RATE(
            Page.LIMITS,
            "10 stored messages/s after a reconnect",
            "SimulatorQuotaIT",
            "storedMessages_areDelayed_andAllCome"),
    ALIASES(Page.LIMITS, "8 topic aliases"),
    POLICY_SIZE(
            Page.LIMITS,
            "2048 characters of policy without white space",
            "policy.PolicyDocumentTest",
            "document_isRefused_beyondTheSizeThatAwsTakes"),
    QOS_2(Page.DIFFERENCES, "no QoS 2: publish and will"),
    QOS_2_SUBSCRIBE(Page.DIFFERENCES, "no QoS 2: subscribe"),
    PARENT(
            Page.DIFFERENCES,
            "a/# does not match a",
            "SimulatorSubscribeIT",
            "multiLevelWildcard_doesNotMatchItsParent"),
    RETAINED_WILDCARD(
            Page.RETAINED,
            "no retained messages for wildcards",
            "SimulatorSubscribeIT",
            "retainedMessage_goesToItsExactFilterOnly"),
    TAKE_OVER(
            Page.DIFFERENCES,
            "the second connection of a client id wins, the first is told 0x8E",
            "AwsRulesIT",
            "secondConnection_takesOver_andTheFirstIsTold"),
    VERSION_SESSIONS(
            Page.DIFFERENCES,
            "sessions of MQTT 3.1.1 and 5 know nothing of each other",
            "AwsRulesIT",
            "session_isThere_forTheSameVersionOnly"),
    TERMS(
            Page.PROPERTIES,
            "CONNACK states the limits that MQTT 5 has a name for",
            "SimulatorConnectIT",
            "connack_statesTheTermsOfAws"),
    SUBSCRIPTION_IDENTIFIER(Page.PROPERTIES, "no subscription identifiers: 0xA1"),
    AUTH(Page.PROPERTIES, "no AUTH packets"),
    PROPERTIES(
            Page.PROPERTIES,
            "a message arrives with the properties that it was sent with",
            "AwsDeviceSdkIT",
            "mqtt5_publishesAndSubscribes_withAllProperties"),
    RETAIN_RIGHT(Page.RETAINED, "a retained message needs iot:RetainPublish"),
    WILL_RIGHT(Page.RETAINED, "a last will must be allowed when it is left"),
    WILL_RULES(Page.MQTT, "a last will keeps to the rules of a message"),
    RESERVED_TOPICS(Page.RESERVED, "unsupported use of reserved topics ends the connection"),
    UNAUTHORIZED_311(Page.REASONS, "an unauthorized 3.1.1 client is cut, or gets 7 in CONNACK"),
    UNAUTHORIZED_5(Page.REASONS, "an unauthorized MQTT 5 client gets 0x87 and DISCONNECT"),
    RECEIVE_RIGHT(
            Page.POLICY,
            "iot:Receive is checked on each delivery",
            "SimulatorSubscribeIT",
            "delivery_isLeftOut_whenThePolicyDoesNotLetTheDeviceReceive"),
    SECOND_CONNECT(Page.EVENTS, "a second CONNECT ends the connection"),
    CERTIFICATE(
            Page.CERTIFICATES,
            "only registered, valid certificates are let in",
            "SimulatorConnectIT",
            "device_isRefusedInTheHandshake_outsideItsValidity"),
    QOS_1_RETRY(
            Page.LIMITS,
            "an unacknowledged message is sent again for an hour",
            "a test that waits for it would take minutes; it is sent again after a reconnect only"),
    ACCOUNT_CONNECT_RATE(Page.LIMITS, "500 CONNECT/s of an account", "one machine does not get there"),
    CONNECTION_LIFE(
            Page.PROTOCOLS,
            "connections end after some days at the latest",
            "the simulator does not live that long; end them by hand"),
    QOS_0_TWICE(
            Page.DIFFERENCES,
            "a message with QoS 0 may arrive twice",
            "tests are to be repeatable; duplicate on demand"),
    ORDER(
            Page.DIFFERENCES,
            "the order of messages and acknowledgements is not guaranteed",
            "tests are to be repeatable; reorder on demand"),
    LATE_SUBSCRIPTION(Page.DIFFERENCES, "SUBACK may come before the subscription holds", "tests are to be repeatable"),
    SERVER_NAME(Page.TLS, "Server Name Indication is mandatory", "clients send none to an IP address"),
    OTHER_ENDPOINTS(
            Page.PROTOCOLS,
            "port 443, WebSocket, custom authorizers",
            "the gateway connects with a certificate; port and protocol are not AWS's here"),
    SERVER_REDIRECTION(Page.PROPERTIES, "no server redirection", "nothing is to be done");

    /** Where AWS says so. */
    private enum Page {
        LIMITS("general/latest/gr/iot-core.html#message-broker-limits"),
        MQTT("iot/latest/developerguide/mqtt.html"),
        DIFFERENCES("iot/latest/developerguide/mqtt.html#mqtt-differences"),
        PROPERTIES("iot/latest/developerguide/mqtt.html#mqtt5"),
        REASONS("iot/latest/developerguide/mqtt.html#mqtt5-reason-codes"),
        RETAINED("iot/latest/developerguide/mqtt.html#mqtt-retain"),
        SESSIONS("iot/latest/developerguide/mqtt.html#mqtt-persistent-sessions"),
        BASIC_INGEST("iot/latest/developerguide/iot-basic-ingest.html"),
        RESERVED("iot/latest/developerguide/reserved-topics.html"),
        POLICY("iot/latest/developerguide/iot-policy-actions.html"),
        EVENTS("iot/latest/developerguide/life-cycle-events.html"),
        CERTIFICATES("iot/latest/developerguide/x509-client-certs.html"),
        PROTOCOLS("iot/latest/developerguide/protocols.html"),
        TLS("iot/latest/developerguide/transport-security.html");

        private final String path;

        Page(String path) {
            this.path = path;
        }
    }

    private final Page page;
    final String text;
    final Optional<String> testClass;
    final Optional<String> testMethod;
    final Optional<String> whyNot;

    /** Shown by a row. */
    AwsFact(Page page, String text) {
        this(page, text, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Not done. */
    AwsFact(Page page, String text, String whyNot) {
        this(page, text, Optional.empty(), Optional.empty(), Optional.of(whyNot));
    }

    /** Shown elsewhere; the class is given from this package on. */
    AwsFact(Page page, String text, String testClass, String testMethod) {
        this(page, text, Optional.of(testClass), Optional.of(testMethod), Optional.empty());
    }

    AwsFact(Page page, String text, Optional<String> testClass, Optional<String> testMethod, Optional<String> whyNot) {
        this.page = page;
        this.text = text;
        this.testClass = testClass;
        this.testMethod = testMethod;
        this.whyNot = whyNot;
    }

    /** The rule, and where AWS states it. */
    @Override
    public String toString() {
        return text + " [https://docs.aws.amazon.com/" + page.path + "]";
    }
}

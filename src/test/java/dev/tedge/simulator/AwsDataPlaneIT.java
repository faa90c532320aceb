package dev.tedge.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.datatypes.MqttTopic;
import com.hivemq.client.mqtt.datatypes.MqttUtf8String;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperties;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperty;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PayloadFormatIndicator;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iotdataplane.IotDataPlaneClient;
import software.amazon.awssdk.services.iotdataplane.model.ConflictException;
import software.amazon.awssdk.services.iotdataplane.model.InvalidRequestException;
import software.amazon.awssdk.services.iotdataplane.model.PayloadFormatIndicator;
import software.amazon.awssdk.services.iotdataplane.model.RequestEntityTooLargeException;
import software.amazon.awssdk.services.iotdataplane.model.ResourceNotFoundException;
import software.amazon.awssdk.services.iotdataplane.model.RetainedMessageSummary;
import software.amazon.awssdk.services.iotjobsdataplane.IotJobsDataPlaneClient;
import software.amazon.awssdk.services.iotjobsdataplane.model.InvalidStateTransitionException;
import software.amazon.awssdk.services.iotjobsdataplane.model.JobExecutionStatus;

/** The clients of AWS's SDK for Java 2.x for the data planes of IoT and of jobs. */
class AwsDataPlaneIT {

    private static final String THING = TestingCloud.THING;

    private TestingCloud cloud;
    private SdkHttpClient http;
    private IotDataPlaneClient data;
    private IotJobsDataPlaneClient jobs;

    @BeforeEach
    void open() throws IOException {
        cloud = TestingCloud.with(builder -> builder.httpPort(0).policy(TestingCloud.ALL));
        http = UrlConnectionHttpClient.builder()
                .tlsTrustManagersProvider(() -> cloud.authority.trustManagers().getTrustManagers())
                .build();
        data = client(IotDataPlaneClient.builder());
        jobs = client(IotJobsDataPlaneClient.builder());
    }

    private <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C client(B builder) {
        return builder.httpClient(http)
                .endpointOverride(
                        URI.create("https://localhost:" + cloud.simulator().httpPort()))
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret")))
                .overrideConfiguration(settings -> settings.retryStrategy(AwsRetryStrategy.doNotRetry()))
                .build();
    }

    @AfterEach
    void close() {
        data.close();
        jobs.close();
        http.close();
        cloud.close();
    }

    private static SdkBytes bytes(String text) {
        return SdkBytes.fromUtf8String(text);
    }

    @Test
    void publish_reachesDevices_withItsProperties() throws Exception {
        TestingDevice device = cloud.device().connected();
        device.subscribe("a/b");

        data.publish(request -> request.topic("a/b")
                .qos(1)
                .payload(bytes("hello"))
                .contentType("text/plain")
                .payloadFormatIndicator(PayloadFormatIndicator.UTF8_DATA)
                .responseTopic("a/answer")
                .userProperties("[{\"key\":\"value\"}]"));

        Mqtt5Publish message = device.nextPublish();
        assertThat(message.getPayloadAsBytes()).asString().isEqualTo("hello");
        assertThat(message.getContentType()).contains(MqttUtf8String.of("text/plain"));
        assertThat(message.getPayloadFormatIndicator()).contains(Mqtt5PayloadFormatIndicator.UTF_8);
        assertThat(message.getResponseTopic()).contains(MqttTopic.of("a/answer"));
        assertThat(message.getUserProperties()).isEqualTo(Mqtt5UserProperties.of(Mqtt5UserProperty.of("key", "value")));
    }

    @Test
    void publish_isRefused_asAwsDoes() {
        assertThatThrownBy(() -> data.publish(request -> request.topic("1/2/3/4/5/6/7/8/9")))
                .isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() ->
                        data.publish(request -> request.topic("a").payload(SdkBytes.fromByteArray(new byte[131_073]))))
                .isInstanceOf(RequestEntityTooLargeException.class);
    }

    @Test
    void retainedMessages_areListedAndRead() {
        for (String topic : List.of("a/1", "a/2", "a/3")) {
            data.publish(request -> request.topic(topic).qos(1).retain(true).payload(bytes("kept")));
        }

        await().untilAsserted(() -> assertThat(data.listRetainedMessagesPaginator(request -> request.maxResults(2))
                        .retainedTopics())
                .extracting(RetainedMessageSummary::topic)
                .containsExactlyInAnyOrder("a/1", "a/2", "a/3"));
        assertThat(data.getRetainedMessage(request -> request.topic("a/1")).payload())
                .isEqualTo(bytes("kept"));
        assertThatThrownBy(() -> data.getRetainedMessage(request -> request.topic("a/4")))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void shadows_areUpdatedReadListedAndDeleted() {
        for (@Nullable String name : new @Nullable String[] {null, "config"}) {
            assertThatThrownBy(() -> data.getThingShadow(
                            request -> request.thingName(THING).shadowName(name)))
                    .isInstanceOf(ResourceNotFoundException.class)
                    .hasMessageContaining("No shadow exists with name: '");
            assertThat(update(name, "{\"state\":{\"desired\":{\"on\":true}}}")).contains("\"version\":1");
            assertThat(data.getThingShadow(request -> request.thingName(THING).shadowName(name))
                            .payload()
                            .asUtf8String())
                    .contains("\"desired\":{\"on\":true}", "\"delta\"");
            assertThatThrownBy(() -> update(name, "{\"state\":{},\"version\":7}"))
                    .isInstanceOf(ConflictException.class);
            assertThatThrownBy(() -> update(name, "{")).isInstanceOf(InvalidRequestException.class);
            assertThatThrownBy(() -> update(name, "{\"state\":{\"desired\":{\"x\":\"" + "x".repeat(9_000) + "\"}}}"))
                    .isInstanceOf(RequestEntityTooLargeException.class);
        }
        assertThat(data.listNamedShadowsForThing(request -> request.thingName(THING))
                        .results())
                .containsExactly("config");
        assertThat(data.deleteThingShadow(request -> request.thingName(THING).shadowName("config"))
                        .payload()
                        .asUtf8String())
                .contains("\"version\":1");
        assertThat(data.listNamedShadowsForThing(request -> request.thingName(THING))
                        .results())
                .isEmpty();
    }

    private String update(@Nullable String name, String document) {
        return data.updateThingShadow(
                        request -> request.thingName(THING).shadowName(name).payload(bytes(document)))
                .payload()
                .asUtf8String();
    }

    @Test
    void connection_isEnded() throws Exception {
        TestingDevice watcher = cloud.device("watcher", cloud.device).connected();
        watcher.subscribe("$aws/events/presence/disconnected/" + THING);
        TestingDevice device = cloud.device().connected();

        data.deleteConnection(request -> request.clientId(THING));

        assertThat(device.disconnectCode()).isEqualTo(0x98);
        assertThat(watcher.next()).contains("\"disconnectReason\":\"API_INITIATED_DISCONNECT\"");
        assertThatThrownBy(() -> data.deleteConnection(request -> request.clientId("nobody")))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void job_isStartedAndEnded() {
        cloud.simulator().jobs().create("job-1", List.of(THING), "{\"action\":\"reboot\"}");

        await().untilAsserted(() -> assertThat(jobs.getPendingJobExecutions(request -> request.thingName(THING))
                        .queuedJobs())
                .singleElement()
                .satisfies(job -> assertThat(job.jobId()).isEqualTo("job-1")));
        assertThat(jobs.startNextPendingJobExecution(request -> request.thingName(THING))
                        .execution()
                        .status())
                .isEqualTo(JobExecutionStatus.IN_PROGRESS);
        assertThat(jobs.describeJobExecution(request ->
                                request.thingName(THING).jobId("$next").includeJobDocument(true))
                        .execution()
                        .jobDocument())
                .contains("reboot");
        assertThat(jobs.updateJobExecution(request -> request.thingName(THING)
                                .jobId("job-1")
                                .status(JobExecutionStatus.SUCCEEDED)
                                .expectedVersion(2L)
                                .includeJobExecutionState(true))
                        .executionState()
                        .status())
                .isEqualTo(JobExecutionStatus.SUCCEEDED);
        assertThatThrownBy(() -> jobs.updateJobExecution(
                        request -> request.thingName(THING).jobId("job-1").status(JobExecutionStatus.IN_PROGRESS)))
                .isInstanceOf(InvalidStateTransitionException.class);
        assertThatThrownBy(() -> jobs.describeJobExecution(
                        request -> request.thingName(THING).jobId("job-2")))
                .isInstanceOf(software.amazon.awssdk.services.iotjobsdataplane.model.ResourceNotFoundException.class);
    }
}

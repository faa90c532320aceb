package dev.tedge.policy;

/** What a device may be allowed to do over MQTT (AWS IoT developer guide, "AWS IoT Core policy actions"). */
public enum IotAction {
    CONNECT("iot:Connect", "client"),
    SUBSCRIBE("iot:Subscribe", "topicfilter"),
    RECEIVE("iot:Receive", "topic"),
    PUBLISH("iot:Publish", "topic"),
    RETAIN_PUBLISH("iot:RetainPublish", "topic");

    private final String text;
    private final String resourceType;

    IotAction(String text, String resourceType) {
        this.text = text;
        this.resourceType = resourceType;
    }

    /** As policies spell it. */
    public String text() {
        return text;
    }

    /** The kind of resource that it acts on. */
    public String resourceType() {
        return resourceType;
    }
}

package dev.tedge.cli.demo;

/** Where a message was seen. */
enum Place {
    /** On the local broker, published or received by anybody there. */
    DEVICE,
    /** In the cloud, delivered by the device. */
    CLOUD,
    /** In the cloud, published there for the device. */
    FROM_CLOUD
}

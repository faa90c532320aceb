package dev.tedge.gateway.dryrun;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.support.DefaultThreadPoolFactory;
import org.apache.camel.util.concurrent.SynchronousExecutorService;

/** What routes would do on other threads is done at once, so that the order is the same each time; only delays are real. */
final class InlineThreads extends DefaultThreadPoolFactory {

    @Override
    public ExecutorService newCachedThreadPool(ThreadFactory threads) {
        return new SynchronousExecutorService();
    }

    @Override
    public ExecutorService newThreadPool(ThreadPoolProfile profile, ThreadFactory threads) {
        return new SynchronousExecutorService();
    }
}

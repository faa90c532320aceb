package dev.tedge.job.machine;

import dev.tedge.job.execution.Ledger;
import dev.tedge.job.execution.Phase;
import dev.tedge.job.execution.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What both sides share: the ledger, what is to be done, and what is under way on either side. */
final class Desk {

    private static final Logger LOG = LoggerFactory.getLogger(Desk.class);

    private final CloudTalk cloud;
    private final LocalTalk local;
    private final List<Effect> effects = new ArrayList<>();

    private Ledger ledger;
    private boolean complained;

    Desk(Ledger ledger, CloudTalk cloud, LocalTalk local) {
        this.ledger = ledger;
        this.cloud = cloud;
        this.local = local;
    }

    Ledger ledger() {
        return ledger;
    }

    Optional<Work> work() {
        return ledger.work();
    }

    CloudTalk cloud() {
        return cloud;
    }

    LocalTalk local() {
        return local;
    }

    void move(Work next) {
        ledger = ledger.with(next);
        if (next.phase() == Phase.REPORTED && next.command().isEmpty()) {
            finish();
        }
    }

    void finish() {
        work().ifPresent(work -> LOG.info(
                "The job {} is done with: {}", work.id(), work.outcome().orElseThrow()));
        ledger = ledger.withoutWork();
        complained = false;
        cloud.begin();
        local.begin(false);
    }

    void add(Effect effect) {
        effects.add(effect);
    }

    void report(String text) {
        effects.add(new Effect.Report(text));
    }

    /** Reports what a device does wrong, once for each execution. */
    void complain(String text) {
        if (!complained) {
            complained = true;
            report(text);
        }
    }

    void advance() {
        cloud.next(work()).ifPresent(effects::add);
        local.next(work()).ifPresent(effects::add);
    }

    OptionalLong due() {
        return LongStream.concat(cloud.due(work()).stream(), local.due(work()).stream())
                .min();
    }

    List<Effect> takeEffects() {
        List<Effect> taken = List.copyOf(effects);
        effects.clear();
        return taken;
    }
}

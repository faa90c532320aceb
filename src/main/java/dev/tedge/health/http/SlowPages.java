package dev.tedge.health.http;

import dev.tedge.health.http.Page.Answer;
import dev.tedge.health.http.Page.Question;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Pages that may take a while, such as those that look at the disk: one at a time, so that they leave threads to the quick ones. */
final class SlowPages {

    /** One that works, and a probe and a scrape that come at the same moment. */
    private static final int MOST = 3;

    private final Semaphore places = new Semaphore(MOST);
    private final Semaphore turn = new Semaphore(1, true);
    private final Duration patience;

    /** @param patience how long a caller waits for its turn; 503 afterwards */
    SlowPages(Duration patience) {
        this.patience = patience;
    }

    /** A page that takes turns with the others of these. */
    Page of(Page page) {
        return question -> {
            if (!places.tryAcquire()) {
                return busy();
            }
            try {
                return inTurn(page, question);
            } catch (InterruptedException takesTooLong) {
                Thread.currentThread().interrupt();
                return busy();
            } finally {
                places.release();
            }
        };
    }

    private Answer inTurn(Page page, Question question) throws InterruptedException {
        if (!turn.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            return busy();
        }
        try {
            return page.answer(question);
        } finally {
            turn.release();
        }
    }

    private static Answer busy() {
        return Answer.error(503, "Others are still being answered: ask again");
    }
}

package dev.tedge.testing.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/** A running {@code tedge}, started by {@link TedgeProgram#start}; its output is kept line by line. */
public final class TedgeProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String name;
    private final Process process;
    private final Thread outReader;
    private final Thread errReader;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();

    // Guarded by the lock.
    private final List<String> out = new ArrayList<>();
    private final List<String> err = new ArrayList<>();
    private final List<String> all = new ArrayList<>();
    private int openStreams = 2;

    TedgeProcess(String name, Process process) {
        this.name = name;
        this.process = process;
        outReader = read(process.getInputStream(), out, "out");
        errReader = read(process.getErrorStream(), err, "err");
    }

    /** The lines of stdout until now. */
    public List<String> out() {
        return copy(out);
    }

    /** The lines of stderr until now. */
    public List<String> err() {
        return copy(err);
    }

    /** Writes a line to its stdin, if it was started with one. */
    public void type(String line) {
        try {
            OutputStream stdin = process.getOutputStream();
            stdin.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            stdin.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("'tedge " + name + "' does not read its stdin", e);
        }
    }

    /** Whether it has not ended. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** The operating system's number of it. */
    public long pid() {
        return process.pid();
    }

    /** Waits up to half a minute for a line of stdout or stderr that contains this text. */
    public String awaitLine(String text) {
        return awaitLine("containing '" + text + "'", line -> line.contains(text), PATIENCE);
    }

    /**
     * Waits for a line of stdout or stderr, or takes the first that is already there.
     *
     * @param what for the error
     * @throws AssertionError when the time is over or the program has ended before; it carries all output
     */
    public String awaitLine(String what, Predicate<String> wanted, Duration timeout) {
        long nanos = timeout.toNanos();
        lock.lock();
        try {
            Optional<String> found = all.stream().filter(wanted).findFirst();
            while (found.isEmpty()) {
                if (nanos <= 0 || openStreams == 0) {
                    throw new AssertionError("'tedge " + name + "' has written no line " + what
                            + (openStreams == 0 ? " and has ended" : " within " + timeout) + "; it wrote:\n"
                            + String.join("\n", all));
                }
                nanos = more.awaitNanos(nanos);
                found = all.stream().filter(wanted).findFirst();
            }
            return found.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for a line " + what, e);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until it ends by itself and all of its output is here.
     *
     * @return the exit code
     * @throws IllegalStateException when it does not end in time; it is then killed, the message has its output
     */
    public int awaitExit(Duration timeout) {
        try {
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                kill();
                throw new IllegalStateException("'tedge " + name + "' did not end within " + timeout + "; it wrote:\n"
                        + String.join("\n", copy(all)));
            }
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for the end of 'tedge " + name + "'", e);
        }
        awaitOutput();
        return process.exitValue();
    }

    /**
     * SIGTERM, as from systemd; waits for the end and for all output.
     *
     * @return the exit code; 143 when the signal itself has ended it
     */
    public int terminate() {
        int exitCode = ChildProcesses.terminate(process);
        awaitOutput();
        return exitCode;
    }

    /**
     * Sends a signal.
     *
     * @param signal its name without {@code SIG}
     */
    public void signal(String signal) {
        ChildProcesses.signal(process, signal);
    }

    /** SIGKILL, also to what it has started: no time to clean up. Waits for the end. */
    public void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        ChildProcesses.kill(process);
        awaitOutput();
    }

    /** {@link #kill}, unless it has ended. */
    @Override
    public void close() {
        kill();
    }

    private List<String> copy(List<String> lines) {
        lock.lock();
        try {
            return List.copyOf(lines);
        } finally {
            lock.unlock();
        }
    }

    private void awaitOutput() {
        try {
            outReader.join(PATIENCE.toMillis());
            errReader.join(PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Thread read(InputStream stream, List<String> lines, String kind) {
        Thread thread = new Thread(() -> readAll(stream, lines), "tedge-" + kind + "-" + process.pid());
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void readAll(InputStream stream, List<String> lines) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                add(lines, line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Lost the output of 'tedge " + name + "'", e);
        } finally {
            end();
        }
    }

    private void add(List<String> lines, String line) {
        lock.lock();
        try {
            lines.add(line);
            all.add(line);
            more.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void end() {
        lock.lock();
        try {
            openStreams--;
            more.signalAll();
        } finally {
            lock.unlock();
        }
    }
}

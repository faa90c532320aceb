package dev.tedge.mapping;

/** A message can't be mapped. The message of the exception is the reason, on one line, for people. */
public final class MappingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param reason what is wrong with the message; never its payload
     */
    public MappingException(String reason) {
        super(reason);
    }
}

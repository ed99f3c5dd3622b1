package carafe.spec.seccomp;

import carafe.spec.json.JsonReader;

/**
 * A condition on one argument of a system call.
 *
 * @param index    which argument, 0 to 5
 * @param value    unsigned; the mask for {@link SeccompOperator#MASKED_EQ}
 * @param valueTwo unsigned; what the masked argument is compared with, 0 if absent
 */
public record SeccompArg(int index, long value, long valueTwo, SeccompOperator op) {
    private static final int HIGHEST_INDEX = 5;

    static SeccompArg read(JsonReader in) {
        Integer index = null;
        Long value = null;
        Long valueTwo = null;
        SeccompOperator op = null;
        while (in.nextProperty()) {
            switch (in.property()) {
                case "index" -> index = in.readInteger(0, HIGHEST_INDEX);
                case "value" -> value = in.readUint64();
                case "valueTwo" -> valueTwo = in.readUint64();
                case "op" -> op = in.readWord(SeccompOperator.WORDS);
                default -> in.skip();
            }
        }
        return new SeccompArg(
                in.requiredInt("index", index),
                in.requiredLong("value", value),
                valueTwo == null ? 0 : valueTwo,
                in.required("op", op));
    }
}
